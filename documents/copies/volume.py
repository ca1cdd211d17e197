"""What a volume is made of: its first pages in words, and the copies that are bound into it."""

from dataclasses import asdict, dataclass
from typing import Any, Self

VOLUME = "volume-1"
"""Raise the number when volumes are bound differently."""


@dataclass(frozen=True)
class Heading:
    """A heading within a part: its level from 0, its words, its page and how far down."""

    level: int
    title: str
    page: int
    y: int


@dataclass(frozen=True)
class Part:
    """One paper of a volume."""

    sha256: str
    pages: int
    title: str
    stamp: str
    """What stands on every page beside its number."""
    labels: tuple[str, ...]
    """What each page is called."""
    span: str
    """From which page to which, in words."""
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a chapter, or a part of it by its index."""

    level: int
    number: str
    title: str
    detail: str = ""
    part: int | None = None


@dataclass(frozen=True)
class Volume:
    """Everything that a volume says and holds."""

    title: str
    lines: tuple[str, ...]
    """Under the title."""
    contents: str
    """The heading of the contents."""
    missing: str
    """What is said of a part of which there is no copy."""
    entries: tuple[Entry, ...]
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        parts = [
            Part(**(part | {"headings": tuple(Heading(**each) for each in part["headings"])}))
            for part in data["parts"]
        ]
        entries = tuple(Entry(**entry) for entry in data["entries"])
        return cls(**(data | {"entries": entries, "parts": tuple(parts)}))

    @property
    def pages(self) -> int:
        """Return how many pages its parts have."""
        return sum(part.pages for part in self.parts)
