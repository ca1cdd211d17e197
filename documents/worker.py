"""The program of a worker process: it opens untrusted papers, one job at a time.

Started as `python -m documents.worker FD NICENESS`; it answers what comes over the socket FD
and ends when the other end has gone. Large results go to files, small answers come back.
"""

import errno
import sys
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import Any

from documents.confinement import allow, confine, roomy
from documents.derived import Derived
from documents.making import PageMaking, assemble, compare, reread
from documents.messages import Closed, receive, send
from documents.office_kinds import kind_of, names_old_font
from documents.office_mending import mend
from documents.pdf import Paper
from documents.photographs import bind, count_pictures
from documents.recognition.work import judge, keep, straighten
from documents.room import tidy
from foundation.errors import Refusal

Answer = dict[str, Any]
MOST_OPEN_PAPERS = 4
GRACE = 5.0
"""Seconds that the server has to end an overdue worker before it ends itself."""


class Worker:
    """Answers jobs, and keeps the last papers open between them."""

    def __init__(self) -> None:
        self._papers: OrderedDict[str, Paper] = OrderedDict()
        self._verbs: dict[str, Callable[..., Answer]] = {
            "inspect": self.inspect,
            "sizes": self.sizes,
            "kind": self.kind,
            "mend": self.mend,
            "old_text": self.old_text,
            "pictures": self.pictures,
            "bind": self.bind,
            "text": self.text,
            "draw": self.draw,
            "page": self.page,
            "picture": self.picture,
            "small": self.small,
            "without_small": self.without_small,
            "tidy": self.tidy,
            "words": self.words,
            "assemble": self.assemble,
            "compare": self.compare,
            "straighten": self.straighten,
            "judge": self.judge,
            "keep": self.keep,
            "layout": self.layout,
            "reread": self.reread,
            "clean_copy": self.clean_copy,
            "annotated_copy": self.annotated_copy,
            "volume": self.volume,
        }

    def answer(self, job: dict[str, Any]) -> Answer:
        """Do one job; what it refuses or fails at is an answer too."""
        try:
            return {"done": self._verbs[job["verb"]](job["path"], **job["arguments"])}
        except Refusal as refusal:
            return {"refused": [type(refusal).__name__, refusal.code, refusal.parameters]}
        except OSError as failure:
            if failure.errno == errno.EFBIG:  # our own limit: the paper asked for too much
                return self._failed(job, failure)
            return {"refused": ["Unavailable", "paper.not_kept", {}]}
        except Exception as failure:
            return self._failed(job, failure)

    def inspect(self, path: str) -> Answer:
        """Count the pages of a paper that nobody has looked at yet."""
        return {"pages": self._paper(path).count_pages()}

    def sizes(self, path: str, first: int, last: int) -> Answer:
        """Tell the sizes of some pages."""
        return {"sizes": self._paper(path).sizes(first, last)}

    def kind(self, path: str, suffix: str) -> Answer:
        """Tell what an Office file is by its content, and whether it names an old font."""
        kind = kind_of(Path(path), suffix)
        old = kind in ("doc", "rtf", "odt") and names_old_font(Path(path), kind)
        return {"kind": kind, "old_font": old}

    def mend(self, path: str, kind: str, place: str) -> Answer:
        """Write an Office file as it should be converted."""
        return {"mended": mend(Path(path), kind, Path(place))}

    def old_text(self, path: str) -> Answer:
        """Tell whether the text of a paper is in an old encoding."""
        return {"old": self._paper(path).in_old_encoding()}

    def pictures(self, path: str, kind: str) -> Answer:
        """Count the pictures in a file."""
        return {"pages": count_pictures(Path(path), kind)}

    def bind(self, path: str, kind: str, place: str) -> Answer:
        """Make a PDF of pictures."""
        bind(Path(path), kind, Path(place))
        return {}

    def page(self, path: str, number: int, widths: list[int], **place: str) -> Answer:
        """Make everything of one page."""
        making = self._making(path, number, **place)
        making.pictures(widths)
        return _read(making)

    def text(self, path: str, number: int, **place: str) -> Answer:
        """Make what is read of one page."""
        return _read(self._making(path, number, **place))

    def draw(self, path: str, number: int, widths: list[int], **place: str) -> Answer:
        """Make what is seen of one page."""
        self._making(path, number, **place).pictures(widths)
        return {}

    def picture(self, path: str, number: int, width: int, **place: str) -> Answer:
        """Make one picture that somebody waits for."""
        self._making(path, number, **place).pictures([width])
        return {}

    def small(self, path: str, number: int, **place: str) -> Answer:
        """Make the small rendition of a page."""
        self._making(path, number, **place).small()
        return {}

    def without_small(self, path: str, folder: str, extractor: str) -> Answer:
        """Tell which pages have no small rendition yet; opens no paper."""
        return {"pages": Derived(Path(folder), extractor).pages_without_small()}

    def tidy(self, path: str, most: int) -> Answer:
        """Keep what is made of papers within bounds; opens none."""
        return {"freed": tidy(Path(path), most)}

    def words(self, path: str, number: int, **place: str) -> Answer:
        """Make the words of a page that somebody waits for."""
        self._making(path, number, **place).words()
        return {}

    def assemble(self, path: str, folder: str, extractor: str, without: list[int]) -> Answer:
        """Make the paragraphs of a paper from the layouts of its pages, some of which are none."""
        paper = self._paper(path)
        sizes = paper.sizes(1, paper.count_pages())
        return {"missing": assemble(Derived(Path(folder), extractor), sizes, without)}

    def layout(self, path: str, number: int, **place: str) -> Answer:
        """Make what paragraphs are assembled from once more, and the words of the page."""
        making = self._making(path, number, **place)
        making.layout()
        making.words()
        return {}

    def reread(
        self, path: str, folder: str, extractor: str, without: list[int], asked: str, place: str
    ) -> Answer:
        """Write the steps from the stored paragraphs of a version to a new reading of it."""
        paper = self._paper(path)
        sizes = paper.sizes(1, paper.count_pages())
        derived = Derived(Path(folder), extractor)
        return {"missing": reread(derived, sizes, without, Path(asked), Path(place))}

    def straighten(
        self, path: str, number: int, turn: int | None, scratch: str, **place: str
    ) -> Answer:
        """Make a scanned page ready for the recogniser."""
        return straighten(self._making(path, number, **place), turn, Path(scratch))

    def judge(self, path: str, turn: int, scratch: str) -> Answer:
        """Tell how sure the recogniser was of what it wrote; opens no paper."""
        return judge(turn, Path(scratch))

    def keep(self, path: str, number: int, turn: int, scratch: str, **place: str) -> Answer:
        """Keep what was read of a scanned page."""
        return keep(self._making(path, number, **place), turn, Path(scratch))

    def compare(self, path: str, old: str, place: str) -> Answer:
        """Find out what changed between the paragraphs of two versions; opens no paper."""
        return {"there": compare(Path(old), Path(path), Path(place))}

    def clean_copy(self, path: str, place: str) -> Answer:
        """Make the copy of a paper that may leave the house."""
        from documents.copies import working

        with roomy():
            return {"pages": working.make_copy(path, place)}

    def annotated_copy(
        self, path: str, asked: str, place: str, pages: list[int] | None = None
    ) -> Answer:
        """Make a copy that bears somebody's marks."""
        from documents.copies import working

        with roomy():
            working.make_annotated(path, asked, place, pages)
        return {}

    def volume(self, path: str, place: str, progress: str) -> Answer:
        """Bind copies into one PDF, as a file says."""
        from documents.copies import working

        with roomy():
            working.make_volume(path, place, progress)
        return {}

    def _making(self, path: str, number: int, folder: str, extractor: str) -> PageMaking:
        return PageMaking(self._paper(path), number, Derived(Path(folder), extractor))

    def _failed(self, job: dict[str, Any], failure: Exception) -> Answer:
        """Tell of a failure, and let go of the paper that led to it."""
        self._forget(job["path"])
        return {"failed": f"{type(failure).__name__}: {failure}"[:200]}

    def _paper(self, path: str) -> Paper:
        """Return a paper, open; the least recently used one makes room."""
        paper = self._papers.pop(path, None) or Paper(Path(path))
        self._papers[path] = paper
        while len(self._papers) > MOST_OPEN_PAPERS:
            self._forget(next(iter(self._papers)))
        return paper

    def _forget(self, path: str) -> None:
        if paper := self._papers.pop(path, None):
            paper.close()


def _read(making: PageMaking) -> Answer:
    making.layout()
    making.words()
    return {"scanned": making.printed.scanned}


def serve(connection: socket) -> None:
    """Answer jobs until the other end has gone."""
    worker = Worker()
    with suppress(Closed, OSError):
        send(connection, {"ready": True})
        while True:
            job = receive(connection)
            allow(job["seconds"] + GRACE)
            send(connection, worker.answer(job))
            allow(0)


if __name__ == "__main__":
    confine(int(sys.argv[2]))
    serve(socket(fileno=int(sys.argv[1])))
