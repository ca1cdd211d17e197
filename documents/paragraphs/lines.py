"""From the runs of a page to its visual lines: what stands on one baseline, joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .legacy_encodings import Decode, decoder_of
from .lettering import mended, space_stretch, text_width
from .markers import marker_of, opens_low
from .model import PageContent, Span
from .runs import clusters, rebuilt

HYPHENATED = re.compile(r"[a-z]-$")
LEADER = re.compile(r"(?:\.{6,}|…{3,}|_{6,}).*")
ASCENT, DESCENT = 0.9, 0.25
RAISED = 0.8
WORD_GAP = 0.12
LINE_GAP = 1.6
BLOCK_GAP = 0.8
MARKER_GAP = 3.2
LONGEST_MARKER = 4
LATEST_ROWS = 4
STRETCH = 1.25
NATIONAL_TITLE = "CỘNG HÒA", "CỘNG HOÀ"
"""It opens the right half of every letterhead, however near the left half comes."""


@dataclass
class Line:
    """A visual line: its box without the spaces around it, and its text."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    block: int
    text: str
    pieces: list[Span] = field(default_factory=list, repr=False)

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def first_word_width(self) -> float:
        """Return the room the first word takes with a space before it at its narrowest."""
        word = self.text.split(" ", 1)[0]
        return self.width * text_width(word) / max(1, text_width(self.text))

    def place(self) -> tuple[float, float]:
        """Return what puts lines in reading order inside one column."""
        return round(self.baseline), self.x0


def text_of(lines: Iterable[Line]) -> str:
    """Return the text of lines read on, words of plain letters healed where a hyphen cut them."""
    text = ""
    for line in lines:
        text = read_on(text, line.text)
    return text


def read_on(text: str, more: str) -> str:
    """Return a text that goes on with another."""
    if HYPHENATED.search(text) and text.isascii() and opens_low(more):
        return text[:-1] + more
    return f"{text} {more}" if text else more


def decoder_of_text(contents: Iterable[PageContent]) -> Decode | None:
    """Return what turns the text of these pages into Unicode, None where it is."""
    return decoder_of("".join(span.text for content in contents for span in content.spans))


def lines_of(content: PageContent, decode: Decode | None = None) -> list[Line]:
    """Return the lines of a page from the top down; `decode` if its document needs it."""
    decode = decode or decoder_of_text([content])
    spans = [span for span in content.spans if span.text]
    lines: list[Line] = []
    for row in _rows(spans):
        cleaned = _cleaned_row(row, content, decode)
        lines += _joined(content.number, cleaned, _walls(row[0], content))
    return lines


def _cleaned(span: Span, decode: Decode | None) -> Span:
    """Return the run in Unicode, its box drawn in to its ink."""
    text = mended(decode(span.text) if decode else span.text)
    bare = text.strip()
    if bare == text or not bare:
        return span._replace(text=text)
    space = space_stretch(text, span.x1 - span.x0, span.size) / 1000 * span.size
    leading = len(text) - len(text.lstrip())
    trailing = len(text) - len(text.rstrip())
    x0 = min(span.x0 + leading * space, span.x1)
    return span._replace(x0=x0, x1=max(x0, span.x1 - trailing * space), text=text)


