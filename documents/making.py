"""What a worker makes of an open paper: pictures, words and layouts, then its paragraphs.

Of two papers it also makes what changed from one to the other.

What is there already is not made again, so a job may be repeated at any time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from documents import paragraphs
from documents.changes import compared
from documents.derived import Derived, whole, write_whole
from documents.pdf import Paper, PaperPage
from documents.rendering import picture_of

LONGEST_TEXT = 20_000
MOST_BOXES = 200
"""No honest paragraph comes near; the server reads a paper's paragraphs line by line."""


@dataclass
class PageMaking:
    """One page at work: it is opened and read only if something is missing."""

    paper: Paper
    number: int
    derived: Derived

    def pictures(self, widths: Sequence[int]) -> None:
        """Make the pictures of these widths."""
        for width in widths:
            if self.derived.picture(self.number, width) is None:
                media_type, picture = picture_of(self._page, width)
                write_whole(self.derived.picture_as(self.number, width, media_type), picture)

    def words(self) -> None:
        """Make the words."""
        if not whole(path := self.derived.words(self.number)):
            write_whole(path, orjson.dumps(paragraphs.words_of(self.content)))

    def layout(self) -> None:
        """Make the layout that paragraphs are assembled from."""
        if not whole(path := self.derived.layout(self.number)):
            write_whole(path, orjson.dumps(self.content.to_json()))

    @cached_property
    def content(self) -> paragraphs.PageContent:
        """Return what the page holds, from its layout if that has been made."""
        if whole(path := self.derived.layout(self.number)):
            return paragraphs.PageContent.from_json(orjson.loads(path.read_bytes()))
        return self._page.content()

    @cached_property
    def _page(self) -> PaperPage:
        return self.paper.page(self.number)


def assemble(
    derived: Derived, sizes: Sequence[Sequence[float]], without: Sequence[int]
) -> list[int]:
    """Write the paragraphs of a paper, or return the pages, from 1, whose layout is missing."""
    missing, pages, known = [], [], frozenset(without)
    for number, (width, height) in enumerate(sizes, 1):
        if whole(path := derived.layout(number)):
            pages.append(paragraphs.PageContent.from_json(orjson.loads(path.read_bytes())))
        else:
            if number not in known:
                missing.append(number)
            pages.append(paragraphs.PageContent(number - 1, width, height))
    if not missing:
        write_whole(derived.paragraphs(), b"".join(_lines(paragraphs.assemble(pages))))
    return missing


def compare(old: Path, new: Path, place: Path) -> bool:
    """Write what changed between two files of paragraphs, or say that one is no longer there."""
    try:
        sides = [_stored(old), _stored(new)]
    except FileNotFoundError:
        return False
    write_whole(place, orjson.dumps(compared(*sides)))
    return True


def _stored(path: Path) -> list[dict[str, Any]]:
    _, *lines = path.read_bytes().splitlines()
    return [orjson.loads(line) for line in lines]


def _lines(found: Sequence[paragraphs.Paragraph]) -> Iterator[bytes]:
    """Yield how many there are, so that the file is never empty, then each paragraph as a line."""
    yield orjson.dumps({"paragraphs": len(found)}) + b"\n"
    for paragraph in found:
        yield orjson.dumps(_plain(paragraph)) + b"\n"


def _plain(paragraph: paragraphs.Paragraph) -> dict[str, Any]:
    return {
        "kind": str(paragraph.kind),
        "text": paragraph.text[:LONGEST_TEXT],
        "address": paragraph.address,
        "level": paragraph.level,
        "boxes": [
            [box.page + 1, box.x0, box.y0, box.x1, box.y1] for box in paragraph.boxes[:MOST_BOXES]
        ],
        "from_scan": paragraph.from_scan,
    }
