"""Vietnamese text typed before Unicode: found and converted.

TCVN3 and VNI fonts draw Vietnamese letters at the places of Latin-1 ones, so that the page
looks right and its text reads "Céng hoµ" (TCVN3) or "Coäng hoøa" (VNI, which writes a letter
and its mark as two). In TCVN3 ư stands at the soft hyphen: look before stripping those.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

Decode = Callable[[str], str]

TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
TCVN3_MARKS = frozenset("®\xad¬µ¸")
"""Letters that no Latin-1 prose uses often: đ, ư, ơ, à and á."""

_VNI_MARKED = (
    ("ùøûõï", {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹỵ"}),
    ("ùøûõï", {"ô": "ớờởỡợ", "ö": "ứừửữự"}),
    ("âáàåãä", {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}),
    ("êéèúüë", {"a": "ăắằẳẵặ"}),
)
_VNI_ALONE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))


def _vni_table() -> dict[str, str]:
    pairs = {
        base + mark: letter
        for marks, bases in _VNI_MARKED
        for base, letters in bases.items()
        for mark, letter in zip(marks, letters, strict=True)
    }
    low = pairs | _VNI_ALONE
    names = {typed[0].upper() + typed[1:]: letter.upper() for typed, letter in pairs.items()}
    return low | names | {typed.upper(): letter.upper() for typed, letter in low.items()}


VNI = _vni_table()
"""What is typed, a letter or a letter and its mark, and what it means."""
_VNI_UNIT = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
VNI_MARKS = frozenset("ñøûïåäëæöî")
"""Latin-1 letters of VNI that Vietnamese in Unicode never uses."""

VIETNAMESE_LETTERS = frozenset("ăđĩũơưĂĐĨŨƠƯ")
"""Without those that Latin-1 has: the old encodings put others in their places."""

MOST_VIETNAMESE = 0.05
LEAST_LATIN = 0.12
LEAST_LETTERS = 40
LEAST_CAPITALS = 4
LEAST_IN_UNITS = 0.9
"""The share of Latin-1 letters that VNI text explains; other languages explain far less."""
LEAST_MARKS = 3
"""How many different letters only VNI uses must be there."""
CAPITAL_FONT = "h"


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text in Unicode."""
    return _raised(text, text.translate(TCVN3))


def from_vni(text: str) -> str:
    """Return VNI text in Unicode."""
    return _VNI_UNIT.sub(lambda unit: VNI[unit[0]], text)


def in_tcvn3(text: str) -> bool:
    """Say whether `text` is Vietnamese in the TCVN3 encoding."""
    return not TCVN3_MARKS.isdisjoint(text) and _lacks_vietnamese(text)


def in_vni(text: str) -> bool:
    """Say whether `text` is Vietnamese in the VNI encoding."""
    if len(VNI_MARKS.intersection(text.lower())) < LEAST_MARKS or not _lacks_vietnamese(text):
        return False
    explained = sum(sum(map(_is_latin, unit)) for unit in _VNI_UNIT.findall(text))
    return explained >= LEAST_IN_UNITS * sum(map(_is_latin, text))


def decoder_of(text: str) -> Decode | None:
    """Return what turns the text of a document into Unicode; None where it is in Unicode."""
    if in_vni(text):
        return from_vni
    return from_tcvn3 if in_tcvn3(text) else None


def decoder_of_font(font: str) -> Decode | None:
    """Return what turns the text of a font into Unicode; None where its name betrays nothing."""
    name = font.rsplit("+", 1)[-1].split(",")[0].strip().lower()
    if name.startswith("vni-"):
        return from_vni
    if not name.startswith((".vn", "vntime", "vnarial")):
        return None
    plain = name.removesuffix("-bold").removesuffix("-italic").removesuffix("-bolditalic")
    return _from_capital_tcvn3 if plain.endswith(CAPITAL_FONT) else from_tcvn3


def converted_by_font(text: str, font: str) -> str:
    """Return the text of a font whose name betrays an old encoding, as the font shows it."""
    decode = decoder_of_font(font)
    if decode is None or any(map(is_vietnamese, text)):
        return text
    return decode(text)


def with_marks_at_home(pieces: Sequence[str]) -> list[str]:
    """Return pieces of VNI text, a mark that was cut off its letter moved back to it."""
    whole: list[str] = []
    for piece in pieces:
        home = next((n for n in range(len(whole) - 1, -1, -1) if whole[n]), None)
        rest = piece
        if home is not None and piece and _VNI_UNIT.fullmatch(whole[home][-1] + piece[0]):
            whole[home] += piece[0]
            rest = piece[1:]
        whole.append(rest)
    return whole


def is_vietnamese(character: str) -> bool:
    """Say whether no other language in these papers uses the letter."""
    return character in VIETNAMESE_LETTERS or "\u1ea0" <= character <= "\u1ef9"


def already_unicode(text: str) -> bool:
    """Say whether text in an old font was typed in Unicode all the same."""
    letters = sum(map(str.isalpha, text))
    return sum(map(is_vietnamese, text)) >= MOST_VIETNAMESE * max(1, letters)


def _lacks_vietnamese(text: str) -> bool:
    """Say whether text has as many Latin-1 letters as Vietnamese has, and none of its own."""
    counts = Counter(text)
    letters = sum(count for letter, count in counts.items() if letter.isalpha() or letter == "\xad")
    vietnamese = sum(count for letter, count in counts.items() if is_vietnamese(letter))
    latin = sum(count for letter, count in counts.items() if _is_latin(letter))
    if letters < LEAST_LETTERS:
        return False
    return vietnamese < MOST_VIETNAMESE * letters and latin > LEAST_LATIN * letters


def _is_latin(character: str) -> bool:
    return "\xa1" <= character <= "\xff"


def _from_capital_tcvn3(text: str) -> str:
    """Return what a font that draws capitals only shows."""
    return text.translate(TCVN3).upper()


def _raised(typed: str, text: str) -> str:
    """Return capitals where the capital font was lost: TCVN3 has small accented letters only."""
    plain = [character for character in typed if character.isascii() and character.isalpha()]
    if len(plain) >= LEAST_CAPITALS and "".join(plain).isupper():
        return text.upper()
    return text
