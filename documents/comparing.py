"""Versions compared: what a worker found out about two of them, kept until the folder is emptied.

A worker reads paragraphs from files. They are written from the database, one file for each reading
of a version, so that a comparison is about the very paragraphs that people have commented on.
"""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import Session

from documents.alone import Alone
from documents.changes import CHANGES_VERSION
from documents.derived import Derived, whole, write_whole
from documents.jobs import NOT_COMPARED, Jobs
from documents.matching import MATCHER_VERSION
from documents.models import VersionState
from documents.queries import edition_of, settled, stored_paragraphs, version_of
from documents.vault import Vault
from foundation.aside import Read
from foundation.errors import Conflict, Unavailable

BY = f"{MATCHER_VERSION}.{CHANGES_VERSION}"
ATTEMPTS = 3
ROWS_TOGETHER = 200


class Comparing:
    """Finds what is known of two versions, and has it found out where nothing is."""

    def __init__(self, read: Read, jobs: Jobs, vault: Vault) -> None:
        self._read = read
        self._jobs = jobs
        self._vault = vault
        self._alone = Alone()
        self._hopeless: set[Path] = set()
        """What no worker could compare: it is not tried again before the next start."""

    def compared(self, old_id: int, new_id: int) -> dict[str, Any]:
        """Return the matches and changes from one version to another; refuses one not read yet."""
        old, new = self._read(
            lambda session: [self._side(session, each) for each in (old_id, new_id)]
        )
        place = new.comparison(old, BY)
        for _ in range(ATTEMPTS):
            if (found := self._vault.aside(partial(_kept, place))) is not None:
                return found
            with self._alone.at(place) as first:
                if first:
                    self._write_paragraphs(old_id, old)
                    self._write_paragraphs(new_id, new)
                    self._compare(old, new, place)
        if (found := self._vault.aside(partial(_kept, place))) is not None:
            return found
        raise Unavailable("paper.not_kept")  # the disk does not hold what was written

    def _compare(self, old: Derived, new: Derived, place: Path) -> None:
        if place in self._hopeless:
            raise Unavailable(NOT_COMPARED)
        try:
            self._jobs.compare(old, new, place)
        except Unavailable as refusal:
            if refusal.code == NOT_COMPARED:
                self._hopeless.add(place)
            raise

    def _side(self, session: Session, version_id: int) -> Derived:
        version = version_of(session, version_id)
        if version.state == VersionState.FAILED:
            raise Conflict("paper.unreadable")
        if version.state != VersionState.READY or not settled(session, version_id):
            raise Conflict("version.not_ready")
        return Derived(self._vault.derived(version.readable_sha256), edition_of(version))

    def _write_paragraphs(self, version_id: int, derived: Derived) -> None:
        if whole(place := derived.paragraphs()):
            return
        lines = list(self._lines(version_id))
        if self._read(lambda session: self._side(session, version_id)) != derived:
            raise Conflict("version.not_ready")  # it was read anew meanwhile
        write_whole(place, b"\n".join([orjson.dumps({"paragraphs": len(lines)}), *lines, b""]))

    def _lines(self, version_id: int) -> Iterator[bytes]:
        after = -1
        while True:
            found = self._read(
                partial(stored_paragraphs, version_id=version_id, after=after, most=ROWS_TOGETHER)
            )
            yield from map(orjson.dumps, found)
            if len(found) < ROWS_TOGETHER:
                return
            after = found[-1]["ordinal"]
            time.sleep(0)  # a long paper has many, and others wait for the loop


def _kept(place: Path) -> dict[str, Any] | None:
    """Return what was kept; the folder may be emptied at any time."""
    try:
        content = place.read_bytes()
    except FileNotFoundError:
        return None
    found: dict[str, Any] | None = orjson.loads(content) if content else None
    return found
