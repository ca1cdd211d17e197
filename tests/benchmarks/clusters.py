"""A PostgreSQL server of our own for as long as it is measured, where one is installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql")
ROOM = 60


def installed() -> Path | None:
    """Return where PostgreSQL's programs are, the newest ones, if there are any."""
    found = sorted(BINARIES.glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Yield the address of an empty database that commits as durably as it does by default."""
    folder = Path(tempfile.mkdtemp(prefix="phien-pg-"))
    control = [*_not_as_root(folder), str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    try:
        _make(programs, folder)
        options = f"-k {folder} -c listen_addresses='' -c max_connections={ROOM}"
        _quietly([*control, "-o", options, "-l", str(folder / "log"), "start"])
        yield f"postgresql+psycopg2://phien@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _make(programs: Path, folder: Path) -> None:
    place = ["-D", str(folder / "data"), "-U", "phien", "-A", "trust"]
    _quietly([*_not_as_root(folder), str(programs / "initdb"), *place])


def _quietly(command: list[str]) -> None:
    nowhere = subprocess.DEVNULL
    subprocess.run(command, check=True, stdin=nowhere, stdout=nowhere, stderr=nowhere)


def _not_as_root(folder: Path) -> list[str]:
    """PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]
