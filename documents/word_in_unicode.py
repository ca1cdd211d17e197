"""Word files typed in TCVN3 or VNI: their text put into Unicode before a PDF is made of it.

A run is converted by the name of its font; where the font was lost, by what the letters of
the whole file say. Runs in worker processes only.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from documents.open_xml import OpenXml, Part
from documents.paragraphs.legacy_encodings import (
    Decode,
    already_unicode,
    decoder_of,
    decoder_of_font,
    from_vni,
    is_vietnamese,
    with_marks_at_home,
)

TEXTS = re.compile(
    r"word/(document|header|footer|footnotes|endnotes|comments|glossary/document)\d*\.xml"
)
NAMING_FONTS = re.compile(r"word/[^/]+\.xml|word/theme/[^/]+\.xml")
OLD_FONTS = re.compile(rb"""["'](?:\.?vn|vni-)""", re.IGNORECASE)
STYLES = "word/styles.xml"
NUMBERING = "word/numbering.xml"
FACES = ("hAnsi", "ascii", "cs", "eastAsia")
SANS = ("arial", "helve", "avant", "avo", "universe", "swiss")
MOST_ANCESTORS = 20
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class Run:
    """A stretch of text in one font."""

    element: Any
    paragraph: Any
    decode: Decode | None
    """What its font says."""

    def texts(self) -> list[Any]:
        """Return the elements that hold its text."""
        return [child for child in self.element if _name(child) in ("t", "delText")]

    @property
    def text(self) -> str:
        return "".join(child.text or "" for child in self.texts())


def to_unicode(file: OpenXml) -> None:
    """Put the text of a Word file into Unicode, if it is in an old encoding."""
    names = file.names(TEXTS.fullmatch)
    parts = {name: part for name in names if (part := file.part(name)) is not None}
    if not _suspicious(file, parts.values()):
        return
    fonts = Fonts(file)
    runs = {name: list(_runs(part, fonts)) for name, part in parts.items()}
    every = [run for found in runs.values() for run in found]
    _spare_unicode(every)
    lost = decoder_of("".join(run.text for run in every if run.decode is None))
    for name, found in runs.items():
        if _converted(found, lost):
            file.change(name)
    used = [run.decode for run in every if run.decode] or ([lost] if lost else [])
    if used:
        _number_in_unicode(file, max(set(used), key=used.count))
        for name in (*names, STYLES, NUMBERING):
            _rename_fonts(file, name)


def _suspicious(file: OpenXml, parts: Iterable[Part]) -> bool:
    """Say whether it is worth looking at every run: a long paper has very many."""
    named = any(file.contains(name, OLD_FONTS) for name in file.names(NAMING_FONTS.fullmatch))
    return named or decoder_of("".join("".join(part.itertext()) for part in parts)) is not None


class Fonts:
    """Which font a run has: its own, its styles', or the file's."""

    def __init__(self, file: OpenXml) -> None:
        self._own: dict[str, str | None] = {}
        self._based: dict[str, str] = {}
        self._usual: str | None = None
        self._file = ""
        root = file.part(STYLES)
        if root is None:
            return
        for defaults in root.iter("{*}rPrDefault"):
            self._file = _font_in(_child(defaults, "rPr")) or ""
        for style in root.iter("{*}style"):
            self._learn(style)

    def of(self, run: Any, paragraph: Any) -> str:
        """Return the name of the font of a run."""
        told = _child(run, "rPr")
        own = _font_in(told)
        if own is not None:
            return own
        style = _value(told, "rStyle")
        above = _value(_child(paragraph, "pPr"), "pStyle") or self._usual
        return self._inherited(style) or self._inherited(above) or self._file

    def _learn(self, style: Any) -> None:
        name = _attribute(style, "styleId") or ""
        self._own[name] = _font_in(_child(style, "rPr"))
        if base := _value(style, "basedOn"):
            self._based[name] = base
        usual = _attribute(style, "default") in ("1", "true")
        if usual and _attribute(style, "type") == "paragraph":
            self._usual = name

    def _inherited(self, style: str | None) -> str | None:
        for _ in range(MOST_ANCESTORS):
            if style is None:
                return None
            if own := self._own.get(style):
                return own
            style = self._based.get(style)
        return None


