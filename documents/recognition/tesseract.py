"""The recogniser: one Tesseract process for each page, in a folder of its own, confined."""

import os
import shutil
from pathlib import Path

from documents.confined import Limits, TooLong, run_confined
from documents.confinement import most_memory
from documents.jail import room_for
from documents.tools import reads_vietnamese

PROGRAM = "tesseract"
LANGUAGE = "vie"
WORK_SECONDS = 45
"""Of a processor; an honest page takes two."""
SECONDS = 240.0
"""It is the last to be served, so on a busy machine it may wait long."""
MOST_WRITTEN = 32 * 1024 * 1024
LOWEST = 19
PAGE, TABLES = "3", "6"
"""How the page is laid out: as Tesseract finds it, or as one block, once tables were spread out."""


class Unread(Exception):
    """The recogniser made nothing of a page."""


def recogniser() -> Path | None:
    """Return the program, if this machine has it and it knows Vietnamese."""
    found = shutil.which(PROGRAM)
    return Path(found) if found and reads_vietnamese() else None


def recognise(
    program: Path, folder: Path, density: int, *, spread: bool, private: tuple[Path, ...]
) -> Path:
    """Read the picture `page` in a folder and return what was written of it, as hOCR."""
    room = room_for(folder, program, private)
    command = [
        *(str(program), str(room.folder / "page.pgm"), str(room.folder / "page")),
        *("-l", LANGUAGE, "--dpi", str(density), "--psm", TABLES if spread else PAGE),
        *("-c", "tessedit_do_invert=0", "-c", "tessedit_create_hocr=1"),
    ]
    told = {"OMP_THREAD_LIMIT": "1", "HOME": str(room.folder), "TMPDIR": str(room.folder)}
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        told["TESSDATA_PREFIX"] = prefix
    limits = Limits(most_memory(), MOST_WRITTEN, WORK_SECONDS, LOWEST)
    place = folder / "page.hocr"
    try:
        ended = run_confined(command, room, folder, told, limits, SECONDS)
    except TooLong as failure:
        raise Unread("too long") from failure
    if ended != 0 or not place.is_file():
        raise Unread(f"ended with {ended}")
    return place
