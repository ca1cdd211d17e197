"""The paragraphs of a whole document, from the content of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .column import margins_of
from .flow import Draft, Flow
from .furniture import repeated_edges, without_furniture
from .lines import Line, lines_of, text_in_tcvn3
from .model import GRID, Kind, PageBox, PageContent, Paragraph, on_grid
from .numbering import Number, numbered

EXTRACTOR_VERSION: str = "1"
"""Stored with the paragraphs it made: another one moves what hangs on them."""


def assemble(pages: Sequence[PageContent]) -> list[Paragraph]:
    """Return the paragraphs in reading order; a page without text is one by itself."""
    kept = _lines_to_read(pages)
    flow = Flow(margins_of((content.width, lines) for content, lines in kept))
    for content, lines in kept:
        if lines:
            flow.add_page(content, lines)
        elif _shows_something(content):
            flow.add_picture(content)
    numbers = numbered(draft.unit for draft in flow.drafts)
    contents = {content.number: content for content in pages}
    return [
        _paragraph(draft, number, contents)
        for draft, number in zip(flow.drafts, numbers, strict=True)
    ]


def _lines_to_read(pages: Sequence[PageContent]) -> list[tuple[PageContent, list[Line]]]:
    tcvn3 = text_in_tcvn3(pages) or None  # a page alone may be too short to tell
    written = [(content, [] if content.scanned else lines_of(content, tcvn3)) for content in pages]
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
        whole = (PageBox(draft.page, 0, 0, GRID, GRID),)
        return Paragraph(Kind.PAGE, "", f"Trang {draft.page + 1}", None, whole, from_scan=True)
    return Paragraph(
        kind=number.kind,
        text=draft.text,
        address=number.address,
        level=number.level,
        boxes=_boxes(draft.lines, contents),
        from_scan=content.pictured,
    )


def _boxes(lines: Sequence[Line], contents: Mapping[int, PageContent]) -> tuple[PageBox, ...]:
    boxes: dict[int, PageBox] = {}
    for line in lines:
        page = contents[line.page]
        box = PageBox(
            line.page,
            on_grid(line.x0, page.width),
            on_grid(line.y0, page.height),
            on_grid(line.x1, page.width),
            on_grid(line.y1, page.height),
        )
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
