"""Security of every answer: CSRF on unsafe requests, a strict content policy, safe redirects."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def register(app: Flask) -> None:
    """Protect the application."""
    CSRFProtect(app)
    app.after_request(_harden)


def safe_next(address: str | None) -> str:
    """Return where to go on: a path of this site, or its first page."""
    parts = urlsplit((address or "").replace("\\", "/"))
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return address if address and inside and not address.startswith("//") else "/"


def _harden(response: Response) -> Response:
    hashes = " ".join(f"'sha256-{each}'" for each in getattr(request, "script_hashes", ()))
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY.format(scripts=hashes).replace("  ", " "))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), payment=()")
    if request.path.startswith("/api/") or response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
    return response
