"""A volume bound: its contents first, then every copy with its pages' numbers, as one PDF.

The copies are read from their files while the volume is written, so a long one takes no more
memory than a short one. Only so many are open at once; more are bound into a file in between.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf as _pikepdf

from documents.copies.cleaning import write
from documents.copies.contents import HEIGHT, WIDTH, Layout
from documents.copies.lettering import BOLD, REGULAR, RESOURCE, face
from documents.copies.looks import Looks
from documents.copies.navigation import (
    Bookmark,
    Link,
    Target,
    Ways,
    write_bookmarks,
    write_links,
)
from documents.copies.reading import display_of, opened
from documents.copies.stamping import Stamp, put
from documents.copies.volume import Part, Volume
from documents.derived import Derived

pikepdf: Any = _pikepdf

OPEN_AT_ONCE = 24
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Bound:
    """A file at work, its letters, and the ground they stand on."""

    file: Any
    fonts: dict[str, Any]
    ground: Any


@dataclass(frozen=True)
class Copy:
    """The copy of one part, and what is made of its paper."""

    part: Part
    path: Path
    derived: Derived


def bind(volume: Volume, copies: Sequence[Copy | None], place: Path, tell: Tell) -> None:
    """Write a volume; a part of which there is no copy is named and left out."""
    missing = [index for index, copy in enumerate(copies) if copy is None]
    sheets = Layout(volume, missing).sheets
    there = [copy for copy in copies if copy is not None]
    firsts = list(_firsts(copies, len(sheets)))
    with ExitStack() as stack:
        book = _begun(stack)
        _add_sheets(book, sheets)
        links = _add_copies(stack, book, there, place, tell)
        for number, sheet in enumerate(sheets):
            _link_sheet(book, number, sheet.links, firsts)
        for page, its_links in zip(book.file.pages[len(sheets) :], links, strict=True):
            write_links(book.file, page.obj, its_links)
        write_bookmarks(book.file, _bookmarks(book.file, volume, firsts))
        _label(book, len(sheets), there)
        book.file.trailer["/Info"] = book.file.make_indirect(
            pikepdf.Dictionary(Title=pikepdf.String(volume.title))
        )
        write(book.file, place, progress=lambda percent: tell(0.6 + 0.4 * percent / 100))


def _begun(stack: ExitStack) -> Bound:
    file = stack.enter_context(pikepdf.Pdf.new())
    pale = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.6)
    fonts = {weight: face(weight).embedded(file) for weight in (REGULAR, BOLD)}
    return Bound(file, fonts, file.make_indirect(pale))


def _firsts(copies: Sequence[Copy | None], before: int) -> Iterator[int | None]:
    """Yield the index of each part's first page in the file."""
    page = before
    for copy in copies:
        yield None if copy is None else page
        page += copy.part.pages if copy else 0


def _add_sheets(book: Bound, sheets: Sequence[Any]) -> None:
    fonts = pikepdf.Dictionary({RESOURCE[weight]: font for weight, font in book.fonts.items()})
    for sheet in sheets:
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=pikepdf.Array([0, 0, WIDTH, HEIGHT]),
            Resources=pikepdf.Dictionary(Font=fonts),
            Contents=book.file.make_stream(sheet.drawing()),
        )
        book.file.pages.append(pikepdf.Page(book.file.make_indirect(page)))


def _link_sheet(
    book: Bound, number: int, links: Sequence[Any], firsts: Sequence[int | None]
) -> None:
    leading = [
        Link(box, Target(first, "/Fit"))
        for box, part in links
        if (first := firsts[part]) is not None
    ]
    write_links(book.file, book.file.pages[number].obj, leading)


def _add_copies(
    stack: ExitStack, book: Bound, copies: Sequence[Copy], place: Path, tell: Tell
) -> list[list[Link]]:
    """Add the stamped pages of every copy; returns the links of each page."""
    links: list[list[Link]] = []
    done, total = 0, max(1, sum(copy.part.pages for copy in copies))
    before = len(book.file.pages)
    batches = [copies[at : at + OPEN_AT_ONCE] for at in range(0, len(copies), OPEN_AT_ONCE)]
    for number, batch in enumerate(batches):
        whole = len(batches) == 1
        with ExitStack() as for_now:
            held = stack if whole else for_now
            into = book if whole else _begun(held)
            for copy in batch:
                _add(held, into, copy, links, before)
                done += copy.part.pages
                tell(0.6 * done / total)
            if not whole:
                between = place.with_name(f"{place.name}.{number}")
                stack.callback(between.unlink, missing_ok=True)
                write(into.file, between)
        if not whole:
            bound = stack.enter_context(opened(between))
            book.file.pages.extend(bound.pages)
            _add_layers(book, bound)
    return links


