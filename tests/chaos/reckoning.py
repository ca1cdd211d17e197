"""The reckoning after a storm: what everybody was told and shows, against the database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.acts import Act
from foundation.database import open_database
from foundation.record import RecordedFact, Stream
from meetings.annotations.models import Annotation
from meetings.opinions.models import Comment
from tests.chaos.delegate import Delegate, Life

FAULTS = (
    "lost", "doubled", "out_of_order", "holes", "differing", "undrained", "changed_answers",
    "wrongly_refused", "sent_away", "loose",
)  # fmt: skip
CREATED = ("comment.created", "annotation.created")
NARROWED = ("comment.hidden", "annotation.hidden", "annotation.removed")
"""What a fact is given out as where what it told of is meanwhile not for everybody's eyes."""
REFUSALS = {
    "comment.changed", "comment.withdrawn", "comment.has_replies", "comment.unknown",
    "annotation.changed", "annotation.unknown", "act.withdrawn",
}  # fmt: skip
"""What two devices of one person, and people who take back what others speak of, bring about."""
Facts = dict[int, tuple[str, str]]


@dataclass(frozen=True)
class Stored:
    """What the database has."""

    comments: list[tuple[int, str, int]]
    """Creator, operation id and id of each."""
    annotations: list[tuple[int, str, int]]
    gone: set[tuple[str, int]]
    """What was withdrawn or removed."""
    acts: dict[str, int]
    """What each act answered, by its operation id."""
    kinds: list[str]
    """What each act was."""
    facts: dict[str, Facts]
    """By stream and number: the name, and whose creation it tells, or the name again."""
    heads: dict[str, int]

    @property
    def ids(self) -> dict[str, int]:
        """Return the ids of what was made, by operation id."""
        return {op: made for _, op, made in [*self.comments, *self.annotations]}


@dataclass(frozen=True)
class Reckoning:
    """What was left when the storm was over."""

    acts: int
    kinds: dict[str, int]
    acknowledged: int
    by_http: int
    refused: int
    kills: int
    redis_kills: int
    drops: int
    spells: int
    resends: int
    reloads: int
    lost: int
    doubled: int
    out_of_order: int
    holes: int
    differing: int
    undrained: int
    changed_answers: int
    wrongly_refused: int
    sent_away: int
    loose: int
    """Faults that nobody caught in the tablets' modules."""
    drain: float
    samples: tuple[str, ...]
    """The first few things that are wrong, for whoever looks into it."""

    @property
    def faults(self) -> dict[str, int]:
        """Return what has to be nothing."""
        return {name: count for name in FAULTS if (count := getattr(self, name))}


def stored(url: str) -> Stored:
    """Read what the database has."""
    database = open_database(url)
    try:
        with database.session() as session:
            return _stored(session)
    finally:
        database.dispose()


def last_numbers(url: str) -> dict[str, int]:
    """Return the number of the last fact of each stream."""
    database = open_database(url)
    try:
        with database.session() as session:
            return {stream.name: stream.head for stream in session.scalars(select(Stream))}
    finally:
        database.dispose()


def _stored(session: Session) -> Stored:
    made = [
        session.execute(select(kind.creator_id, kind.operation_id, kind.id)).all()
        for kind in (Comment, Annotation)
    ]
    withdrawn = session.scalars(select(Comment.id).where(Comment.withdrawn.is_not(None)))
    removed = session.scalars(select(Annotation.id).where(Annotation.removed.is_not(None)))
    acts = session.scalars(select(Act)).all()
    facts: dict[str, Facts] = {}
    for fact in session.scalars(select(RecordedFact)):
        facts.setdefault(fact.stream, {})[fact.number] = (fact.name, _about(fact.name, fact.body))
    return Stored(
        comments=list(made[0]),
        annotations=list(made[1]),
        gone={("comment", each) for each in withdrawn} | {("annotation", each) for each in removed},
        acts={act.operation_id: act.answer.get("id", 0) for act in acts},
        kinds=[act.name for act in acts],
        facts=facts,
        heads={stream.name: stream.head for stream in session.scalars(select(Stream))},
    )


def _about(name: str, body: dict[str, Any]) -> str:
    about = body.get("comment") or body.get("annotation") or {}
    return str(about.get("operation_id") or name)


