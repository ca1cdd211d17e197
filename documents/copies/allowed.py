"""What of a page's drawing may leave the house: an allow-list of what drawings are made of.

Whatever is not named here is taken out, at every depth: scripts, actions, files and programs have
no names here. The bytes of streams stay as they are, so that a page looks as it did.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf as _pikepdf

pikepdf: Any = _pikepdf  # its objects are told apart when they are there

RESOURCES, DATA, NAMED = "resources", "data", "named"
"""What a dictionary is: the resources of a drawing, plain data, or things under any names."""


def _names(said: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in said.split())


OF_RESOURCES = _names("Font XObject ExtGState ColorSpace Pattern Shading Properties")
KEYS = _names(
    """
    Type Subtype Name Length Filter DecodeParms
    Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows
    EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform
    FormType BBox Matrix Resources Group OC S CS I
    Width Height ColorSpace Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte
    LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 FL SM SA BM CA ca AIS TK G BC
    FunctionType Domain Range Size BitsPerSample Order Encode C0 C1 N Functions Bounds
    Gamma WhitePoint BlackPoint Alternate Colorants Process Components MixingHints Solidities
    PatternType PaintType TilingType XStep YStep Shading ExtGState
    ShadingType Background AntiAlias Coords Extend Function BitsPerCoordinate BitsPerFlag
    VerticesPerRow
    BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts FontBBox
    FontMatrix CharProcs CIDSystemInfo Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap
    BaseEncoding Differences CMapName WMode UseCMap
    FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight
    XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet
    Length1 Length2 Length3 Style Panose FD Lang
    OCGs P VE Usage View Print Export ViewState PrintState ExportState
    BaseState ON OFF AS Event Category RBGroups Locked
    """
)
TYPES = _names(
    """Font FontDescriptor XObject Pattern ExtGState Group Mask Encoding CMap OCG OCMD
    Function CIDSystemInfo"""
)
SUBTYPES = _names(
    """Image Form Type0 Type1 MMType1 Type3 TrueType CIDFontType0 CIDFontType2 Type1C
    CIDFontType0C OpenType DeviceN NChannel"""
)
STYLES = _names("Transparency Alpha Luminosity")
NO_DRAWING = _names("EmbeddedFile Metadata")
"""Other streams may call themselves what they like: that is taken out and the bytes stay."""
SAID = {"/Type": TYPES, "/Subtype": SUBTYPES, "/S": STYLES}
"""What a thing may say of itself."""


def keep_allowed(thing: Any, kind: str = DATA) -> bool:
    """Take out of a drawing, or of what it is made of, all that is not allowed.

    Says whether anything may be left of it.
    """
    if not _welcome(thing):
        return False
    seen: set[tuple[Any, str]] = set()
    waiting = [(thing, kind)]
    while waiting:
        each, kind = waiting.pop()
        if each.is_indirect:
            if (each.objgen, kind) in seen:
                continue
            seen.add((each.objgen, kind))
        waiting += (
            _of_array(each) if isinstance(each, pikepdf.Array) else _of_dictionary(each, kind)
        )
    return True


def _of_array(array: Any) -> Iterator[tuple[Any, str]]:
    for index, each in enumerate(array):
        if not _welcome(each):
            array[index] = None
        elif _holds(each):
            yield each, DATA


def _of_dictionary(dictionary: Any, kind: str) -> Iterator[tuple[Any, str]]:
    for key in list(dictionary.keys()):
        child = _kind_of(kind, key)
        value = dictionary[key] if child else None
        if child is None or not _welcome(value) or not _said(kind, key, value):
            del dictionary[key]
        elif _holds(value):
            yield value, child


def _kind_of(kind: str, key: str) -> str | None:
    """Return what stands under a key, None where the key is not allowed."""
    if kind == RESOURCES:
        return NAMED if key in OF_RESOURCES else DATA if key == "/ProcSet" else None
    if kind == NAMED:
        return DATA
    if key == "/Resources":
        return RESOURCES
    if key in ("/CharProcs", "/Colorants"):
        return NAMED
    return DATA if key in KEYS else None


def _said(kind: str, key: str, value: Any) -> bool:
    """Say whether what a thing calls itself is known; under free names nothing calls itself."""
    if kind != DATA or key not in SAID:
        return True
    return isinstance(value, pikepdf.Name) and str(value) in SAID[key]


def _welcome(thing: Any) -> bool:
    """Say whether a thing may stay at all: a stream that is no part of a drawing may not."""
    if not isinstance(thing, pikepdf.Stream):
        return True
    subtype = thing.get("/Subtype")
    if subtype is not None and not _said(DATA, "/Subtype", subtype):
        return False
    return "/F" not in thing and str(thing.get("/Type")) not in NO_DRAWING


def _holds(thing: Any) -> bool:
    return isinstance(thing, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream))
