"""What may be done with annotations: made, changed, shared, taken back, removed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from documents.matches import Trails
from documents.queries import Marked, marked, version_in_document, version_of
from foundation.clock import now
from foundation.entities import Inserting
from foundation.errors import Conflict, Invalid, NotFound
from foundation.events import tell
from meetings.agendas.models import Meeting
from meetings.agendas.queries import paper_of
from meetings.annotations.arriving import (
    ChangedAnnotation,
    NewAnnotation,
    NewAnnotationPlace,
    NewPlace,
)
from meetings.annotations.audiences import heard_by, lost_by, show_to, widens
from meetings.annotations.events import (
    AnnotationChanged,
    AnnotationCreated,
    AnnotationHidden,
    AnnotationPlaced,
    AnnotationRemoved,
    PlaceKept,
)
from meetings.annotations.ink import placed_at
from meetings.annotations.models import Annotation, ReadingPlace
from meetings.annotations.places import Placed, give_places, place_by_hand, places_found
from meetings.annotations.presenting import annotation_as_data
from meetings.annotations.queries import annotation_of, place_in
from meetings.permissions import Case, Right, Visibility, require

_ANNOTATIONS = Inserting(Annotation)


def annotate_paper(session: Session, person_id: int, new: NewAnnotation) -> Annotation:
    """Record a mark and tell whom it is for: its author's devices, or the meeting."""
    paper, seat, meeting = paper_of(session, person_id, new.paper_id)
    there = marked(session, paper.document_id, new.version_id, new.target["paragraph"])
    version = there.version
    require(seat, Right.ANNOTATE, Case(meeting))
    if new.audience.visibility is not Visibility.SELF:
        require(seat, Right.SHARE, Case(meeting))
    _check_target(there, new.target)
    annotation: Annotation = _ANNOTATIONS.insert(  # the event carries the new id
        session,
        meeting_id=meeting.id,
        paper_id=paper.id,
        version_id=version.id,
        creator_id=person_id,
        operation_id=new.operation_id,
        motivation=new.motivation,
        visibility=new.audience.visibility,
        colour=new.colour,
        note=new.note,
        target=new.target,
        ink=new.ink,
    )
    if new.audience.is_for_some:
        show_to(session, annotation, seat, meeting, new.audience)
    if there.followed or version.reading > 1:  # it was made on an older version, or reading
        _place_again(session, paper.document_id, annotation)
    _told(session, AnnotationCreated, annotation, heard_by(session, annotation, meeting))
    return annotation


def change_annotation(session: Session, person_id: int, change: ChangedAnnotation) -> Annotation:
    """Let its author give a mark another colour, note or audience.

    Words must not be written over that were not seen; a colour or an audience chosen last counts.
    """
    annotation, seat, meeting = annotation_of(session, person_id, change.annotation_id)
    case = Case(meeting, annotation)
    require(seat, Right.CHANGE_ANNOTATION, case)
    if change.note is not None and change.revision != annotation.revision:
        raise Conflict("annotation.changed", current=annotation_as_data(annotation))
    before = after = heard_by(session, annotation, meeting)
    if change.audience is not None:
        if widens(annotation, change.audience):
            require(seat, Right.SHARE, case)
        show_to(session, annotation, seat, meeting, change.audience)
        after = heard_by(session, annotation, meeting)
    if change.note is not None:
        annotation.note = change.note
    if change.colour is not None:
        annotation.colour = change.colour
    annotation.revision += 1
    annotation.modified = now()
    session.flush()
    if lost := lost_by(annotation, before, after):
        _told_gone(session, AnnotationHidden, annotation, lost)
    _told(session, AnnotationChanged, annotation, after)
    return annotation


def remove_annotation(session: Session, person_id: int, annotation_id: int) -> Annotation:
    """Let its author take a mark off."""
    annotation, seat, meeting = annotation_of(session, person_id, annotation_id)
    require(seat, Right.CHANGE_ANNOTATION, Case(meeting, annotation))
    annotation.removed = now()
    annotation.revision += 1
    _told_gone(session, AnnotationRemoved, annotation, heard_by(session, annotation, meeting))
    return annotation


