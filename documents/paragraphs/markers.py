"""Markers: the words and signs that open a numbered unit, after Nghị định 30/2020."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple


class Sign(Enum):
    """How a unit announces itself."""

    DIVISION = "division"
    ARTICLE = "article"
    ROMAN = "roman"
    CLAUSE = "clause"
    DECIMAL = "decimal"
    BRACKETED = "bracketed"
    POINT = "point"
    BULLET = "bullet"


class Marker(NamedTuple):
    """The sign a text opens with, what it says and where the text goes on."""

    sign: Sign
    words: str
    end: int

    @property
    def label(self) -> str:
        """Return the number or letter without its punctuation."""
        return self.words.strip(" .)(/-:")


MARKER = re.compile(
    r"""^(?:
      (?P<division>(?:CHƯƠNG|Chương|PHẦN|Phần|MỤC|Mục|PHỤ\ LỤC|Phụ\ lục|TIỂU\ MỤC|Tiểu\ mục)
        \s+(?:(?:thứ|số|THỨ|SỐ)\s+)?(?:[IVXLC]+|\d+[A-ZĐ]?|[A-ZĐ]|nhất|hai|ba|tư|năm|NHẤT|HAI|BA|TƯ|NĂM)\b
        (?!\s*,|\s+(?:của|này|Thông|Nghị|Luật|Quy|Quyết|ban|và|đến|kèm)\b))
    | (?P<article>(?:ĐIỀU|Điều)\s+\d+[a-zđ]?(?:\s*[.:]|(?=\s+[A-ZĐÀ-Ỹ])|\s*$))
    | (?P<roman>(?!V\s*/\s*[vV]\b)[IVXL]{1,6}\s*[.)/-](?!\w{1,3}[.)]))
    | (?P<clause>\d{1,3}(?:\.\d{1,2}){0,3}\s*[.)/](?=\s|\D|$))
    | (?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3}\s)
    | (?P<bracketed>\(\d{1,2}\)|\([a-zđ]\))
    | (?P<point>[a-zđA-ZĐ](?:\.?\d){0,2}\s*[).](?=\s|[A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯ]))
    | (?P<bullet>[-–—+*•●○▪◦·§\uf0b7\uf02d\uf0a7](?=\s|[^\d\s])|o\s(?=[A-ZĐ]))
    )""",
    re.VERBOSE,
)
SIGNS = {sign.value: sign for sign in Sign}

ENDS_SENTENCE = re.compile(r"""[.;:!?…]["”’)\]]*\s*(?:/-|\./\.?)?$|\./\.?$""")
LEFT_HANGING = re.compile(
    r"(?:^|\s)(?:và|của|về|với|các|những|tại|do|cho|theo|bởi|từ|đến|trong|là|hoặc|để|trên|đối"
    r"|được|thuộc|cùng|–)$",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(?:\.{6,}|…{2,}|_{6,})\s*\d*\.?$")
CONTENTS_LINE = re.compile(r"(?:\.{5,}|…{2,})\s*\d{1,3}$")
ORNAMENT = re.compile(r"[_\-–—=*~ ]{3,}")
LONGEST_BARE_MARKER = 4
TAIL = 40
"""How much of its end says how a text closes; a longer search in endless dots takes minutes."""

SIGNING = re.compile(r"(?:TM|KT|TL|TUQ|Q)\s*\.", re.IGNORECASE)
POST = re.compile(
    r"(?:QUYỀN |PHÓ |THỨ TRƯỞNG|BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH |THỦ TƯỚNG"
    r"|CHỦ NHIỆM|CỤC TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG |VIỆN TRƯỞNG|HIỆU TRƯỞNG|BÍ THƯ)"
)


def marker_of(text: str) -> Marker | None:
    """Return the marker that opens `text`, if one does."""
    match = MARKER.match(text)
    if match is None or match.lastgroup is None:
        return None
    return Marker(SIGNS[match.lastgroup], match.group(match.lastgroup), match.end())


def ends_sentence(text: str) -> bool:
    """Say whether the text closes with a full stop or the like."""
    return ENDS_SENTENCE.search(text[-TAIL:]) is not None


def opens_low(text: str) -> bool:
    """Say whether the text opens with a small letter: it goes on from something."""
    return text.lstrip('"“‘( ')[:1].islower()


def left_hanging(text: str) -> bool:
    """Say whether the text stops at a word that asks for another."""
    return LEFT_HANGING.search(text[-TAIL:]) is not None


def signs_for(text: str) -> bool:
    """Say whether the text opens like a signature made for another: KT., TM., TL."""
    return SIGNING.match(text) is not None


def names_post(text: str) -> bool:
    """Say whether the text names the post of the person who signs."""
    return POST.match(text) is not None


def bare_marker(text: str) -> bool:
    """Say whether the text is a number or a dash that a tab set apart from its words."""
    if len(text) > LONGEST_BARE_MARKER:
        return False
    marker = marker_of(f"{text} ")
    return marker is not None and marker.end >= len(text)


def in_contents(text: str) -> bool:
    """Say whether the text is a line of a table of contents: dots and a page number."""
    return CONTENTS_LINE.search(text[-TAIL:]) is not None


def ornamental(text: str) -> bool:
    """Say whether the text is a line drawn with dashes."""
    return ORNAMENT.fullmatch(text) is not None


def dotted(text: str) -> bool:
    """Say whether the text ends in dots to fill in or to follow to a page number."""
    return DOTTED.search(text[-TAIL:]) is not None
