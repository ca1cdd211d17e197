"""The gate: who may open a socket at all, decided before the upgrade.

A socket refused after the upgrade stays open; one from a foreign page would carry the
reader's cookie. So a missing or foreign Origin, and a missing sign-in, end in plain HTTP.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

PATH = "/socket.io/"
WHO = "phien.who"
"""Where a request for a socket carries who asks, so that nobody is looked up twice."""
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Gate:
    """Lets requests for sockets through from our own pages, when somebody is signed in."""

    def __init__(
        self, app: Application, public_url: str, signed_in: Callable[[Environ], object]
    ) -> None:
        self._app = app
        self._public = urlsplit(public_url).netloc
        self._signed_in = signed_in

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or hand it on."""
        if environ.get("PATH_INFO", "").startswith(PATH.rstrip("/")):
            if not self._from_our_own_page(environ):
                return _refuse(start_response, "403 Forbidden", b"origin")
            environ[WHO] = self._signed_in(environ)
            if environ[WHO] is None:
                return _refuse(start_response, "401 Unauthorized", b"sign in")
        return self._app(environ, start_response)

    def _from_our_own_page(self, environ: Environ) -> bool:
        origin = urlsplit(environ.get("HTTP_ORIGIN", ""))
        if origin.scheme not in ("http", "https") or not origin.netloc:
            return False
        return origin.netloc in (environ.get("HTTP_HOST"), self._public)


def _refuse(start_response: StartResponse, status: str, why: bytes) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(why)))])
    return [why]
