"""Runs that overlap: words whose letters a page draws in two fonts, told apart and rebuilt.

A font without Ơ, Ư or the letters of U+1EA0 and up borrows them from another; they
come as runs of their own and the text reads "B VĂN HOÁ, TH THAO ỘỂ". The place of
each letter is still right, so the characters in order of place give the words back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from .model import Character, Span

SAME_BASELINE = 0.3
OVERLAP = 0.3
LEAST_OVERLAP = 0.5
WORD_GAP = 0.16


def clusters(runs: Sequence[Span]) -> list[list[Span]]:
    """Return the runs of one baseline, those that overlap together."""
    found: list[list[Span]] = []
    end = narrowest = 0.0
    for run in sorted(runs, key=lambda run: run.x0):
        width = run.x1 - run.x0
        overlap = min(end, run.x1) - run.x0
        if found and end - run.x0 > LEAST_OVERLAP and overlap > OVERLAP * min(narrowest, width):
            found[-1].append(run)
            end, narrowest = max(end, run.x1), min(narrowest, width)
        else:
            found.append([run])
            end, narrowest = run.x1, width
    return found


def tangled(spans: Iterable[Span]) -> list[Span]:
    """Return the longest run of each cluster of overlapping runs, from the top down."""
    ordered = sorted(
        (span for span in spans if span.text.strip()), key=lambda span: (span.baseline, span.x0)
    )
    rows: list[list[Span]] = []
    for span in ordered:
        if rows and span.baseline - rows[-1][0].baseline <= SAME_BASELINE * span.size:
            rows[-1].append(span)
        else:
            rows.append([span])
    return [
        _longest(cluster)
        for row in rows
        if len(row) > 1
        for cluster in clusters(row)
        if len(cluster) > 1
    ]


def near(knots: Sequence[Span], baseline: float) -> bool:
    """Say whether a baseline bears one of the tangled runs."""
    index = bisect_left(knots, baseline, key=lambda knot: knot.baseline)
    return any(
        abs(baseline - knot.baseline) <= SAME_BASELINE * knot.size
        for knot in knots[max(0, index - 1) : index + 1]
    )


def rebuilt(cluster: Sequence[Span], characters: Sequence[Character]) -> Span:
    """Return one run in place of several; `characters` come sorted by baseline."""
    longest = _longest(cluster)
    slack = SAME_BASELINE * longest.size
    first = bisect_left(characters, longest.baseline - slack, key=_baseline)
    last = bisect_right(characters, longest.baseline + slack, key=_baseline)
    x0, x1 = min(run.x0 for run in cluster), max(run.x1 for run in cluster)
    letters = sorted(
        (
            character
            for character in characters[first:last]
            if x0 - 1 <= character.x0 and character.x1 <= x1 + 1.5 and not character.text.isspace()
        ),
        key=lambda character: character.x0,
    )
    if not letters:
        return longest
    return longest._replace(
        x0=x0,
        x1=x1,
        y0=min(run.y0 for run in cluster),
        y1=max(run.y1 for run in cluster),
        text=_spelled(letters),
    )


def _spelled(letters: list[Character]) -> str:
    text = letters[0].text
    last = letters[0]
    for letter in letters[1:]:
        if letter.text == last.text and letter.x0 - last.x0 < 0.15 * letter.size:
            continue  # bold made by drawing a letter twice
        if letter.x0 - last.x1 > WORD_GAP * letter.size:
            text += " "
        text += letter.text
        last = letter
    return text


def _baseline(character: Character) -> float:
    return character.baseline


def _longest(cluster: Sequence[Span]) -> Span:
    return max(cluster, key=lambda run: len(run.text))
