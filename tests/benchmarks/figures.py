"""Figures: what a benchmark found, beside its peer, with the target it is held to."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

T = TypeVar("T")
TOO_BUSY = 0.90
"""A load generator busier than this has measured itself."""


@dataclass(frozen=True)
class Peer:
    """What a figure stands beside, measured in the same rounds."""

    name: str
    value: float


@dataclass(frozen=True)
class Target:
    """What is aimed at, of the ratio to the peer or of the value itself."""

    bound: Literal["<=", ">="]
    limit: float
    of: Literal["ratio", "value"] = "ratio"

    def __str__(self) -> str:
        """Return it as it is read."""
        return f"{self.of} {self.bound} {_short(self.limit)}"

    def met_by(self, number: float) -> bool:
        """Say whether a number meets it."""
        return number <= self.limit if self.bound == "<=" else number >= self.limit


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of one benchmark."""

    benchmark: str
    name: str
    value: float
    unit: str
    rounds: int
    peer: Peer | None = None
    target: Target | None = None
    busy: float = 0.0
    """The share of the time in which the load generator was at work."""

    @property
    def refused(self) -> bool:
        """Say whether the load generator was too busy for a ratio."""
        return self.busy > TOO_BUSY

    @property
    def ratio(self) -> float | None:
        """Return the value over its peer's, unless there is none to give."""
        if self.peer is None or self.refused or not self.peer.value:
            return None
        return self.value / self.peer.value

    @property
    def met(self) -> bool | None:
        """Say whether the target is met; None where that cannot be said."""
        if self.target is None or self.refused:
            return None
        number = self.value if self.target.of == "value" else self.ratio
        return None if number is None else self.target.met_by(number)

    def as_data(self) -> dict[str, Any]:
        """Return it for programs."""
        peer, ratio = self.peer, self.ratio
        return {
            "benchmark": self.benchmark,
            "figure": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "peer": {"name": peer.name, "value": round(peer.value, 4)} if peer else None,
            "ratio": None if ratio is None else round(ratio, 4),
            "target": str(self.target) if self.target else None,
            "rounds": self.rounds,
        }


def interleaved(contestants: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Run every contestant once a round, another one first each time; return what each found."""
    found: dict[str, list[T]] = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            found[name].append(contestants[name]())
    return found


def median_of(found: Sequence[T], number: Callable[[T], float]) -> float:
    """Return the median of one number of each round."""
    return statistics.median(number(each) for each in found)


def percentile(numbers: Sequence[float], share: float) -> float:
    """Return the number that so large a share does not exceed."""
    if not numbers:
        return float("nan")
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def busy_figure(benchmark: str, name: str, busy: float, rounds: int) -> Figure:
    """Return how busy the load generator was, as a figure of its own."""
    return Figure(
        benchmark=benchmark,
        name=f"{name}: load generator busy",
        value=busy * 100,
        unit="%",
        rounds=rounds,
        target=Target("<=", TOO_BUSY * 100, "value"),
    )


def _short(number: float) -> str:
    return f"{number:.4g}"
