"""Where paragraphs stand in later versions, and in later readings of their own: stored, followed.

A step leads from one version to the next, or from an old version straight to one that was made of
it again. What is not sure is stored as not placed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from documents.matching import Rung
from documents.models import Paragraph, ParagraphMatch, Version, VersionState
from documents.queries import paragraph_ids, versions_of

BY_HAND = "by_hand"
"""The rung of what somebody placed: as sure as what is the same."""
SURENESS = {BY_HAND: 0} | {str(rung): place for place, rung in enumerate(Rung)}
IDS_TOGETHER = 500


@dataclass(frozen=True)
class Step:
    """Where one paragraph was found in another version, if it was."""

    paragraph_id: int
    found_id: int | None
    rung: str
    score: float


@dataclass(frozen=True)
class Standing:
    """Where something stands in a version: at this paragraph, or nowhere; and how it came there."""

    version_id: int
    paragraph_id: int | None
    rung: str
    score: float

    @property
    def sureness(self) -> tuple[bool, int, float]:
        """Return what to compare standings by: the least is the surest."""
        return self.paragraph_id is None, SURENESS.get(self.rung, len(SURENESS)), -self.score

    def followed(self, version_id: int, step: Step) -> "Standing":
        """Return where it stands after one more step: as sure as its least sure one."""
        if step.found_id is None:
            return nowhere(version_id)
        rung = less_sure(self.rung, step.rung)
        return Standing(version_id, step.found_id, rung, min(self.score, step.score))


def nowhere(version_id: int) -> Standing:
    """Return what found no place in a version."""
    return Standing(version_id, None, str(Rung.NOT_PLACED), 0.0)


def made_at(version_id: int, paragraph_id: int) -> Standing:
    """Return where something was made."""
    return Standing(version_id, paragraph_id, str(Rung.SAME), 100.0)


def less_sure(one: str, other: str) -> str:
    """Return the less sure one of two rungs; what was placed by hand is followed as the same.

    What was edited on the way and what was moved is both: who reads it is told of either.
    """
    if {one, other} == {Rung.EDITED, Rung.MOVED}:
        return str(Rung.MOVED_EDITED)
    worse = max(one, other, key=lambda rung: SURENESS.get(rung, len(SURENESS)))
    return str(Rung.SAME) if worse == BY_HAND else worse


def note_steps(session: Session, version_id: int, steps: Sequence[Step]) -> int:
    """Store where paragraphs stand in a version; returns how many of them are news."""
    known = {
        each.paragraph_id: each
        for ids in _parts([step.paragraph_id for step in steps])
        for each in session.scalars(
            select(ParagraphMatch).where(
                ParagraphMatch.version_id == version_id, ParagraphMatch.paragraph_id.in_(ids)
            )
        )
    }
    fresh, news = [], 0
    for step in steps:
        values = {"found_id": step.found_id, "rung": step.rung, "score": step.score}
        match = known.get(step.paragraph_id)
        if match is None:
            fresh.append({"paragraph_id": step.paragraph_id, "version_id": version_id, **values})
        elif (match.found_id, match.rung, match.score) != tuple(values.values()):
            news += 1
            session.execute(
                update(ParagraphMatch)
                .where(
                    ParagraphMatch.paragraph_id == step.paragraph_id,
                    ParagraphMatch.version_id == version_id,
                )
                .values(values)
            )
    if fresh:
        session.execute(insert(ParagraphMatch), fresh)
    return news + len(fresh)


def ready_versions(session: Session, document_id: int) -> list[Version]:
    """Return the versions of a document that have been read, the oldest first."""
    found = versions_of(session, document_id)
    return [version for version in found if version.state == VersionState.READY]


def matched(session: Session, old_id: int, new_id: int) -> bool:
    """Say whether every paragraph of one version has been looked for in another.

    They are stored in order, so the last one tells.
    """
    last = (
        select(Paragraph.id)
        .where(Paragraph.version_id == old_id, Paragraph.ordinal.is_not(None))
        .order_by(Paragraph.ordinal.desc())
        .limit(1)
    )
    paragraph_id = session.scalar(last)
    return paragraph_id is None or bool(session.get(ParagraphMatch, (paragraph_id, new_id)))


def unmatched(session: Session) -> list[int]:
    """Return the versions whose paragraphs may not be matched with those before them.

    What was read anew is among them: a stop may have come between its reading and its matching.
    """
    several = select(Version.document_id).where(Version.number > 1)
    versions = session.scalars(
        select(Version)
        .where(Version.document_id.in_(several), Version.state == VersionState.READY)
        .order_by(Version.document_id, Version.number)
    ).all()
    found = {version.id for version in versions if version.reading > 1}
    for old, new in pairwise(versions):
        if old.document_id == new.document_id and not matched(session, old.id, new.id):
            found.add(new.id)
    return sorted(found)


def not_looked_at(made_on: InstrumentedAttribute[int], looked_at: Select[int]) -> Select[int]:
    """Select the read versions after the one that rows were made on, where none looked for them.

    `looked_at` selects, for a row, the versions in which it was looked for.
    """
    made, later = aliased(Version), aliased(Version)
    return (
        select(later.id)
        .join(made, made.document_id == later.document_id)
        .join(made_on.class_, made_on == made.id)
        .where(later.number > made.number, later.id.not_in(looked_at))
        .where(made.state == VersionState.READY, later.state == VersionState.READY)
        .distinct()
    )


def looked_for(session: Session, old_id: int, new_id: int) -> bool:
    """Say whether anything of one version has been looked for in another."""
    found = (
        select(ParagraphMatch.paragraph_id)
        .join(Paragraph, Paragraph.id == ParagraphMatch.paragraph_id)
        .where(Paragraph.version_id == old_id, ParagraphMatch.version_id == new_id)
    )
    return session.scalar(found.limit(1)) is not None


def lost_paragraphs(session: Session, document_id: int, made_id: int, new_id: int) -> set[int]:
    """Return the paragraphs of a version that no way leads from to a later one."""
    trails = Trails(session, document_id)
    ids = paragraph_ids(session, made_id)
    trails.know(ids)
    return {
        paragraph_id
        for paragraph_id in ids
        for stands in trails.standings(made_at(made_id, paragraph_id))
        if stands.version_id == new_id and stands.paragraph_id is None
    }


class Trails:
    """Follows what stands at paragraphs of a document into its later versions."""

    def __init__(self, session: Session, document_id: int) -> None:
        self._session = session
        self.versions = ready_versions(session, document_id)
        self._matched: dict[int, bool] = {}
        self._steps: dict[int, dict[int, Step]] = {}
        self._homes: dict[int, int] = {}
        """The version of every paragraph that is there in its latest reading."""

    def know(self, paragraph_ids: Iterable[int | None]) -> None:
        """Read the steps that lead on from these paragraphs, all at once."""
        asked = {each for each in paragraph_ids if each is not None} - self._steps.keys()
        while asked:
            for ids in _parts(sorted(asked)):
                self._read(ids)
            led = {step.found_id for each in asked for step in self._steps[each].values()}
            asked = {each for each in led if each is not None} - self._steps.keys()

    def later(self, version_id: int) -> list[Version]:
        """Return the versions that have been read after this one."""
        number = next((v.number for v in self.versions if v.id == version_id), None)
        if number is None:  # it failed, or it is being read: whatever was said on it stays there
            return []
        return [version for version in self.versions if version.number > number]

    def gone(self, paragraph_id: int) -> bool:
        """Say whether a later reading of its version has no such paragraph."""
        self.know([paragraph_id])
        return paragraph_id not in self._homes

    def now(self, standing: Standing) -> Standing:
        """Return the same in the latest reading of its version."""
        seen = set()
        while standing.paragraph_id is not None and self.gone(standing.paragraph_id):
            step = self._steps[standing.paragraph_id].get(standing.version_id)
            if step is None or standing.paragraph_id in seen:
                return nowhere(standing.version_id)
            seen.add(standing.paragraph_id)
            standing = standing.followed(standing.version_id, step)
        return standing

    def onward(self, known: Sequence[Standing], version_id: int) -> Standing | None:
        """Return where it stands in a version, by the surest way that leads there.

        None when that has not been looked for yet.
        """
        ways = [way for each in reversed(known) for way in self._ways(each, version_id)]
        if ways:
            return min(ways, key=lambda way: way.sureness)
        return nowhere(version_id) if self._looked_through(version_id) else None

    def standings(
        self, made: Standing, by_hand: dict[int, Standing] | None = None
    ) -> Iterator[Standing]:
        """Yield where something stands elsewhere than where it was made, in every later version.

        Its own version is among them if its paragraph is no longer in its latest reading. Where
        it was placed by hand it stays, and from there it goes on.
        """
        placed = by_hand or {}
        self.know([made.paragraph_id, *(each.paragraph_id for each in placed.values())])
        known = [made]
        if made.paragraph_id is not None and self.gone(made.paragraph_id):
            found = self._kept(placed, made.version_id) or self.now(made)
            known = [found] if found.paragraph_id is not None else [made]
            yield found
        for version in self.later(made.version_id):
            stands = self._kept(placed, version.id) or self.onward(known, version.id)
            if stands is not None:
                known.append(stands)
                yield stands

    def _kept(self, placed: dict[int, Standing], version_id: int) -> Standing | None:
        """Return where it was placed by hand, if that is still there."""
        by_hand = placed.get(version_id)
        if by_hand is None:
            return None
        now = self.now(by_hand)
        if now.paragraph_id is None:
            return None
        return Standing(version_id, now.paragraph_id, BY_HAND, by_hand.score)

    def _ways(self, standing: Standing, version_id: int) -> Iterator[Standing]:
        if standing.paragraph_id is None:
            return
        self.know([standing.paragraph_id])
        step = self._steps[standing.paragraph_id].get(version_id)
        if step is not None and version_id != standing.version_id:
            yield self.now(standing.followed(version_id, step))

    def _looked_through(self, version_id: int) -> bool:
        """Say whether all that stands in the version before was looked for in this one."""
        if version_id not in self._matched:
            before = [o.id for o, n in pairwise(self.versions) if n.id == version_id]
            looked = bool(before) and matched(self._session, before[0], version_id)
            self._matched[version_id] = looked
        return self._matched[version_id]

    def _read(self, ids: Sequence[int]) -> None:
        self._steps |= {each: {} for each in ids}
        for match in self._session.execute(
            select(
                ParagraphMatch.paragraph_id,
                ParagraphMatch.version_id,
                ParagraphMatch.found_id,
                ParagraphMatch.rung,
                ParagraphMatch.score,
            ).where(ParagraphMatch.paragraph_id.in_(ids))
        ):
            step = Step(match.paragraph_id, match.found_id, match.rung, match.score)
            self._steps[match.paragraph_id][match.version_id] = step
        homes = self._session.execute(
            select(Paragraph.id, Paragraph.version_id).where(
                Paragraph.id.in_(ids), Paragraph.ordinal.is_not(None)
            )
        )
        self._homes |= dict(homes.all())


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), IDS_TOGETHER):
        yield ids[start : start + IDS_TOGETHER]
