"""What a page bears besides its text: page numbers, running heads and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from .lines import Line
from .markers import ornamental
from .model import PageContent

PAGE_NUMBER = re.compile(
    r"^(?:trang\s*)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s*/\s*\d{1,3})?$|^page\s+\d+.*$|^[ivxlc]{1,6}$",
    re.IGNORECASE,
)
NOTE = re.compile(r"(?:\d{1,2}|\*{1,3}|\(\d{1,2}\))\s*[A-ZĐÀ-Ỹ]")
DIGITS = re.compile(r"\d+")

TOP, BOTTOM = 0.09, 0.915
NUMBER_TOP, NUMBER_BOTTOM = 0.10, 0.90
LEAST_REPEATS = 3
REPEATED = 0.25
SAME_HEIGHT = 6
FOOTNOTE_RULE = 0.12, 0.45
SMALLER = 1.2

Repeats = Counter[tuple[str, int]]


def repeated_edges(pages: Sequence[tuple[PageContent, list[Line]]]) -> Repeats:
    """Count what stands at the top and bottom of pages, its numbers left out."""
    return Counter(
        _edge(line)
        for content, lines in pages
        for line in lines
        if _at_edge(line, content.height, TOP, BOTTOM)
    )


def without_furniture(
    content: PageContent, lines: list[Line], repeats: Repeats, page_count: int
) -> list[Line]:
    """Return the lines of a page but for its number and running heads."""
    often = max(LEAST_REPEATS, REPEATED * page_count)
    rows = Counter(round(line.baseline) for line in lines)
    return [
        line
        for line in lines
        if not (rows[round(line.baseline)] == 1 and _page_number(line, content.height))
        and not (_at_edge(line, content.height, TOP, BOTTOM) and repeats[_edge(line)] >= often)
    ]


def footnotes(content: PageContent, lines: list[Line], margin: float) -> list[Line]:
    """Return the lines of a page that stand below a short rule, drawn or typed, as notes."""
    return _below_typed_rule(lines, margin) or _below_drawn_rule(content, lines, margin)


def notes_of(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each footnote: one starts with its number."""
    notes: list[list[Line]] = []
    for line in sorted(lines, key=Line.place):
        if notes and not NOTE.match(line.text):
            notes[-1].append(line)
        else:
            notes.append([line])
    return notes


def _below_drawn_rule(content: PageContent, lines: list[Line], margin: float) -> list[Line]:
    """Return the small lines below a rule in the lower half of the page."""
    rules = [
        rule.y
        for rule in content.horizontals
        if FOOTNOTE_RULE[0] < (rule.x1 - rule.x0) / content.width < FOOTNOTE_RULE[1]
        and rule.y > 0.5 * content.height
    ]
    if not rules or not lines:
        return []
    small = median(line.size for line in lines for _ in line.text) - SMALLER
    top = min(rules) - 2
    return [line for line in lines if line.size < small and line.y0 > top and line.x0 < margin + 30]


def _below_typed_rule(lines: list[Line], margin: float) -> list[Line]:
    """Return what follows a line of dashes at the margin, when it opens with a note's number."""
    typed = [line for line in lines if ornamental(line.text) and line.x0 < margin + 60]
    for rule in reversed(typed):
        below = sorted((line for line in lines if line.y0 >= rule.middle), key=Line.place)
        if below and NOTE.match(below[0].text):
            return below
    return []


def _page_number(line: Line, height: float) -> bool:
    at_edge = _at_edge(line, height, NUMBER_TOP, NUMBER_BOTTOM)
    return at_edge and PAGE_NUMBER.match(line.text) is not None


def _at_edge(line: Line, height: float, top: float, bottom: float) -> bool:
    return line.y1 < top * height or line.y0 > bottom * height


def _edge(line: Line) -> tuple[str, int]:
    return DIGITS.sub("#", line.text), round(line.baseline / SAME_HEIGHT)
