"""From the recogniser's lines to the content of a page, noise left out."""

import math
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from documents.paragraphs.lettering import text_width
from documents.paragraphs.model import PageContent, Span
from documents.recognition.hocr import Row, Word, rows_of
from documents.recognition.sheet import Sheet
from documents.recognition.spreading import Piece

LEAST_LETTERS = 8
"""So many tell the size of their line by the room they take."""
SURE = 60
SURE_ROW = 40
LEAST_SURE = 20
STEEPEST = 0.06
"""How much a line of a levelled page may still fall: more is a seal's or a scribble's."""
LARGEST, SMALLEST = 3.0, 0.45
"""How far the size of a line may be from the usual one before only a sure one is believed."""
ALIKE = 0.12
RULES = "|_¦[]{}"
"""What is left of ruled lines."""
STRAY = "|_~^`´¨°•·.,'\"‘’“”-–—=<>\\/[]{}()"
MOST_WORDS = 8000


def content_of(sheet: Sheet, text: str) -> PageContent:
    """Return what a page holds by what the recogniser wrote of it."""
    rows = [row for row in rows_of(text) if _believable(row)]
    usual = _usual_size(rows)
    spans = (span for row in rows for span in _spans(row, sheet, usual))
    return PageContent(
        number=sheet.number - 1,
        width=sheet.width,
        height=sheet.height,
        spans=tuple(spans)[:MOST_WORDS],
        horizontals=sheet.horizontals,
        verticals=sheet.verticals,
        image_coverage=sheet.image_coverage,
        stance=sheet.stance,
    )


def sureness_of(text: str) -> tuple[float, int]:
    """Return how sure the recogniser was of a page, of 100, and how many letters it read."""
    words = [word for row in rows_of(text) for word in row.words if _lettered(word.text)]
    letters = sum(len(word.text) for word in words)
    sure = sum(word.sureness * len(word.text) for word in words)
    return (sure / letters if letters else 0.0), letters


def _believable(row: Row) -> bool:
    letters = sum(len(word.text) for word in row.words)
    sure = sum(word.sureness * len(word.text) for word in row.words) / letters
    lettered = any(_lettered(word.text) for word in row.words)
    return sure >= (SURE_ROW if lettered else SURE) and abs(row.slope) <= STEEPEST


def _lettered(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _usual_size(rows: Sequence[Row]) -> float:
    sizes = [size for row in rows if (size := _size(row)) for word in row.words for _ in word.text]
    return median(sizes) if sizes else 0.0


def _size(row: Row) -> float:
    """Return the size of the letters of a line by the room they take; 0 where they are too few.

    Their height tells less: marks stand over and under Vietnamese letters of any height.
    """
    words = [word for word in row.words if _lettered(word.text)]
    if sum(len(word.text) for word in words) < LEAST_LETTERS:
        return 0.0
    width = sum(word.x1 - word.x0 for word in words)
    return 1000 * width / sum(text_width(word.text) for word in words)


def _spans(row: Row, sheet: Sheet, usual: float) -> Iterator[Span]:
    size = _size(row) or usual or row.size
    if not SMALLEST * usual <= size <= LARGEST * usual and _sureness(row) < 2 * SURE_ROW:
        return
    size = usual if abs(size - usual) < ALIKE * usual else size
    for piece, words in _by_piece(row, sheet):
        baseline = row.baseline_at((words[0].x0 + words[-1].x1) / 2)
        spans = (_span(row, word, piece, baseline, size, sheet) for word in _without_strays(words))
        yield from _spaced(span for span in spans if not _stamped(span, sheet))


def _spaced(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield words with a space of no width between them: they are words however close they are."""
    last: Span | None = None
    for span in spans:
        if last is not None:
            x = min(last.x1, span.x0)
            yield last._replace(x0=x, x1=x, text=" ")
        yield span
        last = span


def _sureness(row: Row) -> float:
    return sum(word.sureness for word in row.words) / len(row.words)


def _by_piece(row: Row, sheet: Sheet) -> Iterator[tuple[Piece | None, list[Word]]]:
    """Yield the words of a line that lie in one part of the spread page."""
    together: list[Word] = []
    last: Piece | None = None
    for word in row.words:
        x, y = (word.x0 + word.x1) / 2 / sheet.zoom, (word.y0 + word.y1) / 2 / sheet.zoom
        piece = next((piece for piece in sheet.pieces if piece.holds(x, y)), None)
        if together and piece is not last:
            yield last, together
            together = []
        last = piece
        together.append(word)
    if together:
        yield last, together


def _without_strays(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words but for what is no word: specks, the remains of rules, unsure scraps."""
    for index, word in enumerate(words):
        edge = index in (0, len(words) - 1)
        stray = all(letter in STRAY for letter in word.text)
        if all(letter in RULES for letter in word.text):
            continue
        if word.sureness < LEAST_SURE and (stray or len(word.text) <= 2):
            continue
        if stray and edge and len(words) > 1 and word.sureness < SURE and word.text != "-":
            continue
        yield word


def _span(
    row: Row, word: Word, piece: Piece | None, baseline: float, size: float, sheet: Sheet
) -> Span:
    right, down = (piece.source.x0 - piece.left, piece.source.y0 - piece.top) if piece else (0, 0)

    def across(x: float) -> float:
        return round((x / sheet.zoom + right) / sheet.scale, 2)

    def along(y: float) -> float:
        return round((y / sheet.zoom + down) / sheet.scale, 2)

    return Span(
        across(word.x0),
        along(word.y0),
        across(word.x1),
        along(word.y1),
        along(baseline),
        round(size / sheet.zoom / sheet.scale, 1),
        False,
        False,
        word.text,
        row.block,
    )


def _stamped(span: Span, sheet: Sheet) -> bool:
    """Say whether a word is one that the page bears over its scan."""
    x, y = (span.x0 + span.x1) / 2, (span.y0 + span.y1) / 2
    x, y = sheet.stance.displayed(x, y, sheet.width, sheet.height)
    return any(
        x0 <= x <= x1 and y0 <= y <= y1 and math.isfinite(x) for x0, y0, x1, y1 in sheet.stamped
    )
