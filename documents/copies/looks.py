"""What pages look like, small and in grey: from the pictures that were made, or drawn now."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from documents.derived import Derived
from documents.pdf import Paper

Raster = NDArray[np.uint8]
SMALL = 160


@dataclass
class Looks:
    """The pages of one paper."""

    derived: Derived
    copy: Path
    _paper: list[Any] = field(default_factory=list)

    def at(self, page: int) -> Raster | None:
        """Return how a page, from 1, looks; None where that cannot be found out."""
        try:
            return self._kept(page)
        except (OSError, ValueError, Image.DecompressionBombError):
            pass
        try:
            return self._drawn(page)
        except Exception:  # a page that cannot be drawn is stamped all the same
            return None

    def close(self) -> None:
        """Let the paper go."""
        for paper in self._paper:
            paper.close()

    def _kept(self, page: int) -> Raster:
        found = self.derived.picture(page, SMALL)
        if found is None:
            raise FileNotFoundError
        with Image.open(found[0]) as picture:
            return np.asarray(picture.convert("L"))

    def _drawn(self, page: int) -> Raster:
        if not self._paper:
            self._paper.append(Paper(self.copy))
        raster: Raster = self._paper[0].page(page).raster(SMALL, colour=False)
        return raster
