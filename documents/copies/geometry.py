"""Places on the displayed page, and where they are on the page as the file means it.

The displayed page is the crop box after the page's own rotation. From its lower left corner one
counts in points, to the right and up; marks count in ten-thousandths from its upper left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass

UNIT = 10_000
LETTER = (0.0, 0.0, 612.0, 792.0)
"""What viewers take for a page that does not say how large it is."""

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Displayed:
    """A page as it is shown: which box of it, and how far it is turned, clockwise."""

    box: Box
    turn: int

    @property
    def width(self) -> float:
        """Return how wide it is shown."""
        x0, y0, x1, y1 = self.box
        return y1 - y0 if self.turn in (90, 270) else x1 - x0

    @property
    def height(self) -> float:
        """Return how high it is shown."""
        x0, y0, x1, y1 = self.box
        return x1 - x0 if self.turn in (90, 270) else y1 - y0

    @property
    def matrix(self) -> Matrix:
        """Return what turns places on the displayed page into places of the file."""
        x0, y0, x1, y1 = self.box
        return {
            0: (1.0, 0.0, 0.0, 1.0, x0, y0),
            90: (0.0, 1.0, -1.0, 0.0, x1, y0),
            180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
            270: (0.0, -1.0, 1.0, 0.0, x0, y1),
        }[self.turn]

    def point(self, x: float, y: float) -> Point:
        """Return where a point in ten-thousandths of the displayed page is in the file."""
        return moved(self.matrix, x / UNIT * self.width, (1 - y / UNIT) * self.height)

    def corners(self, x0: float, y0: float, x1: float, y1: float) -> list[Point]:
        """Return the corners of a box in ten-thousandths: upper left and right, then lower."""
        return [self.point(x, y) for y in (y0, y1) for x in (x0, x1)]


def displayed(media: Sequence[float], crop: Sequence[float] | None, rotate: int) -> Displayed:
    """Return how a page is shown, whatever its file says."""
    page = _upright(media) or LETTER
    shown = _upright(crop) if crop else None
    return Displayed((_common(page, shown) if shown else None) or page, _quarter(rotate))


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(points: Sequence[Point]) -> Box:
    """Return the box around points."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _upright(numbers: Sequence[float]) -> Box | None:
    if len(numbers) != 4:
        return None
    x0, y0, x1, y1 = numbers
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 else None


def _common(one: Box, other: Box) -> Box | None:
    return (
        _upright(
            [
                max(one[0], other[0]),
                max(one[1], other[1]),
                min(one[2], other[2]),
                min(one[3], other[3]),
            ]
        )
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        else None
    )


def _quarter(rotate: int) -> int:
    """Return the turn as one of four; a file may say anything."""
    return round(rotate / 90) * 90 % 360
