"""Off line: what a device keeps besides papers to open them without the server, and its icons.

The page downloads, the worker only serves: `web/static/channels/meeting_copy.js`
fetches, and `web/static/worker/worker.js` answers with what is there.
"""

import re
from functools import lru_cache
from typing import Any

from flask import Flask, Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from meetings.permissions import Right
from web.assets import STATIC, asset, digest_of_all, imported_by
from web.door import Declared, declare

SCREENS = (
    "controllers/reader_screen.js",
    "controllers/changes.js",
    "controllers/meeting.js",
    "controllers/meetings.js",
    "controllers/plain_page.js",
)
"""What begins the pages that open off line."""
DYNAMIC = re.compile(r"""\bimport\(\s*['"](\.[^'"]+)['"]\s*\)""")
LOOKS = ("css/*.css", "fonts/*.woff2", "icons/*.svg")
BAR, DESK = "#0b3f73", "#f1f4f8"
"""As in css/tokens.css."""


def register(app: Flask) -> None:
    """Put what is needed off line on the application."""
    for rule, view, media in (
        ("/service-worker.js", service_worker, "text/javascript"),
        ("/shell.json", shell, "application/json"),
        ("/off-line", off_line, "text/html"),
        ("/manifest.webmanifest", manifest, "application/manifest+json"),
    ):
        app.add_url_rule(rule, view.__name__, view)
        about = view.__doc__ or ""
        declare(Declared("GET", rule, view.__name__, Right.PASS, about, media=media))


def service_worker() -> Response:
    """Get the worker's script; it is another one with every version of the program."""
    written = f"import '{asset('worker/worker.js')}'\n"
    return _asked_each_time(Response(written, mimetype="text/javascript"))


def shell() -> Response:
    """List the files of which the pages that open off line are made."""
    files = [asset(name) for name in shell_files()]
    return _asked_each_time(jsonify({"version": digest_of_all(), "files": files}))


def off_line() -> str:
    """Show that a page is not on this device; it stands in for every page that was not kept."""
    return render_template("off_line.html", person=None, boot=None)


def manifest() -> ResponseReturnValue:
    """Say how the program stands among others on a device."""
    response = jsonify(
        {
            "id": "/",
            "name": _("Phiên: họp không giấy"),
            "short_name": _("Phiên"),
            "lang": "vi",
            "start_url": "/meetings",
            "scope": "/",
            "display": "standalone",
            "theme_color": BAR,
            "background_color": DESK,
            "icons": [
                _icon("icons/phien.svg", "any", "image/svg+xml"),
                _icon("icons/phien-192.png", "192x192"),
                _icon("icons/phien-512.png", "512x512"),
                _icon("icons/phien-512.png", "512x512", purpose="maskable"),
            ],
        }
    )
    response.mimetype = "application/manifest+json"
    return _asked_each_time(response)


def shell_files() -> list[str]:
    """Return the modules that kept pages may ever import, and what gives them their look."""
    return list(_shell_files(digest_of_all()))


@lru_cache(maxsize=1)
def _shell_files(_digest: str) -> tuple[str, ...]:
    modules = dict.fromkeys(SCREENS)
    waiting = list(SCREENS)
    while waiting:
        name = waiting.pop()
        for each in (*imported_by(name), *_imported_later(name)):
            if each not in modules:
                modules[each] = None
                waiting.append(each)
    looks = (path for glob in LOOKS for path in sorted(STATIC.glob(glob)))
    return (*modules, *(str(path.relative_to(STATIC)) for path in looks))


def _imported_later(name: str) -> list[str]:
    here = (STATIC / name).parent
    found = DYNAMIC.findall((STATIC / name).read_text())
    return [str((here / each).resolve().relative_to(STATIC)) for each in found]


def _icon(name: str, sizes: str, kind: str = "image/png", **more: str) -> dict[str, Any]:
    return {"src": asset(name), "sizes": sizes, "type": kind} | more


def _asked_each_time(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    return response
