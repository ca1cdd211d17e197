"""What somebody sets right by hand in the paragraphs of a version: told by places on its pages.

A mend is stored and the version asked to be read anew in one transaction; its effect comes with
that reading, and with every later one.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.models import Mend, MendKind, Paragraph, Version, VersionState
from documents.paragraphs import Kind, letters_of
from documents.queries import paragraph_in, version_of
from foundation.clock import now
from foundation.errors import Conflict, Invalid, NotFound

WORDS = 12
"""How many words on each side of a place it is known by; more where they are not the only such."""
BESIDE = (Kind.FOOTNOTE, Kind.PAGE)
"""What a text that goes on over the page passes by."""
Place = dict[str, Any]


def live_mends(session: Session, version_id: int) -> Sequence[Mend]:
    """Return the mends of a version that stand, in the order in which they were made."""
    return session.scalars(
        select(Mend).where(Mend.version_id == version_id, Mend.undone.is_(None)).order_by(Mend.id)
    ).all()


def mend_known(session: Session, mend_id: int) -> Mend:
    """Return the mend of this id."""
    mend = session.get(Mend, mend_id)
    if mend is None:
        raise NotFound("mend.unknown")
    return mend


def mendable(session: Session, version: Version, paragraph_id: int) -> Paragraph:
    """Return a paragraph of a version that the hand may work on."""
    paragraph = paragraph_in(session, version.id, paragraph_id)
    if version.state != VersionState.READY:
        raise Conflict("version.not_ready")
    if paragraph.ordinal is None:
        raise Conflict("paragraph.gone")
    if not letters_of(paragraph.text):
        raise Invalid("mend.no_words")
    return paragraph


def join(session: Session, first: Paragraph, second: Paragraph) -> Mend:
    """Let a paragraph go on with the one that follows it, also over the page."""
    first, second = sorted((first, second), key=lambda each: each.ordinal or 0)
    if first.id == second.id or _next(session, first, second) is not second:
        raise Invalid("mend.not_neighbours")
    place = {
        "boxes": [first.boxes[-1], second.boxes[0]],
        "before": _last_words(first.text),
        "after": _first_words(second.text),
    }
    return _added(session, first, MendKind.JOIN, place)


def split(session: Session, paragraph: Paragraph, at: int) -> Mend:
    """Let a new paragraph begin with the word at this letter of a paragraph."""
    start = _start_of_word(paragraph.text, at)
    before, after = paragraph.text[:start], paragraph.text[start:]
    if not letters_of(before) or not letters_of(after):
        raise Invalid("mend.nothing_to_split")
    before, after = _only_such(paragraph.text, before, after)
    place = {"boxes": paragraph.boxes, "before": before, "after": after}
    return _added(session, paragraph, MendKind.SPLIT, place)


def head(session: Session, paragraph: Paragraph, level: int) -> Mend:
    """Let a paragraph be a heading of this level in the contents."""
    return _added(session, paragraph, MendKind.HEADING, _whole(paragraph) | {"level": level})


def plain(session: Session, paragraph: Paragraph) -> Mend:
    """Let a paragraph be plain text, whatever number or heading it was taken for."""
    return _added(session, paragraph, MendKind.PLAIN, _whole(paragraph))


def unmend(session: Session, mend: Mend) -> bool:
    """Take a mend back; says whether it stood."""
    if mend.undone is not None:
        return False
    mend.undone = now()
    version_of(session, mend.version_id).extractor = None
    session.flush()
    return True


def _added(session: Session, paragraph: Paragraph, kind: MendKind, place: Place) -> Mend:
    """Store a mend, and ask for the version to be read anew; the same one is not stored twice."""
    for known in live_mends(session, paragraph.version_id):
        if known.kind is kind and {**known.place, "found": None} == {**place, "found": None}:
            return known
    mend = Mend(version_id=paragraph.version_id, kind=kind, place=place)
    session.add(mend)
    version_of(session, paragraph.version_id).extractor = None
    session.flush()
    return mend


def _next(session: Session, first: Paragraph, second: Paragraph) -> Paragraph | None:
    """Return what follows a paragraph: at once, or behind the footnotes of its page."""
    between = session.scalars(
        select(Paragraph)
        .where(
            Paragraph.version_id == first.version_id,
            Paragraph.ordinal > first.ordinal,
            Paragraph.ordinal < second.ordinal,
            Paragraph.kind.not_in(BESIDE),
        )
        .limit(1)
    ).first()
    return second if between is None else between


def _whole(paragraph: Paragraph) -> Place:
    return {
        "boxes": paragraph.boxes,
        "before": _first_words(paragraph.text),
        "after": _last_words(paragraph.text),
        "letters": len(letters_of(paragraph.text)),
    }


def _start_of_word(text: str, at: int) -> int:
    """Return where the word begins that this letter belongs to; the next one, from a space."""
    while at < len(text) and text[at] == " ":
        at += 1
    while 0 < at < len(text) and text[at - 1] != " ":
        at -= 1
    return at


def _only_such(text: str, before: str, after: str) -> tuple[str, str]:
    """Return as many words on both sides as it takes for the place to be the only such."""
    whole = letters_of(text)
    for words in _growing():
        above, below = _last_words(before, words), _first_words(after, words)
        sought = letters_of(above) + letters_of(below)
        once = whole.find(sought) == whole.rfind(sought)
        if once or (above == before.strip() and below == after.strip()):
            break
    return above, below


def _growing() -> Iterator[int]:
    words = WORDS
    while True:
        yield words
        words *= 2


def _first_words(text: str, words: int = WORDS) -> str:
    """Return so many first words, those without a letter not counted."""
    return " ".join(_spoken(text.split(), words))


def _last_words(text: str, words: int = WORDS) -> str:
    return " ".join(reversed(_spoken(list(reversed(text.split())), words)))


def _spoken(words: Sequence[str], most: int) -> list[str]:
    taken: list[str] = []
    for word in words:
        if most == 0:
            break
        taken.append(word)
        most -= bool(letters_of(word))
    return taken
