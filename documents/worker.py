"""The program of a worker process: it opens untrusted papers, one job at a time.

Started as `python -m documents.worker FD NICENESS`; it answers what comes over the socket FD
and ends when the other end has gone. Large results go to files, small answers come back.
"""

import errno
import sys
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from socket import socket
from typing import Any

from documents.confinement import allow, confine
from documents.derived import Derived
from documents.making import PageMaking, assemble, compare
from documents.messages import Closed, receive, send
from documents.office_kinds import kind_of
from documents.pdf import Paper
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
            "page": self.page,
            "picture": self.picture,
            "words": self.words,
            "assemble": self.assemble,
            "compare": self.compare,
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
        """Tell what an Office file is by its content."""
        return {"kind": kind_of(Path(path), suffix)}

    def page(self, path: str, number: int, widths: list[int], **place: str) -> Answer:
        """Make everything of one page."""
        making = self._making(path, number, **place)
        making.pictures(widths)
        making.layout()
        making.words()
        return {"scanned": making.content.scanned}

    def picture(self, path: str, number: int, width: int, **place: str) -> Answer:
        """Make one picture that somebody waits for."""
        self._making(path, number, **place).pictures([width])
        return {}

    def words(self, path: str, number: int, **place: str) -> Answer:
        """Make the words of a page that somebody waits for."""
        self._making(path, number, **place).words()
        return {}

    def assemble(self, path: str, folder: str, extractor: str, without: list[int]) -> Answer:
        """Make the paragraphs of a paper from the layouts of its pages, some of which are none."""
        paper = self._paper(path)
        sizes = paper.sizes(1, paper.count_pages())
        return {"missing": assemble(Derived(Path(folder), extractor), sizes, without)}

    def compare(self, path: str, old: str, place: str) -> Answer:
        """Find out what changed between the paragraphs of two versions; opens no paper."""
        return {"there": compare(Path(old), Path(path), Path(place))}

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


def serve(connection: socket) -> None:
    """Answer jobs until the other end has gone."""
    worker = Worker()
    send(connection, {"ready": True})
    while True:
        try:
            job = receive(connection)
            allow(job["seconds"] + GRACE)
            send(connection, worker.answer(job))
        except (Closed, OSError):
            return
        allow(0)


if __name__ == "__main__":
    confine(int(sys.argv[2]))
    serve(socket(fileno=int(sys.argv[1])))
