"""A brisk hand for plain requests: what costs most of a small answer, done with less.

A mixin for the protocol of the loop's own server. Only a request that is beyond doubt is read
here, a well-formed head that has arrived whole; every other one, and every body, is left to the
protocol, whose way is the standard library's.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

REQUEST = re.compile(rb"(GET|HEAD|POST|PUT|PATCH|DELETE) (/(?!/)[!-~]*) HTTP/1\.1\r\n")
HEADER = re.compile(rb"([!#$%&'*+\-.^`|~0-9A-Za-z]+):([\t -~]*)\r\n")
HEAD = re.compile(rb"(?:[!#$%&'*+\-.^`|~0-9A-Za-z]+:[\t -~]*\r\n){1,100}\r\n")
END = b"\r\n\r\n"
MORE_THAN_A_HEAD = ("content-length", "transfer-encoding", "expect", "upgrade")


class Heads:
    """The headers of a request, as far as the protocol asks for them."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._headers = pairs
        self._first: dict[str, str] = {}
        for name, value in pairs:
            self._first.setdefault(name.lower(), value)

    def get(self, name: str, otherwise: str | None = None) -> str | None:
        """Return the first header of this name."""
        return self._first.get(name.lower(), otherwise)

    def get_content_type(self) -> str:
        """Return the type of a body that has none."""
        return "text/plain"

    @property
    def are_all(self) -> bool:
        """Say whether nothing follows them, neither a body nor another protocol."""
        return not any(name in self._first for name in MORE_THAN_A_HEAD)

    def as_environ(self) -> dict[str, Any]:
        """Return them as an application is told."""
        told: dict[str, Any] = {"headers_raw": tuple(self._headers)}
        for name, value in self._headers:
            key = "HTTP_" + name.replace("-", "_").upper()
            told[key] = f"{told[key]},{value}" if key in told else value
        told.pop("HTTP_CONTENT_TYPE", None)
        return told


class Line:
    """Where an answer is written: its head and its body leave together."""

    closed = False

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def writelines(self, pieces: Iterable[bytes]) -> None:
        """Send pieces at once."""
        self.write(b"".join(pieces))

    def write(self, data: bytes) -> int:
        """Send all of it."""
        left = memoryview(data)
        while left:
            left = left[self._connection.send(left) :]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Write no more."""
        self.closed = True


class Brisk:
    """What is done with less; the protocol it is mixed into does the rest."""

    Input: type
    """What the protocol lets an application read a body from."""

    def setup(self: Any) -> None:
        """Take a connection."""
        super().setup()  # type: ignore[misc]
        self.wfile = Line(self.connection)
        self.capitalize_response_headers = False  # ours are spelled as they should be
        here, there = self.connection.getsockname(), self.client_address
        self.ends = {
            "SERVER_NAME": here[0],
            "SERVER_PORT": str(here[1]),
            "REMOTE_ADDR": there[0],
            "REMOTE_PORT": str(there[1]),
        }

    def parse_request(self: Any) -> bool:
        """Read a request's head; says whether there is one to answer."""
        line = REQUEST.fullmatch(self.raw_requestline)
        arrived = self.rfile.fp.peek() if line else b""
        head = arrived[: arrived.find(END) + len(END)]
        if not line or not HEAD.fullmatch(head):
            return bool(super().parse_request())  # type: ignore[misc]
        self.rfile.fp.read(len(head))
        self.headers = Heads(
            [(name.decode(), value.decode().strip()) for name, value in HEADER.findall(head)]
        )
        self.command, self.path = line[1].decode(), line[2].decode()
        self.requestline = f"{self.command} {self.path} HTTP/1.1"
        self.request_version = "HTTP/1.1"
        self.close_connection = self.headers.get("connection", "").lower() == "close"
        return True

    def get_environ(self: Any) -> dict[str, Any]:
        """Return what an application is told of a request."""
        if not isinstance(self.headers, Heads) or not self.headers.are_all:
            environ: dict[str, Any] = super().get_environ()  # type: ignore[misc]
            return environ
        path, _, query = self.path.partition("?")
        nothing = self.Input(self.rfile, "0", self.connection)
        return {
            **self.server.get_environ(),
            **self.ends,
            **self.headers.as_environ(),
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "RAW_PATH_INFO": path,
            "PATH_INFO": unquote(path, encoding="latin1") if "%" in path else path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("content-type", "text/plain"),
            "SERVER_PROTOCOL": "HTTP/1.0",
            "GATEWAY_INTERFACE": "CGI/1.1",
            "wsgi.input": nothing,
            "eventlet.input": nothing,
            "eventlet.posthooks": [],
        }
