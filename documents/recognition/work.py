"""What a worker does for scans: pages made ready, what the recogniser wrote judged and kept."""

from pathlib import Path
from typing import Any

import orjson

from documents import paragraphs
from documents.derived import write_whole
from documents.making import PageMaking
from documents.recognition.preparing import DENSITY, ZOOM, prepare
from documents.recognition.reading import content_of, sureness_of
from documents.recognition.sheet import Sheet

PICTURE, WRITTEN = "page.pgm", "page.hocr"
MOST_WRITTEN = 16 * 1024 * 1024


def straighten(making: PageMaking, turn: int | None, folder: Path) -> dict[str, Any]:
    """Make a page ready for the recogniser, unless it has been read already."""
    if kept := making.recognised:
        stance = kept.stance
        return {"kept": True, "turn": stance.turn if stance else 0}
    sheet = prepare(making.page, making.printed, turn, folder / PICTURE)
    write_whole(_sheet(folder, sheet.stance.turn), orjson.dumps(sheet.to_json()))
    return {
        "kept": False,
        "turn": sheet.stance.turn,
        "spread": bool(sheet.pieces),
        "density": round(DENSITY * ZOOM),
    }


def judge(turn: int, folder: Path) -> dict[str, Any]:
    """Tell how sure the recogniser was of how many letters, and set aside what it wrote."""
    text = _text(folder / WRITTEN)
    (folder / WRITTEN).replace(_written(folder, turn))
    sure, letters = sureness_of(text)
    return {"sure": sure, "letters": letters}


def keep(making: PageMaking, turn: int, folder: Path) -> dict[str, Any]:
    """Write what a page holds by what was read of it, and its words anew."""
    sheet = Sheet.from_json(orjson.loads(_sheet(folder, turn).read_bytes()))
    content = content_of(sheet, _text(_written(folder, turn)))
    derived, number = making.derived, making.number
    write_whole(derived.recognised(number), orjson.dumps(content.to_json()))
    write_whole(derived.words(number), orjson.dumps(paragraphs.words_of(content)))
    return {}


def _sheet(folder: Path, turn: int) -> Path:
    return folder / f"sheet-{turn}.json"


def _written(folder: Path, turn: int) -> Path:
    return folder / f"written-{turn}.hocr"


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(MOST_WRITTEN).decode(errors="replace")
