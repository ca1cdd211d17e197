"""Signals: the ephemeral, sent to a room at once, never stored, never told."""

from typing import Any

from flask_socketio import SocketIO


def signal(socketio: SocketIO, room: str, name: str, body: dict[str, Any]) -> None:
    """Send a signal to a room."""
    socketio.emit("signal", {"name": name, "body": body}, to=room)
