"""What people and programs read: a table, then one line of JSON a figure."""

import sys
from collections.abc import Sequence

import orjson

from tests.benchmarks.figures import Figure

HEADINGS = ("figure", "value", "unit", "beside", "ratio", "target", "")


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def show(title: str, figures: Sequence[Figure]) -> None:
    """Write a table for people, then the lines for programs."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    say(f"\n{title}")
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        say("  " + "  ".join(cells).rstrip())
    for figure in figures:
        say(orjson.dumps(figure.as_data()).decode())


def _row(figure: Figure) -> tuple[str, ...]:
    peer = f"{figure.peer.name}: {_number(figure.peer.value)}" if figure.peer else ""
    return (
        figure.name,
        _number(figure.value),
        figure.unit,
        peer,
        _ratio(figure),
        str(figure.target) if figure.target else "",
        {True: "met", False: "MISSED", None: ""}[figure.met],
    )


def _ratio(figure: Figure) -> str:
    if figure.peer and figure.refused:
        return f"refused: generator {figure.busy:.0%} busy"
    return "" if figure.ratio is None else f"{figure.ratio:.3g}x"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
