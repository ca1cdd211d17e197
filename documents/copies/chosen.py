"""Which pages of a paper somebody chose, read from what was typed, such as 1-3, 7."""

import re

from foundation.errors import Invalid

PIECE = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
BETWEEN = re.compile(r"[,;]")
LONGEST = 500


def chosen_pages(typed: str, count: int) -> tuple[int, ...]:
    """Return the pages in their order, all of them where nothing was typed; or refuse."""
    if not typed.strip():
        return tuple(range(1, count + 1))
    if len(typed) > LONGEST:
        raise Invalid("pages.not_understood", typed=f"{typed[:40]}…")
    found: set[int] = set()
    for piece in filter(None, (each.strip() for each in BETWEEN.split(typed))):
        read = PIECE.fullmatch(piece)
        if read is None:
            raise Invalid("pages.not_understood", typed=piece[:40])
        first, last = int(read[1]), int(read[2] or read[1])
        if first > last:
            raise Invalid("pages.backwards", typed=piece)
        for page in (first, last):
            if not 1 <= page <= count:
                raise Invalid("pages.beyond", page=page, most=count)
        found.update(range(first, last + 1))
    if not found:
        raise Invalid("pages.not_understood", typed=typed.strip()[:40])
    return tuple(sorted(found))
