"""Fingerprints: what a paragraph says, whatever its number, its signs and its capitals."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from hashlib import blake2b

from .model import PAGE, ROW, Passage

NUMBERED_KINDS = frozenset({"heading", "article", "clause", "point", "bullet"})
"""Only these open with a number of their own: elsewhere "Điều 5" is part of the sentence."""

HEADING_KINDS = frozenset({"heading", "article"})
"""What follows stands under them."""

MARKER = re.compile(
    r"""\s*(?:
      (?P<name>tiểu\s+mục|phụ\s+lục|chương|phần|mục|điều)
        \s+(?:(?:thứ|số)\s+)?(?:\d+[a-zđ]?|[ivxlc]+|nhất|hai|ba|tư|năm|[a-zđ])\b\s*[.:]?
    | \(?\d{1,3}(?:\.\d{1,2}){0,3}\s*[.)/](?!\d)
    | \d{1,2}(?:\.\d{1,2}){1,3}(?=\s)
    | [ivxl]{1,6}\s*[.)/-](?!\w)
    | \(?[a-zđ](?:\.?\d){0,2}\s*[).](?!\w)
    | [-–—+*•●○▪◦·§\uf0b7\uf02d\uf0a7](?=\s|[^\d\s])
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
ORDINAL_CELL = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,2}){0,3}|[ivxl]{1,6}|[a-zđ])[.)]?\s*\|\s*", re.I)
"""The first cell of a row, when all it does is count the rows."""

CELL = re.compile(r"\s*\|\s*")
SILENT = re.compile(r"[\W_]+")
DIGIT = re.compile(r"\d")


def split_marker(kind: str, text: str) -> tuple[str, str]:
    """Return the number or sign that opens a paragraph, and what it says."""
    found = None
    if kind == ROW:
        found = ORDINAL_CELL.match(text)
    elif kind in NUMBERED_KINDS:
        found = MARKER.match(text)
    return (found.group(), text[found.end() :]) if found else ("", text)


class Fingerprint:
    """One paragraph, reduced to what is compared."""

    def __init__(self, passage: Passage) -> None:
        self.kind = passage.kind
        self.address = passage.address
        self.row = passage.kind == ROW
        self.heads = passage.kind in HEADING_KINDS
        text = unicodedata.normalize("NFC", passage.text).lower()
        _, self._said = split_marker(passage.kind, text)
        said = plain(self._said)
        self.form = said or _name(text) or text.strip()
        self.nameless = not said and self.form != text.strip()
        """It says "Chương II" alone: what follows tells which chapter it is."""
        self.readable = bool(self.form) and passage.kind != PAGE and not self.nameless
        """A page that is a picture says nothing: there is nothing to know it by."""

    @cached_property
    def hash(self) -> int:
        """Return 64 bits of what it says; a row never equals a sentence."""
        form = f"{'|' if self.row else ''}{self.form}"
        return int.from_bytes(blake2b(form.encode(), digest_size=8).digest())

    @cached_property
    def words(self) -> list[str]:
        """Return what it says, word by word."""
        return self.form.split()

    @cached_property
    def cells(self) -> list[str]:
        """Return the cells of a row, each in its normal form."""
        return [plain(cell) for cell in CELL.split(self._said)]

    @cached_property
    def label(self) -> str:
        """Return the first cell of a row that has letters: what the row is about."""
        return next((cell for cell in self.cells if not numeric(cell)), "")

    @cached_property
    def labels(self) -> str:
        """Return all cells of a row that have letters."""
        return " ".join(cell for cell in self.cells if not numeric(cell))

    @cached_property
    def numbers(self) -> list[str]:
        """Return the cells of a row that are figures."""
        return [cell for cell in self.cells if cell and numeric(cell)]


def plain(text: str) -> str:
    """Return letters and digits alone, one space between words."""
    return SILENT.sub(" ", text).strip()


def numeric(cell: str) -> bool:
    """Say whether a cell is a figure, or empty."""
    return not cell or cell.replace(" ", "").isdigit()


def _name(text: str) -> str:
    """Return "chương" of a line that says only "Chương II": its number may be another one now."""
    found = MARKER.match(text)
    return plain(found.group("name") or "") if found else ""
