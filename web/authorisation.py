"""The authorisation matrix: every route and command of the live application, by role.

Enumerated from the application itself; one that declares no right is a fault of the build.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from meetings.commands import COMMANDS
from meetings.people.models import Participant, Role
from meetings.permissions import OF_A_PERSON, RIGHTS, Case, MeetingState, Right, Visibility, permits
from web.door import DECLARED

SOCKET_ONLY = {
    "meeting.join": Right.READ,
    "meeting.leave": Right.BE_SIGNED_IN,
    "acts": Right.BE_SIGNED_IN,  # and each of them its own
    "page.lead": Right.LEAD,
    "ink.preview": Right.SHARE,
    "comment.type": Right.COMMENT,
}
SEATS = tuple(role.value for role in Role)
OUTSIDE = ("nobody", "stranger", "preparer", "administrator")
ROLES = (*OUTSIDE, *SEATS)
ALLOWED, REFUSED, HIDDEN, SIGN_IN = "allowed", "refused", "hidden", "sign_in"


@dataclass(frozen=True)
class _Meeting:
    state: MeetingState = MeetingState.PUBLISHED


@dataclass(frozen=True)
class _Own:
    creator_id: int = 0
    visibility: Visibility = Visibility.SELF

    def is_for(self, seat: Participant) -> bool:
        """Return that it names nobody."""
        return False


class Undeclared(Exception):
    """A route or command that names no right."""


def matrix(app: Flask) -> list[dict[str, Any]]:
    """Return one row a route and command, with what each role may, in a published meeting."""
    return [*_routes(app), *_commands()]


def standing(role: str, right: Right) -> str:
    """Return what a role may do with a right over what is its own, or for everybody."""
    if right in (Right.PASS, Right.SIGN_IN):
        return ALLOWED
    if role == "nobody":
        return SIGN_IN
    if right in OF_A_PERSON:
        return ALLOWED if _of_a_person(role, right) else REFUSED
    if role in OUTSIDE:
        return HIDDEN
    seat = Participant(person_id=0, role=Role(role), vacated=None)
    return ALLOWED if permits(seat, right, Case(_Meeting(), _Own())) else REFUSED


def _of_a_person(role: str, right: Right) -> bool:
    if right is Right.BE_SIGNED_IN:
        return True
    return (right, role) in {(Right.ADMINISTER, "administrator"), (Right.PREPARE, "preparer")}


def _routes(app: Flask) -> list[dict[str, Any]]:
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.rule, each.endpoint)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            declared = [
                each
                for each in DECLARED.get(rule.endpoint, [])
                if each.method == method and each.rule == rule.rule
            ]
            if not declared:
                raise Undeclared(f"{method} {rule.rule}")
            found.append(_row("route", f"{method} {rule.rule}", declared[0].right))
    return found


def _commands() -> list[dict[str, Any]]:
    rights = {name: command.right for name, command in COMMANDS.items()} | SOCKET_ONLY
    return [_row("command", name, right) for name, right in sorted(rights.items())]


def _row(kind: str, name: str, right: Right) -> dict[str, Any]:
    if (
        right not in RIGHTS
        and right not in OF_A_PERSON
        and right not in (Right.PASS, Right.SIGN_IN)
    ):
        raise Undeclared(f"{name}: {right}")
    row: dict[str, Any] = {"kind": kind, "name": name, "right": right.value}
    if kind == "route":
        row["method"], row["path"] = name.split(" ", 1)
    return row | {"roles": {role: standing(role, right) for role in ROLES}}
