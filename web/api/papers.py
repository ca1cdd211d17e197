"""Papers by the API: laid on the table, replaced, read page by page."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson
from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from documents.inspection import take_in
from documents.models import Version
from documents.queries import (
    numbered_version,
    pages_of,
    paragraph_ids,
    paragraphs_in_batches,
    settled,
    version_of,
)
from documents.received import Received
from foundation.acts import Answer, once
from foundation.arriving import carried
from foundation.errors import Conflict, Invalid, NotFound
from foundation.record import heads
from meetings.agendas.models import AgendaPaper
from meetings.agendas.operations.papers import (
    add_paper,
    may_add_paper,
    may_replace_paper,
    replace_paper,
)
from meetings.agendas.presenting import (
    me_as_data,
    meeting_as_data,
    one_paper_as_data,
    version_as_data,
)
from meetings.agendas.queries import (
    PackedPaper,
    pack_of,
    pages_in,
    paper_holding,
    paper_of,
    paper_with_same_file,
)
from meetings.annotations.presenting import annotation_as_data
from meetings.annotations.queries import annotations_for_all, place_in
from meetings.annotations.reading_places import place_on
from meetings.catching_up import heads_for
from meetings.commands import acting
from meetings.events import meeting_stream
from meetings.permissions import Right
from web.api.saying import paper_in_words
from web.compressing import MARK, smaller
from web.door import Api, actor, aside, house, in_json, number, reading, written
from web.refusals import problem_in_words

SMALLEST_WIDTH = 160
LAST_PAGE = 2**31 - 1
api = Api("papers")
Lay = Callable[[Session, Received], tuple[AgendaPaper, Version]]


@api.plain(
    "POST",
    "/items/<int:item>/papers",
    Right.ADD_PAPER,
    takes="NewPaper",
    gives="Paper",
    status=201,
    form=True,
)
def add(item: int) -> ResponseReturnValue:
    """Lay a paper under an item; its pages are made ready in the background."""
    person_id = actor().person_id
    reading(lambda session: may_add_paper(session, person_id, item))
    title = carried(request.form.get("title", "")).strip()
    return _lay("paper.add", item, lambda s, kept: add_paper(s, person_id, item, kept, title))


@api.plain(
    "POST",
    "/papers/<int:paper>/versions",
    Right.ADD_PAPER,
    takes="NewPaper",
    gives="Paper",
    status=201,
    form=True,
)
def replace(paper: int) -> ResponseReturnValue:
    """Give a paper a new version; the old one stays readable."""
    person_id = actor().person_id
    reading(lambda session: may_replace_paper(session, person_id, paper))
    return _lay("paper.replace", paper, lambda s, kept: replace_paper(s, person_id, paper, kept))


api.carries_out("PATCH", "/papers/<int:paper>", "paper.change", "Paper", "ChangedPaper")
api.carries_out("DELETE", "/papers/<int:paper>", "paper.remove", "Removed")


@api.reads("/papers/<int:paper>", Right.READ_PAPER, gives="WholePaper", query=("version",))
def paper(session: Session, person_id: int, paper: int) -> dict[str, Any]:
    """Get a paper to read: one version's pages, its place in the pack, where one stopped."""
    found, seat, meeting = paper_of(session, person_id, paper)
    version = numbered_version(session, found.document_id, number("version"))
    pack = pack_of(session, meeting.id)
    index = next(n for n, packed in enumerate(pack) if packed.paper.id == found.id)
    place = place_in(session, person_id, found.id)
    return {
        "paper": paper_in_words(one_paper_as_data(session, found)),
        "version": _version_to_read(session, version),
        "item": {
            "id": pack[index].item.id,
            "number": pack[index].item_number,
            "title": pack[index].item.title,
        },
        "meeting": meeting_as_data(meeting),
        "me": me_as_data(seat, meeting),
        "place": place_on(session, place, version) if place else None,
        "neighbours": {
            "previous": _id_at(pack, index - 1),
            "next": _id_at(pack, index + 1),
        },
        "pack": [_packed_as_data(each) for each in pack],
        "pack_pages": pages_in(pack),
        "heads": heads_for(session, seat),
    }


