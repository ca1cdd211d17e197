"""Several processes behind nginx, with the very file an administrator puts there."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests
import socketio

from foundation.migrating import bring_up_to_date
from tests.beginnings import emptied
from tests.cast import enter_cast
from tests.conftest import settings_for
from tests.ports import free_port, free_ports
from tests.realtime.conftest import Tablet
from tests.realtime.houses import SURROUNDINGS, answers, redis_server
from tests.realtime.wires import CONNECTED_WITHIN, until
from tests.safe_lines import trusting
from tests.test_serving_many import children_of

ROOT = Path(__file__).parents[1]
CONF = ROOT / "deploy" / "production" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
TOKEN = "of-the-tests"
WITHIN = 5.0
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; {user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fast; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/phien.conf;
}}
"""

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Site:
    """A site behind nginx: its address, its processes by their ports, its cast."""

    def __init__(self, ports, plain, certificate, cast, many):
        self.ports, self.cast, self.certificate, self._many = ports, cast, certificate, many
        self.address = f"https://localhost:{ports.tls}"
        self.plain = f"http://localhost:{plain}"
        self.opened = []

    def tablet(self, login):
        self.opened.append(SafeTablet(self, login))
        return self.opened[-1]

    def sockets(self):
        """How many sockets each process has open."""
        return [self._sockets_of(port) for port in self.ports.of_processes]

    def kill(self, port):
        for process in children_of(self._many.pid):
            if f"PORT={port}" in Path(f"/proc/{process}/environ").read_text().split("\0"):
                os.kill(process, signal.SIGKILL)

    def _sockets_of(self, port):
        heads = {"Authorization": f"Bearer {TOKEN}"}
        with suppress(requests.ConnectionError):
            told = requests.get(f"http://127.0.0.1:{port}/metrics", headers=heads, timeout=5).text
            return int(float(re.search(r"^phien_sockets_sockets (\S+)", told, re.M)[1]))
        return None


class SafeTablet(Tablet):
    """A tablet that comes by TLS."""

    def __init__(self, site, login):
        self._certificate, self._lines = site.certificate, []
        super().__init__(site.address, login, site.cast.here.meeting)

    def _sign_in(self, login):
        self.web.verify, self.web.trust_env = self._certificate, False
        self.web.headers["Referer"] = self.address
        super()._sign_in(login)

    def connect(self, auth=None):
        handlers = self.socket.handlers
        self.socket = socketio.Client(
            reconnection=False,
            http_session=self.web,
            websocket_extra_options=trusting(self._certificate),
        )
        self.socket.handlers = handlers
        self.socket.connect(
            self.address, auth=auth, transports=["websocket"], wait_timeout=CONNECTED_WITHIN
        )
        self._lines.append(self.socket.eio.ws)

    def close(self):
        for line in self._lines:  # also those that were torn away, which nobody else closes
            with suppress(OSError, AttributeError):
                line.sock.shutdown(socket.SHUT_RDWR)  # closing alone waits for who is reading
            line.shutdown()
        self.web.close()


class Ports:
    """Two neighbouring ports for the processes, a third that nobody serves, and nginx's own."""

    def __init__(self):
        self.first, self.tls, self.plain = free_ports(3)[0], free_port(), free_port()
        self.of_processes = [self.first, self.first + 1]

    def in_place(self, conf, folder):
        """The very file, with other ports and paths."""
        for number in range(3):
            conf = conf.replace(f"127.0.0.1:{8000 + number} ", f"127.0.0.1:{self.first + number} ")
        return (
            conf.replace("listen 80;", f"listen 127.0.0.1:{self.plain};")
            .replace("listen 443 ", f"listen 127.0.0.1:{self.tls} ")
            .replace("hop.xa.vn", "localhost")
            .replace("/etc/ssl/phien/", f"{folder}/")
        )


