"""The session's cookie: which answers say it, and what it carries outside a request of Flask."""

import time
from collections import OrderedDict

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadData

from meetings.people.operations import token_hash

MOST_KNOWN = 4096
NOBODYS = "/assets/"
"""Files of the program: anything between may keep them for everybody, so they bear no cookie."""
PARTS = (NOBODYS, "/api/", "/words/")


class SaidWithPages(SecureCookieSessionInterface):
    """A sign-in that lasts is prolonged with every page, and not with each of its hundred parts."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Say whether an answer bears the cookie."""
        part = request.path.startswith(PARTS)
        return session.modified or (not part and super().should_set_cookie(app, session))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Let the answer bear the cookie, and say that it hangs on it; files hang on nobody."""
        if session.modified or not request.path.startswith(NOBODYS):
            super().save_session(app, session, response)


class SessionCookie:
    """Reads the cookie as Flask does; a signature is checked once, its age each time."""

    def __init__(self, app: Flask) -> None:
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert serializer is not None  # noqa: S101 - the settings demand a key
        self._serializer = serializer
        self._prefix = f"{app.config['SESSION_COOKIE_NAME']}="
        self._life = int(app.permanent_session_lifetime.total_seconds())
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def token_hash(self, header: str) -> str | None:
        """Return the hash of the token in a Cookie header; None where there is none that holds."""
        found = [
            each for each in map(str.strip, header.split(";")) if each.startswith(self._prefix)
        ]
        if len(found) != 1:
            return None
        token, signed = self._known.get(found[0]) or self._read(found[0])
        return token if token and 0 <= int(time.time()) - signed <= self._life else None

    def _read(self, cookie: str) -> tuple[str, float]:
        try:
            carried, signed = self._serializer.loads(
                cookie.removeprefix(self._prefix), max_age=self._life, return_timestamp=True
            )
        except BadData:
            return "", 0.0
        token = carried.get("_user_id")
        if not isinstance(token, str):
            return "", 0.0
        self._known[cookie] = token_hash(token), signed.timestamp()
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return self._known[cookie]
