"""Run the benchmarks that are named, or all of them."""

import logging
import sys
import time
import warnings

from tests.benchmarks import (
    abuse,
    anchoring,
    arrival,
    burst,
    hall,
    heartbeat,
    hostile,
    marks,
    pages,
    paragraphs,
    pictures,
    reader,
    recognition,
    returning,
    searching,
    several,
    telling,
    writing,
)
from tests.benchmarks.showing import say, show

BENCHMARKS = {
    module.NAME: module
    for module in (
        *(writing, pictures, arrival, recognition, paragraphs, anchoring, searching, pages),
        *(hall, telling, burst, returning, several, abuse),
        *(reader, marks, heartbeat, hostile),
    )
}


def main(names: list[str]) -> int:
    """Run them one after the other; says which names are unknown."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        say(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
        return 2
    logging.disable(logging.WARNING)  # a table is no place for them
    warnings.simplefilter("ignore")
    done = [run(name) for name in names or BENCHMARKS]
    return 0 if all(done) else 1


def run(name: str) -> bool:
    """Run one benchmark; says whether it could be run."""
    began = time.monotonic()
    try:
        figures = BENCHMARKS[name].measure()
    except Exception as fault:  # the others still have something to tell
        why = str(fault) if isinstance(fault, RuntimeError) else type(fault).__name__
        say(f"\n{name}: it could not be measured: {why}")
        return False
    show(f"{name}: {BENCHMARKS[name].TITLE} ({time.monotonic() - began:.0f} s)", figures)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
