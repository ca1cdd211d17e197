"""What is done to an Office file before it is converted; runs in worker processes only.

Nothing outside the file is loaded with it, old encodings become Unicode, sheets fit their page.
"""

from pathlib import Path

from documents.open_xml import OpenXml, opened
from documents.sheets import fit_to_width
from documents.word_in_unicode import to_unicode


def mend(path: Path, kind: str, place: Path) -> bool:
    """Write the file as it should be converted; says whether it differs from what it was."""

    def change(file: OpenXml) -> None:
        if kind == "docx":
            to_unicode(file)
        if kind == "xlsx":
            fit_to_width(file)

    return opened(path, change, place)