def _runs(part: Part, fonts: Fonts) -> Iterator[Run]:
    for element in part.iter("{*}r"):
        paragraph = next(element.iterancestors("{*}p"), None)
        if paragraph is None or _name(element) != "r" or element.prefix == "m":
            continue
        yield Run(element, paragraph, decoder_of_font(fonts.of(element, paragraph)))


def _spare_unicode(runs: list[Run]) -> None:
    """Leave alone what stands in an old font but was typed in Unicode."""
    written = defaultdict(list)
    for run in runs:
        if run.decode:
            written[run.decode].append(run)
    for found in written.values():
        if already_unicode("".join(run.text for run in found)):
            for run in found:
                run.decode = None


def _converted(runs: list[Run], lost: Decode | None) -> bool:
    """Convert the runs of a part; says whether any was."""
    paragraphs = defaultdict(list)
    for run in runs:
        run.decode = run.decode or lost
        if run.decode and not any(map(is_vietnamese, run.text)):
            paragraphs[run.paragraph].append(run)
    for found in paragraphs.values():
        _mark_home(found)
        for run in found:
            _convert(run.element, run.decode or str)
    return bool(paragraphs)


def _mark_home(runs: list[Run]) -> None:
    texts = [text for run in runs if run.decode is from_vni for text in run.texts()]
    whole = with_marks_at_home([text.text or "" for text in texts])
    for element, text in zip(texts, whole, strict=True):
        element.text = text


def _convert(run: Any, decode: Decode) -> None:
    for element in run:
        if _name(element) == "softHyphen" and decode is not from_vni:
            element.tag = element.tag.replace("softHyphen", "t")
            element.text = "\xad"
        if _name(element) in ("t", "delText") and element.text:
            element.text = decode(element.text)
            element.set(_SPACE, "preserve")


def _number_in_unicode(file: OpenXml, decode: Decode) -> None:
    """Convert what is numbered by itself: “§iÒu %1.”."""
    root = file.part(NUMBERING)
    if root is None:
        return
    for level in root.iter("{*}lvl"):
        pattern = _child(level, "lvlText")
        font = _font_in(_child(level, "rPr"))
        ours = decode if font is None else decoder_of_font(font)
        typed = _attribute(pattern, "val") if pattern is not None else None
        if typed and ours and not any(map(is_vietnamese, typed)):
            pattern.set(_qualified(pattern, "val"), ours(typed))
            file.change(NUMBERING)


def _rename_fonts(file: OpenXml, name: str) -> None:
    """Give what was in an old font one that has every letter in its place."""
    root = file.part(name)
    for fonts in () if root is None else root.iter("{*}rFonts"):
        for key, font in fonts.attrib.items():
            if decoder_of_font(font):
                sans = any(word in font.lower() for word in SANS)
                fonts.set(key, "Arial" if sans else "Times New Roman")
                file.change(name)


def _font_in(told: Any) -> str | None:
    """Return the font that properties name, None if they name none."""
    fonts = _child(told, "rFonts")
    if fonts is None:
        return None
    if _attribute(fonts, "hAnsiTheme") or _attribute(fonts, "asciiTheme"):
        return ""
    return next((name for face in FACES if (name := _attribute(fonts, face))), None)


def _value(parent: Any, name: str) -> str | None:
    child = _child(parent, name)
    return None if child is None else _attribute(child, "val")


def _child(parent: Any, name: str) -> Any:
    return None if parent is None else parent.find(f"{{*}}{name}")


def _attribute(element: Any, name: str) -> str | None:
    value: str | None = element.get(_qualified(element, name))
    return value


def _qualified(element: Any, name: str) -> str:
    """Return an attribute's name in the namespace of its element."""
    return f"{element.tag.rpartition('}')[0]}}}{name}"


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
