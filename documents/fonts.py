"""Fonts for Office files: those that have every Vietnamese letter and Word's own widths.

A font that lacks letters destroys the text of what is converted: the missing ones are taken
from another font and written apart. Liberation 1.x, which Debian 12 installs by itself, is
such a font. So the converter sees only the folders named here.
"""

import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from xml.sax.saxutils import escape

SHARED = Path("/usr/share/fonts/truetype")
FOLDERS = (
    SHARED / "crosextra",
    SHARED / "dejavu",
    SHARED / "noto",
    SHARED / "openoffice",
    SHARED / "libreoffice",
    Path("/usr/local/share/fonts"),
)
NAMES = {
    "serif": ("Times New Roman", "Liberation Serif", ".VnTime", "VNI-Times"),
    "sans": ("Arial", "Liberation Sans", "Helvetica", ".VnArial", "VNI-Helve"),
    "mono": ("Courier New", "Liberation Mono"),
}
CARLITO = ("Calibri", "Carlito")
_MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = frozenset(
    letter
    for base, mark in product("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", _MARKS)
    if len(letter := unicodedata.normalize("NFC", base + mark)) == 1
) | set("đĐ")
LARGEST_TABLE = 1024 * 1024


@dataclass(frozen=True)
class Family:
    """Three fonts with the widths of Word's, and where they are."""

    folder: Path
    sample: str
    faces: dict[str, str]

    @property
    def found(self) -> bool:
        """Say whether it is on this machine."""
        return (self.folder / self.sample).is_file()

    @property
    def whole(self) -> bool:
        """Say whether it is there with every Vietnamese letter."""
        return self.found and has_vietnamese(self.folder / self.sample)


_CROSCORE = {"serif": "Tinos", "sans": "Arimo", "mono": "Cousine"}
_LIBERATION = {"serif": "Liberation Serif", "sans": "Liberation Sans", "mono": "Liberation Mono"}
_SAMPLE = "LiberationSerif-Regular.ttf"
FAMILIES = (
    Family(SHARED / "croscore", "Tinos-Regular.ttf", _CROSCORE),
    Family(SHARED / "liberation2", _SAMPLE, _LIBERATION),
    Family(SHARED / "liberation", _SAMPLE, _LIBERATION),
)


def vietnamese_fonts_found() -> bool:
    """Say whether fonts with Word's widths and every Vietnamese letter are there."""
    return _best() is not None


def incomplete_fonts_found() -> bool:
    """Say whether a font is there that lacks Vietnamese letters and would be taken for Times."""
    return any(family.found and not family.whole for family in FAMILIES)


def has_vietnamese(font: Path) -> bool:
    """Say whether a font has every Vietnamese letter."""
    return not VIETNAMESE - letters_of(font)


def configuration(cache: Path) -> str:
    """Return a fontconfig file that shows only fonts we trust, under the names papers use."""
    best = _best()
    folders = [folder for folder in FOLDERS if folder.is_dir()]
    # any fonts rather than none, but for those that tear words apart
    folders = [best.folder, *folders] if best else [SHARED.parent]
    shown = "".join(f"<dir>{escape(str(folder))}</dir>\n" for folder in folders)
    hidden = "".join(
        f"<glob>{escape(str(family.folder))}/*</glob>"
        for family in FAMILIES
        if family.found and not family.whole
    )
    rejected = f"<selectfont><rejectfont>{hidden}</rejectfont></selectfont>\n" if hidden else ""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"{shown}{rejected}<cachedir>{escape(str(cache))}</cachedir>\n{_aliases(best)}</fontconfig>\n"
    )


@lru_cache
def letters_of(font: Path) -> frozenset[str]:
    """Return the letters that a font draws, as its own table of them says."""
    try:
        return frozenset(map(chr, _codes(_table(font.read_bytes(), b"cmap"))))
    except (OSError, struct.error, StopIteration, ValueError):
        return frozenset()


def _best() -> Family | None:
    return next((family for family in FAMILIES if family.whole), None)


def _aliases(best: Family | None) -> str:
    faces = best.faces if best else {}
    pairs = [
        (name, faces[kind]) for kind, names in NAMES.items() if kind in faces for name in names
    ]
    return "".join(
        f'<alias binding="same"><family>{name}</family>'
        f"<prefer><family>{ours}</family></prefer></alias>\n"
        for name, ours in [*pairs, CARLITO]
        if name != ours
    )


def _table(font: bytes, name: bytes) -> bytes:
    """Return one table of an OpenType file."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count))
    start, length = next((start, size) for found, _, start, size in records if found == name)
    return font[start : start + min(length, LARGEST_TABLE)]


def _codes(table: bytes) -> set[int]:
    """Return the characters of a table of letters, of its segments of the basic plane."""
    (count,) = struct.unpack_from(">H", table, 2)
    places = {struct.unpack_from(">HHI", table, 4 + 8 * number)[2] for number in range(count)}
    start = next(place for place in sorted(places) if table[place : place + 2] == b"\0\4")
    (doubled,) = struct.unpack_from(">H", table, start + 6)
    ends = struct.unpack_from(f">{doubled // 2}H", table, start + 14)
    firsts = struct.unpack_from(f">{doubled // 2}H", table, start + 16 + doubled)
    return {code for first, end in zip(firsts, ends, strict=True) for code in range(first, end + 1)}
