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
from documents.derived import SMALL_WIDTH, Derived, whole, write_whole
from documents.pdf import Paper, PaperPage
from documents.reconciling import reconciled
from documents.rendering import LOSSLESS, lossless, picture_of, small_picture_of

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
                media_type, picture = picture_of(self.page, width)
                write_whole(self.derived.picture_as(self.number, width, media_type), picture)

    def small(self) -> None:
        """Make the small rendition; of what is lossless, from the picture that is there."""
        if whole(path := self.derived.small(self.number)):
            return
        quick = self.derived.picture(self.number, SMALL_WIDTH)
        if quick and quick[1] == LOSSLESS:
            write_whole(path, lossless(quick[0].read_bytes()))
        else:
            write_whole(path, small_picture_of(self.page, SMALL_WIDTH))

    def words(self) -> None:
        """Make the words."""
        if not whole(path := self.derived.words(self.number)):
            write_whole(path, orjson.dumps(paragraphs.words_of(self.content)))

    def layout(self) -> None:
        """Make the layout that paragraphs are assembled from."""
        if not whole(path := self.derived.layout(self.number)):
            write_whole(path, orjson.dumps(self.printed.to_json()))

    @property
    def content(self) -> paragraphs.PageContent:
        """Return what the page holds: what was read from its scan if that has been done."""
        return self.recognised or self.printed

    @property
    def recognised(self) -> paragraphs.PageContent | None:
        """Return what was read from the scan of the page, if it has been read."""
        return _kept(self.derived.recognised(self.number))

    @cached_property
    def printed(self) -> paragraphs.PageContent:
        """Return what the page holds by itself, from its layout if that has been made."""
        return _kept(self.derived.layout(self.number)) or self.page.content()

    @cached_property
    def page(self) -> PaperPage:
        """Return the page, open."""
        return self.paper.page(self.number)


def assemble(
    derived: Derived, sizes: Sequence[Sequence[float]], without: Sequence[int]
) -> list[int]:
    """Write the paragraphs of a paper, or return the pages, from 1, whose layout is missing."""
    missing, pages = _laid_out(derived, sizes, without)
    if not missing:
        write_whole(derived.paragraphs(), b"".join(_lines(paragraphs.assemble(pages))))
    return missing


def reread(
    derived: Derived,
    sizes: Sequence[Sequence[float]],
    without: Sequence[int],
    asked: Path,
    place: Path,
) -> list[int]:
    """Write the steps to a new reading of a version, or return the pages whose layout is missing.

    What is `asked` names the mends and the paragraphs that are stored; the answer says of each
    mend whether it found its place.
    """
    missing, pages = _laid_out(derived, sizes, without)
    if missing:
        return missing
    told, *stored = map(orjson.loads, asked.read_bytes().splitlines())
    mends = [paragraphs.HandMend.from_json(each["kind"], each["place"]) for each in told["mends"]]
    fresh, found = paragraphs.assemble_mended(pages, mends)
    answer = {"found": [[each["id"], ok] for each, ok in zip(told["mends"], found, strict=True)]}
    steps = reconciled(stored, [_plain(each) for each in fresh])
    write_whole(place, b"".join(orjson.dumps(line) + b"\n" for line in (answer, *steps)))
    return []


def _laid_out(
    derived: Derived, sizes: Sequence[Sequence[float]], without: Sequence[int]
) -> tuple[list[int], list[paragraphs.PageContent]]:
    """Return the pages whose layout is missing, and what all pages hold."""
    missing, pages, known = [], [], frozenset(without)
    for number, (width, height) in enumerate(sizes, 1):
        if content := _kept(derived.recognised(number)) or _kept(derived.layout(number)):
            pages.append(content)
        else:
            if number not in known:
                missing.append(number)
            pages.append(paragraphs.PageContent(number - 1, width, height))
    return missing, pages


def _kept(path: Path) -> paragraphs.PageContent | None:
    """Return what a page holds as it was written down; the folder may be emptied at any time."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return None
    return paragraphs.PageContent.from_json(orjson.loads(written)) if written else None


def compare(old: Path, new: Path, place: Path) -> bool:
    """Write what changed between two files of paragraphs, or say that one is no longer there."""
    try:
        sides = [_stored(old), _stored(new)]
    except FileNotFoundError:
        return False
    ids = {"old": _ids(sides[0]), "new": _ids(sides[1])}
    write_whole(place, orjson.dumps(compared(*sides) | {"ids": ids}))
    return True


def _ids(stored: Sequence[dict[str, Any]]) -> list[int]:
    return [each["id"] for each in stored]


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
        "mended": paragraph.mended,
    }
