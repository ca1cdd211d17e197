"""The source of the running site, for its readers (AGPL-3.0, section 13)."""

import io
import tarfile
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response

from meetings.permissions import Right
from web.door import Declared, declare, house

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("foundation", "documents", "meetings", "realtime", "web", "deploy", "tests")
LEFT_OUT = ("__pycache__", ".pyc", "node_modules")


def register(app: Flask) -> None:
    """Serve the source."""
    app.add_url_rule("/source", "source", source)
    declare(
        Declared("GET", "/source", "source", Right.PASS, "The source", media="application/gzip")
    )


def source() -> Response:
    """Return the source this site runs, as one archive."""
    response = Response(house().off_loop(_archive), mimetype="application/gzip")
    response.headers["Content-Disposition"] = 'attachment; filename="phien-source.tar.gz"'
    return response


@lru_cache(maxsize=1)
def _archive() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz", compresslevel=6) as archive:
        for name in (*FOLDERS, *(p.name for p in ROOT.iterdir() if p.is_file())):
            if (ROOT / name).exists():
                archive.add(ROOT / name, f"phien/{name}", filter=_kept)
    return written.getvalue()


def _kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    left_out = any(part in member.name for part in LEFT_OUT)
    hidden_file = member.name.split("/")[-1].startswith(".env")
    return None if left_out or hidden_file else member
