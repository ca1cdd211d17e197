"""The names of what is made of a paper: pictures, words and layouts, paragraphs, comparisons.

The names carry the version of what made them, so that nothing stale is ever read. A file is
whole when it is there and not empty: a power cut may leave an empty one behind.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PICTURES = "pictures-1"
"""Raise the number when pictures are drawn differently."""
MEDIA_TYPES = {".png": "image/png", ".webp": "image/webp"}
WIDTHS = (160, 800, 1240, 1654, 2480)
MADE_AT_ONCE = (1240, 160)


@dataclass(frozen=True)
class Derived:
    """What is made of one paper by one extractor, under one folder."""

    folder: Path
    extractor: str

    def words(self, page: int) -> Path:
        """Return where the words of a page stand."""
        return self.folder / f"words-{self.extractor}" / f"{page}.json"

    def layout(self, page: int) -> Path:
        """Return where the layout of a page is kept until its paper is assembled."""
        return self.folder / f"layouts-{self.extractor}" / f"{page}.json"

    def paragraphs(self) -> Path:
        """Return where the paragraphs are kept, one a line."""
        return self.folder / f"paragraphs-{self.extractor}.jsonl"

    def comparison(self, old: "Derived", by: str) -> Path:
        """Return where the changes since another version are kept, as found `by` these rules."""
        name = f"{old.folder.name}-{old.extractor}-{self.extractor}.json"
        return self.folder / f"comparisons-{by}" / name

    def picture(self, page: int, width: int) -> tuple[Path, str] | None:
        """Return the picture of a page and its media type, if it has been made."""
        for suffix, media_type in MEDIA_TYPES.items():
            if whole(path := self._picture(page, width, suffix)):
                return path, media_type
        return None

    def picture_as(self, page: int, width: int, media_type: str) -> Path:
        """Return where a picture of this media type goes."""
        suffix = next(suffix for suffix, known in MEDIA_TYPES.items() if known == media_type)
        return self._picture(page, width, suffix)

    def _picture(self, page: int, width: int, suffix: str) -> Path:
        return self.folder / PICTURES / f"{page}-{width}{suffix}"


def whole(path: Path) -> bool:
    """Say whether a file is there and not empty."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is seen only once it is complete; its folder may vanish meanwhile."""
    for last in (False, False, True):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            part.write_bytes(content)
            part.replace(path)
            return
        except FileNotFoundError:
            if last:
                raise
        except OSError:
            part.unlink(missing_ok=True)
            raise
