"""Watching by the API: what this process counts, for administrators and for Prometheus."""

import hmac

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from meetings.people.queries import administrator
from meetings.permissions import Right
from web.door import Api, Declared, actor, answered, declare, house, reading

METRICS = "/metrics"
TEXT = "text/plain; version=0.0.4; charset=utf-8"
api = Api("watching")


@api.plain("GET", "/figures", Right.ADMINISTER, gives="Figures")
def figures() -> ResponseReturnValue:
    """Get what this process counts: sockets, queues, batches, how late its loop is."""
    _for_administrators()
    return answered(house().gauges.as_data())


def metrics() -> ResponseReturnValue:
    """Get the same line by line, for Prometheus by its token or for an administrator."""
    if not _bears_the_token():
        _for_administrators()
    return Response(house().gauges.as_text(), content_type=TEXT)


def register(app: Flask) -> None:
    """Put the page of Prometheus where it looks for it."""
    app.add_url_rule(METRICS, "metrics", metrics, methods=["GET"])
    about = metrics.__doc__ or ""
    declare(Declared("GET", METRICS, "metrics", Right.ADMINISTER, about, media="text/plain"))


def _bears_the_token() -> bool:
    token = house().settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


def _for_administrators() -> None:
    person_id = actor().person_id
    reading(lambda session: administrator(session, person_id))
