"""What is known of a file that has been looked at and kept, before it becomes a version."""

from dataclasses import dataclass

LONGEST_NAME = 255


@dataclass(frozen=True)
class Received:
    """A kept file: its names in the vault, its type, and the size of each of its pages."""

    file_name: str
    sha256: str
    readable_sha256: str
    media_type: str
    size: int
    pages: list[tuple[float, float]]


def shown_name(file_name: str) -> str:
    """Return a file name as it may be shown: without folders, without what cannot be printed."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[-LONGEST_NAME:]
