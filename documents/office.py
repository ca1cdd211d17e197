"""Office files to PDF: one converter process for each file, in a folder of its own.

The converter sees neither the network nor the server's files and environment (jail.py), and ends
at a deadline.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from documents.confined import Limits, TooLong, run_confined
from documents.confinement import most_memory_of_converter
from documents.fonts import configuration
from documents.jail import Room, room_for
from documents.jobs import Jobs
from documents.vault import MIB, Staged, Vault
from foundation.errors import Invalid, Unavailable

CONVERTER = "soffice"
MENDED = ("docx", "xlsx", "pptx")
"""Kinds that are looked through before they are converted."""
SECONDS = 90.0
SECONDS_AT_LEAST = 30.0
SECONDS_A_MIB = 3.0
NICENESS = 5
"""Who uploads can wait a little longer than who is in the meeting."""
LARGEST_RESULT = 1024 * MIB
MOST_WRITTEN = 1024 * MIB
NEWER = {"doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx"}
NEWER_FIRST = ("xls",)
PARTS = {"xls": "libsclo.so", "xlsx": "libsclo.so", "ppt": "libsdlo.so", "pptx": "libsdlo.so"}
"""What reads a kind, beside the converter; Debian packs sheets and slides apart from texts."""
PART_OF_TEXTS = "libswlo.so"
TOLD_BY_LETTERS = ("doc", "rtf", "odt")
"""Kinds that are converted to a newer one only if their text turns out to be old."""
FORBIDDEN = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "CheckDocumentEvents", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "doc": "application/msword",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
}


def convert(vault: Vault, jobs: Jobs, path: Path, kind: str, *, old_font: bool) -> Staged:
    """Return the PDF made of an Office file, staged."""
    converter = shutil.which(CONVERTER)
    if converter is None:
        raise Unavailable("paper.office_needs_converter")
    if not reads(kind):
        raise Unavailable("paper.office_needs_part")
    with vault.scratch_folder() as folder:
        paper = folder / f"paper.{kind}"
        paper.hardlink_to(path)  # the bytes are read only, and there may be many
        room = room_for(folder, Path(converter), (vault.root, vault.root.parent))
        conversion = Conversion(converter, folder, room, jobs, _seconds(path))
        made = conversion.pdf_of(paper, newer_first=old_font or kind in NEWER_FIRST)
        with made.open("rb") as file:
            return vault.stage(file, LARGEST_RESULT)


def reads(kind: str) -> bool:
    """Say whether the converter has the part that reads this kind, as far as that can be seen."""
    converter = shutil.which(CONVERTER)
    if converter is None:
        return False
    beside = Path(converter).resolve().parent
    part = PARTS.get(kind, PART_OF_TEXTS)
    return (beside / part).exists() or not (beside / PART_OF_TEXTS).exists()


@dataclass(frozen=True)
class Conversion:
    """One Office file on its way, in a folder of its own."""

    converter: str
    folder: Path
    room: Room
    jobs: Jobs
    seconds: float

    def pdf_of(self, paper: Path, *, newer_first: bool) -> Path:
        """Return the PDF; text in an old encoding is put into Unicode on the way."""
        if newer_first:
            paper = self._made(paper, NEWER[paper.suffix[1:]])
        made = self._made(self._mended(paper), "pdf")
        told_by_letters = not newer_first and paper.suffix[1:] in TOLD_BY_LETTERS
        if told_by_letters and self.jobs.old_text(made):  # no font betrayed it
            return self.pdf_of(paper, newer_first=True)
        return made

    def _mended(self, paper: Path) -> Path:
        """Return the file without what must not be converted with it."""
        kind = paper.suffix[1:]
        if kind not in MENDED:
            return paper
        mended = self.folder / "mended" / paper.name
        mended.parent.mkdir(exist_ok=True)
        return mended if self.jobs.mend(paper, kind, mended) else paper

    def _made(self, paper: Path, kind: str) -> Path:
        """Run the converter and return what it made; refuses where it made nothing."""
        seen = self.room.folder / paper.relative_to(self.folder)
        command = _command(self.converter, self.room, seen, kind)
        told = _environment(self.folder, self.room.folder)
        limits = Limits(most_memory_of_converter(), MOST_WRITTEN, round(self.seconds), NICENESS)
        try:
            run_confined(command, self.room, self.folder, told, limits, self.seconds)
        except TooLong:
            raise Invalid("paper.conversion_too_long", seconds=round(self.seconds)) from None
        made = self.folder / "made" / f"paper.{kind}"
        if not made.is_file() or made.stat().st_size == 0:
            raise Invalid("paper.conversion_failed")
        return made


def _seconds(path: Path) -> float:
    """Return how long a file may take: honest small files take two seconds."""
    return min(SECONDS, SECONDS_AT_LEAST + SECONDS_A_MIB * path.stat().st_size / MIB)


def _command(converter: str, room: Room, paper: Path, kind: str) -> list[str]:
    return [
        converter,
        f"-env:UserInstallation={(room.folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", kind, "--outdir", str(room.folder / "made"), str(paper)),
    ]


def _environment(folder: Path, seen: Path) -> dict[str, str]:
    """Prepare the folder, and return what the converter knows, which sees it elsewhere."""
    (folder / "fonts.conf").write_text(configuration(seen / "font-cache"))
    _write_profile(folder / "profile" / "user")
    return {
        "HOME": str(seen),
        "TMPDIR": str(seen),
        "FONTCONFIG_FILE": str(seen / "fonts.conf"),
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _write_profile(folder: Path) -> None:
    """Forbid what a paper could make the converter do: run, fetch, open other files."""
    folder.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in FORBIDDEN
    )
    settings = folder / "registrymodifications.xcu"
    if not settings.exists():
        settings.write_text(
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
        )
