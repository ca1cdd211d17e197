"""`python -m tests.chaos SECONDS [TABLETS] [LOOP]`: a storm on SQLite, one on PostgreSQL and Redis.

Then the power is cut at every other moment of a written trace. LOOP is what ASYNC_MODE takes.
"""

import sys

from tests.benchmarks.clusters import installed
from tests.benchmarks.showing import say
from tests.chaos.power_cut.calls import can_trace
from tests.chaos.power_cut.replay import JOURNALS, replay
from tests.chaos.reckoning import Reckoning, in_words
from tests.chaos.storm import LONGEST_DRAIN, on_postgresql, on_sqlite
from tests.chaos.tablets import node

POINTS, ACTS = 1000, 150
"""Moments at which the power is cut, and acts of each thread that writes meanwhile."""


def show(name: str, reckoning: Reckoning) -> bool:
    """Print what was reckoned; says whether nothing is wrong."""
    say(f"{name} {in_words(reckoning)}")
    if reckoning.drain > LONGEST_DRAIN:
        say(f"  what waited took longer than {LONGEST_DRAIN:.0f} s to drain")
    return not reckoning.faults and reckoning.drain <= LONGEST_DRAIN


def cut_the_power(journal: str) -> bool:
    """Print what is there after each cut; says whether it is everything."""
    found = replay(journal, POINTS, ACTS)
    say(
        f"Power cuts, journal {journal}: {found.points} moments, twice each, acknowledged "
        f"{found.acknowledged} acts and {found.papers} papers, wrong {len(found.wrong)}"
    )
    for each in found.wrong[:8]:
        say(f"  {each}")
    return not found.wrong


def main(seconds: float = 300.0, tablets: int = 40, loop: str = "eventlet") -> int:
    """Storm on each database for so long."""
    if node() is None:
        say("Node is missing: no tablet runs the house's own modules, all are written in Python")
    sound = show("SQLite, one process:", on_sqlite(seconds, tablets, ASYNC_MODE=loop))
    if installed():
        found = on_postgresql(seconds, tablets, ASYNC_MODE=loop)
        sound = show("PostgreSQL, three processes, Redis:", found) and sound
    if can_trace():
        for journal in JOURNALS:
            sound = cut_the_power(journal) and sound
    else:
        say("strace is missing, or may not trace here: the power is not cut")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(
        main(
            *(float(given) for given in sys.argv[1:2]),
            *(int(n) for n in sys.argv[2:3]),
            *sys.argv[3:4],
        )
    )
