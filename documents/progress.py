"""How far a paper has been read, as told to whoever follows it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from documents.models import VersionState


@dataclass(frozen=True)
class Progress:
    """A moment in the reading of a version."""

    version_id: int
    state: VersionState
    pages_done: int
    page_count: int

    def at(self, pages_done: int, state: VersionState | None = None) -> Self:
        """Return the same paper further on."""
        return replace(self, pages_done=pages_done, state=state or self.state)


OnProgress = Callable[[Progress], None]
