"""Warm pages: a picture that is ready, or the words of a page, without the application's long way.

In the hall every tablet asks at every turn of a page, all of them at once. The right is asked at
every request, of the database: the same cookie, sign-in and seat as everywhere. Only what is
plain is answered here, and only with yes; all else goes on to `web/api/papers.py`, which answers
with the same headers and knows how to refuse.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from meetings.agendas.readable import Readables
from meetings.house import House
from web.compressing import MARK, compressed
from web.hot_files import Content, HotFiles
from web.security import hardening
from web.session_cookie import SessionCookie

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, list[bytes]]

PATH = re.compile(r"/api/versions/([1-9][0-9]{0,8})/pages/([1-9][0-9]{0,8})/(picture|words)")
WIDTH = re.compile(r"(?:sha=[0-9a-f]*&)?width=([1-9][0-9]{0,4})(?:&sha=[0-9a-f]*)?")
ONE_TAG = re.compile(r'"[\x21\x23-\x2b\x2d-\x7e]*"')
WORDS_TYPE = "application/json"
"""Of what is compressed for whoever can read it."""
UNUSUAL = ("HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_RANGE")


class WarmPages:
    """Answers what is warm, and hands everything else on."""

    def __init__(self, app: Flask, house: House) -> None:
        self._app: Application = app.wsgi_app
        self._cookie = SessionCookie(app)
        self._readables = Readables(house.database)
        self._arrivals = house.arrivals
        self._files = HotFiles(house.off_loop)
        self._headers: Headers = [
            ("Cache-Control", "private, no-cache"),
            *hardening().items(),
        ]

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, or hand it on."""
        path = PATH.fullmatch(environ["PATH_INFO"])
        answer = path and environ["REQUEST_METHOD"] == "GET" and self._answer(environ, path)
        if not answer:
            return self._app(environ, start_response)
        status, headers, body = answer
        start_response(status, headers)
        return body

    def _answer(self, environ: Environ, path: re.Match[str]) -> Answer | None:
        if any(name in environ for name in UNUSUAL):
            return None
        token = self._cookie.token_hash(environ.get("HTTP_COOKIE", ""))
        version = token and self._readables.version(token, int(path[1]))
        if not version or int(path[2]) > version.page_count:
            return None
        find = self._picture if path[3] == "picture" else self._words
        return find(environ, version.sha256, int(path[2]))

    def _picture(self, environ: Environ, sha256: str, page: int) -> Answer | None:
        if not (asked := WIDTH.fullmatch(environ.get("QUERY_STRING", ""))):
            return None
        width = int(asked[1])
        find = partial(self._arrivals.picture_at_hand, sha256, page, width)
        content = self._files.read((sha256, page, width), find)
        return self._given(environ, content) if content else None

    def _words(self, environ: Environ, sha256: str, page: int) -> Answer | None:
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")

        def find() -> tuple[Path, str] | None:
            path = self._arrivals.words_at_hand(sha256, page)
            return (path, WORDS_TYPE) if path else None

        def dress(lines: bytes) -> tuple[bytes, str]:
            body = b'{"lines":' + lines + b"}"
            small = compressed(body, accepted)
            return (body, "") if small is None else (small, "gzip")

        if environ.get("QUERY_STRING"):
            return None
        content = self._files.read((sha256, page, "gzip" in accepted), find, dress)
        return self._given(environ, content) if content else None

    def _given(self, environ: Environ, content: Content) -> Answer | None:
        tag = f'"{content.written:x}-{content.name}{MARK if content.encoding else ""}"'
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and not ONE_TAG.fullmatch(known):
            return None
        varies = "Accept-Encoding, Cookie" if content.media_type == WORDS_TYPE else "Cookie"
        about = [("ETag", tag), ("Vary", varies), *self._headers]
        if known == tag:
            return "304 NOT MODIFIED", about, []
        if content.encoding:
            about.append(("Content-Encoding", content.encoding))
        about += [
            ("Content-Type", content.media_type),
            ("Content-Length", str(len(content.bytes))),
        ]
        return "200 OK", about, [content.bytes]
