"""The names of what is made of a paper: pictures, words and layouts, paragraphs, comparisons.

The names carry the version of what made them, so that nothing stale is ever read. A file is
whole when it is there and not empty: a power cut may leave an empty one behind.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PICTURES = "pictures-2"
"""Raise the number when pictures are drawn differently."""
SMALL = ".webp"
"""The small rendition's: it stands beside what was made at once, and is better where it is."""
SMALL_WIDTH = 1240
SMALL_TYPE = "image/webp"
RECOGNISED = "recognised-1"
"""Raise the number when what is kept of a scan that was read is told otherwise."""
MEDIA_TYPES = {SMALL: SMALL_TYPE, ".png": "image/png", ".jpeg": "image/jpeg"}
WIDTHS = (160, 800, SMALL_WIDTH, 1654, 2480, 3308)
MADE_AT_ONCE = (SMALL_WIDTH, 160)


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

    def recognised(self, page: int) -> Path:
        """Return where the layout of a page is kept that was read from its scan."""
        return self.folder / RECOGNISED / f"{page}.json"

    def paragraphs(self) -> Path:
        """Return where the paragraphs are kept, one a line."""
        return self.folder / f"paragraphs-{self.extractor}.jsonl"

    def rereading(self, edition: str, part: str) -> Path:
        """Return where a part of a re-reading stands while it is under way."""
        return self.folder / f"rereading-{edition}-{part}.jsonl"

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

    def small(self, page: int) -> Path:
        """Return where the small rendition of a page stands."""
        return self._picture(page, SMALL_WIDTH, SMALL)

    def pages_without_small(self) -> list[int]:
        """Return the pages that have a picture and no small one yet."""
        try:
            names = list((self.folder / PICTURES).iterdir())
        except FileNotFoundError:
            return []
        pages: dict[bool, set[int]] = {True: set(), False: set()}
        for name in names:
            page, _, width = name.stem.partition("-")
            if width == str(SMALL_WIDTH) and name.suffix in MEDIA_TYPES:
                pages[name.suffix == SMALL].add(int(page))
        return sorted(pages[False] - pages[True])

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
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    for last in (False, False, True):
        try:
            part.write_bytes(content)
            part.replace(path)
            return
        except FileNotFoundError:
            if last:
                raise
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            part.unlink(missing_ok=True)
            raise
