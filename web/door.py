"""The door: how a request becomes one reading or one command, and what each route declares.

Every route says which right it needs and what it takes and gives; the authorisation matrix
and the API's description are read off these declarations.
"""

from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import orjson
from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Map

from foundation.errors import Invalid, NotSignedIn
from meetings.commands import COMMANDS, OPERATION_ID, Actor, carry_out
from meetings.house import House
from meetings.people.confinement import confined
from meetings.permissions import Right

LARGEST_BODY = 1024 * 1024
LARGEST_ID = 2**53 - 1
Reading = Callable[..., Any]
T = TypeVar("T")
View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Declared:
    """What a route says of itself."""

    method: str
    rule: str
    endpoint: str
    right: Right
    summary: str
    takes: str | None = None
    gives: str | None = None
    status: int = 200
    query: tuple[str, ...] = ()
    media: str = "application/json"
    form: bool = False
    """Takes a file as multipart/form-data."""
    command: str | None = None


DECLARED: dict[str, list[Declared]] = {}
"""By endpoint, for every route of the application."""


class Id(IntegerConverter):
    """An id in a path; a number that no database holds is no path of ours."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


def house() -> House:
    """Return the house this request came to."""
    return cast(House, current_app.extensions["house"])


def actor() -> Actor:
    """Return who asks; raises NotSignedIn."""
    if not current_user.is_authenticated:
        raise NotSignedIn("sign_in.needed")
    return cast(Actor, current_user.actor)


def declare(declared: Declared) -> None:
    """Enter what a route says of itself."""
    DECLARED.setdefault(declared.endpoint, []).append(declared)


def body() -> dict[str, Any]:
    """Return the JSON object of this request; an empty one where there is none."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise Invalid("request.too_large")
    if not request.data:
        return {}
    try:
        arrived = request.get_json(silent=True, force=True)
    except RecursionError:
        arrived = None
    if not isinstance(arrived, dict):
        raise Invalid("request.not_an_object")
    return arrived


def asked() -> dict[str, Any]:
    """Return what a command is asked with; a DELETE may name its operation id in the query."""
    named = request.args.get(OPERATION_ID)
    return body() | ({} if named is None else {OPERATION_ID: named})


def number(name: str) -> int | None:
    """Return a number of the query string, or None."""
    given = request.args.get(name, "").strip()
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise Invalid("field.number", field=name, least=1, most=10**15)
    return int(given)


class Api:
    """One subject of the API: routes that read, and routes that carry out a command."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._blueprint = Blueprint(f"api_{name}", __name__, url_prefix="/api")

    def register(self, app: Flask) -> None:
        """Put the routes on the application."""
        app.register_blueprint(self._blueprint)

    def reads(
        self, rule: str, right: Right, gives: str, query: tuple[str, ...] = ()
    ) -> Callable[[Reading], Reading]:
        """Answer GET with what a reading returns of a consistent view of the database."""

        def enter(reading: Reading) -> Reading:
            @login_required
            def view(**path: Any) -> Response:
                person_id = actor().person_id
                read = within(lambda session: written(reading(session, person_id, **path)))
                return in_json(house().reads.read(read))

            self._enter(
                view,
                Declared("GET", rule, "", right, _summary(reading), gives=gives, query=query),
                reading.__name__,
            )
            return reading

        return enter

    def carries_out(
        self,
        method: str,
        rule: str,
        command: str,
        gives: str,
        takes: str | None = None,
        status: int = 200,
    ) -> None:
        """Answer `method` by carrying out a command; the path's ids join what was sent."""

        @login_required
        def view(**path: Any) -> ResponseReturnValue:
            return answered(carry_out(house().writer, actor(), command, asked() | path)), status

        right = COMMANDS[command].right
        summary = command
        declared = Declared(method, rule, "", right, summary, takes, gives, status, command=command)
        self._enter(view, declared, command.replace(".", "_"))

    def plain(
        self,
        method: str,
        rule: str,
        right: Right,
        *,
        takes: str | None = None,
        gives: str | None = None,
        status: int = 200,
        query: tuple[str, ...] = (),
        media: str = "application/json",
        form: bool = False,
    ) -> Callable[[View], View]:
        """Answer with a view that speaks HTTP itself."""

        def enter(view: View) -> View:
            guarded = view if right in (Right.PASS, Right.SIGN_IN) else login_required(view)
            declared = Declared(
                method, rule, "", right, _summary(view), takes, gives, status, query, media, form
            )
            self._enter(guarded, declared, view.__name__)
            return view

        return enter

    def _enter(self, view: View, declared: Declared, name: str) -> None:
        endpoint = f"{declared.method.lower()}_{name}"
        self._blueprint.add_url_rule(
            declared.rule, endpoint, view, methods=[declared.method], strict_slashes=True
        )
        full = f"api_{self.name}.{endpoint}"
        declare(
            Declared(**(declared.__dict__ | {"endpoint": full, "rule": f"/api{declared.rule}"}))
        )


def answered(data: Any) -> Response:
    """Return data as JSON."""
    return in_json(written(data))


def written(data: Any) -> bytes:
    """Return data as JSON; written quickly, since nobody else is served meanwhile."""
    return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


def in_json(content: bytes) -> Response:
    """Return what was written as JSON."""
    return Response(content, mimetype="application/json")


def reading(session_reads: Callable[[Session], T]) -> T:
    """Return what `session_reads` finds in a consistent view of the database."""
    return house().reads.read(within(session_reads))


def within(session_reads: Callable[[Session], T]) -> Callable[[Session], T]:
    """Return a reading that finds no more than is open to whoever asks."""
    only = actor().meeting_id if current_user.is_authenticated else None

    def read(session: Session) -> T:
        with confined(session, only):
            return session_reads(session)

    return read


def aside(work: Callable[[], T]) -> T:
    """Return what `work` makes, without keeping the loop; it may wait for nothing."""
    context = copy_context()  # who asks, and in which language
    made: T = house().off_loop(lambda: context.run(work))
    return made


def _summary(view: Callable[..., Any]) -> str:
    return (view.__doc__ or view.__name__).strip().splitlines()[0]
