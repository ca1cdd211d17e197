"""Copies asked for: found where they were kept, or made by a worker; packs in the background.

The server itself opens none of them. What is kept may vanish at any time and is made again; what
bears somebody's own marks is never kept.
"""

import hashlib
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from documents.alone import Alone
from documents.copies.marks import Mark
from documents.copies.volume import VOLUME, Volume
from documents.derived import whole, write_whole
from documents.paragraphs import EXTRACTOR_VERSION
from documents.processes import Lost
from documents.vault import Vault
from documents.workers import Failed, Workers
from foundation.errors import NotFound, Refusal, Unavailable

COPY = "copy-1.pdf"
"""Raise the number when copies are made differently."""
NOT_MADE = "copy.not_made"
SECONDS, SECONDS_A_PAGE = 20.0, 0.1
VOLUME_SECONDS, VOLUME_SECONDS_A_PAGE = 60.0, 0.3
COPYING_SHARE = 0.4
"""How much of the work on a volume the copies are."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Paper:
    """A paper of which there is to be a copy."""

    sha256: str
    pages: int


@dataclass
class Binding:
    """A volume at work: how much of it is done, and why it came to nothing."""

    done: float = 0.0
    refusal: Refusal | None = None


class Copies:
    """Has copies made, each once however many ask."""

    def __init__(self, workers: Workers, vault: Vault) -> None:
        self._workers = workers
        self._vault = vault
        self._alone = Alone()
        self._bindings: dict[str, Binding] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()

    def clean(self, paper: Paper, *, urgent: bool = True) -> Path:
        """Return the clean copy of a paper, made now if need be."""
        source = self._vault.path_of(paper.sha256)
        place = self._vault.derived(paper.sha256) / COPY
        while not whole(place):
            if not source.exists():
                raise NotFound("paper.missing")
            with self._alone.at(place) as first:
                if first:
                    asked = {"place": str(place)}
                    found = self._ask("clean_copy", source, asked, _seconds(paper), urgent=urgent)
                    if found["pages"] != paper.pages:
                        place.unlink(missing_ok=True)
                        raise Unavailable(NOT_MADE)
                    if not whole(place):
                        raise Unavailable("paper.not_kept")
        return place

    @contextmanager
    def annotated(
        self, paper: Paper, marks: Sequence[Mark], pages: Sequence[int] | None = None
    ) -> Iterator[Path]:
        """Lend a copy, of some pages or all, with somebody's marks; nothing of it stays."""
        copy, place = self.clean(paper), self._vault.scratch()
        asked = self._vault.scratch()
        try:
            write_whole(asked, orjson.dumps([mark.to_json() for mark in marks]))
            told = {
                "asked": str(asked),
                "place": str(place),
                "pages": None if pages is None else list(pages),
            }
            self._ask("annotated_copy", copy, told, _seconds(paper), urgent=True)
            yield place
        finally:
            asked.unlink(missing_ok=True)
            place.unlink(missing_ok=True)

    def volume(self, volume: Volume) -> Path | Binding:
        """Return a volume that is bound, or how far it is; one that nobody binds is begun."""
        key = hashlib.sha256(orjson.dumps([VOLUME, COPY, volume.to_json()])).hexdigest()
        place = self._vault.derived(key) / f"{VOLUME}.pdf"
        with self._lock:
            if whole(place):
                return place
            binding = self._bindings.get(key)
            if binding is not None and binding.refusal is not None:
                del self._bindings[key]  # who asks again after this tries again
                raise binding.refusal
            if binding is None:
                binding = self._bindings[key] = Binding()
                self._threads[key] = threading.Thread(
                    target=self._bind,
                    args=(key, volume, place, binding),
                    name="volume",
                    daemon=True,
                )
                self._threads[key].start()
        binding.done = max(binding.done, _told(place))
        return binding

    def wait(self, seconds: float | None = None) -> None:
        """Wait until no volume is at work."""
        with self._lock:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join(seconds)

    def _bind(self, key: str, volume: Volume, place: Path, binding: Binding) -> None:
        try:
            self._bind_volume(volume, place, binding)
        except Refusal as refusal:
            binding.refusal = refusal
        except Exception:
            log.exception("a volume was not bound")
            binding.refusal = Unavailable(NOT_MADE)
        finally:
            _progress(place).unlink(missing_ok=True)
            with self._lock:
                del self._threads[key]
                if binding.refusal is None:
                    del self._bindings[key]

    def _bind_volume(self, volume: Volume, place: Path, binding: Binding) -> None:
        copies, done = list[dict[str, Any] | None](), 0
        for part in volume.parts:
            copies.append(self._copy_for(Paper(part.sha256, part.pages)))
            done += part.pages
            binding.done = COPYING_SHARE * done / max(1, volume.pages)
        asked = place.with_name("asked.json")
        write_whole(asked, orjson.dumps({"volume": volume.to_json(), "copies": copies}))
        told = {"place": str(place), "progress": str(_progress(place))}
        seconds = VOLUME_SECONDS + VOLUME_SECONDS_A_PAGE * volume.pages
        try:
            self._ask("volume", asked, told, seconds, urgent=False)
        finally:
            asked.unlink(missing_ok=True)

    def _copy_for(self, paper: Paper) -> dict[str, Any] | None:
        """Return what is needed of a paper to bind it; None where there is no copy of it."""
        try:
            copy = self.clean(paper, urgent=False)
        except Refusal as refusal:
            if refusal.code == "paper.no_worker":
                raise
            log.warning("a paper has no copy: %s", refusal.code)
            return None
        folder = self._vault.derived(paper.sha256)
        return {"copy": str(copy), "folder": str(folder), "extractor": EXTRACTOR_VERSION}

    def _ask(
        self, verb: str, path: Path, asked: dict[str, Any], seconds: float, *, urgent: bool
    ) -> dict[str, Any]:
        try:
            return self._workers.ask(verb, path, asked, seconds=seconds, urgent=urgent)
        except (Failed, Lost) as failure:
            log.warning("no %s: %s", verb, failure)
            raise Unavailable(NOT_MADE) from failure


def _seconds(paper: Paper) -> float:
    return SECONDS + SECONDS_A_PAGE * paper.pages


def _progress(place: Path) -> Path:
    return place.with_suffix(".progress")


def _told(place: Path) -> float:
    """Return how far a worker says it is; it may be writing that just now."""
    with suppress(OSError, ValueError):
        return COPYING_SHARE + (1 - COPYING_SHARE) * float(_progress(place).read_text())
    return 0.0
