"""Fonts for Office files: those that have every Vietnamese letter and Word's own widths.

A font that lacks letters destroys the text of what is converted: the missing ones are taken
from another font and written apart. So the converter sees only the folders named here.
"""

from pathlib import Path
from xml.sax.saxutils import escape

SHARED = Path("/usr/share/fonts/truetype")
METRIC = SHARED / "croscore"
FOLDERS = (
    METRIC,
    SHARED / "crosextra",
    SHARED / "dejavu",
    SHARED / "noto",
    SHARED / "openoffice",
    SHARED / "libreoffice",
    Path("/usr/local/share/fonts"),
)
ALIASES = {
    "Times New Roman": "Tinos",
    "Liberation Serif": "Tinos",
    ".VnTime": "Tinos",
    "Arial": "Arimo",
    "Liberation Sans": "Arimo",
    "Helvetica": "Arimo",
    "Courier New": "Cousine",
    "Liberation Mono": "Cousine",
    "Calibri": "Carlito",
}


def vietnamese_fonts_found() -> bool:
    """Say whether the fonts with Word's widths are there."""
    return any(METRIC.glob("Tinos-Regular.*"))


def configuration(cache: Path) -> str:
    """Return a fontconfig file that shows only fonts we trust, under the names papers use."""
    folders = [folder for folder in FOLDERS if folder.is_dir()]
    if not vietnamese_fonts_found():
        folders = [SHARED.parent]  # any fonts rather than none
    shown = "".join(f"<dir>{escape(str(folder))}</dir>\n" for folder in folders)
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family>'
        f"<prefer><family>{ours}</family></prefer></alias>\n"
        for name, ours in ALIASES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"{shown}<cachedir>{escape(str(cache))}</cachedir>\n{aliases}</fontconfig>\n"
    )
