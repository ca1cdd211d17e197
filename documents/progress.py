"""How far a paper has been read, as told to whoever follows it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from documents.models import Recognition, VersionState


@dataclass(frozen=True)
class Progress:
    """A moment in the reading of a version."""

    version_id: int
    state: VersionState
    pages_done: int
    page_count: int
    reading: int = 1
    """How many times its paragraphs have been read; from the second time on they keep their ids."""
    recognition: Recognition | None = None
    """How far its scanned pages have been read, where it is about them alone."""
    pages_recognised: int = 0

    def at(self, pages_done: int, state: VersionState | None = None) -> Self:
        """Return the same paper further on."""
        return replace(self, pages_done=pages_done, state=state or self.state)


OnProgress = Callable[[Progress], None]
