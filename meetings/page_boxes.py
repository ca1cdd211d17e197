"""Boxes on pages as they arrive: a page and four sides in ten-thousandths of it as displayed."""

from typing import Any

from foundation.arriving import Fields
from foundation.errors import Invalid

UNIT = 10_000


def read_box(box: Any) -> list[int]:
    """Return a box as page (from 1), x0, y0, x1, y1; raises Invalid."""
    if not isinstance(box, list) or len(box) != 5:
        raise Invalid("field.box")
    page, *sides = (Fields({"boxes": number}).whole("boxes", least=0) for number in box)
    x0, y0, x1, y1 = sides
    if page < 1 or max(sides) > UNIT or x0 > x1 or y0 > y1:
        raise Invalid("field.box")
    return [page, x0, y0, x1, y1]
