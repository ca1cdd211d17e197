"""What this machine has of the programs and fonts that papers need."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents.fonts import vietnamese_fonts_found
from documents.office import CONVERTER

LANGUAGES = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
)


@dataclass(frozen=True)
class Tool:
    """A program or a set of fonts; `code` names the sentence that says what it is good for."""

    name: str
    found: bool
    code: str


def tools() -> list[Tool]:
    """Return every tool, found or not."""
    return [
        Tool("soffice", shutil.which(CONVERTER) is not None, "tool.converter"),
        Tool("fonts-croscore", vietnamese_fonts_found(), "tool.vietnamese_fonts"),
        Tool("tesseract-ocr", shutil.which("tesseract") is not None, "tool.text_recognition"),
        Tool("tesseract-ocr-vie", _reads_vietnamese(), "tool.vietnamese_recognition"),
        Tool("espeak-ng", shutil.which("espeak-ng") is not None, "tool.speech"),
    ]


def _reads_vietnamese() -> bool:
    return any((folder / "vie.traineddata").is_file() for folder in _language_folders())


def _language_folders() -> Iterator[Path]:
    for pattern in LANGUAGES:
        yield from Path("/").glob(pattern.lstrip("/"))
