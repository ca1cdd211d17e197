"""Small readings of a file that may say anything: numbers, words, what a page inherits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf as _pikepdf

from documents.copies.geometry import Displayed, displayed
from foundation.errors import Invalid

pikepdf: Any = _pikepdf

DEEPEST = 50
LARGEST_NUMBER = 1e7
LONGEST_WORDS = 500


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a PDF; what is not its business is refused as damaged."""
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as failure:
        raise Invalid("paper.encrypted") from failure
    except pikepdf.PdfError as failure:
        raise Invalid("paper.damaged") from failure
    with pdf:
        yield pdf


def inherited(page: Any, key: str) -> Any:
    """Return what a page says, or what it inherits; None where nobody says it."""
    node = page
    for _ in range(DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if (value := node.get(key)) is not None:
            return value
        node = node.get("/Parent")
    return None


def display_of(page: Any) -> Displayed:
    """Return how a page is shown."""
    rotate = inherited(page, "/Rotate")
    return displayed(
        numbers(inherited(page, "/MediaBox")),
        numbers(inherited(page, "/CropBox")) or None,
        int(number(rotate) or 0),
    )


def number(value: Any) -> float | None:
    """Return a number that can be drawn with, None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if abs(found) <= LARGEST_NUMBER else None  # false for what is no number, too


def numbers(value: Any) -> list[float]:
    """Return a list of numbers; an empty one where there is anything else in it."""
    if not isinstance(value, pikepdf.Array) or len(value) > 400:
        return []
    found = [number(each) for each in value]
    return [each for each in found if each is not None] if None not in found else []


def words(value: Any) -> str:
    """Return a string as people read it."""
    if not isinstance(value, pikepdf.String):
        return ""
    printable = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return " ".join(printable.split())[:LONGEST_WORDS]