def place_annotation(session: Session, person_id: int, new: NewAnnotationPlace) -> Annotation:
    """Let its author put a mark where it belongs in a later version."""
    annotation, seat, meeting = annotation_of(session, person_id, new.annotation_id)
    paper, _, _ = paper_of(session, person_id, annotation.paper_id)
    there = marked(session, paper.document_id, new.version_id, new.target["paragraph"])
    version = there.version
    require(seat, Right.CHANGE_ANNOTATION, Case(meeting, annotation))
    made = version_of(session, annotation.version_id)
    if version.number <= made.number:
        raise Invalid("place.needs_a_later_version", number=made.number)
    target = new.target if annotation.ink is None else placed_at(annotation.ink, new.target)
    _check_target(there, target)
    place_by_hand(annotation, version.id, target, person_id)
    annotation.revision += 1
    session.flush()
    _place_again(session, paper.document_id, annotation)
    _told(session, AnnotationPlaced, annotation, heard_by(session, annotation, meeting))
    return annotation


def give_places_found(
    session: Session, annotation_id: int, revision: int, placed: Sequence[Placed]
) -> set[int] | None:
    """Give a mark the places that were found for it; None if it was changed since.

    Returns the versions where any is news.
    """
    annotation = session.get(Annotation, annotation_id)
    if annotation is None or annotation.revision != revision:
        return None
    return set() if annotation.removed else give_places(annotation, placed)


def tell_placed(session: Session, annotation_id: int) -> None:
    """Tell whom a mark is for where it stands now."""
    annotation = session.get(Annotation, annotation_id)
    if annotation is None or annotation.removed is not None:
        return
    if meeting := session.get(Meeting, annotation.meeting_id):
        _told(session, AnnotationPlaced, annotation, heard_by(session, annotation, meeting))


def keep_place(session: Session, person_id: int, new: NewPlace) -> ReadingPlace:
    """Remember where a person stopped reading, for all their devices."""
    paper, _, _ = paper_of(session, person_id, new.paper_id)
    version = version_in_document(session, paper.document_id, new.version_id)
    if new.page > version.page_count:
        raise Invalid("annotation.no_such_page", most=version.page_count)
    place = place_in(session, person_id, paper.id)
    if place is None:
        place = ReadingPlace(person_id=person_id, paper_id=paper.id)
        session.add(place)
    place.version_id, place.page, place.y, place.at = version.id, new.page, new.y, now()
    session.flush()
    tell(
        session,
        PlaceKept(
            person_id=person_id,
            place={"paper": paper.id, "version": version.id, "page": new.page, "y": new.y},
        ),
    )
    return place


def _check_target(there: Marked, target: dict[str, Any]) -> None:
    pages = {target["page"], *(box[0] for box in target["boxes"])}
    most = there.version.page_count
    if any(page > most for page in pages):
        raise Invalid("annotation.no_such_page", most=most)
    if target["paragraph"] is not None and there.paragraph is None:
        raise NotFound("paragraph.unknown")


def _place_again(session: Session, document_id: int, annotation: Annotation) -> None:
    trails = Trails(session, document_id)
    give_places(annotation, places_found(session, trails, annotation))
    session.flush()


def _told(
    session: Session,
    happened: type[AnnotationCreated],
    annotation: Annotation,
    streams: tuple[str, ...],
) -> None:
    tell(
        session,
        happened(
            meeting_id=annotation.meeting_id,
            audience=streams,
            annotation=annotation_as_data(annotation),
        ),
    )


def _told_gone(
    session: Session,
    happened: type[AnnotationRemoved],
    annotation: Annotation,
    streams: tuple[str, ...],
) -> None:
    tell(
        session,
        happened(
            meeting_id=annotation.meeting_id,
            audience=streams,
            annotation_id=annotation.id,
            paper_id=annotation.paper_id,
            revision=annotation.revision,
        ),
    )
