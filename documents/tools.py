"""What this machine has of the programs and fonts that papers need."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents.fonts import incomplete_fonts_found, vietnamese_fonts_found
from documents.office import CONVERTER, reads
from documents.speaking import programs

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
        Tool("libreoffice-calc", reads("xlsx"), "tool.converter_of_sheets"),
        Tool("libreoffice-impress", reads("pptx"), "tool.converter_of_slides"),
        Tool("fonts-croscore", vietnamese_fonts_found(), _fonts_code()),
        Tool("tesseract-ocr", shutil.which("tesseract") is not None, "tool.text_recognition"),
        Tool("tesseract-ocr-vie", reads_vietnamese(), "tool.vietnamese_recognition"),
        Tool("espeak-ng", programs() is not None, "tool.speech"),
    ]


def reads_vietnamese() -> bool:
    """Say whether Tesseract knows Vietnamese here."""
    return any((folder / "vie.traineddata").is_file() for folder in _language_folders())


def _fonts_code() -> str:
    torn = incomplete_fonts_found() and not vietnamese_fonts_found()
    return "tool.only_torn_fonts" if torn else "tool.vietnamese_fonts"


def _language_folders() -> Iterator[Path]:
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        yield Path(prefix)
        return
    for pattern in LANGUAGES:
        yield from Path("/").glob(pattern.lstrip("/"))
