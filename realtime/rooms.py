"""Rooms: joined through a seat, left when the seat or the sign-in ends."""

from collections.abc import Iterable
from typing import Any

from flask_socketio import SocketIO

from foundation.events import Fact
from meetings.events import desk_stream, meeting_stream, person_stream, seat_stream

NAMESPACE = "/"
SHARED = (meeting_stream(0)[:-1], desk_stream(0)[:-1])
STREAMS = (*SHARED, seat_stream(0)[:-1], person_stream(0)[:-1])


def sign_in_room(sign_in_id: int) -> str:
    """Return the room of the sockets that one sign-in opened."""
    return f"sign_in:{sign_in_id}"


def screens_room(person_id: int) -> str:
    """Return the room of the screens of halls that a person opened: they hear what all may hear."""
    return f"screens:{person_id}"


def sockets_in(socketio: SocketIO, room: str) -> list[str]:
    """Return the ids of the sockets in a room."""
    manager = socketio.server.manager
    return [sid for sid, _ in manager.get_participants(NAMESPACE, room)]


def projects(socketio: SocketIO, sid: str, person_id: int) -> bool:
    """Say whether a socket is the screen of a hall."""
    return sid in sockets_in(socketio, screens_room(person_id))


def enter(socketio: SocketIO, sid: str, rooms: Iterable[str]) -> None:
    """Bring a socket into rooms; one that has just gone is passed over."""
    for room in rooms:
        try:
            socketio.server.enter_room(sid, room, namespace=NAMESPACE)
        except (KeyError, ValueError):
            return


def leave(socketio: SocketIO, sid: str, rooms: Iterable[str]) -> None:
    """Take a socket out of rooms."""
    for room in rooms:
        try:
            socketio.server.leave_room(sid, room, namespace=NAMESPACE)
        except (KeyError, ValueError):
            return


def rooms_with_listeners(socketio: SocketIO) -> list[str]:
    """Return the streams that some socket of this process listens to; a room ends with its last."""
    rooms = socketio.server.manager.rooms.get(NAMESPACE, {})
    return [room for room in list(rooms) if room and room.startswith(STREAMS)]


def listened(socketio: SocketIO, stream: str) -> bool:
    """Say whether some socket of this process listens to a stream."""
    return stream in socketio.server.manager.rooms.get(NAMESPACE, {})


def shared(stream: str) -> bool:
    """Say whether a stream is heard by more than one person."""
    return stream.startswith(SHARED)


def end_sign_ins(socketio: SocketIO, sign_ins: Iterable[int], message: dict[str, Any]) -> None:
    """Close the sockets of sign-ins that have ended."""
    for sign_in in sign_ins:
        for sid in sockets_in(socketio, sign_in_room(sign_in)):
            socketio.emit("ended", message, to=sid)
            close(socketio, sid)


def engine_of(socketio: SocketIO, sid: str) -> str:
    """Return the name of the connection that a socket runs over; empty when it has just gone."""
    return str(socketio.server.manager.eio_sid_from_sid(sid, NAMESPACE) or "")


def close(socketio: SocketIO, sid: str) -> None:
    """Close a socket whole: the library's disconnect alone leaves the connection open."""
    close_refused(socketio, sid)
    socketio.server.disconnect(sid, namespace=NAMESPACE)


def close_refused(socketio: SocketIO, sid: str) -> None:
    """Close the connection of a socket that is being refused: the library leaves that open too."""
    if engine := engine_of(socketio, sid):
        socketio.start_background_task(_close_engine, socketio, engine)


def _close_engine(socketio: SocketIO, engine: str) -> None:
    socketio.sleep(0.2)  # what was said last still goes out
    try:
        socketio.server.eio.disconnect(engine)
    except KeyError:
        return


def vacate(socketio: SocketIO, fact: Fact, message: dict[str, Any]) -> list[str]:
    """Take the sockets of a person whose seat was taken away out of the meeting's rooms.

    Returns their ids.
    """
    body = fact.body
    rooms = [
        meeting_stream(body["meeting"]),
        desk_stream(body["meeting"]),
        seat_stream(body["seat"]),
    ]
    taken = [
        sid
        for sid in _sockets_of(socketio, body["person"], body["seat"])
        if any(sid in sockets_in(socketio, room) for room in rooms)
    ]
    for sid in taken:
        leave(socketio, sid, rooms)
        socketio.emit("ended", message | {"meeting": body["meeting"]}, to=sid)
    return taken


def reseat(socketio: SocketIO, fact: Fact) -> None:
    """Let the sockets of a person whose role changed hear the desk, or no longer."""
    meeting_id, seat = fact.body["meeting"], fact.body["seat"]
    desk = desk_stream(meeting_id)
    for sid in _sockets_of(socketio, seat["person"]["id"], seat["id"]):
        if seat["role"] not in ("chair", "secretary"):
            leave(socketio, sid, [desk])
        elif sid in sockets_in(socketio, meeting_stream(meeting_id)) and not projects(
            socketio, sid, seat["person"]["id"]
        ):
            enter(socketio, sid, [desk])


def _sockets_of(socketio: SocketIO, person_id: int, seat_id: int) -> list[str]:
    """Return the sockets of who holds a seat; shared tablets are in the seat's room only.

    The screens of a hall that they opened are in neither of their own.
    """
    rooms = person_stream(person_id), seat_stream(seat_id), screens_room(person_id)
    return list(dict.fromkeys(sid for room in rooms for sid in sockets_in(socketio, room)))
