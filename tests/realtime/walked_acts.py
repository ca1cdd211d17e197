"""What people do on a walk: every command, and the files, each with whatever chance gives it.

An act that finds nothing to act on, or is refused, is tried again with other choices.
"""

from collections.abc import Callable
from typing import Any

from meetings.entering.guessing import MOST_A_MINUTE
from meetings.entering.operations import decline_code, enter_digits, enter_meeting
from meetings.entering.queries import Held
from tests.documents.made_papers import text_paper
from tests.realtime.walking import DESK, WANDERERS, Walk

Act = Callable[[Walk], Any]
ACTS: dict[str, Act] = {}
ROLES = ("chair", "secretary", "delegate", "observer", "guest")
AUDIENCES = ("self", "desk", "meeting")
OF_MARKS = ("self", "people", "people", "unit", "meeting")
MAY_BE_NAMED = (*DESK, "amina", "bruno", "observer", "guest", "stranger")
OUTCOMES = ("accepted", "partly_accepted", "not_accepted")
TIMES = {"starts": "2026-12-01T08:00:00+07:00", "ends": "2026-12-01T11:00:00+07:00"}


REMARKS = ("comment.create", "comment.reply", "comment.answer", "comment.withdraw")
ON_REMARKS = ("comment.change", "comment.change", "comment.change", "comment.place")
ON_MARKS = ("annotation.change", "annotation.change", "annotation.place", "annotation.remove")
OFTEN = (*REMARKS[:1] * 3, *REMARKS, *ON_REMARKS, "annotation.create", *ON_MARKS)
"""What people do between the acts of the desk."""


def act(name: str) -> Callable[[Act], Act]:
    def enter(does: Act) -> Act:
        ACTS[name] = does
        return does

    return enter


def words(walk: Walk) -> str:
    return f"Lời thứ {walk.chance.randrange(1000)}"


def target(walk: Walk) -> dict[str, Any]:
    y = walk.chance.randrange(9000)
    return {"page": 1, "paragraph": None, "boxes": [[1, 0, y, 500, y + 90]], "selectors": []}


def audience(walk: Walk) -> dict[str, Any]:
    """Whom a mark is for."""
    visibility = walk.one_of(OF_MARKS)
    seated = [walk.person(each) for each in MAY_BE_NAMED if walk.seat(each)]
    named = walk.chance.sample(seated, min(len(seated), walk.chance.randint(1, 3)))
    return {"visibility": visibility, "people": named if visibility == "people" else []}


def login_of(walk: Walk, person: int) -> str:
    return next(login for login in walk.tablets if walk.person(login) == person)


@act("meeting.create")
def _prepare(walk: Walk) -> Any:
    return walk.ask("secretary", "meeting.create", title="x", kind="other", place="", **TIMES)


@act("meeting.publish")
def _publish(walk: Walk) -> Any:
    made = _prepare(walk)
    walk.ask("secretary", "item.create", meeting=made["id"], title="x")
    return walk.ask("secretary", "meeting.publish", meeting=made["id"])


@act("meeting.change")
def _change_meeting(walk: Walk) -> Any:
    now = walk.get("secretary", f"/meetings/{walk.meeting}")["meeting"]["revision"]
    return walk.ask(
        "secretary", "meeting.change", meeting=walk.meeting, revision=now, title=words(walk)
    )


@act("meeting.close")
def _close(walk: Walk) -> Any:
    return walk.ask("chair", "meeting.close", meeting=walk.meeting)


@act("meeting.reopen")
def _reopen(walk: Walk) -> Any:
    walk.ask("chair", "meeting.close", meeting=walk.meeting)
    return walk.ask("secretary", "meeting.reopen", meeting=walk.meeting)


@act("seat.assign")
def _assign(walk: Walk) -> Any:
    role, who = walk.one_of(ROLES), walk.one_of(WANDERERS)
    if seat := walk.seat(who):
        walk.ask("secretary", "seat.vacate", seat=seat)
    people = [walk.person(who)]
    return walk.ask("secretary", "seat.assign", meeting=walk.meeting, people=people, role=role)


@act("seat.change")
def _change_seat(walk: Walk) -> Any:
    who = walk.one_of(WANDERERS)
    seat, role = walk.seat(who), walk.one_of([each for each in ROLES if each != walk.role(who)])
    return seat and walk.ask("secretary", "seat.change", seat=seat, role=role)


@act("seat.vacate")
def _vacate(walk: Walk) -> Any:
    seat = walk.seat(walk.one_of(WANDERERS))
    return seat and walk.ask("secretary", "seat.vacate", seat=seat)