def reckon(
    found: Stored,
    delegates: list[Delegate],
    report: dict[str, Any],
    *,
    kills: int,
    redis_kills: int,
    drain: float,
) -> Reckoning:
    """Compare what everybody was told and shows with what the database has."""
    lives, pages = [delegate.life for delegate in delegates], report["lives"]
    wrong = [
        *(f"delegate-{n}: {how}" for n, d in enumerate(delegates) for how in _differs(d, found)),
        *(
            f"tablet-{n}: {how}"
            for n, page in enumerate(pages)
            for how in _page_differs(page, found)
        ),
    ]
    lost = [*_lost_by_delegates(lives, found), *_lost_by_tablets(pages, found)]
    refused = [code for page in pages for _, code in page["refused"]]
    figures, faults = (
        _added(page["figures"] for page in pages),
        _added(page["faults"] for page in pages),
    )
    return Reckoning(
        acts=len(found.acts),
        kinds=dict(Counter(found.kinds)),
        acknowledged=sum(len(life.acknowledged) for life in lives)
        + sum(len(page["acknowledged"]) for page in pages),
        by_http=figures["by_http"],
        refused=len(refused),
        kills=kills,
        redis_kills=redis_kills,
        drops=sum(life.drops for life in lives) + figures["drops"],
        spells=figures["spells"],
        resends=sum(life.resends for life in lives) + figures["resends"],
        reloads=sum(life.reloads for life in lives) + figures["reloads"],
        lost=len(lost),
        doubled=sum(count > 1 for count in _times_made(found).values()),
        out_of_order=faults["out_of_order"],
        holes=_holes(found),
        differing=len({each.partition(":")[0] for each in wrong}),
        undrained=sum(len(each.waiting) for each in delegates)
        + sum(page["waiting"] for page in pages),
        changed_answers=sum(len(life.changed_answers) for life in lives)
        + faults["changed_answers"]
        + sum(op in found.acts for page in pages for op, _ in page["refused"]),
        wrongly_refused=sum(code not in REFUSALS for code in refused),
        sent_away=faults["sent_away"] + faults["afresh"],
        loose=report["loose"],
        drain=drain,
        samples=tuple([*lost, *wrong, *sorted(set(refused) - REFUSALS)][:8]),
    )


def _lost_by_delegates(lives: Iterable[Life], found: Stored) -> Iterator[str]:
    ids = found.ids
    for life in lives:
        yield from (op for op, comment in life.acknowledged.items() if ids.get(op) != comment)


def _lost_by_tablets(pages: Iterable[dict[str, Any]], found: Stored) -> Iterator[str]:
    ids = found.ids
    for page in pages:
        yield from page["missing"]
        for op, command, made in page["acknowledged"]:
            if found.acts.get(op) != made or not _has_its_effect(command, op, made, ids, found):
                yield f"{command} {op}"


def _has_its_effect(command: str, op: str, made: int, ids: dict[str, int], found: Stored) -> bool:
    kind, _, deed = command.partition(".")
    if deed in ("create", "reply"):
        return ids.get(op) == made
    return deed not in ("withdraw", "remove") or (kind, made) in found.gone


def _times_made(found: Stored) -> Counter[tuple[object, ...]]:
    rows = [
        (kind, who, op)
        for kind, made in (("c", found.comments), ("a", found.annotations))
        for who, op, _ in made
    ]
    told = [
        (stream, about)
        for stream, facts in found.facts.items()
        for name, about in facts.values()
        if name in CREATED
    ]
    return Counter([*rows, *told])


def _holes(found: Stored) -> int:
    """Count numbers that are missing in a stream, and things made of which nobody was told."""
    missing = sum(head - len(found.facts.get(name, ())) for name, head in found.heads.items())
    told = {about for facts in found.facts.values() for _, about in facts.values()}
    return missing + len(found.ids.keys() - told)


def _differs(delegate: Delegate, found: Stored) -> Iterator[str]:
    life = delegate.life
    return _heard_otherwise(delegate.stream, life.began_after, life.heard, found)


def _page_differs(page: dict[str, Any], found: Stored) -> Iterator[str]:
    yield from (f"shows {each}" for each in page["differing"])
    for stream, began in page["began"].items():
        heard = {int(number): about for number, about in page["heard"][stream].items()}
        yield from _heard_otherwise(stream, began, heard, found)


def _heard_otherwise(
    stream: str, began: int, heard: dict[int, str], found: Stored
) -> Iterator[str]:
    """Yield where a tablet did not hear, once and by its number, what is recorded."""
    wanted = {n: about for n, (_, about) in found.facts.get(stream, {}).items() if n > began}
    for number in sorted(wanted.keys() | heard.keys()):
        told, recorded = heard.get(number), wanted.get(number)
        if told != recorded and (recorded is None or told not in NARROWED):
            yield f"{stream} {number}: heard {told}, recorded {recorded}"


def _added(each: Iterable[dict[str, int]]) -> Counter[str]:
    added: Counter[str] = Counter()
    for counts in each:
        added.update(counts)
    return added


def in_words(reckoning: Reckoning) -> str:
    """Return the figures in one line, and under it what is wrong."""
    told = asdict(reckoning) | {"drain": f"{reckoning.drain:.1f} s"}
    kinds, samples = told.pop("kinds"), told.pop("samples")
    figures = ", ".join(f"{name.replace('_', ' ')} {figure}" for name, figure in told.items())
    return "\n  ".join([figures, ", ".join(f"{n} {kind}" for kind, n in kinds.items()), *samples])
