"""Letters: broken ones mended, and how wide a text is set.

Widths are those of a Times-like face in thousandths of an em; they only share
out a width that is known, so another face shifts a word by a letter at most.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# Word 2007 maps ư to the letter oi, and keyboards of the nineties typed eth for Đ
MISTAKEN = str.maketrans("ƣƢðÐ\u00a0\u2002\u2003\u2009\t", "ưƯđĐ     ")

SPACE_WIDTH = 250
WIDTHS = {
    **dict.fromkeys("ijlt'|.,:;!()[]/\\-", 300),
    **dict.fromkeys("fIrsJ", 360),
    **dict.fromkeys("mMW", 850),
    **dict.fromkeys("wABCDEFGHKLNOPQRSTUVXYZĐ&%@…—", 690),
    " ": SPACE_WIDTH,
}
ORDINARY_WIDTH = 490


def mended(text: str) -> str:
    """Return the text in NFC without invisible marks or letters that stand for others."""
    visible = INVISIBLE.sub("", text).translate(MISTAKEN)
    return visible if visible.isascii() else unicodedata.normalize("NFC", visible)


@lru_cache(maxsize=4096)
def letter_width(character: str) -> int:
    """Return the usual width of one letter, its accents taken off."""
    if character in WIDTHS:
        return WIDTHS[character]
    bare = unicodedata.normalize("NFD", character)[0]
    return WIDTHS.get(bare, ORDINARY_WIDTH)


def text_width(text: str) -> int:
    """Return the usual width of a text."""
    return sum(map(letter_width, text))


def space_stretch(text: str, width: float, size: float) -> float:
    """Return how wide one space is set in a text of this width: justified lines stretch it."""
    spaces = text.count(" ")
    if not spaces or size <= 0:
        return SPACE_WIDTH
    letters = text_width(text) - spaces * SPACE_WIDTH
    set_width = (width / size * 1000 - letters) / spaces
    return set_width if SPACE_WIDTH * 0.7 <= set_width <= SPACE_WIDTH * 6 else SPACE_WIDTH