@act("code.show")
def _show_codes(walk: Walk) -> Any:
    """Codes that are declined, used and guessed at, on a tablet that has no socket."""
    seat, key = walk.seat(walk.one_of(WANDERERS)), walk.house.settings.secret_key
    perform, held = walk.house.writer.perform, Held("a tablet")

    def entered() -> Any:
        shown = seat and walk.show_code(seat)
        if shown and shown["digits"]:
            perform(lambda s: enter_digits(s, key, shown["digits"], held.tablet))
        return shown and shown["digits"]

    if not entered():
        return None
    perform(lambda s: decline_code(s, held))
    entered()
    perform(lambda s: enter_meeting(s, held, ""))
    guess = f"{(int(walk.show_code(seat)['digits']) + 1) % 10**6:06}"
    for _ in range(MOST_A_MINUTE):
        perform(lambda s: enter_digits(s, key, guess, held.tablet))
    return True


@act("code.withdraw")
def _withdraw_code(walk: Walk) -> Any:
    seat = walk.seat(walk.one_of(WANDERERS))
    return seat and walk.ask(walk.one_of(DESK), "code.withdraw", seat=seat)


@act("item.create")
def _add_item(walk: Walk) -> Any:
    parent = walk.one_of([None, None, *(each.id for each in walk.items())])
    new = {"title": words(walk), "minutes": 10, "parent": parent}
    return walk.ask("secretary", "item.create", meeting=walk.meeting, **new)


@act("item.change")
def _change_item(walk: Walk) -> Any:
    item = walk.one_of(walk.items())
    return walk.ask(
        "secretary", "item.change", item=item.id, revision=item.revision, title=words(walk)
    )


@act("item.move")
def _move_item(walk: Walk) -> Any:
    items = walk.items()
    item, other = walk.one_of(items), walk.one_of([None, *items])
    place = {"parent": other and other.parent_id, "after": other and other.id}
    return walk.ask("secretary", "item.move", item=item.id, **place)


@act("item.remove")
def _remove_item(walk: Walk) -> Any:
    made = walk.ask("secretary", "item.create", meeting=walk.meeting, title="x")
    items = [each.id for each in walk.items()[1:]]
    gone = walk.ask("secretary", "item.remove", item=walk.one_of(items)) if items else None
    return gone or (made and walk.ask("secretary", "item.remove", item=made["id"]))


@act("paper.add")
def _lay(walk: Walk) -> Any:
    if len(walk.papers()) > 2:
        return None
    pages = text_paper(walk.chance.randint(2, 3))
    return walk.lay("paper.add", f"/api/items/{walk.one_of(walk.items()).id}/papers", pages)


@act("paper.replace")
def _replace(walk: Walk) -> Any:
    paper, pages = walk.one_of(walk.papers()), text_paper(walk.chance.randint(1, 4))
    return paper and walk.lay("paper.replace", f"/api/papers/{paper.id}/versions", pages)


@act("paper.restore")
def _restore(walk: Walk) -> Any:
    paper = walk.one_of(walk.papers())
    version = paper and walk.one_of(walk.versions(paper)[:-1])
    return version and walk.ask("secretary", "paper.restore", paper=paper.id, version=version.id)


@act("paper.change")
def _change_paper(walk: Walk) -> Any:
    paper, item = walk.one_of(walk.papers()), walk.one_of(walk.items())
    changed = walk.one_of([{"title": words(walk)}, {"item": item.id, "after": None}])
    return paper and walk.ask("secretary", "paper.change", paper=paper.id, **changed)


@act("paper.remove")
def _remove_paper(walk: Walk) -> Any:
    paper = walk.one_of(walk.papers()[1:])
    return paper and walk.ask("secretary", "paper.remove", paper=paper.id)


def _mend(walk: Walk, command: str, about: Callable[[Any, Any], dict[str, Any]]) -> Any:
    paper = walk.one_of(walk.papers())
    version = paper and walk.one_of(walk.versions(paper))
    paragraphs = version and walk.paragraphs(version)
    if not paragraphs or len(paragraphs) < 2:
        return None
    first = walk.chance.randrange(len(paragraphs) - 1)
    asked = about(*paragraphs[first : first + 2])
    return walk.ask("secretary", command, version=version.id, **asked)


@act("paragraph.join")
def _join(walk: Walk) -> Any:
    return _mend(walk, "paragraph.join", lambda one, two: {"first": one.id, "second": two.id})


