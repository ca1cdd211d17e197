"""Agenda items put on the agenda, changed, moved and taken off."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.errors import Conflict, Invalid, NotFound
from foundation.events import tell
from meetings.agendas.arriving import ChangedItem, NewItem, NewPlace
from meetings.agendas.events import ItemChanged, ItemCreated, ItemRemoved, ItemsMoved
from meetings.agendas.models import AgendaItem, AgendaPaper
from meetings.agendas.operations.meetings import public
from meetings.agendas.operations.numbers import keep_numbers
from meetings.agendas.presenting import one_item_as_data
from meetings.agendas.queries import agenda_of, item_of, items_in, seat_of
from meetings.people.models import Person
from meetings.permissions import Case, Right, require

MOST_ITEMS = 500


def add_item(session: Session, person_id: int, meeting_id: int, new: NewItem) -> AgendaItem:
    """Put an item at the end of the agenda, or of its parent."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.PLAN, Case(meeting))
    items = items_in(session, meeting_id)
    if len(items) >= MOST_ITEMS:
        raise Invalid("agenda.too_long", most=MOST_ITEMS)
    _check_parent(items, new.parent_id)
    _check_presenter(session, new.presenter_id)
    siblings = [each for each in items if each.parent_id == new.parent_id]
    item = AgendaItem(
        meeting_id=meeting_id,
        parent_id=new.parent_id,
        position=len(siblings) + 1,
        title=new.title,
        kind=new.kind,
        presenter_id=new.presenter_id,
        presenter_name=new.presenter_name,
        minutes=new.minutes,
    )
    session.add(item)
    session.flush()
    tell(
        session,
        ItemCreated(
            meeting_id=meeting_id, audience=public(meeting), item=one_item_as_data(session, item)
        ),
    )
    return item


def change_item(session: Session, person_id: int, item_id: int, change: ChangedItem) -> AgendaItem:
    """Change an item, unless somebody else did so meanwhile: then both texts are shown."""
    item, seat, meeting = item_of(session, person_id, item_id)
    require(seat, Right.PLAN, Case(meeting))
    if change.revision != item.revision:
        raise Conflict("item.changed", current=one_item_as_data(session, item))
    _check_presenter(session, change.changes.get("presenter_id"))
    for name, value in change.changes.items():
        setattr(item, name, value)
    item.revision += 1
    session.flush()
    session.refresh(item)
    tell(
        session,
        ItemChanged(
            meeting_id=meeting.id, audience=public(meeting), item=one_item_as_data(session, item)
        ),
    )
    return item


def move_item(session: Session, person_id: int, item_id: int, place: NewPlace) -> list[Any]:
    """Move an item within the agenda; returns the place and number of every item."""
    item, seat, meeting = item_of(session, person_id, item_id)
    require(seat, Right.PLAN, Case(meeting))
    keep_numbers(session, meeting)
    items = items_in(session, meeting.id)
    _check_parent(items, place.parent_id, moved=item)
    left = [each for each in items if each.parent_id == item.parent_id and each is not item]
    siblings = [each for each in items if each.parent_id == place.parent_id and each is not item]
    at = _index_after(siblings, place.after_id)
    if place.parent_id != item.parent_id:
        _number(left)
    item.parent_id = place.parent_id
    _number([*siblings[:at], item, *siblings[at:]])
    session.flush()
    places = [
        {
            "id": entry.item.id,
            "parent": entry.item.parent_id,
            "position": entry.item.position,
            "number": entry.number,
        }
        for entry in agenda_of(session, meeting.id)
    ]
    tell(session, ItemsMoved(meeting_id=meeting.id, audience=public(meeting), items=tuple(places)))
    return places


def remove_item(session: Session, person_id: int, item_id: int) -> None:
    """Take an item off the agenda; one that holds papers or sub-items is emptied first."""
    item, seat, meeting = item_of(session, person_id, item_id)
    require(seat, Right.PLAN, Case(meeting))
    items = items_in(session, meeting.id)
    if any(each.parent_id == item.id for each in items) or _papers_under(session, item):
        raise Conflict("item.not_empty")
    item.removed = now()
    _number([e for e in items if e.parent_id == item.parent_id and e is not item])
    tell(session, ItemRemoved(meeting_id=meeting.id, audience=public(meeting), item_id=item.id))


def _papers_under(session: Session, item: AgendaItem) -> Sequence[int]:
    return session.scalars(
        select(AgendaPaper.id).where(AgendaPaper.item_id == item.id, AgendaPaper.removed.is_(None))
    ).all()


def _check_presenter(session: Session, presenter_id: int | None) -> None:
    if presenter_id is not None and session.get(Person, presenter_id) is None:
        raise NotFound("person.unknown")


def _check_parent(
    items: Sequence[AgendaItem], parent_id: int | None, moved: AgendaItem | None = None
) -> None:
    """An agenda has items and sub-items, no deeper."""
    if parent_id is None:
        return
    parent = next((each for each in items if each.id == parent_id), None)
    if parent is None:
        raise NotFound("item.unknown")
    has_children = moved is not None and any(each.parent_id == moved.id for each in items)
    if parent.parent_id is not None or parent is moved or has_children:
        raise Invalid("agenda.too_deep")


def _index_after(siblings: Sequence[AgendaItem], after_id: int | None) -> int:
    if after_id is None:
        return 0
    for index, each in enumerate(siblings, start=1):
        if each.id == after_id:
            return index
    raise NotFound("item.unknown")


def _number(siblings: Sequence[AgendaItem]) -> None:
    for position, each in enumerate(siblings, start=1):
        each.position = position
