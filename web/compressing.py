"""Answers made small on the wire, where the browser takes them so and it pays.

Pages go as they are: they hold the token of unsafe requests beside words of whoever links to them,
and the size of the two together would tell of the token. The reader's page, which has to come first
over a weak line, holds neither, and is compressed.
"""

from flask import Flask, Response, request
from isal import igzip

from meetings.house import House

WORTH_IT = 1024
"""In bytes: below this the packet is the same size."""
LEVEL = 1
"""A page of words in a fifth of its bytes, in a thirtieth of a millisecond; more gains nothing."""
LONG = 200_000
"""In bytes: what takes longer than a moment is not made small on the loop."""
MARK = "-z"
"""What the tag of a compressed answer ends with, since its bytes are others."""


def register(app: Flask) -> None:
    """Make what the API says small; what has a tag, or is small already, has seen to it itself."""
    house: House = app.extensions["house"]

    def say_less(response: Response) -> Response:
        if response.mimetype != "application/json" or response.get_etag()[0]:
            return response
        if response.content_encoding or response.is_streamed:
            return response
        if (response.content_length or 0) < LONG:
            return smaller(response)
        content, accepted = response.get_data(), request.headers.get("Accept-Encoding", "")
        return _made(response, house.off_loop(lambda: compressed(content, accepted)))

    app.after_request(say_less)


def compressed(content: bytes, accepted: str) -> bytes | None:
    """Return the content compressed; None where it is too short or the browser cannot read it."""
    if len(content) < WORTH_IT or "gzip" not in accepted:
        return None
    return bytes(igzip.compress(content, LEVEL, mtime=0))


def smaller(response: Response) -> Response:
    """Compress an answer where that is worth it."""
    accepted = request.headers.get("Accept-Encoding", "")
    return _made(response, compressed(response.get_data(), accepted))


def _made(response: Response, small: bytes | None) -> Response:
    response.vary.add("Accept-Encoding")  # also of what is not: others may get it compressed
    if small is not None:
        response.set_data(small)
        response.headers["Content-Encoding"] = "gzip"
    return response
