"""Security of every answer: CSRF on unsafe requests, a strict content policy, safe redirects."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; "
    "connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)

PARTS_OF_PAGES = {"text/javascript", "text/css", "font/woff2"}
"""Assets that never stand alone: their page has the policy, and a hundred heads weigh."""
NO_GUESSING = "X-Content-Type-Options"


def register(app: Flask) -> None:
    """Protect the application."""
    CSRFProtect(app)
    app.after_request(_harden)


def safe_next(address: str | None) -> str:
    """Return where to go on: a path of this site, or its first page."""
    parts = urlsplit((address or "").replace("\\", "/"))
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return address if address and inside and not address.startswith("//") else "/"


def hardening(script_hashes: Iterable[str] = ()) -> dict[str, str]:
    """Return the headers of every answer; scripts of these hashes may stand in a page itself."""
    hashes = " ".join(f"'sha256-{each}'" for each in script_hashes)
    return {
        "Content-Security-Policy": POLICY.format(scripts=hashes).replace("  ", " "),
        NO_GUESSING: "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), payment=()",
    }


def _harden(response: Response) -> Response:
    headers = response.headers
    hardened = hardening(getattr(request, "script_hashes", ()))
    if request.path.startswith("/assets/") and response.mimetype in PARTS_OF_PAGES:
        hardened = {NO_GUESSING: hardened[NO_GUESSING]}
    for name, value in hardened.items():
        headers.setdefault(name, value)
    if request.path.startswith("/api/") or response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
    return response
