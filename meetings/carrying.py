"""Carrying: what was said and marked on a paper, taken along into its next version.

A thread waits for the workers and for the writer, a few rows at a time; whatever was carried
before a stop stays, and the rest is found at the next start. It may be done again at any time:
only what is news is written, and what was placed by hand stays where it was put.
"""

from collections.abc import Iterator, Sequence, Set
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.arrivals import Arrivals
from documents.jobs import NOT_COMPARED
from documents.matches import (
    Step,
    Trails,
    looked_for,
    lost_paragraphs,
    note_steps,
    ready_versions,
    unmatched,
)
from documents.matching import Rung
from documents.models import Paragraph, VersionState
from documents.queries import paragraph_ids, settled, version_of
from foundation.aside import Read
from foundation.background import Background
from foundation.errors import Conflict, Unavailable
from foundation.events import Fact
from foundation.writer import Perform
from meetings.agendas.models import AgendaPaper
from meetings.agendas.operations.papers import paper_was_carried
from meetings.annotations.models import Annotation, AnnotationPlace
from meetings.annotations.operations import give_places_found, tell_placed
from meetings.annotations.places import Placed, places_found
from meetings.annotations.queries import unplaced_yet as marks_left
from meetings.opinions.models import Comment, CommentPlace
from meetings.opinions.places import give_places
from meetings.opinions.queries import unplaced_yet as comments_left
from meetings.page_lines import NotAtHand, PageLines

ROWS_TOGETHER = 250
COMMENTS_TOGETHER = 50
MARKS_TOGETHER = 25
ATTEMPTS = 5
PATIENCE = 0.5
"""Seconds, twice as many each time, before what is being read anew is tried once more; so too
where a busy machine had no worker."""


class Unsettled(Exception):
    """A version was read anew while it was looked at."""


