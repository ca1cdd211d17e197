"""The protocol: each command read, carried out in one transaction, and acknowledged.

The only place that shapes acknowledgements: `{ok, answer}`, or `{ok, code, message}`. Messages are
taken of the library's own server, for Flask would make a request of each, which costs more than
most of them do; who asks is known by the socket.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.orm import Session
from werkzeug.http import parse_cookie

from foundation.arriving import Fields
from foundation.errors import Conflict, Invalid, Refusal
from foundation.writer import Operation
from meetings.commands import COMMANDS, Actor, carry_out, operation
from meetings.house import House
from realtime.callers import Callers

Acknowledgement = dict[str, Any]
Say = Callable[[str, dict[str, object], str], str]
"""Puts a code and its parameters into words of a language."""
Act = Callable[[str, Any], Any]
"""Answers a socket by its id, with what it sent."""
Charge = Callable[[str, int], float]
"""Counts so many more messages as said by a socket; returns the seconds that it has to wait for."""
TOGETHER = "acts"
MOST_TOGETHER, PORTION = 20, 5
"""So many acts a tablet may send in one message, and so many of them are handed to the writer at
once: whoever acts meanwhile does not wait for all of them."""
log = logging.getLogger(__name__)


class Protocol:
    """Answers commands on the sockets."""

    def __init__(
        self, socketio: SocketIO, house: House, callers: Callers, say: Say, charge: Charge
    ) -> None:
        self._socketio = socketio
        self._house = house
        self._callers = callers
        self._say = say
        self._charge = charge

    def register(self) -> None:
        """Answer every command that both doors have, and several that come together."""
        for name in COMMANDS:
            self.on(name, self._carrying_out(name))
        self.on(TOGETHER, self._carry_out_all)

    def on(self, name: str, act: Act) -> None:
        """Answer `name` with what `act` returns, or with its refusal in words."""

        def handle(sid: str, data: Any = None, *_: Any) -> Acknowledgement:
            return self._acknowledged(sid, lambda: act(sid, data))

        self._socketio.server.on(name, handle)

    def actor(self, sid: str) -> Actor:
        """Return who is behind a socket; raises NotSignedIn."""
        return self._callers.of(sid)

    def message(self, code: str, **parameters: object) -> dict[str, Any]:
        """Return a code with its sentence in the language of the house."""
        language = self._house.settings.locale
        return {"code": code, "message": self._say(code, parameters, language)}

    def _carrying_out(self, name: str) -> Act:
        def act(sid: str, data: Any) -> dict[str, Any]:
            return carry_out(self._house.writer, self.actor(sid), name, data)

        return act

    def _carry_out_all(self, sid: str, data: Any) -> list[Acknowledgement]:
        """Carry out what a tablet sent together, in its order; each is acknowledged for itself."""
        actor, asked = self.actor(sid), data.get(TOGETHER) if isinstance(data, dict) else None
        if not isinstance(asked, list) or not 0 < len(asked) <= MOST_TOGETHER:
            raise Invalid("field.list", field=TOGETHER, most=MOST_TOGETHER)
        if owed := self._charge(sid, len(asked) - 1):
            self._socketio.sleep(owed)
        acts = [_operation(actor, each) for each in asked]
        return [
            self._acknowledged(sid, each.outcome)
            for first in range(0, len(acts), PORTION)
            for each in self._house.writer.perform_all(acts[first : first + PORTION])
        ]

    def _acknowledged(self, sid: str, act: Callable[[], Any]) -> Acknowledgement:
        try:
            return {"ok": True, "answer": act()}
        except Refusal as refusal:
            return self._refused(sid, refusal)
        except Exception:
            log.exception("a command failed")
            return {"ok": False, "code": "fault", "message": self._words(sid, "fault", {})}

    def _refused(self, sid: str, refusal: Refusal) -> Acknowledgement:
        parameters = dict(refusal.parameters)
        current = parameters.pop("current", None)
        refused: Acknowledgement = {
            "ok": False,
            "code": refusal.code,
            "message": self._words(sid, refusal.code, parameters),
        }
        if isinstance(refusal, Conflict) and current is not None:
            refused["current"] = current
        return refused

    def _words(self, sid: str, code: str, parameters: dict[str, object]) -> str:
        opened_by = self._socketio.server.get_environ(sid) or {}  # none, where it has just gone
        language = parse_cookie(opened_by).get("locale", self._house.settings.locale)
        return self._say(code, parameters, language)


def _operation(actor: Actor, asked: Any) -> Operation[Any]:
    """Return an act of several; one that is none is refused in its turn."""
    try:
        fields = Fields(asked)
        return operation(actor, fields.text("command", most=64), fields.given("payload"))
    except Refusal as refusal:
        return partial(_refuse, refusal)


def _refuse(refusal: Refusal, _: Session) -> None:
    raise refusal
