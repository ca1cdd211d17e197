"""What workers do about copies; only they load what opens a stranger's file."""

import time
from pathlib import Path
from typing import Any

import orjson

from documents.copies.annotating import annotate
from documents.copies.binding import Copy, bind
from documents.copies.cleaning import clean
from documents.copies.marks import Mark
from documents.copies.volume import Volume
from documents.derived import Derived

BETWEEN_NOTES = 0.25
"""Seconds between two notes of progress."""


def make_copy(source: str, place: str) -> int:
    """Write the clean copy of a paper; returns how many pages it has."""
    return clean(Path(source), Path(place))


def make_annotated(copy: str, asked: str, place: str, pages: list[int] | None) -> None:
    """Write a copy of the pages, or of all, that bears the marks that were asked for."""
    marks = [Mark.from_json(each) for each in orjson.loads(Path(asked).read_bytes())]
    annotate(Path(copy), marks, Path(place), pages)


def make_volume(asked: str, place: str, progress: str) -> None:
    """Write a volume, and now and then how far it is."""
    told: dict[str, Any] = orjson.loads(Path(asked).read_bytes())
    volume = Volume.from_json(told["volume"])
    copies = [
        None
        if found is None
        else Copy(part, Path(found["copy"]), Derived(Path(found["folder"]), found["extractor"]))
        for part, found in zip(volume.parts, told["copies"], strict=True)
    ]
    bind(volume, copies, Path(place), _Teller(Path(progress)).tell)


class _Teller:
    def __init__(self, place: Path) -> None:
        self._place = place
        self._told = 0.0

    def tell(self, share: float) -> None:
        if time.monotonic() - self._told >= BETWEEN_NOTES:
            self._told = time.monotonic()
            self._place.write_text(f"{share:.4f}")
