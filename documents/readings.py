"""What is stored when a version is read anew: asked for, begun, taken step by step, finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from documents.mends import live_mends
from documents.models import (
    NOT_RECOGNISED,
    Mend,
    Page,
    Paragraph,
    ParagraphMatch,
    Version,
    VersionState,
)
from documents.operations import INDEXED
from documents.paragraphs import EXTRACTOR_VERSION
from documents.queries import edition_of, version_of
from documents.search import index

Step = dict[str, Any]

ANEW = "anew"
WRITTEN = ("ordinal", "kind", "text", "address", "level", "boxes", "from_scan", "mended")
_UNREAD = Page.problem.is_not(None) & (Page.problem != NOT_RECOGNISED)
REWRITE = (
    update(Paragraph)
    .where(Paragraph.id == bindparam("key"))
    .values({name: bindparam(name) for name in (*WRITTEN, "first_page", "last_page")})
)


@dataclass(frozen=True)
class Rework:
    """What has to be known to read a version anew."""

    version_id: int
    readable_sha256: str
    page_count: int
    edition: str
    without: list[int]
    """Pages that cannot be read."""
    mends: list[dict[str, Any]]


def ask_anew(session: Session, version_id: int) -> None:
    """Ask, in the transaction that gives the reason, that a version be read anew."""
    version_of(session, version_id).extractor = None


def outdated(session: Session) -> Sequence[int]:
    """Return the versions that wait to be read anew, the newest first."""
    other = Version.extractor.is_distinct_from(EXTRACTOR_VERSION)
    return session.scalars(
        select(Version.id)
        .where(Version.state == VersionState.READY, other)
        .order_by(Version.id.desc())
    ).all()


def pages_read(session: Session, version_id: int) -> Sequence[int]:
    """Return the numbers of the pages of a version that could be read."""
    return session.scalars(
        select(Page.number).where(Page.version_id == version_id, ~_UNREAD).order_by(Page.number)
    ).all()


def gone_paragraphs(
    session: Session, version_id: int, after: int, most: int
) -> list[dict[str, Any]]:
    """Return some paragraphs that a later reading no longer had, with where they stand now."""
    match = (ParagraphMatch.paragraph_id == Paragraph.id) & (
        ParagraphMatch.version_id == Paragraph.version_id
    )
    rows = session.execute(
        select(Paragraph, ParagraphMatch)
        .outerjoin(ParagraphMatch, match)
        .where(
            Paragraph.version_id == version_id, Paragraph.ordinal.is_(None), Paragraph.id > after
        )
        .order_by(Paragraph.id)
        .limit(most)
    )
    return [_gone_as_data(paragraph, match) for paragraph, match in rows]


def begin(session: Session, version_id: int, failed: Sequence[int]) -> Rework:
    """Begin to read a version anew."""
    version = version_of(session, version_id)
    version.extractor = ANEW
    unread = session.scalars(select(Page.number).where(Page.version_id == version_id, _UNREAD))
    return Rework(
        version_id,
        version.readable_sha256,
        version.page_count,
        edition_of(version),
        sorted({*unread, *failed}),
        [
            {"id": mend.id, "kind": mend.kind.value, "place": mend.place}
            for mend in live_mends(session, version_id)
        ],
    )


def take(session: Session, version_id: int, step: Step) -> None:
    """Take one step towards the new reading."""
    if run := step.get("run"):
        first, last, by = run
        session.execute(
            update(Paragraph)
            .where(Paragraph.version_id == version_id, Paragraph.ordinal.between(first, last))
            .values(ordinal=Paragraph.ordinal + by)
            .execution_options(synchronize_session=False)
        )
    elif (found := step.get("found")) is not None:
        _note_matches(session, version_id, found)
    else:
        _change(session, version_id, step)


def finish(session: Session, version_id: int, found: dict[int, bool]) -> int:
    """Call a version read anew, unless it was asked for again meanwhile; returns which reading."""
    version = version_of(session, version_id)
    version.reading += 1
    if version.extractor == ANEW:
        version.extractor = EXTRACTOR_VERSION
    for mend_id, ok in found.items():
        mend = session.get(Mend, mend_id)
        if mend is not None and mend.place.get("found") is not ok:
            mend.place = mend.place | {"found": ok}
    return version.reading


def _change(session: Session, version_id: int, step: Step) -> None:
    gone = [each["id"] for each in step["gone"]]
    if gone:
        where = Paragraph.id.in_(gone)
        session.execute(
            update(Paragraph)
            .where(where)
            .values(ordinal=None)
            .execution_options(synchronize_session=False)
        )
        index.drop(session, gone)
    if standing := [*step["kept"], *step["back"]]:
        session.connection().execute(
            REWRITE, [_row(each) | {"key": each["id"]} for each in standing]
        )
    if back := [each["id"] for each in step["back"]]:
        session.execute(delete(ParagraphMatch).where(_of(version_id, back)))
    if step["added"]:
        rows = [_row(each) | {"version_id": version_id} for each in step["added"]]
        index.put(session, session.execute(insert(Paragraph).returning(*INDEXED), rows).all())
    said = {each["id"] for each in step["kept"] if each["reworded"]} | set(back)
    if said:
        index.put(session, session.execute(select(*INDEXED).where(Paragraph.id.in_(said))).all())
    _note_matches(session, version_id, step["gone"])


def _note_matches(session: Session, version_id: int, found: Sequence[Step]) -> None:
    """Note where paragraphs that are gone stand now."""
    if not found:
        return
    session.execute(delete(ParagraphMatch).where(_of(version_id, [each["id"] for each in found])))
    at = [each["at"] for each in found if each["at"] is not None]
    added = session.execute(
        select(Paragraph.ordinal, Paragraph.id).where(
            Paragraph.version_id == version_id, Paragraph.ordinal.in_(at)
        )
    )
    by_ordinal = {ordinal: paragraph_id for ordinal, paragraph_id in added}  # noqa: C416 - rows
    rows = [
        {
            "paragraph_id": each["id"],
            "version_id": version_id,
            "found_id": by_ordinal.get(each["at"], each["found"]),
            "rung": each["rung"],
            "score": each["score"],
        }
        for each in found
    ]
    session.execute(insert(ParagraphMatch), rows)


def _of(version_id: int, paragraph_ids: Sequence[int]) -> Any:
    return (ParagraphMatch.version_id == version_id) & ParagraphMatch.paragraph_id.in_(
        paragraph_ids
    )


def _row(told: Step) -> dict[str, Any]:
    pages = [box[0] for box in told["boxes"]] or [1]
    return {name: told[name] for name in WRITTEN} | {
        "first_page": min(pages),
        "last_page": max(pages),
    }


def _gone_as_data(paragraph: Paragraph, match: ParagraphMatch | None) -> dict[str, Any]:
    told = {name: getattr(paragraph, name) for name in ("id", *WRITTEN)}
    if match is None:
        return told
    place = {"id": paragraph.id, "found": match.found_id, "at": None}
    return told | {"match": place | {"rung": match.rung, "score": match.score}}
