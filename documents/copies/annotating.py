"""Marks written into a copy of a paper, as annotations that every viewer knows and shows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf as _pikepdf

from documents.copies.cleaning import write
from documents.copies.geometry import UNIT, Box, Displayed, Point, around
from documents.copies.marks import Mark
from documents.copies.reading import display_of, number, opened

pikepdf: Any = _pikepdf

PRINTED, UPRIGHT = 4, 8 | 16
"""Flags: shown in print too; of one size and upright however the page is shown."""
ICON = 18.0
FROM_EDGE = 6.0
COLOURS = {
    "yellow": (1.0, 0.85, 0.3),
    "green": (0.56, 0.86, 0.54),
    "blue": (0.55, 0.77, 1.0),
    "pink": (1.0, 0.65, 0.79),
    "grey": (0.78, 0.8, 0.84),
}
INKS = {
    "yellow": (0.72, 0.46, 0.0),
    "green": (0.07, 0.44, 0.2),
    "blue": (0.06, 0.29, 0.67),
    "pink": (0.76, 0.1, 0.38),
}
"""The pen's: dark enough to be read as a thin line on white."""
LEAST_PRESSED = 0.35
"""Of a stroke's width: so thin is a line that is hardly pressed."""
Quad = list[Point]
"""Upper left and right, then lower left and right, as the page is shown."""


WAYS_ABOUT = ("/Outlines", "/PageLabels", "/Names", "/Dests", "/OpenAction")


def annotate(
    copy: Path, marks: Sequence[Mark], place: Path, pages: Sequence[int] | None = None
) -> None:
    """Write a copy that bears these marks, with all its pages or with some of them."""
    with opened(copy) as pdf:
        Annotator(pdf).put(marks)
        if pages is not None and len(pages) < len(pdf.pages):
            _keep_pages(pdf, set(pages))
        write(pdf, place, oldest=pdf.pdf_version)


def _keep_pages(pdf: Any, pages: set[int]) -> None:
    """Take away the other pages, and what leads to them."""
    for at in range(len(pdf.pages), 0, -1):
        if at not in pages:
            del pdf.pages[at - 1]
    for name in WAYS_ABOUT:
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            kept = [each for each in annotations if each.get("/Subtype") != pikepdf.Name.Link]
            page.obj["/Annots"] = pikepdf.Array(kept)


