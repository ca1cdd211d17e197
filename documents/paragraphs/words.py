"""The lines of a page and the place of each word, for text that can be selected over a picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from .lettering import letter_width, space_stretch
from .lines import Line, lines_of
from .model import PageContent, Span


def words_of(content: PageContent) -> list[list[Any]]:
    """Return each line as [x0, y0, x1, y1, text, [[word x0, word x1], ...]] on the page's grid."""
    return [placed for line in lines_of(content) for placed in _placed(line, content)]


def _placed(line: Line, content: PageContent) -> Iterator[list[Any]]:
    """Yield the line; on a page that is not level each word of it is one, so that boxes fit."""
    words = line.text.split(" ")
    places = list(_words(line))
    if len(places) != len(words):
        places = [(line.x0, line.x1)] * len(words)
    boxes = [content.placed(x0, line.y0, x1, line.y1) for x0, x1 in places]
    if content.level:
        whole = content.placed(line.x0, line.y0, line.x1, line.y1)
        yield [*whole, line.text, [[box[0], box[2]] for box in boxes]]
        return
    for word, box in zip(words, boxes, strict=True):
        yield [*box, word, [[box[0], box[2]]]]


def _words(line: Line) -> Iterator[tuple[float, float]]:
    """Yield where each word starts and ends, walking the letters as the text joined them."""
    letters = [place for piece in line.pieces for place in _letters(piece)]
    rest = iter(letters)
    for word in line.text.split(" "):
        places = [place for _, place in zip(word, rest, strict=False)]
        if len(places) == len(word):
            yield places[0][0], places[-1][1]


def _letters(piece: Span) -> Iterator[tuple[float, float]]:
    text = " ".join(piece.text.split())
    if not text:
        return
    space = space_stretch(text, piece.x1 - piece.x0, piece.size)
    widths = [
        (blank, space if blank else letter_width(letter))
        for blank, group in groupby(text, str.isspace)
        for letter in group
    ]
    scale = (piece.x1 - piece.x0) / max(1.0, sum(width for _, width in widths))
    x = piece.x0
    for blank, width in widths:
        if not blank:
            yield x, x + width * scale
        x += width * scale