@act("paragraph.split")
def _split(walk: Walk) -> Any:
    def cut(one: Any, _: Any) -> dict[str, Any]:
        return {"paragraph": one.id, "at": one.text.find(" ", len(one.text) // 3) + 1}

    return _mend(walk, "paragraph.split", cut)


@act("paragraph.head")
def _head(walk: Walk) -> Any:
    return _mend(walk, "paragraph.head", lambda one, _: {"paragraph": one.id, "level": 2})


@act("paragraph.plain")
def _plain(walk: Walk) -> Any:
    return _mend(walk, "paragraph.plain", lambda one, _: {"paragraph": one.id})


@act("paragraph.unmend")
def _unmend(walk: Walk) -> Any:
    mend = _plain(walk)
    return mend and walk.ask("secretary", "paragraph.unmend", mend=mend["id"])


@act("comment.create")
def _comment(walk: Walk) -> Any:
    paper = walk.one_of(walk.papers())
    version = paper and walk.one_of(walk.versions(paper))
    paragraph = version and walk.one_of(walk.paragraphs(version))
    if paragraph is None:
        return None
    said = {"text": words(walk), "visibility": walk.one_of(AUDIENCES)}
    about = {"paper": paper.id, "paragraph": paragraph.id}
    return walk.ask(walk.anybody(), "comment.create", **about, **said)


@act("comment.reply")
def _reply(walk: Walk) -> Any:
    comment = walk.one_of(walk.comments())
    return comment and walk.ask(
        walk.anybody(), "comment.reply", comment=comment.id, text=words(walk)
    )


@act("comment.change")
def _change_comment(walk: Walk) -> Any:
    comment = walk.one_of(walk.comments()) or None
    if comment is None:
        return None
    other = [each for each in AUDIENCES if each != comment.visibility.value]
    changed = walk.one_of([{"text": words(walk)}, {"visibility": walk.one_of(other)}])
    author, now = login_of(walk, comment.creator_id), comment.revision
    return walk.ask(author, "comment.change", comment=comment.id, revision=now, **changed)


@act("comment.withdraw")
def _withdraw(walk: Walk) -> Any:
    comment = walk.one_of([each for each in walk.comments() if not each.withdrawn])
    return comment and walk.ask(
        login_of(walk, comment.creator_id), "comment.withdraw", comment=comment.id
    )


@act("comment.answer")
def _answer(walk: Walk) -> Any:
    comment = walk.one_of(walk.comments())
    said = {"outcome": walk.one_of(OUTCOMES), "reason": words(walk)}
    return comment and walk.ask(walk.one_of(DESK), "comment.answer", comment=comment.id, **said)


@act("comment.place")
def _place_comment(walk: Walk) -> Any:
    comment = walk.one_of(walk.comments())
    paper = comment and next((p for p in walk.papers() if p.id == comment.paper_id), None)
    version = paper and walk.one_of(walk.versions(paper)[1:])
    paragraph = version and walk.one_of(walk.paragraphs(version))
    return paragraph and walk.ask(
        walk.one_of([*DESK, login_of(walk, comment.creator_id)]),
        "comment.place",
        comment=comment.id,
        version=version.id,
        paragraph=paragraph.id,
    )


@act("annotation.create")
def _annotate(walk: Walk) -> Any:
    paper = walk.one_of(walk.papers())
    version = paper and walk.one_of(walk.versions(paper))
    look = {"motivation": "highlighting", "color": "green", "note": ""}
    return version and walk.ask(
        walk.anybody(),
        "annotation.create",
        paper=paper.id,
        version=version.id,
        **audience(walk),
        target=target(walk),
        **look,
    )


@act("annotation.change")
def _change_annotation(walk: Walk) -> Any:
    mark = walk.one_of(walk.marks())
    if mark is None:
        return None
    changed = walk.one_of([{"note": words(walk)}, audience(walk), audience(walk), audience(walk)])
    author = login_of(walk, mark.creator_id)
    return walk.ask(
        author, "annotation.change", annotation=mark.id, revision=mark.revision, **changed
    )


@act("annotation.place")
def _place_annotation(walk: Walk) -> Any:
    mark = walk.one_of(walk.marks())
    paper = mark and next((p for p in walk.papers() if p.id == mark.paper_id), None)
    version = paper and walk.one_of(walk.versions(paper)[1:])
    return version and walk.ask(
        login_of(walk, mark.creator_id),
        "annotation.place",
        annotation=mark.id,
        version=version.id,
        target=target(walk),
    )


@act("annotation.remove")
def _remove_annotation(walk: Walk) -> Any:
    mark = walk.one_of(walk.marks())
    return mark and walk.ask(
        login_of(walk, mark.creator_id), "annotation.remove", annotation=mark.id
    )


@act("place.keep")
def _keep_place(walk: Walk) -> Any:
    paper = walk.one_of(walk.papers())
    version = paper and walk.one_of(walk.versions(paper))
    return version and walk.ask(
        walk.anybody(), "place.keep", paper=paper.id, version=version.id, page=1, y=5
    )


@act("sign_in.end")
def _sign_out(walk: Walk) -> Any:
    device = type(walk.tablets["amina"])(walk.hall.address, "amina", None)
    ended = device.post("/api/sign-in", None, "DELETE").ok
    device.close()
    walk.done.add("sign_in.end")
    return ended
