"""People in the shape that screens and programs read."""

from typing import Any

from meetings.people.models import Participant, Person, Unit


def unit_as_data(unit: Unit | None) -> dict[str, Any] | None:
    """Return a unit's id and name."""
    return None if unit is None else {"id": unit.id, "name": unit.name}


def whole_unit_as_data(unit: Unit) -> dict[str, Any]:
    """Return a unit with its kind and what it is a part of."""
    return {"id": unit.id, "name": unit.name, "kind": unit.kind, "parent": unit.parent_id}


def person_as_data(person: Person) -> dict[str, Any]:
    """Return who a person is."""
    return {
        "id": person.id,
        "name": person.name,
        "post": person.post,
        "unit": unit_as_data(person.unit),
    }


def creator_as_data(person: Person) -> dict[str, Any]:
    """Return who wrote something."""
    unit = person.unit
    return {
        "person": person.id,
        "name": person.name,
        "post": person.post,
        "unit": unit.name if unit else "",
    }


def account_as_data(person: Person) -> dict[str, Any]:
    """Return what an administrator sees of a person."""
    return person_as_data(person) | {
        "login": person.login,
        "birth_year": person.birth_year,
        "administers": person.administers,
        "prepares_meetings": person.prepares_meetings,
        "disabled": person.disabled is not None,
    }


def seat_as_data(seat: Participant) -> dict[str, Any]:
    """Return a seat with its holder."""
    return {"id": seat.id, "person": person_as_data(seat.person), "role": seat.role.value}
