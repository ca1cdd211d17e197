"""Where ink lies on the paper, and how far it moves along with what it lies on. Pure."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from documents import quotes

BELOW = 90
"""Ten-thousandths of the page: a line drawn under words lies so far below them at most."""
Box = Sequence[int]


class Boxed(Protocol):
    """A paragraph, as far as it lies somewhere."""

    @property
    def boxes(self) -> Sequence[Box]:
        """Page, x0, y0, x1, y1 of each."""
        ...


Paragraph = TypeVar("Paragraph", bound=Boxed)


class Way(NamedTuple):
    """How far something moves: to which page, to the right and down; and how sure that is."""

    page: int
    right: int
    down: int
    score: float = 100.0


def lying_on(ink: Box, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs under ink, the most covered first; in a margin those it is beside."""
    covered = [
        (max((_covered(ink, box) for box in each.boxes), default=(0, 0)), each)
        for each in paragraphs
    ]
    beside = [(area, high, each) for (area, high), each in covered if high > 0]
    under = [each for each in beside if each[0] > 0]
    return [each for _, _, each in sorted(under or beside, key=lambda one: (-one[0], -one[1]))]


def along(ink: Box, old: Boxed, new: Boxed) -> Way:
    """Return the way of a paragraph that says the same in the same shape."""
    before, after = _same_box(ink, old, new)
    return Way(after[0], after[1] - before[1], after[2] - before[2])


def as_deep(ink: Box, old: Boxed, new: Boxed) -> Way:
    """Return the way of a paragraph that is otherwise cut: ink stays as deep in it as it was."""
    before, after = _same_box(ink, old, new)
    middle = (ink[2] + ink[4]) / 2
    depth = max(0.0, min(1.0, (middle - before[2]) / max(1, before[4] - before[2])))
    beyond = middle - (before[2] + depth * (before[4] - before[2]))
    there = after[2] + depth * (after[4] - after[2]) + beyond
    return Way(after[0], after[1] - before[1], round(there - middle))


def with_words(ink: Box, words: Sequence[quotes.Word], there: Sequence[quotes.Word]) -> Way | None:
    """Return the way of the words under ink; None where they are not found again."""
    under = _under(ink, words)
    if under is None:
        return None
    found = quotes.find(quotes.quoted(words, under), there)
    if found is None:
        return None
    old, new = words[under.first], there[found.first]
    return Way(new.page, new.x0 - old.x0, new.y0 - old.y0, found.score)


def _under(ink: Box, words: Sequence[quotes.Word]) -> quotes.Found | None:
    """Return the words that ink goes round, through or under: the run from first to last."""
    page, x0, y0, x1, y1 = ink
    touched = [
        number
        for number, word in enumerate(words)
        if word.page == page
        and word.x0 <= x1
        and word.x1 >= x0
        and word.y0 <= y1
        and word.y1 + BELOW >= y0
    ]
    lines = {words[number].line for number in touched if words[number].y1 >= y0}
    kept = [number for number in touched if not lines or words[number].line in lines]
    return quotes.Found(kept[0], kept[-1], 100.0) if kept else None


def _covered(ink: Box, box: Box) -> tuple[int, int]:
    """Return how much of a paragraph's box ink covers, and how much of its height."""
    if ink[0] != box[0]:
        return 0, 0
    wide = min(ink[3], box[3]) - max(ink[1], box[1]) + 1
    high = min(ink[4], box[4] + BELOW) - max(ink[2], box[2]) + 1
    return max(0, wide) * max(0, high), max(0, high)


def _same_box(ink: Box, old: Boxed, new: Boxed) -> tuple[Box, Box]:
    """Return the piece of a paragraph that ink is nearest to, and the same piece of the new one."""
    middle = (ink[2] + ink[4]) / 2
    away = [
        (box[0] != ink[0], max(box[2] - middle, middle - box[4], 0), number)
        for number, box in enumerate(old.boxes)
    ]
    number = min(away)[2]
    return old.boxes[number], new.boxes[min(number, len(new.boxes) - 1)]
