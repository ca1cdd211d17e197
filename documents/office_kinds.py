"""What an Office file is by its content; runs in worker processes only."""

import mmap
import zipfile
from pathlib import Path

from foundation.errors import Invalid

MIB = 1024 * 1024
MOST_UNPACKED = 1024 * MIB
RTF = b"{\\rtf"
ZIP = b"PK\x03\x04"
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
MAIN_PARTS = {
    "word/document": "docx",
    "xl/workbook": "xlsx",
    "ppt/presentation": "pptx",
}
STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
ENCRYPTED = "EncryptedPackage"


def kind_of(path: Path, suffix: str) -> str | None:
    """Return the kind that content and extension agree on, None if there is none."""
    with path.open("rb") as file:
        head = file.read(len(RTF))
    if head == RTF:
        return "rtf" if suffix in ("rtf", "doc") else None
    found = _kinds_of_zip(path) if head.startswith(ZIP) else _kinds_of_streams(path)
    return next((kind for kind in sorted(found) if kind[:3] == suffix[:3]), None)


def _kinds_of_zip(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Invalid("paper.too_large", most_mib=MOST_UNPACKED // MIB)
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as told:
                    return {"odt"} if told.read(200).strip() == OPEN_TEXT else set()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as failure:
        raise Invalid("paper.damaged") from failure
    return {kind for part, kind in MAIN_PARTS.items() if any(n.startswith(part) for n in names)}


def _kinds_of_streams(path: Path) -> set[str]:
    """Look for the names of streams, which the old format writes in two bytes a letter."""
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        if content.find(ENCRYPTED.encode("utf-16-le")) >= 0:
            raise Invalid("paper.encrypted")
        return {
            kind
            for name, kind in STREAMS.items()
            if content.find(name.encode("utf-16-le") + b"\0\0") >= 0
        }
