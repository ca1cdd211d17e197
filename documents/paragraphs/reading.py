"""From what the PDF library tells of a page to the plain page of this package.

Everything is turned to the page as displayed, its top left corner at the origin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from .legacy_encodings import converted_by_font
from .model import Character, Horizontal, PageContent, Span, Vertical
from .runs import near, tangled

TEXT_FLAGS = 1 | 2 | 64
"""Ask for ligatures and spaces as they stand and for nothing outside the media box."""

Matrix = Sequence[float]
Box = tuple[float, float, float, float]

UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

BOLD, ITALIC = 16, 2
LEVEL = 0.02
THICKEST_RULE = 3.6
SHORTEST_HORIZONTAL = 12.0
SHORTEST_VERTICAL = 6.0
MOST_SPANS = 10_000
MOST_LETTERS = 200_000
"""Nobody reads a page that says more: what follows is there to keep us busy."""
MOST_RULES = 6000
MOST_IMAGES = 400


def page_content(
    number: int,
    width: float,
    height: float,
    text_dict: dict[str, Any],
    rawdict_getter: Callable[[], dict[str, Any]],
    drawings: Iterable[dict[str, Any]],
    images: Iterable[Sequence[float]],
    rotation: Matrix = UPRIGHT,
) -> PageContent:
    """Return the page; `rotation` leads from the library's places to the displayed ones."""
    spans = tuple(_readable(_spans(text_dict, rotation)))
    knots = tangled(spans)
    tangles = (
        character
        for character in (_characters(rawdict_getter(), rotation) if knots else ())
        if near(knots, character.baseline)
    )
    horizontals, verticals = _rules(drawings, rotation)
    return PageContent(
        number=number,
        width=round(width, 2),
        height=round(height, 2),
        spans=spans,
        horizontals=tuple(horizontals),
        verticals=tuple(verticals),
        image_coverage=round(_coverage(images, width, height, rotation), 3),
        characters=tuple(sorted(tangles, key=lambda character: character.baseline)),
    )


def _level_lines(text_dict: dict[str, Any], rotation: Matrix) -> Iterator[tuple[int, Any]]:
    for number, block in enumerate(text_dict.get("blocks", ())):
        for line in block.get("lines", ()):
            along, up = line["dir"]
            across = along * rotation[0] + up * rotation[2]
            down = along * rotation[1] + up * rotation[3]
            if abs(down) <= LEVEL and across > 0:  # what slants is a watermark or a stamp
                yield number, line


def _spans(text_dict: dict[str, Any], rotation: Matrix) -> Iterator[Span]:
    for block, line in _level_lines(text_dict, rotation):
        for span in line["spans"]:
            x0, y0, x1, y1 = _turned_box(span["bbox"], rotation)
            font = span["font"].lower()
            yield Span(
                round(x0, 2),
                round(y0, 2),
                round(x1, 2),
                round(y1, 2),
                round(_turned(span["origin"], rotation)[1], 2),
                round(span["size"], 2),
                bool(span["flags"] & BOLD) or "bold" in font,
                bool(span["flags"] & ITALIC) or "italic" in font or "oblique" in font,
                converted_by_font(span["text"], span["font"]),
                block,
            )


def _readable(spans: Iterable[Span]) -> Iterator[Span]:
    letters = 0
    for number, span in enumerate(spans):
        letters += len(span.text)
        if number >= MOST_SPANS or letters > MOST_LETTERS:
            return
        yield span


def _characters(rawdict: dict[str, Any], rotation: Matrix) -> Iterator[Character]:
    for _, line in _level_lines(rawdict, rotation):
        for span in line["spans"]:
            for character in span["chars"]:
                x0, _, x1, _ = _turned_box(character["bbox"], rotation)
                baseline = _turned(character["origin"], rotation)[1]
                yield Character(
                    round(x0, 2),
                    round(x1, 2),
                    round(baseline, 2),
                    round(span["size"], 2),
                    converted_by_font(character["c"], span["font"]),
                )


def _rules(
    drawings: Iterable[dict[str, Any]], rotation: Matrix
) -> tuple[list[Horizontal], list[Vertical]]:
    horizontals: list[Horizontal] = []
    verticals: list[Vertical] = []
    for drawing in drawings:
        outlined = drawing.get("color") is not None
        for shape, *place in drawing["items"]:
            if shape in ("l", "re", "qu"):
                box = _turned_box(_extent(shape, place), rotation)
                _sort_rule(box, outlined and shape == "re", horizontals, verticals)
        if len(horizontals) + len(verticals) > MOST_RULES:
            break
    return horizontals, verticals


def _extent(shape: str, place: Sequence[Any]) -> Box:
    if shape == "re":
        x0, y0, x1, y1 = place[0]
        return x0, y0, x1, y1
    corners = place[0] if shape == "qu" else place
    across, down = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(across), min(down), max(across), max(down)


def _sort_rule(
    box: Box, outlined: bool, horizontals: list[Horizontal], verticals: list[Vertical]
) -> None:
    x0, y0, x1, y1 = (round(value, 2) for value in box)
    wide, tall = x1 - x0 >= SHORTEST_HORIZONTAL, y1 - y0 >= SHORTEST_VERTICAL
    if y1 - y0 <= THICKEST_RULE and wide:
        horizontals.append(Horizontal(x0, x1, round((y0 + y1) / 2, 2)))
    elif x1 - x0 <= THICKEST_RULE and tall:
        verticals.append(Vertical(y0, y1, round((x0 + x1) / 2, 2)))
    elif outlined and wide and tall:
        horizontals += [Horizontal(x0, x1, y0), Horizontal(x0, x1, y1)]
        verticals += [Vertical(y0, y1, x0), Vertical(y0, y1, x1)]


def _coverage(
    images: Iterable[Sequence[float]], width: float, height: float, rotation: Matrix
) -> float:
    """Return how much of the page the pictures cover together: scans come in strips and layers."""
    boxes = [_clipped(_turned_box(image, rotation), width, height) for image in images]
    visible = (box for box in boxes if box[0] < box[2] and box[1] < box[3])
    boxes = sorted(visible, key=_area, reverse=True)[:MOST_IMAGES]
    edges = sorted({edge for x0, _, x1, _ in boxes for edge in (x0, x1)})
    covered = 0.0
    for left, right in pairwise(edges):
        reach = 0.0
        for _, y0, _, y1 in sorted(
            (box for box in boxes if box[0] <= left and box[2] >= right), key=lambda box: box[1]
        ):
            covered += (right - left) * max(0.0, y1 - max(y0, reach))
            reach = max(reach, y1)
    return covered / (width * height) if width > 0 and height > 0 else 0.0


def _clipped(box: Box, width: float, height: float) -> Box:
    x0, y0, x1, y1 = box
    return max(0.0, x0), max(0.0, y0), min(width, x1), min(height, y1)


def _area(box: Box) -> float:
    x0, y0, x1, y1 = box
    return (x1 - x0) * (y1 - y0)


def _turned(point: Sequence[float], rotation: Matrix) -> tuple[float, float]:
    x, y = point
    a, b, c, d, e, f = rotation
    return a * x + c * y + e, b * x + d * y + f


def _turned_box(box: Sequence[float], rotation: Matrix) -> Box:
    (ax, ay), (bx, by) = _turned(box[:2], rotation), _turned(box[2:4], rotation)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
