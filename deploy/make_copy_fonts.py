"""Makes the letters of the pages that we write ourselves (contents, stamps) out of the screens'.

The screens' font comes in two pieces a weight, for browsers; a PDF wants one. Run once, with
fonttools and brotli installed; what it makes is kept in `documents/copies/fonts`, under the same
licence (OFL). Beside each font lies what has to be known to set it: which glyph a letter is, and
how wide.
"""

import json
import shutil
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

HOUSE = Path(__file__).resolve().parent.parent
PIECES = HOUSE / "web" / "static" / "fonts"
PLACE = HOUSE / "documents" / "copies" / "fonts"
WEIGHTS = {"regular": 400, "bold": 700}
KEPT = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep", "post"}


def make(name: str, weight: int) -> None:
    """Join the pieces of one weight and write down its measures."""
    with tempfile.TemporaryDirectory() as folder:
        pieces = []
        for script in ("latin", "vietnamese"):
            piece = TTFont(PIECES / f"be-vietnam-pro-{script}-{weight}-normal.woff2")
            piece.flavor = None
            for table in set(piece.keys()) & {"GSUB", "GPOS", "GDEF", "DSIG"}:
                del piece[table]
            piece.save(path := Path(folder, f"{script}.ttf"))
            pieces.append(str(path))
        font = Merger().merge(pieces)
    lines = font["OS/2"]
    metrics = {
        "ascent": lines.sTypoAscender,
        "descent": lines.sTypoDescender,
        "cap_height": getattr(lines, "sCapHeight", 700),
        "units": font["head"].unitsPerEm,
        "box": [font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax],
    }
    glyphs = {
        chr(code): [font.getGlyphID(glyph), font["hmtx"][glyph][0]]
        for code, glyph in sorted(font.getBestCmap().items())
    }
    font["post"].formatType = 3.0
    for table in set(font.keys()) - KEPT - {"GlyphOrder"}:
        del font[table]
    font.save(PLACE / f"be-vietnam-pro-{name}.ttf")
    written = json.dumps(metrics | {"glyphs": glyphs}, ensure_ascii=False, separators=(",", ":"))
    (PLACE / f"be-vietnam-pro-{name}.json").write_text(written)


if __name__ == "__main__":
    PLACE.mkdir(parents=True, exist_ok=True)
    for name, weight in WEIGHTS.items():
        make(name, weight)
    shutil.copy(PIECES / "OFL-be-vietnam-pro.txt", PLACE)
