"""The paragraphs of a whole document, from the content of its pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from .column import margins_of
from .flow import Draft, Flow
from .furniture import repeated_edges, without_furniture
from .lines import Line, decoder_of_text, lines_of
from .mending import HandMend, mended
from .model import GRID, Kind, PageBox, PageContent, Paragraph
from .numbering import Number, numbered

EXTRACTOR_VERSION: str = "3"
"""Stored with the paragraphs it made: another one moves what hangs on them."""


def assemble(pages: Sequence[PageContent]) -> list[Paragraph]:
    """Return the paragraphs in reading order; a page without text is one by itself."""
    return assemble_mended(pages, ())[0]


def assemble_mended(
    pages: Sequence[PageContent], mends: Sequence[HandMend]
) -> tuple[list[Paragraph], list[bool]]:
    """Return the paragraphs as the hand wants them, and of each mend whether it found its place."""
    contents = {content.number: content for content in pages}
    drafts, found = mended(_drafts(pages), mends, contents)
    numbers = numbered(draft.unit for draft in drafts)
    paragraphs = [
        _paragraph(draft, number, contents) for draft, number in zip(drafts, numbers, strict=True)
    ]
    starts = [draft.page for draft in drafts]
    return list(_with_whole_pages(paragraphs, starts, pages)), found


def _with_whole_pages(
    paragraphs: Sequence[Paragraph], starts: Sequence[int], pages: Sequence[PageContent]
) -> Iterator[Paragraph]:
    """Yield the paragraphs; before what was read from a scan comes the page as a whole."""
    scans = deque(content.number for content in pages if content.recognised)
    for paragraph, start in zip(paragraphs, starts, strict=True):
        while scans and scans[0] <= start:
            yield _whole_page(scans.popleft())
        yield paragraph
    yield from map(_whole_page, scans)


def _drafts(pages: Sequence[PageContent]) -> list[Draft]:
    kept = _lines_to_read(pages)
    flow = Flow(margins_of((content.width, lines) for content, lines in kept))
    for content, lines in kept:
        if lines:
            flow.add_page(content, lines)
        elif _shows_something(content) and not content.recognised:
            flow.add_picture(content)
    return flow.drafts


def _lines_to_read(pages: Sequence[PageContent]) -> list[tuple[PageContent, list[Line]]]:
    decode = decoder_of_text(pages)  # a page alone may be too short to tell
    written = [(content, [] if content.scanned else lines_of(content, decode)) for content in pages]
    repeats = repeated_edges(written)
    return [
        (content, without_furniture(content, lines, repeats, len(written)))
        for content, lines in written
    ]


def _shows_something(content: PageContent) -> bool:
    drawn = content.horizontals or content.verticals or content.spans
    return content.image_coverage > 0 or bool(drawn)


def _paragraph(draft: Draft, number: Number, contents: Mapping[int, PageContent]) -> Paragraph:
    content = contents[draft.page]
    if draft.kind is Kind.PAGE:
        return _whole_page(draft.page)
    return Paragraph(
        kind=number.kind,
        text=draft.text,
        address=number.address,
        level=number.level if draft.level is None else draft.level,
        boxes=_boxes(draft.lines, contents),
        from_scan=content.pictured,
        mended=draft.mended,
    )


def _whole_page(page: int) -> Paragraph:
    whole = (PageBox(page, 0, 0, GRID, GRID),)
    return Paragraph(Kind.PAGE, "", f"Trang {page + 1}", None, whole, from_scan=True)


def _boxes(lines: Sequence[Line], contents: Mapping[int, PageContent]) -> tuple[PageBox, ...]:
    boxes: dict[int, PageBox] = {}
    for line in lines:
        page = contents[line.page]
        box = PageBox(line.page, *page.placed(line.x0, line.y0, line.x1, line.y1))
        boxes[line.page] = _about(boxes.get(line.page, box), box)
    return tuple(boxes.values())


def _about(one: PageBox, other: PageBox) -> PageBox:
    return PageBox(
        one.page,
        min(one.x0, other.x0),
        min(one.y0, other.y0),
        max(one.x1, other.x1),
        max(one.y1, other.y1),
    )
