"""Finding one's way in a PDF: links and bookmarks, read as plain data and written anew.

Only these are known: an address of the web, and a place in the same file. Whatever else a link or
a bookmark would do is not read, so it is not written either.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf as _pikepdf

from documents.copies.reading import number, numbers, words

pikepdf: Any = _pikepdf

MOST_LINKS = 2000
"""On one page."""
MOST_BOOKMARKS = 5000
MOST_NAMES = 20_000
DEEPEST = 12
LONGEST_ADDRESS = 2000
WEB = ("http://", "https://")
WAYS = frozenset(("/XYZ", "/Fit", "/FitH", "/FitV", "/FitR", "/FitB", "/FitBH", "/FitBV"))


@dataclass(frozen=True)
class Target:
    """A place in the file: a page, from 0, and how it comes into view."""

    page: int
    way: str = "/Fit"
    places: tuple[float | None, ...] = ()

    def after(self, pages: int) -> "Target":
        """Return the same place, so many pages later."""
        return replace(self, page=self.page + pages)


@dataclass(frozen=True)
class Link:
    """A box on a page, in the file's places, and where it leads: a target, or an address."""

    box: tuple[float, ...]
    leads_to: Target | str
    border: tuple[float, ...] | None = (0.0, 0.0, 0.0)

    def after(self, pages: int) -> "Link":
        """Return the same link in a file where its paper begins so many pages later."""
        leads_to = self.leads_to
        return replace(
            self, leads_to=leads_to if isinstance(leads_to, str) else leads_to.after(pages)
        )


@dataclass(frozen=True)
class Bookmark:
    """A line of the list of bookmarks; levels count from 0."""

    level: int
    title: str
    target: Target | None
    bold: bool = False
    open: bool = False


