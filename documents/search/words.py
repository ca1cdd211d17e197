"""Words as they are looked for: exact, and folded to what a keyboard without accents types.

The exact form is in lower case and NFC, with the tone of "hòa" and "hoà" in one place. The
folded one has no accents at all, and d for đ. Both databases are given words made here, so
that they agree on what a word is, whatever their own rules say.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 64
"""In letters; a longer one is told apart by its beginning."""
TOKEN = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")
TONES = "\u0300\u0301\u0303\u0309\u0323"
OLD_PLACE = re.compile(f"o([{TONES}])([ae])|u([{TONES}])(y)")
"""In NFD: the tone on the first of two vowels, as in hòa and thủy."""
ICELANDIC_D = "ð"
"""Looks like đ, and old keyboards typed it for one."""
PLAIN_LETTERS = str.maketrans("đ", "d")


class Word(NamedTuple):
    """A word of a text and where it stands there."""

    start: int
    end: int
    exact: str
    folded: str


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    for found in TOKEN.finditer(text):
        exact, folded = forms_of(found.group())
        if folded:
            yield Word(found.start(), found.end(), exact, folded)


@lru_cache(maxsize=32_768)
def forms_of(word: str) -> tuple[str, str]:
    """Return the exact and the folded form of a word; both are empty where nothing is left."""
    lower = unicodedata.normalize("NFKC", word).lower().replace(ICELANDIC_D, "đ")
    spread = unicodedata.normalize("NFD", lower)
    moved = OLD_PLACE.sub(_to_the_second_vowel, spread)
    exact = _letters(unicodedata.normalize("NFC", moved))
    folded = _letters(spread.translate(PLAIN_LETTERS))
    return (exact, folded) if folded else ("", "")


def _to_the_second_vowel(old: re.Match[str]) -> str:
    first, tone = old.group()[0], old.group()[1]
    return f"{first}{old.group()[2]}{tone}"


def _letters(text: str) -> str:
    """Return letters and digits alone: what the databases' own languages never read as theirs."""
    return "".join(filter(str.isalnum, text))[:LONGEST_WORD]
