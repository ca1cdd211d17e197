"""People by the API: who I am, signing in and out, accounts, units."""

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from foundation.arriving import Fields, carried
from foundation.errors import Invalid
from meetings.agendas.operations.seats import change_holder
from meetings.commands import Actor, acting
from meetings.people.operations import (
    ChangedPerson,
    NewPassword,
    NewPerson,
    NewUnit,
    change_password,
    end_sign_ins,
    enrol,
    found_unit,
    rename_unit,
)
from meetings.people.operations import password as password_of
from meetings.people.passwords import hashed, matches
from meetings.people.presenting import account_as_data, person_as_data, whole_unit_as_data
from meetings.people.queries import administrator, person_of, units
from meetings.people.queries import people as people_found
from meetings.permissions import Right
from web.door import Api, actor, body, house, number, reading
from web.sign_in import end_present_sign_in, sign_in

api = Api("people")


@api.plain("GET", "/csrf", Right.PASS, gives="Token")
def csrf() -> ResponseReturnValue:
    """Get the token that unsafe requests carry as X-CSRFToken."""
    return jsonify(token=generate_csrf())


@api.plain("POST", "/sign-in", Right.SIGN_IN, takes="NewSignIn", gives="Me")
def begin() -> ResponseReturnValue:
    """Sign in by login and password."""
    fields = Fields(body())
    sign_in(fields.text("login", most=100), password_of(fields, "password", least=1))
    return _me()


@api.plain("DELETE", "/sign-in", Right.PASS, status=204)
def end() -> ResponseReturnValue:
    """Sign out: the cookie and the open sockets end at once."""
    end_present_sign_in()
    return "", 204


@api.plain("GET", "/me", Right.BE_SIGNED_IN, gives="Me")
def me() -> ResponseReturnValue:
    """Say who is signed in, and what they may do outside meetings."""
    return _me()


@api.plain("PUT", "/me/password", Right.BE_SIGNED_IN, takes="NewPassword", status=204)
def password() -> ResponseReturnValue:
    """Change one's own password; every other sign-in of the person ends."""
    new, present = NewPassword.read(body()), actor()
    stored = reading(lambda session: person_of(session, present.person_id).password)
    if not house().off_loop(lambda: matches(stored, new.old)):
        raise Invalid("password.wrong")
    kept = house().off_loop(lambda: hashed(new.new))
    _write(lambda s: change_password(s, present.person_id, kept, present.sign_in_id))
    return "", 204


@api.plain("DELETE", "/me/sign-ins", Right.BE_SIGNED_IN, status=204)
def others() -> ResponseReturnValue:
    """End all other sign-ins of the person."""
    present = actor()
    _write(lambda s: end_sign_ins(s, present.person_id, present.sign_in_id))
    return "", 204


@api.reads("/units", Right.BE_SIGNED_IN, gives="Units")
def units_list(session: Session, person_id: int) -> list[dict[str, Any]]:
    """List the units."""
    return [whole_unit_as_data(unit) for unit in units(session)]


@api.plain("POST", "/units", Right.ADMINISTER, takes="NewUnit", gives="Unit", status=201)
def add_unit() -> ResponseReturnValue:
    """Add a unit."""
    new, present = _administering(NewUnit.read), actor()
    return jsonify(_write(lambda s: whole_unit_as_data(found_unit(s, present.person_id, new)))), 201


@api.plain("PATCH", "/units/<int:unit>", Right.ADMINISTER, takes="ChangedUnit", gives="Unit")
def change_unit(unit: int) -> ResponseReturnValue:
    """Give a unit another name."""
    name, present = _administering(lambda data: Fields(data).text("name", most=200)), actor()
    return jsonify(
        _write(lambda s: whole_unit_as_data(rename_unit(s, present.person_id, unit, name)))
    )


@api.reads("/people", Right.BE_SIGNED_IN, gives="People", query=("unit", "q", "disabled"))
def people_list(session: Session, person_id: int) -> list[dict[str, Any]]:
    """List people by unit and by words of their name, login or post."""
    administers = person_of(session, person_id).administers
    shown = account_as_data if administers else person_as_data
    found = people_found(
        session,
        number("unit"),
        carried(request.args.get("q", "")),
        administers and request.args.get("disabled") == "1",
    )
    return [shown(person) for person in found]


@api.plain("POST", "/people", Right.ADMINISTER, takes="NewPerson", gives="Account", status=201)
def add() -> ResponseReturnValue:
    """Add a person with an account."""
    new, present = _administering(NewPerson.read), actor()
    kept = house().off_loop(lambda: hashed(new.password))
    return jsonify(_write(lambda s: account_as_data(enrol(s, present.person_id, new, kept)))), 201


@api.plain(
    "PATCH", "/people/<int:person>", Right.ADMINISTER, takes="ChangedPerson", gives="Account"
)
def change(person: int) -> ResponseReturnValue:
    """Change an account; a new password or disabling ends its sign-ins and sockets."""
    asked, present = _administering(ChangedPerson.read), actor()
    given = asked.password
    kept = None if given is None else house().off_loop(lambda: hashed(given))
    return jsonify(
        _write(lambda s: account_as_data(change_holder(s, present.person_id, person, asked, kept)))
    )


def _administering(read: Any) -> Any:
    """Refuse before the shape of what was sent is looked at."""
    reading(lambda session: administrator(session, actor().person_id))
    return read(body())


def _me() -> ResponseReturnValue:
    return jsonify(person=current_user.person, rights=current_user.rights)


def _write(operation: Any) -> Any:
    present: Actor = actor()

    def whole(session: Session) -> Any:
        with acting(session, present, Right.BE_SIGNED_IN):
            return operation(session)

    return house().writer.perform(whole)