def _rows(spans: Sequence[Span]) -> list[list[Span]]:
    """Return the runs of each baseline, raised and lowered ones with what they stand by."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: (span.baseline, span.x0)):
        for row in reversed(rows[-LATEST_ROWS:]):
            if _on_row(row[0], span):
                row.append(span)
                if span.size > row[0].size:
                    row[0], row[-1] = span, row[0]
                break
        else:
            rows.append([span])
    return rows


def _on_row(one: Span, other: Span) -> bool:
    large, small = (one, other) if one.size >= other.size else (other, one)
    if abs(large.baseline - small.baseline) < 0.45 * small.size:
        return True
    middle = small.baseline - (ASCENT - DESCENT) / 2 * small.size
    top, bottom = large.baseline - ASCENT * large.size, large.baseline + DESCENT * large.size
    return small.size < RAISED * large.size and top <= middle <= bottom


def _cleaned_row(row: list[Span], content: PageContent, decode: Decode | None) -> list[Span]:
    """Return the runs of a row from left to right, tangled ones rebuilt first."""
    if content.characters:
        written = [span for span in row if span.text.strip()]
        row = [
            cluster[0] if len(cluster) == 1 else rebuilt(cluster, content.characters)
            for cluster in clusters(written)
        ]
    return sorted((_cleaned(span, decode) for span in row), key=lambda span: span.x0)


def _walls(span: Span, content: PageContent) -> list[float]:
    """Return where vertical rules cross a row: text on both sides is two cells."""
    middle = span.baseline - (ASCENT - DESCENT) / 2 * span.size
    return [rule.x for rule in content.verticals if rule.y0 <= middle <= rule.y1]


def _joined(page: int, row: list[Span], walls: list[float]) -> Iterator[Line]:
    pieces: list[Span] = []
    text, reach = "", 0.0
    stretched = _stretched([span for span in row if span.text.strip()])
    for span in row:
        blank = not span.text.strip()
        if (pieces and not (stretched or _goes_on(pieces[-1], text, reach, span))) or _walled(
            pieces, span, walls
        ):
            yield _line(page, pieces, text)
            pieces, text = [], ""
        if blank and not pieces:
            continue
        if pieces and span.x0 - reach >= WORD_GAP * span.size:
            text += " "
        text += span.text
        reach = max(reach, span.x1) if pieces else span.x1
        if not blank:
            pieces.append(span)
    if pieces:
        yield _line(page, pieces, text)


def _walled(pieces: list[Span], span: Span, walls: list[float]) -> bool:
    return bool(pieces) and any(pieces[-1].x1 - 3 <= x <= span.x0 + 1 for x in walls)


def _stretched(runs: list[Span]) -> bool:
    """Say whether justifying drew the words of a line apart: gaps alike, one word a run."""
    words = [LEADER.sub("", run.text).strip() for run in runs]
    led = any(LEADER.search(run.text) for run in runs)
    if len(runs) < 2 or any(" " in word for word in words):
        return False
    em = runs[0].size
    gaps = [right.x0 - left.x1 for left, right in pairwise(runs)]
    wide = [gap for gap in gaps if gap > WORD_GAP * em]
    if len(wide) < (1 if led else 2):
        return False
    return min(wide) > 0.5 * em and max(wide) < STRETCH * min(wide)


def _goes_on(last: Span, text: str, reach: float, span: Span) -> bool:
    em = min(max(last.size, span.size), 1.15 * min(last.size, span.size))
    gap = span.x0 - reach
    written = text.strip()
    if span.text.startswith(NATIONAL_TITLE) and gap > WORD_GAP * em:
        return False
    if span.block != last.block and len(written) > LONGEST_MARKER:
        return gap < BLOCK_GAP * em
    if len(written) <= LONGEST_MARKER and marker_of(written):
        return gap < MARKER_GAP * em
    return gap < LINE_GAP * em


def _line(page: int, pieces: list[Span], text: str) -> Line:
    longest = max(pieces, key=lambda piece: len(piece.text.strip()))
    weight = sum(len(piece.text.strip()) for piece in pieces)
    bold = sum(len(piece.text.strip()) for piece in pieces if piece.bold)
    italic = sum(len(piece.text.strip()) for piece in pieces if piece.italic)
    return Line(
        page=page,
        x0=pieces[0].x0,
        y0=longest.baseline - ASCENT * longest.size,
        x1=max(piece.x1 for piece in pieces),
        y1=longest.baseline + DESCENT * longest.size,
        baseline=longest.baseline,
        size=longest.size,
        bold=bold > 0.6 * weight,
        italic=italic > 0.6 * weight,
        block=pieces[-1].block,
        text=" ".join(text.split()),
        pieces=pieces,
    )
