"""The numbers of the pages of a pack, which never change once people have heard them.

A number is a base and a letter: 37 is (37, 0), 37a is (37, 1). The numbers of a paper are kept in
runs: base, letter, count. Letter 0 counts base, base + 1, …; from letter 1 on the letters count:
(37, 1, 3) is 37a, 37b, 37c, and after z comes aa. The nth number of a paper is its nth page's, in
every version; those that a shorter version does not need stay the paper's own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

Number = tuple[int, int]
Run = Sequence[int]
"""Base, letter, count."""
Runs = Sequence[Run]

LETTERS = 26
BEFORE_THE_FIRST = 0
"""The base of what is laid before page 1: 0a, 0b, …"""
WRITTEN = re.compile(r"([0-9]{1,6})([a-z]{0,4})")


def plain(first: int, count: int) -> list[list[int]]:
    """Return the numbers of so many pages, counted from `first`."""
    return [[first, 0, count]] if count > 0 else []


def counted(counts: Iterable[int]) -> Iterator[list[list[int]]]:
    """Yield the numbers of each paper of a pack that is not published yet, one after another."""
    page = 1
    for count in counts:
        yield plain(page, count)
        page += count


def pages_of(runs: Runs) -> int:
    """Return for how many pages there are numbers."""
    return sum(run[2] for run in runs)


def numbers_of(runs: Runs) -> Iterator[Number]:
    """Yield every number in the order of the pages."""
    for base, letter, count in runs:
        for step in range(count):
            yield (base, letter + step) if letter else (base + step, 0)


def number_of(runs: Runs, page: int) -> Number | None:
    """Return the number of a page, from 1; None where it has none."""
    left = page - 1
    for base, letter, count in runs:
        if 0 <= left < count:
            return (base, letter + left) if letter else (base + left, 0)
        left -= count
    return None


def label_of(runs: Runs, page: int) -> str:
    """Return what is said for the number of a page, such as 37a; nothing where it has none."""
    number = number_of(runs, page)
    return "" if number is None else label(number)


def label(number: Number) -> str:
    """Return a number as people say it."""
    base, letter = number
    return f"{base}{_letters(letter)}"


def read(label: str) -> Number | None:
    """Return the number that somebody says; None where it is none."""
    found = WRITTEN.fullmatch(label.strip().lower())
    return (int(found[1]), _letter(found[2])) if found else None


def page_of(runs: Runs, number: Number) -> int | None:
    """Return which page bears this number, from 1."""
    base, letter = number
    before = 0
    for first, first_letter, count in runs:
        step = letter - first_letter if first_letter else base - first
        same = base == first and letter > 0 if first_letter else letter == 0
        if same and 0 <= step < count:
            return before + step + 1
        before += count
    return None


def laid(before: Runs | None, count: int, given: Sequence[Runs], *, last: bool) -> list[list[int]]:
    """Return the numbers of a paper that is laid after the paper that has the numbers `before`.

    `given` are all numbers that were ever given, also to papers that have gone. What is laid as
    the `last` goes on counting, since it has to be squeezed in nowhere.
    """
    if last:
        return plain(_greatest_base(given) + 1, count)
    numbers = list(numbers_of(before or ()))
    base = numbers[-1][0] if numbers else BEFORE_THE_FIRST
    return _lettered(base, count, given)


def grown(runs: Runs, count: int, given: Sequence[Runs]) -> list[list[int]]:
    """Return the numbers of a paper that has so many pages now: what it had, and more if needed."""
    had = [list(run) for run in runs]
    missing = count - pages_of(runs)
    if missing <= 0:
        return had
    if not had:
        return plain(_greatest_base(given) + 1, count)
    base = list(numbers_of(runs))[-1][0]
    return _joined(had, _lettered(base, missing, [*given, runs]))


def _lettered(base: int, count: int, given: Sequence[Runs]) -> list[list[int]]:
    """Return letters of a base that nobody has: they are given without gaps, so after the last."""
    taken = [
        letter + size - 1
        for runs in given
        for run_base, letter, size in runs
        if letter and run_base == base
    ]
    return [[base, max(taken, default=0) + 1, count]] if count > 0 else []


def _joined(had: list[list[int]], more: list[list[int]]) -> list[list[int]]:
    """Return the runs one after another, as one where the letters go straight on."""
    [*others, (base, letter, count)], [(more_base, more_letter, more_count)] = had, more
    if letter and base == more_base and letter + count == more_letter:
        return [*others, [base, letter, count + more_count]]
    return [*had, *more]


def _greatest_base(given: Sequence[Runs]) -> int:
    bases = [base if letter else base + count - 1 for runs in given for base, letter, count in runs]
    return max(bases, default=0)


def _letters(letter: int) -> str:
    written = ""
    while letter > 0:
        letter, step = divmod(letter - 1, LETTERS)
        written = chr(ord("a") + step) + written
    return written


def _letter(written: str) -> int:
    letter = 0
    for each in written:
        letter = letter * LETTERS + ord(each) - ord("a") + 1
    return letter