def certify(folder):
    """A certificate of our own for this machine."""
    command = [shutil.which("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    command += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def nginx(folder, ports):
    certify(folder)
    (folder / "phien.conf").write_text(ports.in_place(CONF.read_text(), folder))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    command = [NGINX, "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "nginx.log"]
    with subprocess.Popen(command) as process:
        try:
            assert until(lambda: answers(ports.tls)), (folder / "nginx.log").read_text()
            yield
        finally:
            process.terminate()


@contextmanager
def processes(folder, ports, **settings):
    environment = {
        **SURROUNDINGS,
        "MODE": "production",
        "SECRET_KEY": "0123456789abcdef0123",
        "PORT": str(ports.first),
        "DATA_DIR": str(folder),
        "PUBLIC_URL": f"https://localhost:{ports.tls}",
        "TRUSTED_PROXIES": "1",
        "METRICS_TOKEN": TOKEN,
        **settings,
    }
    command = [sys.executable, "-W", "ignore", "-m", "deploy.production.serve_many", "2"]
    with (folder / "log").open("wb") as log:
        many = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        served = until(lambda: all(map(answers, ports.of_processes)), within=90)
        assert served, (folder / "log").read_text()[-2000:]
        yield many
    finally:
        many.terminate()
        many.wait(30)


def entered(folder, url):
    """The cast, in the database of the site."""
    from wsgi import build_house

    bring_up_to_date(url)
    house, _ = build_house(settings_for(folder, DATABASE_URL=url), serving=True)
    cast = house.writer.perform(enter_cast)
    house.close()
    return cast


@pytest.fixture(scope="module")
def running(tmp_path_factory, postgresql):
    folder, ports = tmp_path_factory.mktemp("site"), Ports()
    url = emptied(postgresql, "house_behind_nginx")
    cast = entered(folder, url)
    with (
        redis_server(folder) as (redis, _),
        nginx(folder, ports),
        processes(folder, ports, DATABASE_URL=url, REDIS_URL=redis) as many,
    ):
        yield Site(ports, ports.plain, str(folder / "fullchain.pem"), cast, many)


@pytest.fixture
def site(running):
    yield running
    while running.opened:
        running.opened.pop().close()
    assert until(lambda: sum(filter(None, running.sockets())) == 0, within=WITHIN)


def remark(site, number):
    return {
        "paper": site.cast.here.paper,
        "paragraph": site.cast.here.paragraphs[0],
        "text": "Xin làm rõ.",
        "visibility": "meeting",
        "operation_id": f"remark-{number}",
    }


def test_pages_and_their_files_come_through_and_plain_http_is_sent_to_tls(site):
    page = requests.get(site.address + "/sign-in", verify=site.certificate, timeout=10)
    assert page.status_code == 200
    files = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)
    assert files
    for path in files:
        file = requests.get(site.address + path, verify=site.certificate, timeout=10)
        assert (file.status_code, len(file.content) > 0) == (200, True), path
    sent = requests.get(site.plain + "/meetings?x=1", allow_redirects=False, timeout=10)
    assert (sent.status_code, sent.headers["Location"]) == (301, "https://localhost/meetings?x=1")


def test_tablets_are_shared_out_and_comments_cross_both_ways(site):
    tablets = [site.tablet(login) for login in ("amina", "bruno", "chair", "observer")]
    assert all(tablet.joined["ok"] for tablet in tablets)
    assert site.sockets() == [2, 2]
    for number, author in enumerate(tablets[:3]):
        assert author.ask("comment.create", remark(site, number))["ok"]
    for tablet in tablets:
        assert until(lambda tablet=tablet: len(tablet.facts) == 3, within=WITHIN)
    assert len({tuple(fact["number"] for fact in tablet.facts) for tablet in tablets}) == 1


def test_the_cookie_goes_by_tls_alone(site):
    [cookie] = [each for each in site.tablet("amina").web.cookies if each.name == "phien"]
    assert cookie.secure


@pytest.mark.parametrize("origin", ["https://evil.vn", "null", "", "https://localhost"])
def test_a_page_of_another_site_opens_no_socket(site, origin):
    heads = {"Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket"}
    answer = site.tablet("amina").web.get(
        site.address + "/socket.io/?EIO=4&transport=websocket", headers=heads, timeout=10
    )
    assert answer.status_code == 403


def test_when_a_process_is_killed_its_tablets_come_back_through_the_other(site):
    tablets = [site.tablet(login) for login in ("amina", "bruno", "chair", "observer")]
    assert site.sockets() == [2, 2]
    heads = [tablet.joined["answer"]["heads"] for tablet in tablets]
    site.kill(site.ports.first)
    assert until(lambda: sum(not t.socket.connected for t in tablets) == 2, within=WITHIN)
    lost = [each for each in zip(tablets, heads, strict=True) if not each[0].socket.connected]
    kept = next(tablet for tablet in tablets if tablet.socket.connected)
    assert kept.ask("comment.create", remark(site, "while away"))["ok"]
    began = time.monotonic()
    for tablet, since in lost:
        tablet.connect()
        answer = tablet.join(site.cast.here.meeting, since)["answer"]
        assert [fact["name"] for fact in answer["facts"]] == ["comment.created"]
    assert time.monotonic() - began < WITHIN
    assert lost[0][0].ask("comment.create", remark(site, "back"))["ok"]
    assert until(lambda: len(kept.facts) == 2, within=WITHIN)
    assert until(lambda: site.sockets()[0] is not None, within=60)  # it was started again
