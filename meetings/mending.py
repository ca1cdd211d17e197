"""Paragraphs set right by the secretary's hand: joined, split, made headings or plain text.

The act stores a mend; the version is read anew once that is committed (`do_mends`), and when the
new reading is there its meetings hear `paragraphs.mended`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from sqlalchemy.orm import Session

from documents import mends
from documents.models import Mend, Version
from foundation.arriving import Fields
from foundation.errors import NotFound
from foundation.events import Fact, tell
from meetings.agendas.models import AgendaPaper
from meetings.agendas.operations.meetings import public
from meetings.agendas.queries import paper_holding, paper_of, papers_holding, tables_of
from meetings.events import DESK, MEETING, MeetingEvent, desk_stream
from meetings.permissions import Case, Right, permits, require

DEEPEST = 6
LONGEST_TEXT = 2**31 - 1


@dataclass(frozen=True)
class TwoParagraphs:
    """Two that are to be one."""

    version_id: int
    first_id: int
    second_id: int

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(fields.whole("version"), fields.whole("first"), fields.whole("second"))


@dataclass(frozen=True)
class OneParagraph:
    """One that is to be something else: parted at a letter, or a heading of a level."""

    version_id: int
    paragraph_id: int
    at: int = 0
    level: int = 0

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(fields.whole("version"), fields.whole("paragraph"))

    @classmethod
    def read_cut(cls, data: Any) -> Self:
        """Check the shape of one that is to be split."""
        plain = cls.read(data)
        at = Fields(data).whole("at", most=LONGEST_TEXT)
        return cls(plain.version_id, plain.paragraph_id, at=at)

    @classmethod
    def read_heading(cls, data: Any) -> Self:
        """Check the shape of one that is to be a heading."""
        plain = cls.read(data)
        level = Fields(data).whole("level", most=DEEPEST)
        return cls(plain.version_id, plain.paragraph_id, level=level)


@dataclass(frozen=True, kw_only=True)
class MendCreated(MeetingEvent):
    """Something was set right by hand; the paragraphs follow."""

    name: ClassVar[str] = "mend.created"
    told_in: ClassVar[tuple[str, ...]] = (DESK,)
    paper_id: int
    mend: dict[str, Any]

    def body(self) -> dict[str, Any]:
        """Return the mend."""
        return {"paper": self.paper_id, "version": self.mend["version"], "mend": self.mend}


@dataclass(frozen=True, kw_only=True)
class MendUndone(MendCreated):
    """What was set right by hand was taken back."""

    name: ClassVar[str] = "mend.undone"


@dataclass(frozen=True, kw_only=True)
class ParagraphsMended(MeetingEvent):
    """A version was read anew: its paragraphs are to be loaded again, most with their old ids."""

    name: ClassVar[str] = "paragraphs.mended"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    paper_id: int
    version_id: int
    reading: int

    def body(self) -> dict[str, Any]:
        """Return which version, and its how manieth reading it is."""
        return {"paper": self.paper_id, "version": self.version_id, "reading": self.reading}


def join_paragraphs(session: Session, person_id: int, asked: TwoParagraphs) -> Mend:
    """Make two neighbours one paragraph."""
    version, papers = _version_for(session, person_id, asked.version_id)
    first, second = (
        mends.mendable(session, version, each) for each in (asked.first_id, asked.second_id)
    )
    _require(session, papers, person_id)
    return _told(session, MendCreated, mends.join(session, first, second))


def split_paragraph(session: Session, person_id: int, asked: OneParagraph) -> Mend:
    """Make one paragraph two."""
    version, papers = _version_for(session, person_id, asked.version_id)
    paragraph = mends.mendable(session, version, asked.paragraph_id)
    _require(session, papers, person_id)
    return _told(session, MendCreated, mends.split(session, paragraph, asked.at))


def make_heading(session: Session, person_id: int, asked: OneParagraph) -> Mend:
    """Put a paragraph into the contents."""
    version, papers = _version_for(session, person_id, asked.version_id)
    paragraph = mends.mendable(session, version, asked.paragraph_id)
    _require(session, papers, person_id)
    return _told(session, MendCreated, mends.head(session, paragraph, asked.level))


def make_plain(session: Session, person_id: int, asked: OneParagraph) -> Mend:
    """Take a paragraph for text without a number, out of the contents."""
    version, papers = _version_for(session, person_id, asked.version_id)
    paragraph = mends.mendable(session, version, asked.paragraph_id)
    _require(session, papers, person_id)
    return _told(session, MendCreated, mends.plain(session, paragraph))


def undo_mend(session: Session, person_id: int, mend_id: int) -> Mend:
    """Take a mend back; one that was taken back already stays so."""
    mend = mends.mend_known(session, mend_id)
    try:
        _, papers = _version_for(session, person_id, mend.version_id)
    except NotFound:
        raise NotFound("mend.unknown") from None
    _require(session, papers, person_id)
    return _told(session, MendUndone, mend) if mends.unmend(session, mend) else mend


def mends_in(session: Session, person_id: int, version_id: int) -> Sequence[Mend]:
    """Return what the hand set right in a version, for those who may."""
    _, papers = _version_for(session, person_id, version_id)
    _require(session, papers, person_id)
    return mends.live_mends(session, version_id)


def mend_as_data(mend: Mend) -> dict[str, Any]:
    """Return a mend; `found` says whether its place is there in the latest reading, if known."""
    return {
        "id": mend.id,
        "version": mend.version_id,
        "kind": mend.kind.value,
        "page": mend.place["boxes"][0][0],
        "boxes": mend.place["boxes"],
        "before": mend.place["before"],
        "after": mend.place["after"],
        "level": mend.place.get("level"),
        "created": mend.created.isoformat(),
        "undone": mend.undone is not None,
        "found": mend.place.get("found"),
    }


def do_mends(read_anew: Callable[[int], None], facts: Sequence[Fact]) -> None:
    """Have versions read anew in which something was mended; listens to what was announced."""
    told = (MendCreated.name, MendUndone.name)
    for version_id in {fact.body["version"] for fact in facts if fact.name in told}:
        read_anew(version_id)


def paragraphs_were_read_anew(session: Session, version_id: int, reading: int) -> None:
    """Tell every meeting that holds the version to load its paragraphs again."""
    for paper, meeting in tables_of(session, version_id):
        tell(
            session,
            ParagraphsMended(
                meeting_id=meeting.id,
                audience=public(meeting),
                paper_id=paper.id,
                version_id=version_id,
                reading=reading,
            ),
        )


def _version_for(
    session: Session, person_id: int, version_id: int
) -> tuple[Version, Sequence[AgendaPaper]]:
    """Return a version the asker may read, and the papers that it is a version of."""
    _, version = paper_holding(session, person_id, version_id)
    return version, papers_holding(session, version.document_id)


def _require(session: Session, papers: Sequence[AgendaPaper], person_id: int) -> None:
    """Ask the right at any table the asker reads the paper at, or refuse at the first."""
    cases = []
    for paper in papers:
        try:
            _, seat, meeting = paper_of(session, person_id, paper.id)
        except NotFound:
            continue
        cases.append((seat, Case(meeting)))
    if not any(permits(seat, Right.MEND, case) for seat, case in cases):
        seat, case = cases[0]
        require(seat, Right.MEND, case)


def _told(session: Session, happened: type[MendCreated], mend: Mend) -> Mend:
    data = mend_as_data(mend)
    for paper, meeting in tables_of(session, mend.version_id):
        tell(
            session,
            happened(
                meeting_id=meeting.id,
                audience=(desk_stream(meeting.id),),
                paper_id=paper.id,
                mend=data,
            ),
        )
    return mend