class Carrier:
    """Carries in the background, one paper after the other."""

    def __init__(self, perform: Perform, read: Read, arrivals: Arrivals) -> None:
        self._perform = perform
        self._read = read
        self._arrivals = arrivals
        self._versions = Background[int]("carrying", self._carry)
        self._marks = Background[int]("carrying late marks", self._look)

    def start(self, version_id: int) -> None:
        """Carry into a version, and from it into those that follow, in the background."""
        self._versions.want([version_id])

    def hear(self, facts: Sequence[Fact]) -> None:
        """Carry into what is ready at once; look closer where a late mark came to stand."""
        for fact in facts:
            if fact.name == "paper.replaced":
                self.start(fact.body["paper"]["version"]["id"])
            elif fact.name == "annotation.created" and fact.body["annotation"]["places"]:
                self._marks.want([fact.body["annotation"]["id"]])
                self._versions.want(_lost_at(fact.body["annotation"]["places"]))
            elif fact.name == "comment.created":
                self._versions.want(_lost_at(fact.body["comment"]["places"]))

    def resume(self) -> int:
        """Go on with whatever was not carried to its end; returns how many versions that are."""
        left = self._read(
            lambda session: {
                *unmatched(session),
                *comments_left(session),
                *marks_left(session),
                *_not_looked_for_again(session),
            }
        )
        for version_id in sorted(left):
            self.start(version_id)
        return len(left)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until nothing is being carried."""
        for background in (self._versions, self._marks):
            background.wait(seconds)

    def close(self) -> None:
        """Stop after what is at work; call it before the workers and the writer are closed."""
        for background in (self._versions, self._marks):
            background.stop()
        self.wait()

    def _carry(self, version_id: int) -> None:
        version = self._read(partial(version_of, version_id=version_id))
        if version.state != VersionState.READY:
            return
        document_id = version.document_id
        ids = [each.id for each in self._read(partial(ready_versions, document_id=document_id))]
        news: set[int] = set()
        try:
            for old_id, new_id in pairwise(ids):
                if version_id in (old_id, new_id) and self._match(old_id, new_id):
                    news.add(new_id)
            self._carry_all(document_id, news)
            if found := self._find_again(document_id, version_id, ids):
                news |= found
                self._carry_all(document_id, news)
        finally:  # also of what is carried in part: the next start goes on with the rest alone
            for each in sorted(news):
                self._perform(partial(paper_was_carried, version_id=each))

    def _carry_all(self, document_id: int, news: set[int]) -> None:
        self._carry_comments(document_id, news)
        self._carry_marks(document_id, news)

    def _find_again(self, document_id: int, version_id: int, ids: Sequence[int]) -> set[int]:
        """Look for what was lost on the way straight from where it was made.

        A paragraph that was taken out may come back in a later version. Returns the versions where
        something was found.
        """
        found = set()
        for made_id, new_id in sorted(self._read(_made_and_lost)):
            if made_id not in ids or new_id not in ids or version_id not in (made_id, new_id):
                continue  # of those nothing is known now that was not known then
            if ids.index(new_id) - ids.index(made_id) < 2:  # nor straight from the one before
                continue
            wanted = self._read(
                partial(lost_paragraphs, document_id=document_id, made_id=made_id, new_id=new_id)
            )
            if wanted and self._match(made_id, new_id, wanted):
                found.add(new_id)
        return found

    def _match(self, old_id: int, new_id: int, wanted: Set[int] | None = None) -> int:
        """Store where paragraphs stand in a later version; returns how many are news.

        Where only some are `wanted`, those that were found are the news.
        """
        for attempt in range(ATTEMPTS):
            try:
                return self._store(old_id, new_id, wanted)
            except (Unsettled, Conflict, Unavailable):
                self._versions.rest(PATIENCE * 2**attempt)
        return self._store(old_id, new_id, wanted)

    def _store(self, old_id: int, new_id: int, wanted: Set[int] | None) -> int:
        readings, steps = self._steps(old_id, new_id)
        if wanted is not None:
            steps = [step for step in steps if step.paragraph_id in wanted]
        news = 0
        for start in range(0, len(steps), ROWS_TOGETHER):
            part = steps[start : start + ROWS_TOGETHER]

            def note(session: Session, part: Sequence[Step] = part) -> int:
                if _readings(session, old_id, new_id) != readings:
                    raise Unsettled
                return note_steps(session, new_id, part)

            news += self._perform(note)
            self._versions.rest()
        return news if wanted is None else sum(step.found_id is not None for step in steps)

    def _steps(self, old_id: int, new_id: int) -> tuple[tuple[int, ...], list[Step]]:
        """Return what the workers found, by the paragraphs' ids, and of which readings it is."""
        before, alike = self._read(
            lambda session: (
                _readings(session, old_id, new_id),
                list(_steps_of_one_file(session, old_id, new_id)),
            )
        )
        found = [] if alike else self._found(old_id, new_id)

        def settled_ids(session: Session) -> tuple[Sequence[int], Sequence[int]]:
            still = settled(session, old_id) and settled(session, new_id)
            if not still or _readings(session, old_id, new_id) != before:
                raise Unsettled
            return paragraph_ids(session, old_id), paragraph_ids(session, new_id)

        ids, new_ids = self._read(settled_ids)
        if alike:
            return before, alike
        if found is None:
            return before, [_not_found(each) for each in ids]
        return before, [_step(ids, new_ids, *each) for each in found]

    def _found(self, old_id: int, new_id: int) -> list[Any] | None:
        """Return the matches; None where no worker can find any."""
        try:
            matches: list[Any] = self._arrivals.changes(old_id, new_id)["matches"]
        except Unavailable as refusal:
            if refusal.code == NOT_COMPARED:
                return None
            raise
        return matches

    def _carry_comments(self, document_id: int, news: set[int]) -> None:
        after: int | None = 0
        while after is not None:
            self._versions.rest()
            after, found = self._perform(
                partial(_carry_some_comments, document_id=document_id, after=after)
            )
            news |= found

    def _carry_marks(self, document_id: int, news: set[int]) -> None:
        lines, after = PageLines(self._arrivals), 0
        while True:
            self._versions.rest()
            ids = self._read(partial(_some_marks, document_id=document_id, after=after))
            if not ids:
                return
            for each in ids:
                news |= self._carry_mark(document_id, each, lines)
            after = ids[-1]

    def _carry_mark(self, document_id: int, annotation_id: int, lines: PageLines) -> set[int]:
        """Find the places of a mark where nobody waits, then write them in one short act."""
        for _ in range(ATTEMPTS):
            self._versions.rest()
            revision, placed = self._places(document_id, annotation_id, lines)
            if not placed:
                return set()
            given: set[int] | None = self._perform(
                partial(
                    give_places_found,
                    annotation_id=annotation_id,
                    revision=revision,
                    placed=placed,
                )
            )
            if given is not None:
                return given
        return set()

    def _places(
        self, document_id: int, annotation_id: int, lines: PageLines
    ) -> tuple[int, Sequence[Placed]]:
        """Return where a mark stands, if that is news; a worker is waited for between readings."""

        def find(session: Session) -> tuple[int, Sequence[Placed]]:
            annotation = session.get(Annotation, annotation_id)
            if annotation is None:
                return 0, []
            placed = places_found(session, Trails(session, document_id), annotation, lines)
            return annotation.revision, placed if _is_news(annotation, placed) else []

        lines.forget_some()
        while True:
            try:
                return self._read(find)
            except NotAtHand as missing:
                lines.fetch(*missing.page)

    def _look(self, annotation_id: int) -> None:
        """Look for the words of a late mark, whose paragraph was all that was looked for."""
        document_id = self._read(
            lambda session: session.scalar(
                select(AgendaPaper.document_id)
                .join(Annotation, Annotation.paper_id == AgendaPaper.id)
                .where(Annotation.id == annotation_id)
            )
        )
        if document_id is None:
            return
        if self._carry_mark(document_id, annotation_id, PageLines(self._arrivals)):
            self._perform(lambda session: tell_placed(session, annotation_id))


