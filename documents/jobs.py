"""The jobs that workers do, by name, each with its deadline and what it refuses with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from documents.derived import MADE_AT_ONCE, Derived
from documents.processes import Lost
from documents.workers import Failed, Workers
from foundation.errors import Invalid, Refusal, Unavailable

PAGE_SECONDS = 10.0
INSPECTION_SECONDS = 30.0
COMPARISON_SECONDS = 30.0
NOT_COMPARED = "version.not_compared"
ASSEMBLY_SECONDS = 30.0
ASSEMBLY_SECONDS_A_PAGE = 0.05
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

    def kind(self, path: Path, suffix: str) -> str | None:
        """Return the kind of an Office file, None if it is none that we know."""
        with _refusing(Invalid("paper.damaged")):
            asked = {"suffix": suffix}
            told = self._workers.ask("kind", path, asked, seconds=INSPECTION_SECONDS, urgent=True)
            kind: str | None = told["kind"]
        return kind

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
