"""Tablets that run the house's own JavaScript modules, many in one process of Node."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.benchmarks.processes import ROOT, environment

PROGRAM = Path(__file__).parent / "tablet" / "storm.js"
COMMAND = ("--experimental-vm-modules", "--no-warnings", str(PROGRAM))
GOING_HOME = 10.0


@dataclass(frozen=True)
class Place:
    """What tablets read, and where on it they have something to say."""

    paper: int
    paragraphs: list[int]


def node() -> str | None:
    """Return the program that runs JavaScript, if there is one."""
    return shutil.which("node")


class Tablets:
    """A process full of tablets, one a cookie; two that share a cookie are one person's."""

    def __init__(
        self,
        ports: Sequence[int],
        cookies: Sequence[str],
        place: Place,
        words: int | None = None,
        marks: int | None = None,
    ) -> None:
        """`words`: each says so much and no more, and suffers what the line does alone.

        `marks`: each makes so many and does nothing else, and suffers everything.
        """
        self.count = len(cookies)
        self._job = {
            "ports": list(ports),
            "people": list(cookies),
            "place": {"paper": place.paper, "paragraphs": place.paragraphs},
            "words": words,
            "marks": marks,
        }
        self._program: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self.count:
            self._program = subprocess.Popen(
                [str(node()), *COMMAND],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._program is not None:
            self._program.kill()
            self._program.communicate(timeout=GOING_HOME)

    def begin(self) -> None:
        """Let them open their pages and live."""
        self._ask("begin", **self._job)

    def calm(self) -> None:
        """Let them do nothing new and suffer nothing more; what waits is still sent."""
        self._ask("calm")

    @property
    def spoken(self) -> bool:
        """Whether everybody has said all, and was answered."""
        return bool(self._ask("spoken", otherwise=True))

    @property
    def waiting(self) -> int:
        """How many acts wait for an answer."""
        return int(self._ask("waiting", otherwise=0))

    def behind(self, heads: dict[str, int]) -> bool:
        """Say whether a tablet has not heard the last of what it hears."""
        heard: list[dict[str, int]] = self._ask("heads", otherwise=[])
        return any(
            number < heads.get(stream, 0) for each in heard for stream, number in each.items()
        )

    def report(self) -> dict[str, Any]:
        """Return what became of each, and what differs from a page that is loaded afresh."""
        told: dict[str, Any] = self._ask("report", otherwise={"lives": [], "loose": 0})
        return told

    def _ask(self, ask: str, *, otherwise: Any = None, **told: Any) -> Any:
        """Return the answer; where there are no tablets, `otherwise`."""
        if self._program is None:
            return otherwise
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps({"ask": ask, **told}) + "\n")
        self._program.stdin.flush()
        line = self._program.stdout.readline()
        if not line:
            raise RuntimeError("the tablets' program has ended")
        return json.loads(line)
