"""What may be asked about annotations: one's own, and those that were shared."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from documents.matches import not_looked_at
from foundation.errors import NotFound
from meetings.agendas.models import Meeting
from meetings.agendas.queries import paper_of
from meetings.annotations.models import Annotation, AnnotationHearer, AnnotationPlace, ReadingPlace
from meetings.people.models import Participant
from meetings.permissions import Case, Right, Visibility, permits


def annotation_of(
    session: Session, person_id: int, annotation_id: int
) -> tuple[Annotation, Participant, Meeting]:
    """Return a mark that the asker may see; to everybody else there is none."""
    annotation = session.get(Annotation, annotation_id)
    if annotation is None or annotation.removed:
        raise NotFound("annotation.unknown")
    try:
        _, seat, meeting = paper_of(session, person_id, annotation.paper_id)
    except NotFound:
        raise NotFound("annotation.unknown") from None
    if not permits(seat, Right.READ_ANNOTATION, Case(meeting, annotation)):
        raise NotFound("annotation.unknown")
    return annotation, seat, meeting


def annotations_told(session: Session, ids: Collection[int]) -> dict[int, Annotation]:
    """Return marks, removed ones too, by few questions however many there are."""
    wanted, found = sorted(ids), list[Annotation]()
    for start in range(0, len(wanted), 500):
        asked = select(Annotation).where(Annotation.id.in_(wanted[start : start + 500]))
        found += session.scalars(asked)
    return {annotation.id: annotation for annotation in found}


def annotations_on(
    session: Session, seat: Participant, paper_id: int, version_id: int | None = None
) -> Sequence[Annotation]:
    """Return the marks on a paper that the seat may see."""
    return _marks_on(session, _seen_by(seat), paper_id, version_id)


def annotations_for_all(session: Session, paper_id: int, version_id: int) -> Sequence[Annotation]:
    """Return the marks on a version that were shared with the whole meeting."""
    return _marks_on(session, Annotation.visibility == Visibility.MEETING, paper_id, version_id)


def _marks_on(
    session: Session, seen: ColumnElement[bool], paper_id: int, version_id: int | None
) -> Sequence[Annotation]:
    found = select(Annotation).where(
        Annotation.paper_id == paper_id, Annotation.removed.is_(None), seen
    )
    if version_id is not None:
        carried = Annotation.places.any(AnnotationPlace.version_id == version_id)
        found = found.where(or_(Annotation.version_id == version_id, carried))
    return session.scalars(found.order_by(Annotation.id)).all()


def _seen_by(seat: Participant) -> ColumnElement[bool]:
    """Say which marks of its meeting a seat may see: as `Right.READ_ANNOTATION` does."""
    visibility, unit = Annotation.visibility, seat.person.unit
    by_name = Annotation.hearers.any(AnnotationHearer.person_id == seat.person_id)
    seen = [
        Annotation.creator_id == seat.person_id,
        visibility == Visibility.MEETING,
        and_(visibility == Visibility.PEOPLE, by_name),
    ]
    if unit is not None:
        seen.append(and_(visibility == Visibility.UNIT, Annotation.unit_id == unit.id))
    return or_(*seen)


def own_annotations(session: Session, seat: Participant) -> Sequence[Annotation]:
    """Return all marks of whoever sits there on the papers of the meeting."""
    found = select(Annotation).where(
        Annotation.meeting_id == seat.meeting_id,
        Annotation.creator_id == seat.person_id,
        Annotation.removed.is_(None),
    )
    return session.scalars(found.order_by(Annotation.id)).all()


def unplaced_annotations(
    session: Session, person_id: int, paper_id: int, version_id: int
) -> Sequence[Annotation]:
    """Return one's own marks that found no place in a version."""
    place = AnnotationPlace
    lost = Annotation.places.any(and_(place.version_id == version_id, place.target.is_(None)))
    found = select(Annotation).where(
        Annotation.paper_id == paper_id,
        Annotation.removed.is_(None),
        Annotation.creator_id == person_id,
        lost,
    )
    return session.scalars(found.order_by(Annotation.id)).all()


def unplaced_yet(session: Session) -> Sequence[int]:
    """Return the versions where it is not yet known whether an earlier mark stands there."""
    place = AnnotationPlace
    known = select(place.version_id).where(place.annotation_id == Annotation.id)
    found = not_looked_at(Annotation.version_id, known.correlate(Annotation))
    return session.scalars(found.where(Annotation.removed.is_(None))).all()


def place_in(session: Session, person_id: int, paper_id: int) -> ReadingPlace | None:
    """Return where a person stopped reading a paper."""
    return session.get(ReadingPlace, (person_id, paper_id))
