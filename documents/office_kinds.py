"""What an Office file is by its content; runs in worker processes only."""

import mmap
import zipfile
from pathlib import Path

from foundation.errors import Invalid

MIB = 1024 * 1024
MOST_UNPACKED = 1024 * MIB
MOST_MARKUP = 256 * MIB
"""Of what is text inside: a thousand pages are some 20 MiB of it."""
MARKUP = (".xml", ".rels", ".vml", ".bin")
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
OLD_FONTS = (".Vn", ".VN", "VNI-", "Vni-")
"""How the names of fonts begin whose text is in TCVN3 or VNI."""
CONTENT_OF_OPEN_TEXT = ("content.xml", "styles.xml")


def kind_of(path: Path, suffix: str) -> str | None:
    """Return the kind that content and extension agree on, None if there is none."""
    with path.open("rb") as file:
        head = file.read(len(RTF))
    if head == RTF:
        return "rtf" if suffix in ("rtf", "doc") else None
    found = _kinds_of_zip(path) if head.startswith(ZIP) else _kinds_of_streams(path)
    return next((kind for kind in sorted(found) if kind[:3] == suffix[:3]), None)


def names_old_font(path: Path, kind: str) -> bool:
    """Say whether a file that is no .docx names a font of an old encoding."""
    if kind == "odt":
        with zipfile.ZipFile(path) as archive:
            parts = set(CONTENT_OF_OPEN_TEXT).intersection(archive.namelist())
            return any(_names_old_font(archive.read(part), "utf-8") for part in parts)
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return _names_old_font(content, "ascii" if kind == "rtf" else "utf-16-le")


def _names_old_font(content: bytes | mmap.mmap, encoding: str) -> bool:
    return any(content.find(name.encode(encoding)) >= 0 for name in OLD_FONTS)


def _kinds_of_zip(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            markup = sum(part.file_size for part in parts if part.filename.endswith(MARKUP))
            if markup > MOST_MARKUP or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Invalid("paper.unpacks_too_large")
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
