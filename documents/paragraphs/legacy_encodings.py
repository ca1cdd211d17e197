"""Vietnamese text typed before Unicode: found and converted.

TCVN3 fonts draw Vietnamese letters at the places of Latin-1 ones, so that the
page looks right and its text reads "Céng hoµ". There ư stands at the soft hyphen:
look before stripping those.
"""

from __future__ import annotations

from collections import Counter

TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
TCVN3_MARKS = frozenset("®\xad¬µ¸")
"""Letters that no Latin-1 prose uses often: đ, ư, ơ, à and á."""

VIETNAMESE_LETTERS = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")

MOST_VIETNAMESE = 0.05
LEAST_LATIN = 0.12
LEAST_LETTERS = 40
LEAST_CAPITALS = 4


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text in Unicode."""
    return _raised(text, text.translate(TCVN3))


def in_tcvn3(text: str) -> bool:
    """Say whether `text` is Vietnamese in the TCVN3 encoding."""
    if TCVN3_MARKS.isdisjoint(text):
        return False
    counts = Counter(text)
    letters = sum(count for letter, count in counts.items() if letter.isalpha() or letter == "\xad")
    vietnamese = sum(count for letter, count in counts.items() if is_vietnamese(letter))
    latin = sum(count for letter, count in counts.items() if "\xa1" <= letter <= "\xff")
    if letters < LEAST_LETTERS:
        return False
    return vietnamese < MOST_VIETNAMESE * letters and latin > LEAST_LATIN * letters


def is_vietnamese(character: str) -> bool:
    """Say whether no other language in these papers uses the letter."""
    return character in VIETNAMESE_LETTERS or "\u1ea0" <= character <= "\u1ef9"


def _raised(typed: str, text: str) -> str:
    """Return capitals where the capital font was lost: TCVN3 has small accented letters only."""
    plain = [character for character in typed if character.isascii() and character.isalpha()]
    if len(plain) >= LEAST_CAPITALS and "".join(plain).isupper():
        return text.upper()
    return text


def converted_by_font(text: str, font: str) -> str:
    """Return the text of a font whose name betrays TCVN3; capitals where it draws capitals."""
    name = font.rsplit("+", 1)[-1].split(",")[0].lower()
    if not name.startswith(".vn") or any(map(is_vietnamese, text)):
        return text
    converted = from_tcvn3(text)
    return converted.upper() if name.endswith("h") else converted