class Annotator:
    """Puts marks on the pages of an open file."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._first: dict[str, tuple[Any, Any]] = {}
        """By key: the first annotation of a mark, and its page."""
        self._notes: defaultdict[int, int] = defaultdict(int)

    def put(self, marks: Sequence[Mark]) -> None:
        """Put every mark on its pages; a reply goes where what it replies to stands."""
        for mark in marks:
            if mark.reply_to is not None:
                self._reply(mark, mark.reply_to)
            elif mark.line:
                self._ink(mark)
            elif mark.boxes:
                self._highlight(mark)
            else:
                self._note(mark)

    def _highlight(self, mark: Mark) -> None:
        by_page: defaultdict[int, list[Any]] = defaultdict(list)
        for page, *box in mark.boxes:
            by_page[page].append(box)
        for count, (number_, boxes) in enumerate(sorted(by_page.items())):
            page = self._page(number_)
            if page is None:
                continue
            shown = display_of(page)
            quads = [shown.corners(*box) for box in boxes]
            rect = around([corner for quad in quads for corner in quad])
            annotation = self._annotation(mark, "/Highlight", rect, first=count == 0)
            annotation["/QuadPoints"] = pikepdf.Array(
                [round(place, 3) for quad in quads for corner in quad for place in corner]
            )
            annotation["/AP"] = pikepdf.Dictionary(N=self._wash(quads, rect, mark.colour))
            annotation["/F"] = PRINTED
            self._add(page, annotation, mark)

    def _ink(self, mark: Mark) -> None:
        page = self._page(mark.page)
        if page is None:
            return
        shown = display_of(page)
        wide = mark.width / UNIT * shown.width
        line = [shown.point(x, y) for x, y, _ in mark.line]
        widths = [wide * thickness(pressure) for _, _, pressure in mark.line]
        left, low, right, high = around(line)
        rect = left - wide, low - wide, right + wide, high + wide
        annotation = self._annotation(mark, "/Ink", rect, first=True)
        annotation["/C"] = pikepdf.Array((COLOURS if mark.wash else INKS)[mark.colour])
        told = [round(place, 3) for point in line for place in point]
        annotation["/InkList"] = pikepdf.Array([pikepdf.Array(told)])
        annotation["/BS"] = pikepdf.Dictionary(W=round(sum(widths) / len(widths), 3))
        if mark.wash:
            drawn = self._brushed(line, wide, rect, mark.colour)
        else:
            drawn = self._drawn(line, widths, rect, mark.colour)
        annotation["/AP"] = pikepdf.Dictionary(N=drawn)
        annotation["/F"] = PRINTED
        self._add(page, annotation, mark)

    def _note(self, mark: Mark) -> None:
        page = self._page(mark.page)
        if page is None:
            return
        shown = display_of(page)
        rect = _icon_at(shown, mark.point) if mark.point else self._beside(mark.page, page, shown)
        annotation = self._annotation(mark, "/Text", rect, first=True)
        annotation["/Name"] = pikepdf.Name.Comment
        annotation["/AP"] = pikepdf.Dictionary(N=self._icon(mark.colour))
        annotation["/F"] = PRINTED | UPRIGHT
        self._add(page, annotation, mark)

    def _reply(self, mark: Mark, to: str) -> None:
        if to not in self._first:
            return
        above, page = self._first[to]
        annotation = self._annotation(mark, "/Text", [float(n) for n in above["/Rect"]], first=True)
        annotation["/IRT"], annotation["/RT"] = above, pikepdf.Name.R
        annotation["/Name"] = pikepdf.Name.Comment
        annotation["/AP"] = pikepdf.Dictionary(N=self._nothing())
        annotation["/F"] = PRINTED | UPRIGHT
        self._add(page, annotation, mark)

    def _annotation(self, mark: Mark, kind: str, rect: Sequence[float], *, first: bool) -> Any:
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(kind),
            Rect=pikepdf.Array([round(each, 3) for each in rect]),
            C=pikepdf.Array(COLOURS[mark.colour]),
            T=pikepdf.String(mark.author),
            NM=pikepdf.String(mark.key if first else f"{mark.key}-{len(self._first)}"),
            CreationDate=pikepdf.String(_moment(mark.created)),
            M=pikepdf.String(_moment(mark.modified)),
        )
        if mark.words and first:
            annotation["/Contents"] = pikepdf.String(mark.words)
        return annotation

    def _add(self, page: Any, annotation: Any, mark: Mark) -> None:
        annotation["/P"] = page
        made = self._pdf.make_indirect(annotation)
        if not isinstance(page.get("/Annots"), pikepdf.Array):
            page["/Annots"] = pikepdf.Array()
        page["/Annots"].append(made)
        self._first.setdefault(mark.key, (made, page))

    def _page(self, number_: int) -> Any:
        return self._pdf.pages[number_ - 1].obj if 1 <= number_ <= len(self._pdf.pages) else None

    def _beside(self, number_: int, page: Any, shown: Displayed) -> Box:
        """Return the place of a note in the upper right margin, below the notes before it.

        Viewers hang an upright icon on the upper left corner of its box as the file counts.
        """
        unit = number(page.get("/UserUnit")) or 1.0
        step = (ICON + FROM_EDGE) / unit
        down = self._notes[number_] * step % max(step, shown.height - 2 * step)
        self._notes[number_] += 1
        x = 1 - (ICON + FROM_EDGE) / unit / shown.width
        y = (FROM_EDGE / unit + down) / shown.height
        left, high = shown.point(x * 10_000, y * 10_000)
        return left, high - ICON, left + ICON, high

    def _wash(self, quads: Sequence[Quad], rect: Box, colour: str) -> Any:
        red, green, blue = COLOURS[colour]
        paths = " ".join(
            f"{a[0]:.3f} {a[1]:.3f} m {b[0]:.3f} {b[1]:.3f} l "
            f"{d[0]:.3f} {d[1]:.3f} l {c[0]:.3f} {c[1]:.3f} l h f"
            for a, b, c, d in quads
        )
        return self._over_print(f"{red} {green} {blue} rg {paths}", rect)

    def _brushed(self, line: Sequence[Point], wide: float, rect: Box, colour: str) -> Any:
        """Return a stroke of the highlighter: one line, so that it is nowhere twice as dark."""
        red, green, blue = COLOURS[colour]
        (x, y), *rest = line
        way = " ".join(f"{x:.3f} {y:.3f} l" for x, y in rest or line)
        steps = f"{red} {green} {blue} RG 1 J 1 j {wide:.3f} w {x:.3f} {y:.3f} m {way} S"
        return self._over_print(steps, rect)

    def _over_print(self, steps: str, rect: Box) -> Any:
        """Return what is drawn so that print shows through it."""
        state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply)
        return self._form(
            f"/Wash gs {steps}",
            rect,
            Resources=pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(Wash=state)),
            Group=pikepdf.Dictionary(Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency),
        )

    def _drawn(self, line: Sequence[Point], widths: Sequence[float], rect: Box, colour: str) -> Any:
        """Return a stroke piece by piece, each as wide as it was pressed; a dot is one piece."""
        red, green, blue = INKS[colour]
        pieces = " ".join(
            f"{(before + after) / 2:.3f} w {a[0]:.3f} {a[1]:.3f} m {b[0]:.3f} {b[1]:.3f} l S"
            for a, b, before, after in zip(
                line, line[1:] or line, widths, widths[1:] or widths, strict=False
            )
        )
        return self._form(f"{red} {green} {blue} RG 1 J 1 j {pieces}", rect)

    def _icon(self, colour: str) -> Any:
        red, green, blue = COLOURS[colour]
        return self._form(
            f"0.25 0.29 0.38 RG {red} {green} {blue} rg 0.9 w 1 j "
            "1 5 m 1 17 l 17 17 l 17 5 l 9 5 l 5 1 l 5 5 l h B "
            "4 13.5 m 14 13.5 l 4 11 m 14 11 l 4 8.5 m 11 8.5 l S",
            (0, 0, ICON, ICON),
        )

    def _nothing(self) -> Any:
        return self._form("", (0, 0, 1, 1))

    def _form(self, steps: str, box: Sequence[float], **more: Any) -> Any:
        return self._pdf.make_stream(
            steps.encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=pikepdf.Array([round(each, 3) for each in box]),
            **more,
        )


def _icon_at(shown: Displayed, point: tuple[int, int]) -> Box:
    """Return the place of a note that stands at a point; at the edge it is drawn in."""
    most_right, lowest = 1 - ICON / shown.width, 1 - ICON / shown.height
    x, y = (min(each / UNIT, most) for each, most in zip(point, (most_right, lowest), strict=True))
    left, high = shown.point(max(0.0, x) * UNIT, max(0.0, y) * UNIT)
    return left, high - ICON, left + ICON, high


def thickness(pressure: int) -> float:
    """Return which part of its width a stroke has under a pressure in hundredths."""
    return LEAST_PRESSED + (1 - LEAST_PRESSED) * pressure / 100


def _moment(written: str) -> str:
    moment = datetime.fromisoformat(written)
    offset = moment.strftime("%z") or "+0000"
    return moment.strftime("D:%Y%m%d%H%M%S") + f"{offset[:3]}'{offset[3:5]}'"
