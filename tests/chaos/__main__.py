"""`python -m tests.chaos SECONDS [TABLETS]`: a storm on SQLite, and one on PostgreSQL and Redis."""

import dataclasses
import sys

from tests.benchmarks.clusters import installed
from tests.benchmarks.showing import say
from tests.chaos.storm import Reckoning, on_postgresql, on_sqlite


def show(name: str, reckoning: Reckoning) -> bool:
    """Print what was reckoned; says whether nothing is wrong."""
    told = dataclasses.asdict(reckoning) | {"drain": round(reckoning.drain, 1)}
    say(f"{name} " + ", ".join(f"{what} {count}" for what, count in told.items()))
    return not reckoning.faults


def main(seconds: float = 300.0, tablets: int = 40) -> int:
    """Storm on each database for so long."""
    sound = show("SQLite, one process:", on_sqlite(seconds, tablets))
    if installed():
        found = on_postgresql(seconds, tablets)
        sound = show("PostgreSQL, three processes, Redis:", found) and sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(*(float(given) for given in sys.argv[1:2]), *(int(n) for n in sys.argv[2:3])))
