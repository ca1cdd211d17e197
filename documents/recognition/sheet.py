"""What is known of a scanned page once it has been straightened, until its letters are read."""

from dataclasses import dataclass
from typing import Any, Self

from documents.paragraphs.model import Horizontal, Stance, Vertical
from documents.recognition.spreading import Box, Piece

Place = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A straightened page: how it stands on the displayed one, its rules and where its parts went.

    Places are in points of the straightened page, pieces in pixels of what the recogniser sees.
    """

    number: int
    stance: Stance
    width: float
    height: float
    scale: float
    """Pixels for each point before the recogniser's picture is made smaller."""
    zoom: float
    """How much smaller that picture is."""
    pieces: tuple[Piece, ...]
    horizontals: tuple[Horizontal, ...]
    verticals: tuple[Vertical, ...]
    stamped: tuple[Place, ...]
    """Where the page bears letters of its own over the scan, such as a web address."""
    image_coverage: float

    def to_json(self) -> dict[str, Any]:
        """Return it as plain lists."""
        return {
            "number": self.number,
            "stance": list(self.stance),
            "width": self.width,
            "height": self.height,
            "scale": self.scale,
            "zoom": self.zoom,
            "pieces": [[list(piece.source), piece.left, piece.top] for piece in self.pieces],
            "horizontals": [list(rule) for rule in self.horizontals],
            "verticals": [list(rule) for rule in self.verticals],
            "stamped": [list(place) for place in self.stamped],
            "image_coverage": self.image_coverage,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the sheet that `to_json` wrote."""
        return cls(
            number=data["number"],
            stance=Stance(*data["stance"]),
            width=data["width"],
            height=data["height"],
            scale=data["scale"],
            zoom=data["zoom"],
            pieces=tuple(Piece(Box(*box), left, top) for box, left, top in data["pieces"]),
            horizontals=tuple(Horizontal(*rule) for rule in data["horizontals"]),
            verticals=tuple(Vertical(*rule) for rule in data["verticals"]),
            stamped=tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in data["stamped"]),
            image_coverage=data["image_coverage"],
        )