def _lost_at(places: dict[str, dict[str, Any]]) -> list[int]:
    """Return the versions where a late mark or comment found no place yet."""
    return [
        int(version_id) for version_id, place in places.items() if place["rung"] == Rung.NOT_PLACED
    ]


def _made_and_lost(session: Session) -> set[tuple[int, int]]:
    """Return on which versions something was made that found no place in which others."""
    comments = (
        select(Comment.version_id, CommentPlace.version_id)
        .join(CommentPlace, CommentPlace.comment_id == Comment.id)
        .where(CommentPlace.paragraph_id.is_(None))
    )
    marks = (
        select(Annotation.version_id, AnnotationPlace.version_id)
        .join(AnnotationPlace, AnnotationPlace.annotation_id == Annotation.id)
        .where(AnnotationPlace.target.is_(None), Annotation.removed.is_(None))
    )
    return {
        (made_id, lost_id)
        for found in (comments, marks)
        for made_id, lost_id in session.execute(found.distinct())
    }


def _not_looked_for_again(session: Session) -> set[int]:
    """Return the versions where what was lost has not been looked for from where it was made."""
    return {
        lost_id
        for made_id, lost_id in _made_and_lost(session)
        if made_id != lost_id and not looked_for(session, made_id, lost_id)
    }


def _some_marks(session: Session, document_id: int, after: int) -> Sequence[int]:
    """Return the next marks on a document's papers."""
    found = (
        select(Annotation.id)
        .where(Annotation.paper_id.in_(_papers(document_id)), Annotation.removed.is_(None))
        .where(Annotation.id > after)
    )
    return session.scalars(found.order_by(Annotation.id).limit(MARKS_TOGETHER)).all()


def _carry_some_comments(
    session: Session, document_id: int, after: int
) -> tuple[int | None, set[int]]:
    """Give some comments their places; returns the last of them, None where none is left."""
    comments = session.scalars(
        select(Comment)
        .where(
            Comment.paper_id.in_(_papers(document_id)),
            Comment.parent_id.is_(None),
            Comment.id > after,
        )
        .order_by(Comment.id)
        .limit(COMMENTS_TOGETHER)
    ).all()
    if not comments:
        return None, set()
    return comments[-1].id, give_places(Trails(session, document_id), comments)


def _papers(document_id: int) -> Any:
    return select(AgendaPaper.id).where(AgendaPaper.document_id == document_id).scalar_subquery()


def _readings(session: Session, *version_ids: int) -> tuple[int, ...]:
    return tuple(version_of(session, each).reading for each in version_ids)


def _steps_of_one_file(session: Session, old_id: int, new_id: int) -> Iterator[Step]:
    """Yield the steps between two versions of one file that were read alike.

    Pages that are pictures say nothing to be known by; here they are known all the same.
    """
    old, new = version_of(session, old_id), version_of(session, new_id)
    if old.readable_sha256 != new.readable_sha256:
        return
    sides = [
        session.execute(
            select(Paragraph.id, Paragraph.kind, Paragraph.text)
            .where(Paragraph.version_id == each, Paragraph.ordinal.is_not(None))
            .order_by(Paragraph.ordinal)
        ).all()
        for each in (old_id, new_id)
    ]
    if [tuple(row)[1:] for row in sides[0]] != [tuple(row)[1:] for row in sides[1]]:
        return
    for ours, theirs in zip(*sides, strict=True):
        yield Step(ours.id, theirs.id, str(Rung.SAME), 100.0)


def _step(
    ids: Sequence[int],
    new_ids: Sequence[int],
    old: int,
    new: int | None,
    rung: str,
    score: float,
    sure: bool,
) -> Step:
    if new is None or not sure:
        return _not_found(ids[old], score)
    return Step(ids[old], new_ids[new], rung, score)


def _not_found(paragraph_id: int, score: float = 0.0) -> Step:
    return Step(paragraph_id, None, str(Rung.NOT_PLACED), score)


def _is_news(annotation: Annotation, placed: Sequence[Placed]) -> bool:
    there = {each.version_id: (each.target, each.rung, each.score) for each in annotation.places}
    return any(there.get(p.version_id) != (p.target, p.rung, p.score) for p in placed)
