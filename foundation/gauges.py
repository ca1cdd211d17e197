"""Gauges: what the parts of a process count, read by whoever looks after the house."""

from collections.abc import Callable, Mapping

Numbers = Mapping[str, float]


class Gauges:
    """The counters of one process, by the part that keeps them."""

    def __init__(self) -> None:
        self._parts: dict[str, Callable[[], Numbers]] = {}

    def watch(self, part: str, read: Callable[[], Numbers]) -> None:
        """Read a part's numbers here from now on."""
        self._parts[part] = read

    def as_data(self) -> dict[str, dict[str, float]]:
        """Return the numbers of every part as they are now."""
        return {part: dict(read()) for part, read in self._parts.items()}

    def as_text(self) -> str:
        """Return them one a line in the text form that Prometheus reads (version 0.0.4)."""
        return "".join(
            f"phien_{part}_{name} {number:g}\n"
            for part, numbers in self.as_data().items()
            for name, number in numbers.items()
        )
