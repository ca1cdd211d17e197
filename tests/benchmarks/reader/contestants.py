"""Who is measured: our reader on its own server, and pdf.js's viewer on a plain one."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask, Response, send_file
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from deploy.demonstration.cast import PASSWORD
from tests.benchmarks.natives import NATIVE, pdf_js
from tests.benchmarks.papers import LONG_TEXT, repeated
from tests.browser.people import sign_in
from tests.browser.secretariat import Secretariat
from tests.browser.site import Site

PAGES = 500
SHRUNK = {".mjs", ".js", ".css", ".html"}


@dataclass(frozen=True)
class Contestant:
    """One reader: where its pack is opened, and what its pages look like in the document."""

    name: str
    address: str
    path: str
    sharp: str
    """The selector of page %d once it is drawn."""
    anything: str
    """The selector of whatever is seen of page %d first."""
    scroller: str
    go: str
    """What turns to page `n`."""
    site: Site | None = None
    meeting: int = 0

    def enter(self, context: BrowserContext) -> None:
        """Sign in, where one has to."""
        if self.site:
            sign_in(context, "dai.bieu", PASSWORD)


@contextmanager
def contestants() -> Iterator[list[Contestant]]:
    """Serve the pack by both; without a way to pdf.js, by ours alone."""
    with TemporaryDirectory() as folder:
        pack = Path(folder) / "tap-tai-lieu-500-trang.pdf"
        pack.write_bytes(repeated(LONG_TEXT, PAGES))
        with _ours(Path(folder), pack) as ours:
            dist = pdf_js()
            if dist is None:
                yield [ours]
                return
            with _pdf_js(dist, pack) as peer:
                yield [ours, peer]


@contextmanager
def _ours(folder: Path, pack: Path) -> Iterator[Contestant]:
    site = Site(folder)
    try:
        site.start()
        site.wait_until_read()
        secretariat = Secretariat(site)
        prepared = secretariat.prepare("Phiên họp 500 trang", papers=[pack])
        secretariat.close()
        yield Contestant(
            name="ours",
            address=site.address,
            path=f"/papers/{prepared.paper.id}",
            sharp='[data-page="%d"] > .sheet.ready',
            anything='.page[data-page="%d"] .sheet img',
            scroller="#scroller",
            go="const field = document.querySelector('#page-number');"
            "field.value = n; field.form.requestSubmit()",
            site=site,
            meeting=prepared.id,
        )
    finally:
        site.end()


@contextmanager
def _pdf_js(dist: Path, pack: Path) -> Iterator[Contestant]:
    server = make_server("127.0.0.1", 0, _plain(dist, pack), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Contestant(
            name="pdf.js",
            address=f"http://127.0.0.1:{server.server_port}",
            path="/",
            sharp='.page[data-page-number="%d"][data-drawn]',
            anything='.page[data-page-number="%d"] canvas:not([hidden])',
            scroller="#container",
            go="viewer.currentPageNumber = n",
        )
    finally:
        server.shutdown()


def _plain(dist: Path, pack: Path) -> Flask:
    """Return a server of pdf.js: its code packed as a good server would, the pack in ranges."""
    app = Flask(__name__, static_folder=None)

    @cache
    def shrunk(path: Path) -> bytes:
        return gzip.compress(path.read_bytes())

    def code(path: Path) -> Response:
        kind = "text/javascript" if path.suffix == ".mjs" else mimetypes.guess_type(path.name)[0]
        if path.suffix not in SHRUNK:
            return send_file(path)
        return Response(shrunk(path), mimetype=kind, headers={"Content-Encoding": "gzip"})

    app.add_url_rule("/", "page", lambda: code(NATIVE / "pdf_js.html"))
    app.add_url_rule("/pdfjs-dist/<path:name>", "code", lambda name: code(dist / name))
    app.add_url_rule("/pack.pdf", "pack", lambda: send_file(pack, conditional=True))
    return app
