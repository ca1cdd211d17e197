"""Marks: many are made over lines that are cut all the time, and each has to be there once."""

from tests.benchmarks.figures import Figure, Target
from tests.chaos.storm import marked_over_a_bad_line
from tests.chaos.tablets import node

NAME = "marks"
TITLE = (
    "1,000 marks of ten tablets through cuts, reloads, spells without a network and double sends"
)
TABLETS, EACH = 10, 100
WITHIN = 600.0
"""Seconds after which the line becomes good, whatever is left to do."""
CUTS = Target(">=", 100, "value")
NONE = Target("<=", 0, "value")
AT_FAULT = ("lost", "doubled", "out_of_order", "differing", "undrained", "wrongly_refused")


def measure() -> list[Figure]:
    """Let them mark, and reckon."""
    if node() is None:
        raise RuntimeError("Node is not installed")
    found, cuts = marked_over_a_bad_line(TABLETS, EACH, WITHIN)
    told = [
        _figure("marks acknowledged", found.acknowledged, Target(">=", TABLETS * EACH, "value")),
        _figure("lines cut", cuts + found.drops, CUTS),
        _figure("reloads", found.reloads),
        _figure("sent twice", found.resends),
        _figure("spells without a network", found.spells),
    ]
    return told + [_figure(name.replace("_", " "), getattr(found, name), NONE) for name in AT_FAULT]


def _figure(name: str, value: int, target: Target | None = None) -> Figure:
    return Figure(benchmark=NAME, name=name, value=value, unit="", rounds=1, target=target)
