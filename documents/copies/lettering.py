"""Letters for the pages that we write ourselves: measured, wrapped, and embedded in the file."""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf as _pikepdf

pikepdf: Any = _pikepdf

FONTS = Path(__file__).with_name("fonts")
REGULAR, BOLD = "regular", "bold"
RESOURCE = {REGULAR: "/PhienText", BOLD: "/PhienBold"}
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{ranges}
endcmap CMapName currentdict /CMap defineresource pop end end"""
MOST_TOGETHER = 100
"""What one block of a character map may hold."""


class Face:
    """One weight of the font: which glyph a letter is, and how wide."""

    def __init__(self, weight: str) -> None:
        self.weight = weight
        told = json.loads(FONTS.joinpath(f"be-vietnam-pro-{weight}.json").read_text())
        self.glyphs: dict[str, tuple[int, int]] = told.pop("glyphs")
        self.metrics: dict[str, Any] = told

    def fitted(self, text: str) -> str:
        """Return text in letters that the font has; one that it lacks loses its marks, or goes."""
        return "".join(self._letters(each) for each in unicodedata.normalize("NFC", text))

    def width(self, text: str, size: float) -> float:
        """Return how wide a fitted text is."""
        units: int = self.metrics["units"]
        return sum(self.glyphs[each][1] for each in text) * size / units

    def codes(self, text: str) -> str:
        """Return a fitted text as it is written into a drawing."""
        return "<" + "".join(f"{self.glyphs[each][0]:04x}" for each in text) + ">"

    def wrapped(self, text: str, size: float, width: float) -> list[str]:
        """Return fitted lines that are no wider than this."""
        lines, line = [], ""
        for word in self.fitted(text).split():
            longer = f"{line} {word}" if line else word
            if self.width(longer, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = self._cut(word, size, width)
            lines += full
        return [*lines, line] if line or not lines else lines

    def embedded(self, pdf: Any) -> Any:
        """Return the font as an object of a file."""
        units, name = self.metrics["units"], f"/BeVietnamPro-{self.weight.capitalize()}"
        thousand = 1000 / units
        program = FONTS.joinpath(f"be-vietnam-pro-{self.weight}.ttf").read_bytes()
        described = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name(name),
            Flags=32,
            FontBBox=pikepdf.Array([round(each * thousand) for each in self.metrics["box"]]),
            ItalicAngle=0,
            Ascent=round(self.metrics["ascent"] * thousand),
            Descent=round(self.metrics["descent"] * thousand),
            CapHeight=round(self.metrics["cap_height"] * thousand),
            StemV=160 if self.weight == BOLD else 90,
            FontFile2=pdf.make_stream(program, Length1=len(program)),
        )
        widths = pikepdf.Array()
        for glyph, width in sorted({(glyph, width) for glyph, width in self.glyphs.values()}):
            widths.append(glyph)
            widths.append(pikepdf.Array([round(width * thousand)]))
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name(name),
            CIDSystemInfo=pikepdf.Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(described),
            CIDToGIDMap=pikepdf.Name.Identity,
            W=widths,
        )
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=pikepdf.Name(name),
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(self._characters().encode()),
            )
        )

    def _characters(self) -> str:
        """Return the map from glyphs back to letters, for those who search and copy."""
        known: dict[int, str] = {}
        for letter, (glyph, _) in self.glyphs.items():
            known.setdefault(glyph, letter)
        pairs = [f"<{glyph:04x}> <{ord(letter):04x}>" for glyph, letter in sorted(known.items())]
        blocks = [pairs[at : at + MOST_TOGETHER] for at in range(0, len(pairs), MOST_TOGETHER)]
        ranges = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return _CMAP.format(ranges=ranges)

    def _letters(self, letter: str) -> str:
        if letter in self.glyphs:
            return letter
        if letter.isspace():
            return " "
        plain = unicodedata.normalize("NFKD", letter)
        return "".join(each for each in plain if each in self.glyphs) or "?"

    def _cut(self, word: str, size: float, width: float) -> list[str]:
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter, size) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces


@lru_cache
def face(weight: str) -> Face:
    """Return a weight of the font."""
    return Face(weight)
