"""The peer: plain Flask-SocketIO under eventlet, as its own `run` serves it.

`python -m tests.benchmarks.echo PORT FACT PICTURE [KEPT]` sends FACT to all for each comment. It
stores nothing; with KEPT it is the naive way: every act is one durable commit in the loop.
"""

import eventlet

if __name__ == "__main__":
    eventlet.monkey_patch()

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response
from flask_socketio import SocketIO, emit, join_room

HALL = "hall"


def build(
    fact: dict[str, Any], picture: bytes, keep: Callable[[dict[str, Any]], None]
) -> tuple[Flask, SocketIO]:
    """Return an application that knows no right and no record; `keep` is done with each act."""
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
        keep(said)
        emit("facts", [fact | {"body": {"comment": said}}], to=HALL)
        return {"ok": True, "answer": said}

    sockets.on_event("meeting.join", join)
    sockets.on_event("comment.create", comment)
    sockets.on_event("annotation.create", comment)
    return app, sockets


def keeping(file: str) -> Callable[[dict[str, Any]], None]:
    """Return how each act is kept: in SQLite, durable when it returns."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE IF NOT EXISTS kept (id TEXT PRIMARY KEY, said BLOB)")

    def keep(said: dict[str, Any]) -> None:
        database.execute(
            "INSERT INTO kept VALUES (?, ?)", (said["operation_id"], orjson.dumps(said))
        )

    return keep


if __name__ == "__main__":
    port, fact_file, picture_file, *kept = sys.argv[1:]
    application, live = build(
        orjson.loads(Path(fact_file).read_bytes()),
        Path(picture_file).read_bytes(),
        keeping(kept[0]) if kept else lambda _: None,
    )
    live.run(application, host="127.0.0.1", port=int(port), log_output=False)
