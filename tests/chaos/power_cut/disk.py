"""A disk that is sure only of what was flushed: bytes with their file, names with their folder.

Every other change waits; at a power cut none of it is there, or any part of it.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass(frozen=True)
class Change:
    """Bytes that were written, or, without bytes, a length that was given."""

    at: int
    offset: int
    data: bytes | None

    def do(self, content: bytearray) -> None:
        """Make the change."""
        if len(content) < self.offset:
            content.extend(bytes(self.offset - len(content)))
        if self.data is None:
            del content[self.offset :]
        else:
            content[self.offset : self.offset + len(self.data)] = self.data

    def torn(self, chance: random.Random) -> "list[Change]":
        """Return the sectors of it that happened to arrive."""
        if self.data is None:
            return [self] if chance.random() < 0.5 else []
        edges = range(-(self.offset % SECTOR), len(self.data), SECTOR)
        parts = [(max(0, edge), self.data[max(0, edge) : edge + SECTOR]) for edge in edges]
        return [
            Change(self.at, self.offset + start, part)
            for start, part in parts
            if chance.random() < 0.5
        ]


@dataclass(eq=False)
class File:
    """A file's bytes: those that are sure, and changes that are not."""

    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Change] = field(default_factory=list)

    def flush(self, before: int) -> None:
        """Be sure of every change that was made before a moment."""
        for change in self.unsure:
            if change.at < before:
                change.do(self.sure)
        self.unsure = [change for change in self.unsure if change.at >= before]

    @property
    def length(self) -> int:
        """Return the length as programs see it."""
        length = len(self.sure)
        for change in self.unsure:
            length = (
                change.offset
                if change.data is None
                else max(length, change.offset + len(change.data))
            )
        return length

    def after_a_cut(self, chance: random.Random | None) -> bytes:
        """Return what is there when the power is back: with `chance`, a part of what was unsure."""
        content = bytearray(self.sure)
        for change in self.unsure if chance else ():
            for part in change.torn(chance):
                part.do(content)
        return bytes(content)


@dataclass(frozen=True)
class Naming:
    """Something that has a name from a moment on, or has it no longer."""

    at: int
    name: str
    what: "File | Folder | None"


@dataclass(eq=False)
class Folder:
    """A folder's names: as programs see them, those that are sure, and changes that are not."""

    seen: dict[str, "File | Folder"] = field(default_factory=dict)
    sure: dict[str, "File | Folder"] = field(default_factory=dict)
    unsure: list[Naming] = field(default_factory=list)

    def name(self, at: int, name: str, what: "File | Folder | None") -> None:
        """Give a name, or take it away."""
        _put(self.seen, name, what)
        self.unsure.append(Naming(at, name, what))

    def flush(self, before: int) -> None:
        """Be sure of every name that was given or taken before a moment."""
        for naming in self.unsure:
            if naming.at < before:
                _put(self.sure, naming.name, naming.what)
        self.unsure = [naming for naming in self.unsure if naming.at >= before]

    def after_a_cut(self, journalled: int | None) -> "dict[str, File | Folder]":
        """Return the names that are there; `journalled`: changes before that moment are, too."""
        names = dict(self.sure)
        for naming in self.unsure:
            if journalled is not None and naming.at < journalled:
                _put(names, naming.name, naming.what)
        return names

    def write(self, place: Path, chance: random.Random | None, journalled: int | None) -> None:
        """Write down what is there after a cut."""
        place.mkdir()
        for name, what in self.after_a_cut(journalled).items():
            if isinstance(what, Folder):
                what.write(place / name, chance, journalled)
            else:
                (place / name).write_bytes(what.after_a_cut(chance))


def _put(names: "dict[str, File | Folder]", name: str, what: "File | Folder | None") -> None:
    if what is None:
        names.pop(name, None)
    else:
        names[name] = what
