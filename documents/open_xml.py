"""Word, Excel and PowerPoint files of the open kind, taken apart and put together again.

Runs in worker processes only. Nothing is fetched, no entity is resolved, and what is larger
than an honest paper is left as it is.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from foundation.errors import Invalid

LARGEST_PART = 32 * 1024 * 1024
HYPERLINK = "/hyperlink"
NOWHERE = "about:blank"
"""Where a link that would be followed by itself leads instead."""
Part = Any
"""The root element of a part."""


class OpenXml:
    """The parts of one file; those that were changed are written anew."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._read: dict[str, Part] = {}
        self._changed: set[str] = set()

    def names(self, matching: Callable[[str], object]) -> list[str]:
        """Return the names of the parts that match."""
        return [name for name in self._archive.namelist() if matching(name)]

    def part(self, name: str) -> Part | None:
        """Return the root of a part; None where there is none, or it is too large to change."""
        if name not in self._read:
            self._read[name] = self._parsed(name)
        return self._read[name]

    def contains(self, name: str, pattern: re.Pattern[bytes]) -> bool:
        """Say whether a part, as it is written, has what is looked for."""
        if self._archive.getinfo(name).file_size > LARGEST_PART:
            return False
        return pattern.search(self._archive.read(name)) is not None

    def change(self, name: str) -> None:
        """Let the part be written as it is now."""
        self._changed.add(name)

    @property
    def changed(self) -> bool:
        """Say whether anything is to be written."""
        return bool(self._changed)

    def write(self, place: Path) -> None:
        """Write the whole file to a place."""
        with zipfile.ZipFile(place, "w") as made:
            for told in self._archive.infolist():
                plain = zipfile.ZipInfo(told.filename)
                plain.compress_type = told.compress_type
                with made.open(plain, "w", force_zip64=True) as part:
                    for piece in self._pieces(told):
                        part.write(piece)

    def _parsed(self, name: str) -> Part | None:
        try:
            if self._archive.getinfo(name).file_size > LARGEST_PART:
                return None
            return _root_of(self._archive.read(name))
        except KeyError:
            return None

    def _pieces(self, told: zipfile.ZipInfo) -> Iterator[bytes]:
        if told.filename in self._changed:
            root = self._read[told.filename]
            yield etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            return
        with self._archive.open(told) as part:
            while piece := part.read(256 * 1024):
                yield piece


def opened(path: Path, change: Callable[[OpenXml], None], place: Path) -> bool:
    """Let a file be changed and write it to a place; says whether anything was."""
    try:
        with zipfile.ZipFile(path) as archive:
            file = OpenXml(archive)
            cut_off(file)
            change(file)
            if file.changed:
                file.write(place)
            return file.changed
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, etree.LxmlError) as failure:
        raise Invalid("paper.damaged") from failure


def cut_off(file: OpenXml) -> None:
    """Let nothing outside the file be loaded with it: pictures, templates, data elsewhere."""
    for name in file.names(lambda name: name.endswith(".rels")):
        root = file.part(name)
        if root is None:
            raise Invalid("paper.damaged")
        for relation in root.iterchildren("{*}Relationship"):
            if _loads_from_outside(relation.attrib):
                relation.set("Target", NOWHERE)
                file.change(name)


def _loads_from_outside(relation: Mapping[str, str]) -> bool:
    outside = relation.get("TargetMode") == "External"
    return outside and not relation.get("Type", "").endswith(HYPERLINK)


def _root_of(content: bytes) -> Part:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:  # no office program writes one
        raise Invalid("paper.damaged")
    return root
