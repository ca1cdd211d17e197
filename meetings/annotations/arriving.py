"""Annotations and reading places as they arrive at either door."""

from dataclasses import dataclass
from typing import Any, Self

from foundation.arriving import Fields, carried
from foundation.errors import Invalid
from meetings.annotations.ink import Ink, box_around, read_ink
from meetings.annotations.models import Colour, Motivation
from meetings.page_boxes import UNIT, read_box
from meetings.permissions import OF_MARKS, Visibility

LONGEST_NOTE = 5000
LONGEST_QUOTE = 20_000
MOST_BOXES = 400
MOST_NAMED = 500


@dataclass(frozen=True)
class Audience:
    """Whom a mark is for; people are named only where it is for named people."""

    visibility: Visibility
    people: frozenset[int] = frozenset()

    @property
    def is_for_some(self) -> bool:
        """Say whether it is for a part of the meeting."""
        return self.visibility in (Visibility.PEOPLE, Visibility.UNIT)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read who sees a mark: its author alone, named people, their unit, or the meeting."""
        visibility = fields.choice("visibility", Visibility, OF_MARKS)
        if visibility is not Visibility.PEOPLE:
            return cls(visibility)
        people = frozenset(fields.wholes("people", most=MOST_NAMED))
        if not people:
            raise Invalid("annotation.nobody_named")
        return cls(visibility, people)


@dataclass(frozen=True)
class NewAnnotation:
    """A mark on a paper."""

    paper_id: int
    version_id: int
    motivation: Motivation
    audience: Audience
    colour: Colour
    note: str
    target: dict[str, Any]
    ink: Ink | None
    operation_id: str

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        motivation = fields.choice("motivation", Motivation)
        target, ink = read_target(fields.inner("target")), read_drawing(fields, motivation)
        if ink is not None:
            target["boxes"] = [box_around(ink, target["page"])]
        return cls(
            paper_id=fields.whole("paper"),
            version_id=fields.whole("version"),
            motivation=motivation,
            audience=Audience.read(fields),
            colour=fields.choice("color", Colour),
            note=fields.text("note", most=LONGEST_NOTE, least=0, lines=True),
            target=target,
            ink=ink,
            operation_id=fields.text("operation_id", most=64),
        )


@dataclass(frozen=True)
class ChangedAnnotation:
    """What its author changes of a mark, over the revision that was on the screen."""

    annotation_id: int
    revision: int
    note: str | None
    colour: Colour | None
    audience: Audience | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            annotation_id=fields.whole("annotation"),
            revision=fields.whole("revision"),
            note=fields.text("note", most=LONGEST_NOTE, least=0, lines=True)
            if "note" in fields
            else None,
            colour=fields.choice("color", Colour) if "color" in fields else None,
            audience=Audience.read(fields) if "visibility" in fields else None,
        )


@dataclass(frozen=True)
class NewAnnotationPlace:
    """Where its author puts a mark in a later version."""

    annotation_id: int
    version_id: int
    target: dict[str, Any]

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            fields.whole("annotation"),
            fields.whole("version"),
            read_target(fields.inner("target")),
        )


@dataclass(frozen=True)
class NewPlace:
    """Where a reader stopped."""

    paper_id: int
    version_id: int
    page: int
    y: int

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            fields.whole("paper"),
            fields.whole("version"),
            fields.whole("page"),
            fields.whole("y", least=0, most=UNIT),
        )


def read_drawing(fields: Fields, motivation: Motivation) -> Ink | None:
    """Read the stroke of a drawing, or of a highlight that was drawn by hand; a note has none."""
    drawn = fields.given("ink") is not None
    if motivation is Motivation.DRAWING or (drawn and motivation is Motivation.HIGHLIGHTING):
        return read_ink(fields.inner("ink"))
    if drawn:
        raise Invalid("ink.of_no_drawing")
    return None


def read_target(fields: Fields) -> dict[str, Any]:
    """Read where a mark is: page, paragraph, boxes, and the selectors side by side."""
    return {
        "page": fields.whole("page"),
        "paragraph": fields.whole_or_none("paragraph"),
        "boxes": [read_box(box) for box in _list(fields.given("boxes"), "boxes", MOST_BOXES)],
        "selectors": [_read_selector(each) for each in fields.objects("selectors", most=8)],
    }


def _read_selector(fields: Fields) -> dict[str, Any]:
    kind = fields.given("type")
    if kind == "TextQuoteSelector":
        return {"type": kind} | {
            name: _exact_text(fields, name) for name in ("exact", "prefix", "suffix")
        }
    if kind == "TextPositionSelector":
        return {
            "type": kind,
            "start": fields.whole("start", least=0),
            "end": fields.whole("end", least=0),
        }
    if kind == "FragmentSelector":
        return {
            "type": kind,
            "conformsTo": fields.text("conformsTo", most=200, least=0),
            "value": fields.text("value", most=200),
        }
    raise Invalid("field.selector")


def _exact_text(fields: Fields, name: str) -> str:
    """Quotes keep their outer spaces: they are matched against the page."""
    value = fields.given(name) or ""
    if not isinstance(value, str) or len(value) > LONGEST_QUOTE:
        raise Invalid("field.too_long", field=name, most=LONGEST_QUOTE, found=len(str(value)))
    return carried(value)


def _list(value: Any, name: str, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise Invalid("field.list", field=name, most=most)
    return value
