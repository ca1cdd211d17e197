"""Sockets: opened on the application, listening to the writer, answering commands."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import Packet

from foundation.events import Fact, listen
from foundation.record import epoch
from meetings.doorway import Doorway
from meetings.events import person_stream
from meetings.house import House
from realtime.attending import Attending
from realtime.callers import Callers
from realtime.doors import OnFact
from realtime.fanout import FanOut
from realtime.figures import Figures
from realtime.gate import WHO
from realtime.joining import Joining
from realtime.lines import Lines
from realtime.loop import upgrade_to_lines
from realtime.nudge import Hearing, Nudge
from realtime.passing import PassingOn
from realtime.protocol import Protocol, Say
from realtime.quick_manager import QuickManager
from realtime.reaper import Reaper
from realtime.rooms import (
    close_refused,
    end_sign_ins,
    engine_of,
    enter,
    reseat,
    screens_room,
    sign_in_room,
    vacate,
)
from realtime.signals import signal
from realtime.volatile import Volatile
from realtime.written_for import all_known, known_under

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


class TextPacket(Packet):
    """A packet of the library's that is never looked through for bytes: all of ours are JSON."""

    uses_binary_events = False


@dataclass(frozen=True)
class Sockets:
    """The live side of one process."""

    socketio: SocketIO
    fan_out: FanOut
    attending: Attending
    passing_on: PassingOn
    stop_listening: Callable[[], None]
    figures: Figures
    lines: Lines | None
    """None where the libraries' own way is taken."""


def open_sockets(app: Flask, house: House, doorway: Doorway, say: Say) -> Sockets:
    """Open the live door on `app`, behind the gate."""
    figures = Figures()
    mode = house.settings.async_mode
    lines = Lines(figures) if all_known(known_under(mode)) else None
    socketio = SocketIO(
        app,
        async_mode=mode,
        client_manager=QuickManager(lines, upgrade_to_lines(mode)) if lines else None,
        json=FastJson,
        serializer=TextPacket,
        transports=["websocket"],
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        monitor_clients=False,  # the reaper does that
        max_http_buffer_size=LARGEST_MESSAGE,
        cors_allowed_origins=None,
        manage_session=False,
    )
    house.gauges.watch("sockets", figures.as_data)
    attending = Attending(house.presence, partial(signal, socketio))
    callers = Callers()
    protocol = Protocol(socketio, house, callers, say, partial(_charge, socketio, lines))
    protocol.register()
    effects = _effects(socketio, protocol, attending)
    fan_out = FanOut(socketio, house.reads.read, house.database, effects, figures)
    passing_on = PassingOn(protocol, house.reads.read, Volatile(socketio, lines))
    passing_on.register()
    Joining(socketio, house, protocol, fan_out, attending, passing_on, doorway).register()
    _greet(socketio, doorway, fan_out, callers, lines)
    socketio.server.on("disconnect", _forgetting(callers, attending))
    unheard = listen(fan_out.broadcast)

    def stop_listening() -> None:
        unheard()
        fan_out.stop()

    return Sockets(socketio, fan_out, attending, passing_on, stop_listening, figures, lines)


def keep_live(sockets: Sockets, house: House) -> None:
    """Begin to send, to follow the record and, with Redis, to be nudged; once a process."""
    sockets.fan_out.doors.begin()
    run, server = sockets.socketio.start_background_task, sockets.socketio.server
    run(sockets.fan_out.run)
    run(sockets.fan_out.watch)
    run(Reaper(server, sockets.lines, sockets.figures).run)
    if sockets.lines:
        run(sockets.lines.heart.run, server.eio)
    if sockets.socketio.async_mode != "threading":
        run(sockets.figures.beat, sockets.socketio.sleep)
    address = house.settings.redis_url
    nudge = Nudge(address, house.writer.perform(epoch)) if address else None
    share = nudge.share if nudge else lambda here: None
    run(sockets.attending.run, sockets.socketio.sleep, share)
    if nudge:
        listen(nudge.broadcast)
        sockets.passing_on.share = nudge.pass_on
        hearing = Hearing(
            sockets.fan_out.follow,
            sockets.fan_out.hear,
            sockets.attending.hear,
            sockets.passing_on.hear,
        )
        run(nudge.run, hearing, sockets.socketio.sleep)


def _greet(
    socketio: SocketIO,
    doorway: Doorway,
    fan_out: FanOut,
    callers: Callers,
    lines: Lines | None,
) -> None:
    def connect(sid: str, opened_by: dict[str, Any], said: Any = None) -> bool:
        meant = said.get("person") if isinstance(said, dict) else None
        actor = callers.arrive(sid, opened_by.get(WHO), meant)
        if actor is None:
            close_refused(socketio, sid)
            return False
        if lines:
            lines.belongs_to(engine_of(socketio, sid), actor.person_id)
        # The sign-in may have ended between the upgrade and this moment; from here on it is told.
        enter(socketio, sid, [sign_in_room(actor.sign_in_id)])
        if doorway.own_head(actor) is None:
            callers.leave(sid)
            close_refused(socketio, sid)
            return False
        # What follows the person from meeting to meeting is not for a tablet of one meeting.
        screen = isinstance(said, dict) and said.get("screen") is True
        own = [person_stream(actor.person_id)] if actor.meeting_id is None and not screen else []
        enter(socketio, sid, [*own, *([screens_room(actor.person_id)] if screen else [])])
        if own and (head := doorway.own_head(actor)) is not None:  # read only now: nothing between
            fan_out.know(dict.fromkeys(own, head))
        return True

    socketio.server.on("connect", connect)


def _charge(socketio: SocketIO, lines: Lines | None, sid: str, messages: int) -> float:
    return lines.charge(engine_of(socketio, sid), messages) if lines else 0.0


def _forgetting(callers: Callers, attending: Attending) -> Callable[..., None]:
    def disconnect(sid: str, *_: Any) -> None:
        callers.leave(sid)
        attending.go(sid)

    return disconnect


def _effects(socketio: SocketIO, protocol: Protocol, attending: Attending) -> Mapping[str, OnFact]:
    """Return what changes who hears the facts that follow."""

    def vacated(fact: Fact) -> None:
        for sid in vacate(socketio, fact, protocol.message("seat.vacated")):
            attending.leave(sid, fact.body["meeting"])

    return {
        "sign_in.ended": lambda fact: end_sign_ins(
            socketio, fact.body["sign_ins"], protocol.message("sign_in.ended")
        ),
        "seat.vacated": vacated,
        "seat.changed": partial(reseat, socketio),
    }
