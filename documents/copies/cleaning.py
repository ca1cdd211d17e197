"""A clean copy of a paper: a new file, made of nothing but what is allowed to be in it."""

import os
from pathlib import Path
from typing import Any

import pikepdf as _pikepdf

from documents.copies.allowed import RESOURCES, keep_allowed
from documents.copies.flattening import flatten
from documents.copies.navigation import Link, Ways, write_bookmarks, write_links
from documents.copies.reading import display_of, inherited, number, numbers, opened, words

pikepdf: Any = _pikepdf

BOXES = ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
LAYERS = ("/BaseState", "/ON", "/OFF", "/AS", "/RBGroups", "/Locked", "/Intent")
MOST_LAYERS = 2000


def clean(source: Path, place: Path) -> int:
    """Write the clean copy of a paper; returns how many pages it has."""
    with opened(source) as old, pikepdf.Pdf.new() as new:
        ways, links = Ways(old), list[list[Link]]()
        for page in list(old.pages):
            annotations = page.obj.get("/Annots")
            links.append(ways.links(annotations))
            new.pages.append(pikepdf.Page(_page(old, page.obj, annotations)))
        for page, its_links in zip(new.pages, links, strict=True):
            write_links(new, page.obj, its_links)
        write_bookmarks(new, ways.bookmarks())
        _copy_layers(old, new)
        _say_title(old, new)
        write(new, place, oldest=old.pdf_version)
        return len(new.pages)


def write(pdf: Any, place: Path, oldest: str = "1.5", progress: Any = None) -> None:
    """Save a new file so that it is seen only once it is complete."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        pdf.save(
            part,
            min_version=max(oldest, "1.5") if oldest < "2.1" else "2.0",
            stream_decode_level=pikepdf.StreamDecodeLevel.none,  # bytes stay what they are
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            progress=progress,
        )
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _page(pdf: Any, old: Any, annotations: Any) -> Any:
    """Return a page that has of another what is allowed."""
    media = numbers(inherited(old, "/MediaBox"))
    page = pikepdf.Dictionary(Type=pikepdf.Name.Page)
    page["/MediaBox"] = pikepdf.Array(media if len(media) == 4 else display_of(old).box)
    for key in BOXES:
        if len(box := numbers(inherited(old, key))) == 4:
            page[key] = pikepdf.Array(box)
    if turn := display_of(old).turn:
        page["/Rotate"] = turn
    if (unit := number(old.get("/UserUnit"))) is not None and unit > 0:
        page["/UserUnit"] = unit
    resources = inherited(old, "/Resources")
    if isinstance(resources, pikepdf.Dictionary):
        keep_allowed(resources, RESOURCES)
        page["/Resources"] = resources
    else:
        page["/Resources"] = pikepdf.Dictionary()
    if isinstance(group := old.get("/Group"), pikepdf.Dictionary) and keep_allowed(group):
        page["/Group"] = group
    page["/Contents"] = _contents(old.get("/Contents"))
    made = pdf.make_indirect(page)
    flatten(pdf, made, annotations)
    return made


def _contents(found: Any) -> Any:
    streams = list(found) if isinstance(found, pikepdf.Array) else [found]
    return pikepdf.Array(
        [each for each in streams if isinstance(each, pikepdf.Stream) and keep_allowed(each)]
    )


def _copy_layers(old: Any, new: Any) -> None:
    """Keep what is shown and what is hidden as it was."""
    found = old.Root.get("/OCProperties")
    layers = found.get("/OCGs") if isinstance(found, pikepdf.Dictionary) else None
    if not isinstance(layers, pikepdf.Array):
        return
    known = [each for each in list(layers)[:MOST_LAYERS] if isinstance(each, pikepdf.Dictionary)]
    shown = pikepdf.Dictionary()
    told = found.get("/D")
    for key in LAYERS:
        if isinstance(told, pikepdf.Dictionary) and key in told:
            shown[key] = told[key]
    kept = old.make_indirect(pikepdf.Dictionary(OCGs=pikepdf.Array(known), D=shown))
    keep_allowed(kept)
    new.Root["/OCProperties"] = new.copy_foreign(kept)


def _say_title(old: Any, new: Any) -> None:
    about = old.trailer.get("/Info")
    if isinstance(about, pikepdf.Dictionary) and (title := words(about.get("/Title"))):
        new.trailer["/Info"] = new.make_indirect(pikepdf.Dictionary(Title=pikepdf.String(title)))