@api.reads(
    "/papers/<int:paper>/projection", Right.READ_PAPER, gives="Projection", query=("version",)
)
def projection(session: Session, person_id: int, paper: int) -> dict[str, Any]:
    """Get a paper as a whole hall may see it: nothing in it is anybody's own."""
    found, _, meeting = paper_of(session, person_id, paper)
    version = numbered_version(session, found.document_id, number("version"))
    shared = annotations_for_all(session, found.id, version.id)
    hall = meeting_stream(meeting.id)
    return {
        "paper": paper_in_words(one_paper_as_data(session, found)),
        "version": _version_to_read(session, version),
        "meeting": meeting_as_data(meeting),
        "pack": [_packed_as_data(each) for each in pack_of(session, meeting.id)],
        "annotations": [annotation_as_data(each) for each in shared],
        "heads": heads(session, [hall]),
    }


@api.plain(
    "GET",
    "/versions/<int:version>/paragraphs",
    Right.READ_PAPER,
    gives="Paragraphs",
    query=("first", "last", "headings"),
)
def paragraphs(version: int) -> ResponseReturnValue:
    """List the paragraphs on pages `first` to `last`, or the headings alone."""
    headings = bool(request.args.get("headings"))
    first, last = number("first") or 1, number("last") or LAST_PAGE
    if headings:
        first, last = 1, LAST_PAGE
    person_id = actor().person_id

    def listed(session: Session) -> bytes:
        paper_holding(session, person_id, version)
        pieces = [
            written([_paragraph_as_data(each) for each in batch])[1:-1]
            for batch in paragraphs_in_batches(session, version, first, last, headings=headings)
        ]
        return b"[" + b",".join(filter(None, pieces)) + b"]"

    return in_json(reading(listed))


@api.plain(
    "GET",
    "/papers/<int:paper>/changes",
    Right.READ_PAPER,
    gives="Changes",
    query=("from", "to"),
)
def changes(paper: int) -> ResponseReturnValue:
    """List what changed between two versions, the latest and the one before if unsaid."""
    person_id = actor().person_id
    old, new = reading(lambda session: _two_versions(session, person_id, paper))
    found, old_ids, new_ids = _compared(old.id, new.id)

    def answer() -> bytes:
        changes = [
            each | {"old": _known(each["old"], old_ids), "new": _known(each["new"], new_ids)}
            for each in found["changes"]
        ]
        return written(
            {
                "from": {"id": old.id, "number": old.number},
                "to": {"id": new.id, "number": new.number},
                "changes": changes,
                "along": found["along"],
                "pages": found["pages"],
                "touched": found["touched"],
                "unread": found["unread"],
            }
        )

    response = in_json(aside(answer))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@api.plain("GET", "/versions/<int:version>/pages/<int:page>/words", Right.READ_PAPER, gives="Words")
def words(version: int, page: int) -> ResponseReturnValue:
    """Get the lines of a page and where each word stands."""
    found = _readable(version, page)
    path = house().arrivals.words(found.readable_sha256, page)
    lines = b'{"lines":' + path.read_bytes() + b"}"
    return _kept_by_reader(smaller(Response(lines, mimetype="application/json")), path)


@api.plain(
    "GET",
    "/versions/<int:version>/pages/<int:page>/picture",
    Right.READ_PAPER,
    query=("width", "sha", "rendition"),
    media="image/*",
)
def picture(version: int, page: int) -> ResponseReturnValue:
    """Get a page as a picture, made at once if need be; `rendition=small` for fewest bytes."""
    found = _readable(version, page)
    width = number("width") or SMALLEST_WIDTH
    rendition = request.args.get("rendition")
    if rendition not in (None, "small"):
        raise Invalid("picture.rendition")
    arrivals = house().arrivals
    drawn = arrivals.small_picture if rendition else arrivals.picture
    path, media = drawn(found.readable_sha256, page, width)
    return _kept_by_reader(Response(path.read_bytes(), mimetype=media), path)


