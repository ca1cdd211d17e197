"""Ink: a stroke of the pen as it arrives, is stored and lies on its page. Pure.

A stroke is `{"width", "points"}`: its width under full pressure in ten-thousandths of the page's
width, and one flat list of whole numbers. The first three are x, y and pressure, x and y in
ten-thousandths of the displayed page, pressure in hundredths; every three after them say how far
the next point is from the one before.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

from foundation.arriving import Fields
from foundation.errors import Invalid
from meetings.page_boxes import UNIT

MOST_POINTS = 1000
"""Some 20 kB at the very worst; a tablet sends a longer stroke as several."""
WIDEST = 400
"""The highlighter's: somewhat more than a line of print is high."""
FULL = 100
"""The pressure of a pen that is pressed as hard as it tells."""
Ink = dict[str, Any]
Point = tuple[int, int, int]
"""x and y in ten-thousandths of the displayed page, pressure in hundredths."""


def read_ink(fields: Fields) -> Ink:
    """Read a stroke, or refuse it: not numbers, too many, or beyond its page."""
    width = fields.whole("width", most=WIDEST)
    return {"width": width, "points": read_points(fields, MOST_POINTS)}


def read_points(fields: Fields, most: int) -> list[int]:
    """Read the points of a stroke, as they travel."""
    points = fields.given("points")
    if not isinstance(points, list) or not points or len(points) % 3:
        raise Invalid("ink.points")
    if len(points) > 3 * most:
        raise Invalid("ink.too_long", most=most)
    if set(map(type, points)) != {int}:
        raise Invalid("ink.points")
    for places, most_there in zip(_places(points), (UNIT, UNIT, FULL), strict=True):
        if min(places) < 0 or max(places) > most_there:
            raise Invalid("ink.outside")
    return points


def points_of(ink: Ink) -> Iterator[Point]:
    """Return the points of a stroke in the order they were drawn."""
    return zip(*_places(ink["points"]), strict=True)


def box_around(ink: Ink, page: int) -> list[int]:
    """Return the box that a stroke's points lie in."""
    across, down, _ = _places(ink["points"])
    return [page, min(across), min(down), max(across), max(down)]


def points_at(ink: Ink, box: Iterable[int]) -> list[Point]:
    """Return the points of a stroke that was carried to where this box begins."""
    _, left, top, *_ = box
    _, was_left, was_top, *_ = box_around(ink, 1)
    right, down = left - was_left, top - was_top
    return [
        (_on_page(x + right), _on_page(y + down), pressure) for x, y, pressure in points_of(ink)
    ]


def shifted(box: Iterable[int], page: int, right: int, down: int) -> list[int]:
    """Return a box as large elsewhere; one that would hang over the edge is drawn in."""
    _, x0, y0, x1, y1 = box
    right = max(-x0, min(UNIT - x1, right))
    down = max(-y0, min(UNIT - y1, down))
    return [page, x0 + right, y0 + down, x1 + right, y1 + down]


def placed_at(ink: Ink, target: dict[str, Any]) -> dict[str, Any]:
    """Return a target where a stroke begins in the corner of the first box that was given."""
    if not target["boxes"]:
        raise Invalid("ink.needs_a_box")
    own = box_around(ink, target["page"])
    page, left, top, *_ = target["boxes"][0]
    return target | {"page": page, "boxes": [shifted(own, page, left - own[1], top - own[2])]}


def _places(points: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Return where a stroke goes: across, down, and how hard it is pressed."""
    across, down, pressure = (list(accumulate(points[which::3])) for which in range(3))
    return across, down, pressure


def _on_page(place: int) -> int:
    return max(0, min(UNIT, place))
