"""A mark as it is written into a copy, whoever's it is."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Mark:
    """Something somebody wrote, marked or drew: on boxes of pages, beside a page, or in reply."""

    key: str
    author: str
    created: str
    modified: str
    colour: str
    words: str
    page: int
    boxes: tuple[tuple[int, int, int, int, int], ...] = ()
    """Page, then x0, y0, x1, y1 in ten-thousandths of the displayed page."""
    reply_to: str | None = None
    """The key of a mark that comes before this one."""
    line: tuple[tuple[int, int, int], ...] = ()
    """Of a stroke: x, y in ten-thousandths of the displayed page, and pressure in hundredths."""
    width: int = 0
    """Of a stroke under full pressure, in ten-thousandths of the page's width."""
    wash: bool = False
    """Of a stroke: it was drawn with the highlighter, and what lies under it is read through it."""
    point: tuple[int, int] | None = None
    """Of a note without boxes: where it stands, in ten-thousandths of the displayed page."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        lists = {name: tuple(tuple(each) for each in data[name]) for name in ("boxes", "line")}
        point = data["point"] and tuple(data["point"])
        return cls(**(data | lists | {"point": point}))
