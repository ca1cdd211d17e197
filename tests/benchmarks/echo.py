"""The peer: plain Flask-SocketIO under eventlet, as its own `run` serves it; it stores nothing.

`python -m tests.benchmarks.echo PORT FACT PICTURE` sends FACT to all for each comment.
"""

import eventlet

if __name__ == "__main__":
    eventlet.monkey_patch()

import sys
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response
from flask_socketio import SocketIO, emit, join_room

HALL = "hall"


def build(fact: dict[str, Any], picture: bytes) -> tuple[Flask, SocketIO]:
    """Return an application that knows no right and no record."""
    app = Flask(__name__)
    sockets = SocketIO(app, async_mode="eventlet")

    @app.get("/picture")
    def show() -> Response:
        return Response(picture, mimetype="image/png")

    def join(_: Any) -> dict[str, Any]:
        join_room(HALL)
        return {"ok": True}

    def comment(asked: dict[str, Any]) -> dict[str, Any]:
        said = fact["body"]["comment"] | {"operation_id": asked["operation_id"]}
        emit("facts", [fact | {"body": {"comment": said}}], to=HALL)
        return {"ok": True, "answer": said}

    sockets.on_event("meeting.join", join)
    sockets.on_event("comment.create", comment)
    return app, sockets


if __name__ == "__main__":
    port, fact_file, picture_file = sys.argv[1:4]
    application, live = build(
        orjson.loads(Path(fact_file).read_bytes()), Path(picture_file).read_bytes()
    )
    live.run(application, host="127.0.0.1", port=int(port), log_output=False)
