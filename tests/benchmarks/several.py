"""Several: two processes with PostgreSQL, Redis and nginx, beside one process alone."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.clusters import cluster, installed
from tests.benchmarks.crowd import Crowd, pin
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.furnishing import furnish
from tests.benchmarks.live import Found, beside, nothing_wrong, rounds_of
from tests.benchmarks.processes import children_of, environment
from tests.benchmarks.servers import OURS, SERVERS_CORE, Server, Stage, real, wait_for
from tests.ports import free_port

NAME = "several"
TITLE = "two processes, PostgreSQL, Redis and nginx, beside one process on the same database"
SEATS, ROUNDS = 300, 3
ONE = "one process"
CROWD = Crowd(SEATS, mode="closed", seconds=4.0)
CPU = {ONE: Target("<=", 2.2)}
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/a; uwsgi_temp_path {folder}/b; scgi_temp_path {folder}/c;
    upstream phien {{ least_conn; server 127.0.0.1:{first}; server 127.0.0.1:{second}; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            proxy_pass http://phien;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
            proxy_buffering off;
        }}
    }}
}}
"""


def measure() -> list[Figure]:
    """Measure both, on one database."""
    programs, nginx = installed(), shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    redis = shutil.which("redis-server")
    if programs is None or nginx is None or redis is None:
        raise RuntimeError("PostgreSQL, nginx and Redis are not all installed")
    with TemporaryDirectory(prefix="phien-bench-") as name, cluster(programs) as url:
        folder = Path(name)
        folder.chmod(0o755)
        commune = furnish(folder / "data", SEATS, DATABASE_URL=url)
        with ExitStack() as opened:
            one = opened.enter_context(real(folder / "data", DATABASE_URL=url))
            two = opened.enter_context(_two(folder, url, nginx, redis))
            shown = Stage(commune, folder, {OURS: two, ONE: one})
            return list(_figures(rounds_of(shown, CROWD, ROUNDS)))


def _figures(found: Found) -> Iterator[Figure]:
    name = f"{SEATS} seats"
    yield from beside(NAME, f"{name}: CPU a delivery", "cpu_us", "us", found, CPU)
    yield from beside(NAME, f"{name}: deliveries", "deliveries", "1/s", found, {})
    yield from beside(NAME, f"{name}: last tablet served, p50", "last_p50", "ms", found, {})
    yield from nothing_wrong(NAME, name, found)


@contextmanager
def _two(folder: Path, url: str, nginx: str, redis: str) -> Iterator[Server]:
    """Yield two processes behind nginx."""
    redis_port, port = free_port(), free_port()
    more = {
        "DATABASE_URL": url,
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TRUSTED_PROXIES": "1",
    }
    quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
    with ExitStack() as opened:
        nudging = opened.enter_context(
            _program([redis, "--port", str(redis_port), *quiet], redis_port)
        )
        first = opened.enter_context(real(folder / "data", **more))
        second = opened.enter_context(real(folder / "data", **more))
        place = folder / "nginx"
        place.mkdir()
        written = place / "nginx.conf"
        ports = {"port": port, "first": first.port, "second": second.port}
        written.write_text(NGINX.format(folder=place, **ports))
        front = opened.enter_context(_program([nginx, "-c", str(written)], port))
        workers = tuple(children_of(front))
        for process in (nudging, front, *workers):
            pin(process, SERVERS_CORE)
        yield replace(first, port=port, others=(second.process, nudging, front, *workers))


@contextmanager
def _program(command: list[str], port: int) -> Iterator[int]:
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment(), stdout=nowhere, stderr=nowhere)
    try:
        wait_for(process, port)
        yield process.pid
    finally:
        process.terminate()
        process.wait()
