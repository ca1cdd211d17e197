"""What can happen to a code; told to the desk, whose dialog shows it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from meetings.events import DESK, MeetingEvent


@dataclass(frozen=True, kw_only=True)
class CodeEntered(MeetingEvent):
    """A tablet asks its holder whether it is for this delegate."""

    name: ClassVar[str] = "code.entered"
    told_in: ClassVar[tuple[str, ...]] = (DESK,)
    code_id: int
    seat_id: int

    def body(self) -> dict[str, Any]:
        """Return which code it was, and whose; never the code itself."""
        return {"code": self.code_id, "seat": self.seat_id, "meeting": self.meeting_id}


@dataclass(frozen=True, kw_only=True)
class CodeUsed(CodeEntered):
    """The delegate is in."""

    name: ClassVar[str] = "code.used"


@dataclass(frozen=True, kw_only=True)
class CodeDeclined(CodeEntered):
    """Whoever holds the tablet is not this delegate."""

    name: ClassVar[str] = "code.declined"


@dataclass(frozen=True, kw_only=True)
class CodeGuessed(CodeEntered):
    """Somebody was guessing codes, so the six digits hold no longer."""

    name: ClassVar[str] = "code.guessed"
