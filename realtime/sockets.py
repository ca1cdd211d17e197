"""Sockets: opened on the application, listening to the writer, answering commands."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from flask import Flask
from flask_socketio import SocketIO

from foundation.database import Database
from foundation.events import Fact, listen
from foundation.record import heads
from meetings.events import person_stream
from meetings.house import House
from meetings.presence import Presence
from realtime.attending import Attending
from realtime.callers import Callers, Who
from realtime.fanout import FanOut
from realtime.joining import Joining
from realtime.nudge import Nudge
from realtime.protocol import Protocol, Say, asking
from realtime.rooms import end_sign_ins, enter, reseat, sign_in_room, vacate
from realtime.signals import signal

PING_SECONDS = 10
PONG_SECONDS = 8
LARGEST_MESSAGE = 64 * 1024
log = logging.getLogger(__name__)


class FastJson:
    """The wire's JSON."""

    @staticmethod
    def dumps(value: Any, *_: Any, **__: Any) -> str:
        """Write compact JSON."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, *_: Any, **__: Any) -> Any:
        """Read JSON."""
        return orjson.loads(text)


@dataclass(frozen=True)
class Sockets:
    """The live side of one process."""

    socketio: SocketIO
    fan_out: FanOut
    attending: Attending
    presence: Presence
    stop_listening: Callable[[], None]


def open_sockets(app: Flask, house: House, who: Who, say: Say) -> Sockets:
    """Open the live door on `app`; `who` says who is behind the present request."""
    socketio = SocketIO(
        app,
        async_mode=house.settings.async_mode,
        json=FastJson,
        transports=["websocket"],
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        max_http_buffer_size=LARGEST_MESSAGE,
        cors_allowed_origins=None,
        manage_session=False,
    )
    callers = Callers(who)
    attending = Attending(house.presence, partial(signal, socketio))
    protocol = Protocol(socketio, house, callers, say)
    protocol.register()

    def act_on(fact: Fact) -> None:
        _act_on(socketio, protocol, attending, fact)

    fan_out = FanOut(socketio, house.database, act_on)
    Joining(socketio, house, protocol, fan_out, attending).register()
    _greet(socketio, house.database, fan_out, callers, attending)
    stop = listen(fan_out.broadcast)
    return Sockets(socketio, fan_out, attending, house.presence, stop)


def keep_live(sockets: Sockets, redis_url: str | None) -> None:
    """Begin to follow the record and, with Redis, to nudge and be nudged; once a process."""
    run = sockets.socketio.start_background_task
    run(sockets.fan_out.run)
    nudge = Nudge(redis_url) if redis_url else None
    share = nudge.share if nudge else lambda here: None
    run(sockets.attending.run, sockets.socketio.sleep, share)
    if nudge:
        listen(nudge.broadcast)
        run(nudge.run, sockets.fan_out.follow, sockets.presence.hear, sockets.socketio.sleep)


def _greet(
    socketio: SocketIO,
    database: Database,
    fan_out: FanOut,
    callers: Callers,
    attending: Attending,
) -> None:
    @socketio.on("connect")
    def connect(said: Any = None) -> bool:
        meant = said.get("person") if isinstance(said, dict) else None
        actor = callers.arrive(asking(), meant)
        if actor is None:
            return False
        own = person_stream(actor.person_id)
        enter(socketio, asking(), [sign_in_room(actor.sign_in_id), own])
        with database.session() as session:
            fan_out.know(heads(session, [own]))
        return True

    @socketio.on("disconnect")
    def disconnect(*_: Any) -> None:
        callers.leave(asking())
        attending.go(asking())

    @socketio.on_error_default
    def failed(fault: Exception) -> None:
        # An exception that reaches eventlet's hub makes it drop the connection.
        log.error("a socket handler failed", exc_info=fault)


def _act_on(socketio: SocketIO, protocol: Protocol, attending: Attending, fact: Fact) -> None:
    if fact.name == "sign_in.ended":
        end_sign_ins(socketio, fact.body["sign_ins"], protocol.message("sign_in.ended"))
    elif fact.name == "seat.vacated":
        for sid in vacate(socketio, fact, protocol.message("seat.vacated")):
            attending.leave(sid, fact.body["meeting"])
    elif fact.name == "seat.changed":
        reseat(socketio, fact)