class Ways:
    """What leads where in a file that may say anything."""

    def __init__(self, pdf: Any) -> None:
        self._root = pdf.Root
        self._pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        self._named: dict[bytes, Any] | None = None

    def links(self, annotations: Any) -> list[Link]:
        """Return the plain links among a page's annotations."""
        if not isinstance(annotations, pikepdf.Array):
            return []
        found = [
            self._link(each)
            for each in list(annotations)[:MOST_LINKS]
            if isinstance(each, pikepdf.Dictionary) and str(each.get("/Subtype")) == "/Link"
        ]
        return [link for link in found if link is not None]

    def bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks in reading order."""
        outlines, found = self._root.get("/Outlines"), list[Bookmark]()
        if not isinstance(outlines, pikepdf.Dictionary):
            return found
        seen = set()
        waiting = [(outlines.get("/First"), 0)]
        while waiting and len(found) < MOST_BOOKMARKS:
            entry, level = waiting.pop()
            if not isinstance(entry, pikepdf.Dictionary) or entry.objgen in seen:
                continue
            seen.add(entry.objgen)
            waiting.append((entry.get("/Next"), level))
            if title := words(entry.get("/Title")):
                found.append(Bookmark(level, title, self._leads_to(entry)))
            if level < DEEPEST:
                waiting.append((entry.get("/First"), level + 1))
        return found

    def _link(self, annotation: Any) -> Link | None:
        box = numbers(annotation.get("/Rect"))
        leads_to = self._address(annotation) or self._leads_to(annotation)
        if len(box) != 4 or leads_to is None:
            return None
        border = numbers(annotation.get("/Border"))[:3] if "/Border" in annotation else None
        return Link(tuple(box), leads_to, tuple(border) if border else None)

    def _address(self, thing: Any) -> str | None:
        action = thing.get("/A")
        if not isinstance(action, pikepdf.Dictionary) or str(action.get("/S")) != "/URI":
            return None
        address = words(action.get("/URI"))
        plain = len(address) < LONGEST_ADDRESS and address.lower().startswith(WEB)
        return address if plain else None

    def _leads_to(self, thing: Any) -> Target | None:
        place, action = thing.get("/Dest"), thing.get("/A")
        if place is None and isinstance(action, pikepdf.Dictionary):
            place = action.get("/D") if str(action.get("/S")) == "/GoTo" else None
        return self._target(place)

    def _target(self, place: Any) -> Target | None:
        if isinstance(place, (pikepdf.String, pikepdf.Name)):
            place = self._by_name(_key(place))
        if isinstance(place, pikepdf.Dictionary):
            place = place.get("/D")
        if not isinstance(place, pikepdf.Array) or len(place) < 2:
            return None
        page = self._page(place[0])
        if page is None or str(place[1]) not in WAYS:
            return None
        places = [number(place[index]) for index in range(2, min(len(place), 6))]
        return Target(page, str(place[1]), tuple(places))

    def _page(self, said: Any) -> int | None:
        if isinstance(said, pikepdf.Dictionary):
            return self._pages.get(said.objgen)
        return said if isinstance(said, int) and 0 <= said < len(self._pages) else None

    def _by_name(self, name: bytes) -> Any:
        if self._named is None:
            self._named = dict(self._names())
        return self._named.get(name)

    def _names(self) -> Iterator[tuple[bytes, Any]]:
        old = self._root.get("/Dests")
        if isinstance(old, pikepdf.Dictionary):
            for key in list(old.keys())[:MOST_NAMES]:
                yield key.encode(), old[key]
        names = self._root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
        waiting, seen, left = [tree], set(), MOST_NAMES
        while waiting and left > 0:
            node = waiting.pop()
            if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen:
                continue
            if node.is_indirect:
                seen.add(node.objgen)
            if isinstance(kids := node.get("/Kids"), pikepdf.Array):
                waiting += list(kids)[:MOST_NAMES]
            if isinstance(pairs := node.get("/Names"), pikepdf.Array):
                for index in range(0, min(len(pairs) - 1, 2 * left), 2):
                    left -= 1
                    if isinstance(pairs[index], pikepdf.String):
                        yield bytes(pairs[index]), pairs[index + 1]


def write_links(pdf: Any, page: Any, links: Sequence[Link]) -> None:
    """Put links on a page of a new file, whose pages are all there."""
    if not links:
        return
    known = page.get("/Annots")
    annotations = known if isinstance(known, pikepdf.Array) else pikepdf.Array()
    for link in links:
        written = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array(link.box), F=4
        )
        if link.border is not None:
            written["/Border"] = pikepdf.Array(link.border)
        if isinstance(link.leads_to, str):
            written["/A"] = pikepdf.Dictionary(
                S=pikepdf.Name.URI, URI=pikepdf.String(link.leads_to)
            )
        elif (place := _place(pdf, link.leads_to)) is not None:
            written["/Dest"] = place
        else:
            continue
        annotations.append(pdf.make_indirect(written))
    page["/Annots"] = annotations


def write_bookmarks(pdf: Any, bookmarks: Iterable[Bookmark]) -> None:
    """Give a new file its bookmarks."""
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines))
    line: list[tuple[int, Any]] = []
    """The last entry and those it lies in, each with its level: a level may be left out."""
    entries: list[tuple[Any, list[Any], bool]] = []
    for bookmark in bookmarks:
        while line and line[-1][0] >= bookmark.level:
            line.pop()
        parents = [root, *(entry for _, entry in line)]
        parent = parents[-1]
        entry = pdf.make_indirect(
            pikepdf.Dictionary(Title=pikepdf.String(bookmark.title), Parent=parent)
        )
        if bookmark.bold:
            entry["/F"] = 2
        if bookmark.target and (place := _place(pdf, bookmark.target)) is not None:
            entry["/Dest"] = place
        if (before := parent.get("/Last")) is not None:
            entry["/Prev"], before["/Next"] = before, entry
        else:
            parent["/First"] = entry
        parent["/Last"] = entry
        entries.append((entry, parents, bookmark.open))
        line.append((bookmark.level, entry))
    if entries:
        _count(root, entries)
        pdf.Root["/Outlines"] = root


def _count(root: Any, entries: Sequence[tuple[Any, list[Any], bool]]) -> None:
    """Say of each entry how many below it are seen: negative where it is closed."""
    is_open = {root.objgen: True} | {entry.objgen: each for entry, _, each in entries}
    below: dict[Any, int] = {}
    for _, parents, _ in entries:
        for parent in reversed(parents):
            below[parent.objgen] = below.get(parent.objgen, 0) + 1
            if not is_open[parent.objgen]:
                break
    for thing in [root, *(entry for entry, _, _ in entries)]:
        if count := below.get(thing.objgen):
            thing["/Count"] = count if is_open[thing.objgen] else -count


def _place(pdf: Any, target: Target) -> Any:
    if not 0 <= target.page < len(pdf.pages):
        return None
    page = pdf.pages[target.page].obj
    return pikepdf.Array([page, pikepdf.Name(target.way), *target.places])


def _key(name: Any) -> bytes:
    return str(name).encode() if isinstance(name, pikepdf.Name) else bytes(name)
