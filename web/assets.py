"""Assets: static files under one address that changes with them, kept by browsers for good."""

import base64
import gzip
import hashlib
import json
import re
import time
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_file
from markupsafe import Markup

from meetings.permissions import Right
from web.door import Declared, declare

STATIC = Path(__file__).parent / "static"
LOOK_SECONDS = 2
FOREVER = "public, max-age=31536000, immutable"
COMPRESSED = {".js", ".css", ".svg", ".json", ".txt", ".webmanifest"}
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
IMPORTED = re.compile(
    r"""(?:import|export)\b[^'"();]*?from\s*['"]([^'"]+)['"]|import\s*['"]([^'"]+)['"]"""
)
REMARK = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*$", re.MULTILINE | re.DOTALL)
"""A comment that has its lines to itself: a fifth of what our modules weigh on the line."""
VENDOR = {
    "socket.io-client": "vendor/socket.io-client.js",
    "idb": "vendor/idb.js",
    "sortablejs": "vendor/sortablejs.js",
}


def register(app: Flask) -> None:
    """Serve the static files and let templates address them."""
    app.add_url_rule("/assets/<digest>/<path:name>", "asset_file", asset_file)
    declare(
        Declared("GET", "/assets/<digest>/<path:name>", "asset_file", Right.PASS, "A static file")
    )
    declare(Declared("GET", "/static/<path:filename>", "static", Right.PASS, "A static file"))
    app.jinja_env.globals.update(
        asset=asset,
        early=early,
        entry_script=entry_script,
        modules=modules,
        modules_by_script=modules_by_script,
        modules_for_later=modules_for_later,
    )


def asset(name: str) -> str:
    """Return the address of a static file."""
    return f"/assets/{digest_of_all()}/{name}"


def modules(entry: str) -> Markup:
    """Return the import map, the preloads of everything `entry` imports, and its script."""
    preloads = "".join(
        f'<link rel="modulepreload" href="{asset(name)}">' for name in imported_by(entry)
    )
    return _import_map() + Markup(preloads) + entry_script(entry)  # noqa: S704 - our own file names


def modules_by_script(entry: str) -> Markup:
    """Return the same but the script, so that a picture can be asked for before it.

    A browser looks ahead in a page and asks for what it links to before it runs any script.
    """
    listed = _listed("modules", imported_by(entry))
    return _import_map() + listed + early("early/first_modules.js")


def modules_for_later(entry: str, after: str) -> Markup:
    """Name the modules that `entry`, imported by `after` when that has done the first, adds to it.

    A browser learns what a module imports when it has come, so asks once for every storey of them.
    """
    there = {after, *imported_by(after)}
    return _listed(
        "later-modules", [each for each in (entry, *imported_by(entry)) if each not in there]
    )


def _listed(key: str, names: list[str]) -> Markup:
    listed = json.dumps({"at": asset(""), "names": names})
    return Markup(f'<script type="application/json" id="{key}">{listed}</script>')  # noqa: S704 - as above


def entry_script(entry: str) -> Markup:
    """Return the script that begins a page."""
    return Markup('<script type="module" src="{}"></script>').format(asset(entry))


def _import_map() -> Markup:
    mapped = json.dumps({"imports": {name: asset(path) for name, path in VENDOR.items()}})
    _allow(mapped)
    return Markup(f'<script type="importmap">{mapped}</script>')  # noqa: S704 - as above


def early(name: str) -> Markup:
    """Return a short script as part of the page, run before anything of it is painted."""
    written = without_remarks((STATIC / name).read_text()).strip()
    _allow(written)
    return Markup(f"<script>{written}</script>")  # noqa: S704 - a file of our own


def _allow(script: str) -> None:
    """Let this script, to the letter, stand in the page that is being made."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    request.script_hashes = [*getattr(request, "script_hashes", ()), digest]  # type: ignore[attr-defined]


def asset_file(digest: str, name: str) -> Response:
    """Return a static file, compressed where that pays."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        abort(404)
    kind = TYPES.get(path.suffix)
    if path.suffix in COMPRESSED and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = Response(_compressed(path, path.stat().st_mtime_ns), mimetype=kind)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_file(path, mimetype=kind)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER if digest == digest_of_all() else "no-cache"
    return response


def digest_of_all() -> str:
    """Return a digest of every static file's name, size and time; looked at anew now and then."""
    return _digest(int(time.monotonic() // LOOK_SECONDS))


@lru_cache(maxsize=1)
def _digest(moment: int) -> str:
    stamps = sorted(
        (str(path.relative_to(STATIC)), path.stat().st_size, path.stat().st_mtime_ns)
        for path in STATIC.rglob("*")
        if path.is_file()
    )
    return hashlib.sha256(repr(stamps).encode()).hexdigest()[:12]


def imported_by(entry: str) -> list[str]:
    """Return the modules that `entry` imports, and theirs, each once."""
    found: list[str] = []
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        for each in _imports_of(name, _stamp(name)):
            if each not in found and each != entry:
                found.append(each)
                waiting.append(each)
    return found


def _stamp(name: str) -> int:
    path = STATIC / name
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=512)
def _imports_of(name: str, stamp: int) -> tuple[str, ...]:
    if not stamp:
        return ()
    named = [a or b for a, b in IMPORTED.findall((STATIC / name).read_text())]
    folder = (STATIC / name).parent
    found = []
    for each in named:
        if each in VENDOR:
            found.append(VENDOR[each])
        elif each.startswith("."):
            path = (folder / each).resolve()
            if path.is_relative_to(STATIC) and path.is_file():
                found.append(str(path.relative_to(STATIC)))
    return tuple(found)


@lru_cache(maxsize=512)
def _compressed(path: Path, stamp: int) -> bytes:
    written = path.read_bytes()
    if path.suffix == ".js" and not path.is_relative_to(STATIC / "vendor"):
        written = without_remarks(written.decode()).encode()
    return gzip.compress(written, 9, mtime=0)


def without_remarks(script: str) -> str:
    """Return a script of ours without its comments; every line keeps its number."""
    return REMARK.sub(lambda found: "\n" * found.group().count("\n"), script)
