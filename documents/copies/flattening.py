"""What is drawn over a page (stamps, signatures, filled-in fields) made part of its drawing.

The look stays and the thing is gone: nothing that can be clicked or filled in leaves the house.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf as _pikepdf

from documents.copies.allowed import keep_allowed
from documents.copies.geometry import Matrix, around, moved
from documents.copies.reading import inherited, number, numbers

pikepdf: Any = _pikepdf

NOT_DRAWN = frozenset(
    ("/Link", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D")
)
HIDDEN = 2 | 32
"""Flags: hidden, and not to be seen on screens."""
MOST = 5000
MOST_COUNTED = 8 * 1024 * 1024
"""Bytes of drawing beyond which nobody looks whether it closes what it opens."""
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

TOKENS = re.compile(
    rb"%[^\r\n]*+"
    rb"|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*+\))*+\))*+\)"
    rb"|<(?!<)[^>]*+>"
    rb"|/[^\s()<>\[\]{}/%]*+"
    rb"|\bID\s.*?\sEI\b"
    rb"|[^\s()<>\[\]{}/%]++",
    re.DOTALL,
)


def flatten(pdf: Any, page: Any, annotations: Any) -> None:
    """Draw the appearances of a page's annotations into the page."""
    drawn = list(_drawn(annotations))
    if not drawn:
        return
    steps = []
    names = own_names(pdf, page, "/XObject")
    for index, (form, matrix) in enumerate(drawn):
        name = f"/PhienDrawn{index}"
        names[name] = form
        steps.append(f"q {_written(matrix)} cm {name} Do Q")
    draw_over(pdf, page, "\n".join(steps).encode())


def draw_over(pdf: Any, page: Any, steps: bytes) -> None:
    """Draw over a page in the page's own places, whatever state its drawing leaves behind."""
    contents = page.get("/Contents")
    before = _streams(contents)
    opened, closed = _left_open(before)
    first = pdf.make_stream(b"q " * (1 + closed))
    last = pdf.make_stream(b"\n" + b"Q " * (1 + opened) + b"\n" + steps)
    page["/Contents"] = pikepdf.Array([first, *before, last])


def own_names(pdf: Any, page: Any, kind: str) -> Any:
    """Return a page's names of a kind of resource, its own from now on: pages share them."""
    found = inherited(page, "/Resources")
    resources = pikepdf.Dictionary()
    if isinstance(found, pikepdf.Dictionary):
        for key, value in found.items():
            resources[key] = value
    names = pikepdf.Dictionary()
    if isinstance(known := resources.get(kind), pikepdf.Dictionary):
        for key, value in known.items():
            names[key] = value
    resources[kind] = names
    page["/Resources"] = pdf.make_indirect(resources)
    return page["/Resources"][kind]


def _streams(contents: Any) -> list[Any]:
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    if isinstance(contents, pikepdf.Array):
        return [each for each in contents if isinstance(each, pikepdf.Stream)]
    return []


def _left_open(streams: list[Any]) -> tuple[int, int]:
    """Return how many states a drawing leaves open, and how many it closes that are not its own."""
    try:
        pieces, size = [], 0
        for stream in streams:
            pieces.append(bytes(stream.read_bytes()))
            size += len(pieces[-1])
            if size > MOST_COUNTED:
                return 0, 0
    except pikepdf.PdfError:
        return 0, 0
    depth = least = 0
    for token in TOKENS.findall(b"\n".join(pieces)):
        if token == b"q":
            depth += 1
        elif token == b"Q":
            depth -= 1
            least = min(least, depth)
    closed = -least
    return max(0, depth + closed), closed


def _drawn(annotations: Any) -> Iterator[tuple[Any, Matrix]]:
    if not isinstance(annotations, pikepdf.Array):
        return
    for annotation in list(annotations)[:MOST]:
        if not isinstance(annotation, pikepdf.Dictionary) or _unseen(annotation):
            continue
        form, place = _appearance(annotation), numbers(annotation.get("/Rect"))
        if form is None or len(place) != 4 or not keep_allowed(form):
            continue
        if (matrix := _fitting(form, place)) is not None:
            if isinstance(layer := annotation.get("/OC"), pikepdf.Dictionary):
                keep_allowed(layer)
                form["/OC"] = layer
            yield form, matrix


def _unseen(annotation: Any) -> bool:
    flags = int(number(annotation.get("/F")) or 0)
    return str(annotation.get("/Subtype")) in NOT_DRAWN or bool(flags & HIDDEN)


def _appearance(annotation: Any) -> Any:
    appearances = annotation.get("/AP")
    normal = appearances.get("/N") if isinstance(appearances, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Dictionary) and not isinstance(normal, pikepdf.Stream):
        state = annotation.get("/AS")
        normal = normal.get(str(state)) if isinstance(state, pikepdf.Name) else None
    if not isinstance(normal, pikepdf.Stream):
        return None
    normal["/Type"], normal["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    return normal


def _fitting(form: Any, place: list[float]) -> Matrix | None:
    """Return what puts a form's box where the annotation stands."""
    box, found = numbers(form.get("/BBox")), numbers(form.get("/Matrix"))
    if len(box) != 4:
        return None
    a, b, c, d, e, f = found if len(found) == 6 else IDENTITY
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    x0, y0, x1, y1 = around([moved((a, b, c, d, e, f), *corner) for corner in corners])
    left, low, right, high = around([(place[0], place[1]), (place[2], place[3])])
    if x1 - x0 < 1e-6 or y1 - y0 < 1e-6 or right - left < 1e-6 or high - low < 1e-6:
        return None
    across, up = (right - left) / (x1 - x0), (high - low) / (y1 - y0)
    return across, 0.0, 0.0, up, left - x0 * across, low - y0 * up


def _written(matrix: Matrix) -> str:
    return " ".join(f"{each:.6f}" for each in matrix)