def _add(stack: ExitStack, book: Bound, copy: Copy, links: list[list[Link]], before: int) -> None:
    source = stack.enter_context(opened(copy.path))
    ways, looks = Ways(source), Looks(copy.derived, copy.path)
    first = before + len(links)
    for index, page in enumerate(list(source.pages)[: copy.part.pages]):
        found = ways.links(page.obj.get("/Annots"))
        links.append([link.after(first) for link in found])
        if "/Annots" in page.obj:
            del page.obj["/Annots"]
        book.file.pages.append(page)
        ours = book.file.pages[-1].obj
        right = (before + len(links)) % 2 == 1
        stamp = Stamp(copy.part.labels[index], copy.part.stamp)
        put(book, ours, display_of(ours), stamp, looks.at(index + 1), right=right)
    looks.close()
    _add_layers(book, source)


def _add_layers(book: Bound, source: Any) -> None:
    """Keep what is hidden in a copy hidden in the volume."""
    found = source.Root.get("/OCProperties")
    if not isinstance(found, pikepdf.Dictionary):
        return
    layers = list(found.get("/OCGs", pikepdf.Array()))
    told = found.get("/D", pikepdf.Dictionary())
    shown = {each.objgen for each in told.get("/ON", pikepdf.Array())}
    hidden = list(told.get("/OFF", pikepdf.Array()))
    if str(told.get("/BaseState")) == "/OFF":
        hidden = [each for each in layers if each.objgen not in shown]
    if "/OCProperties" not in book.file.Root:
        book.file.Root["/OCProperties"] = pikepdf.Dictionary(
            OCGs=pikepdf.Array(),
            D=pikepdf.Dictionary(OFF=pikepdf.Array(), AS=pikepdf.Array()),
        )
    ours = book.file.Root["/OCProperties"]
    _take_over(book, layers, ours["/OCGs"])
    _take_over(book, hidden, ours["/D"]["/OFF"])
    for usage in told.get("/AS", pikepdf.Array()):
        ours["/D"]["/AS"].append(book.file.copy_foreign(source.make_indirect(usage)))


def _take_over(book: Bound, things: Sequence[Any], into: Any) -> None:
    for each in things:
        if each.is_indirect:
            into.append(book.file.copy_foreign(each))


def _bookmarks(file: Any, volume: Volume, firsts: Sequence[int | None]) -> Iterator[Bookmark]:
    yield Bookmark(0, volume.contents, Target(0), bold=True)
    entries = volume.entries
    for place, entry in enumerate(entries):
        title = f"{entry.number} {entry.title}".strip()
        if entry.part is None:
            target = _first_below(entries[place:], firsts)
            yield Bookmark(entry.level, title, target, bold=True, open=True)
        elif (first := firsts[entry.part]) is not None:
            yield Bookmark(entry.level, title, Target(first))
            for heading in volume.parts[entry.part].headings:
                yield Bookmark(
                    entry.level + 1 + heading.level,
                    heading.title,
                    _heading_at(file, first + heading.page - 1, heading.y),
                )


def _first_below(entries: Sequence[Any], firsts: Sequence[int | None]) -> Target | None:
    """Return the first page of what a chapter holds."""
    for entry in entries[1:]:
        if entry.level <= entries[0].level:
            return None
        if entry.part is not None and (first := firsts[entry.part]) is not None:
            return Target(first)
    return None


def _heading_at(file: Any, page: int, y: int) -> Target:
    """Return a heading's place, as the file counts; a turned page comes whole into view."""
    if not 0 <= page < len(file.pages):
        return Target(page)
    shown = display_of(file.pages[page].obj)
    if shown.turn:
        return Target(page)
    return Target(page, "/XYZ", (None, shown.point(0, y)[1], None))


def _label(book: Bound, sheets: int, copies: Sequence[Copy]) -> None:
    """Call the pages what people call them: i, ii, … before the first, then the pack's numbers."""
    numbers = pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.r)])
    page, before = sheets, None
    for label in (label for copy in copies for label in copy.part.labels[: copy.part.pages]):
        if not label.isdigit():
            numbers.extend([page, pikepdf.Dictionary(P=pikepdf.String(label))])
            before = None
        else:
            if before is None or int(label) != before + 1:
                numbers.extend([page, pikepdf.Dictionary(S=pikepdf.Name.D, St=int(label))])
            before = int(label)
        page += 1
    book.file.Root["/PageLabels"] = pikepdf.Dictionary(Nums=numbers)