def _lay(name: str, subject: int, lay: Lay) -> ResponseReturnValue:
    """Take the file in, lay the paper in one transaction, then begin to read it."""
    present, file = actor(), request.files.get("file")
    if file is None or not file.filename:
        raise Invalid("paper.not_chosen")
    kept = take_in(
        house().workers, house().vault, file.stream, file.filename, house().settings.largest_upload
    )

    def act(session: Session) -> Answer:
        with acting(session, present, Right.ADD_PAPER):
            laid, version = lay(session, kept)
            same = paper_with_same_file(session, laid, version)
            return {
                "paper": one_paper_as_data(session, laid),
                "version": version.id,
                "same_file": {"paper": same.id, "title": same.title} if same else None,
            }

    operation_id = request.form.get("operation_id")

    def act_once(session: Session) -> Answer:
        if not operation_id:
            return act(session)
        asked = [subject, kept.sha256]
        return once(session, present.person_id, operation_id, name, asked, lambda: act(session))

    done = house().writer.perform(act_once)
    house().arrivals.start(done["version"])
    return jsonify(paper_in_words(done["paper"]) | {"same_file": done["same_file"]}), 201


def _two_versions(session: Session, person_id: int, paper_id: int) -> tuple[Version, Version]:
    """Return the versions that are asked about, the old one first."""
    document_id = paper_of(session, person_id, paper_id)[0].document_id
    new = numbered_version(session, document_id, number("to"))
    before = number("from")
    if before is None and new.number == 1:
        raise Conflict("version.only_one")
    old = numbered_version(session, document_id, new.number - 1 if before is None else before)
    if old.id == new.id:
        raise Invalid("version.itself")
    return old, new


def _compared(old_id: int, new_id: int) -> tuple[dict[str, Any], Sequence[int], Sequence[int]]:
    """Return what changed and the paragraphs' ids; both versions may be read anew meanwhile."""

    def state(session: Session) -> tuple[Any, ...]:
        sides = [version_of(session, each) for each in (old_id, new_id)]
        return tuple((side.reading, settled(session, side.id)) for side in sides)

    before = reading(state)
    found = house().arrivals.changes(old_id, new_id)

    def known(session: Session) -> tuple[dict[str, Any], Sequence[int], Sequence[int]]:
        if state(session) != before or not all(still for _, still in before):
            raise Conflict("version.not_ready")
        return found, paragraph_ids(session, old_id), paragraph_ids(session, new_id)

    return reading(known)


def _known(places: list[dict[str, Any]], ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return places with the paragraph's id for its ordinal."""
    return [place | {"paragraph": ids[place["paragraph"]]} for place in places]


def _readable(version: int, page: int) -> Version:
    person_id = actor().person_id
    found: Version = reading(lambda session: paper_holding(session, person_id, version)[1])
    if not 1 <= page <= found.page_count:
        raise NotFound("page.unknown", page=page)
    return found


def _kept_by_reader(response: Response, path: Path) -> Response:
    """Let the browser keep it, and ask each time: the right is checked, the bytes stay home."""
    other = MARK if response.content_encoding else ""
    response.set_etag(f"{path.stat().st_mtime_ns:x}-{path.name}{other}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def _version_to_read(session: Session, version: Version) -> dict[str, Any]:
    latest = numbered_version(session, version.document_id, None)
    return version_as_data(version) | {
        "problem": problem_in_words(version.problem),
        "sha": version.short_sha,
        "latest": version.id == latest.id,
        "pages": [_page_as_data(page) for page in pages_of(session, version.id)],
    }


def _page_as_data(page: Any) -> dict[str, Any]:
    problem = page.problem and problem_in_words(page.problem)
    return {**page._asdict(), "problem": problem}


def _paragraph_as_data(paragraph: Any) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "ordinal": paragraph.ordinal,
        "kind": str(paragraph.kind),
        "address": paragraph.address,
        "level": paragraph.level,
        "text": paragraph.text,
        "boxes": orjson.Fragment(paragraph.boxes),
        "from_scan": paragraph.from_scan,
        "mended": paragraph.mended,
    }


def _packed_as_data(packed: PackedPaper) -> dict[str, Any]:
    return {
        "paper": packed.paper.id,
        "numbers": packed.numbers,
        "pages": packed.version.page_count,
    }


def _id_at(pack: list[PackedPaper], index: int) -> int | None:
    return pack[index].paper.id if 0 <= index < len(pack) else None
