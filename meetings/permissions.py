"""Rights: who may do what, on one page.

A right is granted by any one clause whose predicates all hold. Both doors and the live rooms
ask here, so a right is written once. What one may not see answers as if it did not exist; what
one sees but may not do is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from foundation.errors import Conflict, NotPermitted
from meetings.people.models import Participant, Person, Role


class MeetingState(StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Visibility(StrEnum):
    """Who may see what somebody wrote."""

    SELF = "self"
    PEOPLE = "people"
    UNIT = "unit"
    DESK = "desk"
    MEETING = "meeting"


OF_COMMENTS = (Visibility.SELF, Visibility.DESK, Visibility.MEETING)
OF_MARKS = (Visibility.SELF, Visibility.PEOPLE, Visibility.UNIT, Visibility.MEETING)


class Right(StrEnum):
    """Every right there is, `noun:verb`."""

    PASS = "anyone:pass"  # noqa: S105 - a right, not a password
    SIGN_IN = "self:sign_in"
    BE_SIGNED_IN = "self:read"
    ADMINISTER = "people:administer"
    PREPARE = "meeting:prepare"
    READ = "meeting:read"
    CHANGE = "meeting:change"
    PUBLISH = "meeting:publish"
    CLOSE = "meeting:close"
    ASSIGN = "seat:assign"
    ADMIT = "seat:admit"
    PLAN = "agenda:change"
    ADD_PAPER = "paper:add"
    READ_PAPER = "paper:read"
    ORIGINAL = "paper:original"
    MEND = "paper:mend"
    COMMENT = "paragraph:comment"
    REPLY = "comment:reply"
    READ_COMMENT = "comment:read"
    CHANGE_COMMENT = "comment:change"
    PLACE_COMMENT = "comment:place"
    GATHER = "opinion:gather"
    ANSWER = "opinion:answer"
    EXPORT = "opinion:export"
    ANNOTATE = "paper:annotate"
    READ_ANNOTATION = "annotation:read"
    CHANGE_ANNOTATION = "annotation:change"
    SHARE = "annotation:share"
    LEAD = "page:lead"


class Written(Protocol):
    """Something a person wrote in a meeting."""

    @property
    def creator_id(self) -> int:
        """Who wrote it."""
        ...

    @property
    def visibility(self) -> Visibility:
        """For whom."""
        ...

    def is_for(self, seat: Participant) -> bool:
        """Say whether it was written for this very person: by name, or through their unit."""
        ...


class Held(Protocol):
    """A meeting, as far as rights go."""

    @property
    def state(self) -> MeetingState:
        """Where it stands."""
        ...


@dataclass(frozen=True)
class Case:
    """What a right is asked over: the meeting, and what somebody wrote there, if anything."""

    meeting: Held
    written: Written | None = None


Predicate = Callable[[Participant, Case], bool]


def seated(actor: Participant, case: Case) -> bool:
    """Any seat in a meeting that is published, or one at the desk of a draft."""
    return actor.vacated is None and (
        actor.at_the_desk or case.meeting.state is not MeetingState.DRAFT
    )


def chair(actor: Participant, case: Case) -> bool:
    """Who leads the meeting."""
    return actor.vacated is None and actor.role is Role.CHAIR


def at_the_desk(actor: Participant, case: Case) -> bool:
    """The chair and the secretaries."""
    return actor.vacated is None and actor.at_the_desk


def secretary(actor: Participant, case: Case) -> bool:
    """Those who prepare the meeting."""
    return actor.vacated is None and actor.role is Role.SECRETARY


def delegate(actor: Participant, case: Case) -> bool:
    """Those who sit with a voice."""
    return actor.role is Role.DELEGATE


def under_way(actor: Participant, case: Case) -> bool:
    """The meeting is published and not closed: papers are read and spoken about."""
    return case.meeting.state is MeetingState.PUBLISHED


def not_closed(actor: Participant, case: Case) -> bool:
    """The meeting can still be changed."""
    return case.meeting.state is not MeetingState.CLOSED


def own(actor: Participant, case: Case) -> bool:
    """The actor wrote it."""
    return case.written is not None and case.written.creator_id == actor.person_id


def for_the_meeting(actor: Participant, case: Case) -> bool:
    """It was written for everybody in the meeting."""
    return case.written is not None and case.written.visibility is Visibility.MEETING


def for_the_desk(actor: Participant, case: Case) -> bool:
    """It was written for the chair and the secretaries."""
    return case.written is not None and case.written.visibility is Visibility.DESK


def for_the_actor(actor: Participant, case: Case) -> bool:
    """It was written for the actor by name, or for their unit."""
    return case.written is not None and case.written.is_for(actor)


Clause = tuple[Predicate, ...]

RIGHTS: dict[Right, tuple[Clause, ...]] = {
    Right.READ: ((seated,),),
    Right.READ_PAPER: ((seated,),),
    Right.CHANGE: ((secretary, not_closed),),
    Right.PUBLISH: ((at_the_desk,),),
    Right.CLOSE: ((at_the_desk,),),
    Right.ASSIGN: ((secretary, not_closed),),
    Right.ADMIT: ((at_the_desk, under_way),),
    Right.PLAN: ((secretary, not_closed),),
    Right.ADD_PAPER: ((secretary, not_closed),),
    Right.ORIGINAL: ((at_the_desk,),),
    Right.MEND: ((secretary, not_closed),),
    Right.COMMENT: ((seated, delegate, under_way), (at_the_desk, not_closed)),
    Right.REPLY: ((seated, delegate, under_way), (at_the_desk, not_closed)),
    Right.READ_COMMENT: ((seated, own), (seated, for_the_meeting), (at_the_desk, for_the_desk)),
    Right.CHANGE_COMMENT: ((seated, own, not_closed),),
    Right.PLACE_COMMENT: ((seated, own, not_closed), (at_the_desk, not_closed)),
    Right.GATHER: ((at_the_desk,),),
    Right.ANSWER: ((at_the_desk,),),
    Right.EXPORT: ((at_the_desk,),),
    Right.ANNOTATE: ((seated,),),
    Right.READ_ANNOTATION: ((seated, own), (seated, for_the_meeting), (seated, for_the_actor)),
    Right.CHANGE_ANNOTATION: ((seated, own),),
    Right.SHARE: ((seated, delegate, under_way), (at_the_desk, not_closed)),
    Right.LEAD: ((chair, under_way),),
}

OF_A_PERSON: dict[Right, Callable[[Person], bool]] = {
    Right.BE_SIGNED_IN: lambda person: True,
    Right.ADMINISTER: lambda person: person.administers,
    Right.PREPARE: lambda person: person.prepares_meetings,
}
STATE_PREDICATES = (under_way, not_closed)


def permits(actor: Participant, right: Right, case: Case) -> bool:
    """Say whether `actor` holds `right` in this case."""
    for clause in RIGHTS[right]:  # asked several times for each act
        for holds in clause:
            if not holds(actor, case):
                break
        else:
            return True
    return False


def require(actor: Participant, right: Right, case: Case) -> None:
    """Let the act go on, or refuse it; a closed or unpublished meeting is named as the reason."""
    if permits(actor, right, case):
        return
    if _only_the_state_forbids(actor, right, case):
        raise Conflict(f"meeting.{case.meeting.state}")
    raise NotPermitted("right.missing", right=right.value)


def rights_of(actor: Participant, meeting: Held) -> list[str]:
    """Return the rights a seat holds over its meeting, for screens to show what can be done."""
    case = Case(meeting)
    return [right.value for right in RIGHTS if permits(actor, right, case)]


def _only_the_state_forbids(actor: Participant, right: Right, case: Case) -> bool:
    return any(
        all(holds(actor, case) for holds in clause if holds not in STATE_PREDICATES)
        for clause in RIGHTS[right]
    )
