"""The jobs that workers do, by name, each with its deadline and what it refuses with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from documents.derived import MADE_AT_ONCE, Derived
from documents.models import NOT_RECOGNISED
from documents.processes import Lost
from documents.workers import Failed, Workers
from foundation.errors import Invalid, Refusal, Unavailable

PAGE_SECONDS = 9.0
"""A page that is given up has been answered for within ten."""
INSPECTION_SECONDS = 9.0
MENDING_SECONDS = 30.0
MOST_BINDING_SECONDS = 60.0
SCAN_SECONDS = 30.0
"""Nobody waits for it, and on a busy machine it is the last to be served."""
COMPARISON_SECONDS = 30.0
NOT_COMPARED = "version.not_compared"
ASSEMBLY_SECONDS = 30.0
ASSEMBLY_SECONDS_A_PAGE = 0.05
TIDYING_SECONDS = 120.0
SIZES_TOGETHER = 2000

Size = tuple[float, float]


class Jobs:
    """What may be asked of the workers."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def inspect(self, path: Path) -> list[Size]:
        """Return the size of each page, or refuse the paper."""
        with _refusing(Invalid("paper.damaged")):
            seconds = INSPECTION_SECONDS
            told = self._workers.ask("inspect", path, {}, seconds=seconds, urgent=True)
            count: int = told["pages"]
            sizes: list[Size] = []
            while len(sizes) < count:
                part = {"first": len(sizes) + 1, "last": min(count, len(sizes) + SIZES_TOGETHER)}
                told = self._workers.ask("sizes", path, part, seconds=seconds, urgent=True)
                sizes += [(width, height) for width, height in told["sizes"]]
        return sizes

    def kind(self, path: Path, suffix: str) -> tuple[str | None, bool]:
        """Return the kind of an Office file, if we know it, and whether it names an old font."""
        told = self._looked_at("kind", path, suffix=suffix)
        return told["kind"], bool(told["old_font"])

    def mend(self, path: Path, kind: str, place: Path) -> bool:
        """Write an Office file as it should be converted; says whether it is another now."""
        told = self._looked_at("mend", path, MENDING_SECONDS, kind=kind, place=str(place))
        return bool(told["mended"])

    def old_text(self, path: Path) -> bool:
        """Say whether the text of a PDF is in an encoding older than Unicode."""
        return bool(self._looked_at("old_text", path)["old"])

    def bind(self, path: Path, kind: str, place: Path) -> None:
        """Make a PDF of the pictures in a file."""
        pages = self._looked_at("pictures", path, kind=kind)["pages"]
        seconds = min(MOST_BINDING_SECONDS, PAGE_SECONDS + pages)
        self._looked_at("bind", path, seconds, kind=kind, place=str(place))

    def _looked_at(
        self, verb: str, path: Path, seconds: float = INSPECTION_SECONDS, **asked: object
    ) -> dict[str, Any]:
        """Ask what somebody waits for before a paper is kept."""
        with _refusing(Invalid("paper.damaged")):
            return self._workers.ask(verb, path, asked, seconds=seconds, urgent=True)

    def text(self, path: Path, derived: Derived, number: int) -> bool:
        """Read one page in the background; says whether it is a scan."""
        asked = _place(derived) | {"number": number}
        with _refusing(Invalid("page.unreadable", page=number)):
            return bool(self._workers.ask("text", path, asked, seconds=PAGE_SECONDS)["scanned"])

    def draw(self, path: Path, derived: Derived, number: int) -> None:
        """Draw one page in the background."""
        asked = _place(derived) | {"number": number, "widths": list(MADE_AT_ONCE)}
        with _refusing(Invalid("page.unreadable", page=number)):
            self._workers.ask("draw", path, asked, seconds=PAGE_SECONDS)

    def page(self, path: Path, derived: Derived, number: int) -> bool:
        """Make everything of one page in the background; says whether it is a scan."""
        asked = _place(derived) | {"number": number, "widths": list(MADE_AT_ONCE)}
        with _refusing(Invalid("page.unreadable", page=number)):
            return bool(self._workers.ask("page", path, asked, seconds=PAGE_SECONDS)["scanned"])

    def picture(self, path: Path, derived: Derived, number: int, width: int) -> None:
        """Make one picture now."""
        asked = _place(derived) | {"number": number, "width": width}
        with _refusing(Invalid("page.unreadable", page=number)):
            self._workers.ask("picture", path, asked, seconds=PAGE_SECONDS, urgent=True)

    def small(self, path: Path, derived: Derived, number: int, *, idle: bool = True) -> None:
        """Make the small rendition of one page, when nobody waits or in the background."""
        asked = _place(derived) | {"number": number}
        with _refusing(Invalid("page.unreadable", page=number)):
            self._workers.ask("small", path, asked, seconds=PAGE_SECONDS, idle=idle)

    def without_small(self, path: Path, derived: Derived) -> list[int]:
        """Return the pages of a paper that have a picture and no small one yet."""
        with _refusing(Unavailable("paper.not_kept")):
            told = self._workers.ask(
                "without_small", path, _place(derived), seconds=PAGE_SECONDS, idle=True
            )
        missing: list[int] = told["pages"]
        return missing

    def tidy(self, folder: Path, most: int) -> int:
        """Keep what is made of papers within `most` bytes; returns how many were freed."""
        with _refusing(Unavailable("paper.not_kept")):
            told = self._workers.ask(
                "tidy", folder, {"most": most}, seconds=TIDYING_SECONDS, idle=True
            )
        return int(told["freed"])

    def words(self, path: Path, derived: Derived, number: int) -> None:
        """Make the words of one page now."""
        asked = _place(derived) | {"number": number}
        with _refusing(Invalid("page.unreadable", page=number)):
            self._workers.ask("words", path, asked, seconds=PAGE_SECONDS, urgent=True)

    def assemble(
        self, path: Path, derived: Derived, page_count: int, without: list[int]
    ) -> list[int]:
        """Make the paragraphs without some pages, or return those whose layout is missing."""
        seconds = ASSEMBLY_SECONDS + ASSEMBLY_SECONDS_A_PAGE * page_count
        with _refusing(Invalid("paper.unreadable")):
            asked = _place(derived) | {"without": without}
            told = self._workers.ask("assemble", path, asked, seconds=seconds)
            missing: list[int] = told["missing"]
        return missing

    def layout(self, path: Path, derived: Derived, number: int, *, idle: bool) -> None:
        """Make what the paragraphs of one page are assembled from, once more."""
        asked = _place(derived) | {"number": number}
        with _refusing(Invalid("page.unreadable", page=number)):
            self._workers.ask(
                "layout", path, asked, seconds=PAGE_SECONDS, urgent=not idle, idle=idle
            )

    def reread(
        self,
        path: Path,
        derived: Derived,
        without: list[int],
        asked: Path,
        place: Path,
        *,
        seconds: float,
        idle: bool,
    ) -> list[int]:
        """Write the steps to a new reading, or return the pages whose layout is missing."""
        told = _place(derived) | {"without": without, "asked": str(asked), "place": str(place)}
        with _refusing(Invalid("paper.unreadable")):
            found = self._workers.ask(
                "reread", path, told, seconds=seconds, urgent=not idle, idle=idle
            )
        missing: list[int] = found["missing"]
        return missing

    def straighten(
        self, path: Path, derived: Derived, number: int, turn: int | None, folder: Path
    ) -> dict[str, Any]:
        """Make a scanned page ready for the recogniser, turned so far or as it seems to be up."""
        asked = _place(derived) | {"number": number, "turn": turn, "scratch": str(folder)}
        return self._of_scan("straighten", path, asked, number)

    def sureness(self, path: Path, turn: int, folder: Path) -> tuple[float, int]:
        """Return how sure the recogniser was of a page, of 100, and how many letters it read."""
        told = self._of_scan("judge", path, {"turn": turn, "scratch": str(folder)}, 0)
        return float(told["sure"]), int(told["letters"])

    def keep_recognised(
        self, path: Path, derived: Derived, number: int, turn: int, folder: Path
    ) -> None:
        """Keep what was read of a scanned page, and make its words anew."""
        asked = _place(derived) | {"number": number, "turn": turn, "scratch": str(folder)}
        self._of_scan("keep", path, asked, number)

    def _of_scan(self, verb: str, path: Path, asked: dict[str, Any], number: int) -> dict[str, Any]:
        with _refusing(Invalid(NOT_RECOGNISED, page=number)):
            return self._workers.ask(verb, path, asked, seconds=SCAN_SECONDS, idle=True)

    def compare(self, old: Derived, new: Derived, place: Path) -> bool:
        """Find out what changed between two versions; says whether their paragraphs were there."""
        asked = {"old": str(old.paragraphs()), "place": str(place)}
        with _refusing(Unavailable(NOT_COMPARED)):
            told = self._workers.ask(
                "compare", new.paragraphs(), asked, seconds=COMPARISON_SECONDS, urgent=True
            )
        return bool(told["there"])


def _place(derived: Derived) -> dict[str, object]:
    return {"folder": str(derived.folder), "extractor": derived.extractor}


@contextmanager
def _refusing(refusal: Refusal) -> Iterator[None]:
    """Turn what workers fail at into one refusal."""
    try:
        yield
    except (Failed, Lost) as failure:
        raise refusal from failure
