"""What the recogniser wrote, read: lines with their baselines, words with their boxes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

MARK = re.compile(
    r"<(?:p|div|span) class='(ocr_par|ocr_line|ocr_caption|ocr_header|ocr_textfloat|ocrx_word)'"
    r"[^>]*? title=(['\"])(.*?)\2[^>]*>((?:<(?:strong|em)>)*([^<]*))"
)
BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
SIZE = re.compile(r"x_size ([\d.]+)")
CONFIDENCE = re.compile(r"x_wconf (\d+)")
INVISIBLE = re.compile("[\u0000-\u001f\u00ad\u200b-\u200f\ufeff]")


class Word(NamedTuple):
    """A word: its box in pixels, how sure the recogniser is of it, of 100, and its letters."""

    x0: float
    y0: float
    x1: float
    y1: float
    sureness: int
    text: str


@dataclass(frozen=True)
class Row:
    """A line of words, and where they stand: a baseline falls by its slope from left to right."""

    block: int
    x0: float
    y1: float
    slope: float
    offset: float
    size: float
    words: tuple[Word, ...]

    def baseline_at(self, x: float) -> float:
        """Return the height of the baseline at some place along it."""
        return self.y1 + self.offset + self.slope * (x - self.x0)


def rows_of(text: str) -> Iterator[Row]:
    """Yield the lines of one page that have words."""
    block, head, words = 0, "", list[Word]()
    for kind, _, told, _, written in MARK.findall(text):
        told = unescape(told)
        if kind == "ocrx_word":
            words += _words(told, written)
            continue
        if words:
            yield _row(block, head, words)
        block, head, words = block + (kind == "ocr_par"), told, []
    if words:
        yield _row(block, head, words)


def _words(told: str, written: str) -> Iterator[Word]:
    box, sure = BOX.search(told), CONFIDENCE.search(told)
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", unescape(written))).strip()
    if box and text:
        x0, y0, x1, y1 = map(float, box.groups())
        yield Word(x0, y0, x1, y1, int(sure.group(1)) if sure else 0, text)


def _row(block: int, told: str, words: list[Word]) -> Row:
    box, baseline, size = BOX.search(told), BASELINE.search(told), SIZE.search(told)
    height = max(word.y1 - word.y0 for word in words)
    return Row(
        block,
        float(box.group(1)) if box else words[0].x0,
        float(box.group(4)) if box else max(word.y1 for word in words),
        float(baseline.group(1)) if baseline else 0.0,
        float(baseline.group(2)) if baseline else 0.0,
        float(size.group(1)) if size else height,
        tuple(words),
    )
