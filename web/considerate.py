"""A considerate reader of large requests: between pieces it lets the loop serve the others.

A socket that always has data would otherwise hold the loop until the whole upload is in.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

LARGE = 256 * 1024
"""In bytes: below this a request is read in one go."""
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Considerate:
    """Wraps the input of large requests."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Hand the request on, its input wrapped where it is large."""
        if _length(environ) > LARGE:
            environ["wsgi.input"] = Input(environ["wsgi.input"])
        return self._app(environ, start_response)


class Input:
    """A request's input that gives way at each reading."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        time.sleep(0)
        data: bytes = self._stream.read(size)
        return data

    def readline(self, size: int = -1) -> bytes:
        """Return the next line."""
        line: bytes = self._stream.readline(size)
        return line

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)


def _length(environ: dict[str, Any]) -> int:
    said = str(environ.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isascii() and said.isdigit() else 0
