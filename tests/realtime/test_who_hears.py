"""Who hears of each thing that happens, and who does not: real people on real sockets.

Every kind of fact has at least one row; a kind without a row fails.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from documents.models import Version
from documents.queries import paragraphs_of
from foundation.events import tell
from meetings.entering.guessing import MOST_A_MINUTE
from meetings.entering.operations import decline_code, enter_digits, enter_meeting, show_code
from meetings.entering.queries import Held
from meetings.events import person_stream
from tests.cast import seat_id
from tests.documents.made_papers import text_paper
from tests.facts import KINDS
from tests.foundation.test_record import Said

DESK = {"secretary", "chair"}
AUTHOR, NEIGHBOUR, BEYOND = "amina", "observer", "bruno"
"""Who writes, a delegate of the same unit, and one of another unit."""
SEATED = {*DESK, AUTHOR, NEIGHBOUR, BEYOND, "guest"}
UNIT = {"secretary", AUTHOR, NEIGHBOUR}
"""Who of them belongs to the author's unit."""
OUTSIDE = {"olga", "administrator", "stranger"}
"""Somebody with a seat in another meeting only, and two without any."""
NOBODY: set[str] = set()
TARGET = {"page": 1, "paragraph": None, "boxes": [[1, 0, 0, 10, 10]], "selectors": []}


class Stage:
    """A meeting under way, a tablet for everybody, and one whose person has signed out."""

    def __init__(self, hall: Any, tablet: Callable[..., Any]) -> None:
        self.hall, self.house, self.cast = hall, hall.house, hall.cast
        self.meeting, self.item = hall.cast.here.meeting, hall.cast.here.item
        self.gone = tablet("guest")
        self.tablets = {login: tablet(login) for login in sorted(SEATED)}
        self.tablets["olga"] = tablet("olga", hall.cast.elsewhere.meeting)
        self.tablets |= {login: tablet(login, None) for login in ("administrator", "stranger")}
        self.before: dict[str, int] = {}
        self.mended = 0
        self._count = 0
        self.seat_as(NEIGHBOUR, "delegate")
        assert self.gone.post("/api/sign-in", None, "DELETE").status_code == 204
        self.paper, self.first = hall.cast.here.paper, hall.cast.here.version

    def lay_a_paper(self) -> None:
        """Lay a real paper on the table, in two versions."""
        self.paper = self.lay(f"/api/items/{self.item}/papers", text_paper(2))["id"]
        self.until_read()
        self.first = self.version()
        self.lay(f"/api/papers/{self.paper}/versions", text_paper(3))
        self.until_read()

    def ask(self, login: str, command: str, **asked: Any) -> Any:
        self._count += 1
        reply = self.tablets[login].ask(command, asked | {"operation_id": f"act-{self._count}"})
        assert reply["ok"], (command, reply)
        return reply["answer"]

    def lay(self, path: str, content: bytes) -> Any:
        answer = self.tablets["secretary"].web.post(
            self.hall.address + path, files={"file": ("x.pdf", io.BytesIO(content))}, timeout=20
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    def until_read(self) -> None:
        self.house.arrivals.wait()
        self.house.carrier.wait()

    def version(self) -> int:
        path = f"{self.hall.address}/api/papers/{self.paper}"
        return int(self.tablets["secretary"].web.get(path, timeout=5).json()["version"]["id"])

    def paragraphs(self, version: int) -> list[int]:
        with self.house.database.session() as session:
            assert session.get(Version, version)
            return [each.id for each in paragraphs_of(session, version)]

    def seat_as(self, login: str, role: str) -> None:
        self.ask("secretary", "seat.change", seat=self.seat(login), role=role)

    def seat(self, login: str) -> int:
        person = getattr(self.cast, login)
        return self.house.writer.perform(lambda s: seat_id(s, self.meeting, person))

    def comment(self, visibility: str, login: str = AUTHOR) -> Any:
        return self.ask(
            login,
            "comment.create",
            paper=self.paper,
            paragraph=self.paragraphs(self.first)[1],
            text="Xin làm rõ.",
            visibility=visibility,
        )

    def mark(self, visibility: str, *named: str) -> Any:
        return self.ask(
            AUTHOR,
            "annotation.create",
            paper=self.paper,
            version=self.first,
            motivation="highlighting",
            visibility=visibility,
            people=self.people(*named),
            color="yellow",
            target=TARGET,
        )

    def people(self, *logins: str) -> list[int]:
        return [getattr(self.cast, login) for login in logins]

    def new_item(self) -> int:
        return int(self.ask("secretary", "item.create", meeting=self.meeting, title="x")["id"])

    def heard_since(self, marks: dict[str, int], name: str) -> set[str]:
        """Who has heard `name`, once everything told before has reached everybody."""
        people = {login: self.tablets[login] for login in marks}
        self._count += 1
        words = f"so far {self._count}"
        rooms = tuple(person_stream(self._person(login)) for login in people)
        self.house.writer.perform(lambda s: tell(s, Said(words=words, rooms=rooms)))
        for tablet in people.values():
            tablet.wait_for(words)
        return {
            login
            for login, tablet in people.items()
            if name in [fact["name"] for fact in tablet.facts[marks[login] :]]
        }

    def marks(self) -> dict[str, int]:
        return {login: len(tablet.facts) for login, tablet in self.tablets.items()}

    def _person(self, login: str) -> int:
        return int(self.tablets[login].person)


def changed(stage: Stage, visibility: str, to: str) -> None:
    comment = stage.comment(visibility)
    stage.before = stage.marks()
    stage.ask(AUTHOR, "comment.change", comment=comment["id"], revision=1, visibility=to)


def on_a_comment(command: str, login: str, visibility: str, **more: Any) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        comment = stage.comment(visibility)
        stage.before = stage.marks()
        stage.ask(login, command, comment=comment["id"], **more)

    return act


def placed(visibility: str) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        now = stage.version()
        place = {"version": now, "paragraph": stage.paragraphs(now)[0]}
        on_a_comment("comment.place", "chair", visibility, **place)(stage)

    return act


def on_a_mark(command: str, visible: str, **more: Any) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        mark = stage.mark(visible)
        stage.before = stage.marks()
        placing = {"version": stage.version(), "target": TARGET}
        about = placing if command == "annotation.place" else more
        stage.ask(AUTHOR, command, annotation=mark["id"], **about)

    return act


def shared_anew(before: str, after: str) -> Callable[[Stage], None]:
    """Let a mark be shared with others than before; whoever is named is named after a colon."""

    def asked(stage: Stage, audience: str) -> tuple[str, list[str]]:
        visibility, _, named = audience.partition(":")
        return visibility, named.split()

    def act(stage: Stage) -> None:
        was, now = asked(stage, before), asked(stage, after)
        mark = stage.mark(was[0], *was[1])
        stage.before = stage.marks()
        audience = {"visibility": now[0], "people": stage.people(*now[1])}
        stage.ask(AUTHOR, "annotation.change", annotation=mark["id"], revision=1, **audience)

    return act


def on_a_new_item(command: str, **more: Any) -> Callable[[Stage], None]:
    return lambda stage: stage.ask("secretary", command, item=stage.new_item(), **more)


def of_the_meeting(command: str) -> Callable[[Stage], None]:
    return lambda stage: stage.ask("chair", command, meeting=stage.meeting)


def another_meeting_is_published(stage: Stage) -> None:
    times = {"starts": "2026-12-01T08:00:00+07:00", "ends": "2026-12-01T11:00:00+07:00"}
    seats = [{"person": stage.cast.amina, "role": "delegate"}]
    made = stage.ask(
        "secretary",
        "meeting.create",
        title="x",
        kind="other",
        place="",
        chair=stage.cast.chair,
        seats=seats,
        **times,
    )
    stage.ask("secretary", "item.create", meeting=made["id"], title="x")
    for login in DESK:
        assert stage.tablets[login].join(made["id"])["ok"]
    assert not stage.tablets[AUTHOR].join(made["id"])["ok"]
    stage.ask("chair", "meeting.publish", meeting=made["id"])


def the_meeting_is_changed(stage: Stage) -> None:
    path = f"{stage.hall.address}/api/meetings/{stage.meeting}"
    now = stage.tablets["secretary"].web.get(path, timeout=5).json()["meeting"]["revision"]
    stage.ask("secretary", "meeting.change", meeting=stage.meeting, revision=now, title="Kỳ họp")


def a_paper_is_removed(stage: Stage) -> None:
    paper = stage.lay(f"/api/items/{stage.item}/papers", text_paper(1))["id"]
    stage.until_read()
    stage.ask("secretary", "paper.remove", paper=paper)


def a_paper_is_replaced(stage: Stage) -> None:
    stage.comment("meeting")
    stage.before = stage.marks()
    stage.lay(f"/api/papers/{stage.paper}/versions", text_paper(4))
    stage.until_read()


def a_paragraph_is_mended(stage: Stage) -> None:
    version = stage.version()
    paragraph = stage.paragraphs(version)[0]
    stage.mended = stage.ask("secretary", "paragraph.plain", version=version, paragraph=paragraph)[
        "id"
    ]
    stage.until_read()


def a_mend_is_undone(stage: Stage) -> None:
    stage.ask("secretary", "paragraph.unmend", mend=stage.mended)
    stage.until_read()


def a_place_is_kept(stage: Stage) -> None:
    stage.ask(AUTHOR, "place.keep", paper=stage.paper, version=stage.first, page=2, y=10)


def another_device_signs_out(stage: Stage) -> None:
    device = type(stage.gone)(stage.hall.address, "guest", None)
    stage.before = stage.marks()
    assert device.post("/api/sign-in", None, "DELETE").status_code == 204
    device.close()


def a_code_is_entered(then: Callable[..., Any] | None = None) -> Callable[[Stage], None]:
    """Let a delegate's code be entered on a shared tablet, and perhaps say more there."""

    def act(stage: Stage) -> None:
        seat, key = stage.seat(BEYOND), stage.house.settings.secret_key
        perform = stage.house.writer.perform
        code = perform(lambda s: show_code(s, stage.cast.secretary, seat, key))
        assert perform(lambda s: enter_digits(s, key, code.digits, "tablet")).refusal is None
        if then:
            perform(lambda s: then(s, Held("tablet")))

    return act


def codes_are_guessed(stage: Stage) -> None:
    perform, key = stage.house.writer.perform, stage.house.settings.secret_key
    seat = stage.seat(BEYOND)
    code = perform(lambda s: show_code(s, stage.cast.chair, seat, key))
    guess = f"{(int(code.digits) + 1) % 10**6:06}"
    for _ in range(MOST_A_MINUTE):
        perform(lambda s: enter_digits(s, key, guess, "tablet"))


@dataclass(frozen=True)
class Row:
    """One thing that happens, and exactly who hears it."""

    name: str
    act: Callable[[Stage], Any]
    heard: set[str]


ROWS = [
    Row("meeting.changed", the_meeting_is_changed, SEATED),
    Row("meeting.published", another_meeting_is_published, DESK),
    Row("meeting.closed", of_the_meeting("meeting.close"), SEATED),
    Row("meeting.reopened", of_the_meeting("meeting.reopen"), SEATED),
    Row(
        "seat.taken",
        lambda s: s.ask(
            "secretary", "seat.assign", meeting=s.meeting, people=[s.cast.stranger], role="guest"
        ),
        SEATED | {"stranger"},
    ),
    Row("seat.changed", lambda s: s.seat_as("guest", "observer"), SEATED),
    Row(
        "seat.vacated",
        lambda s: s.ask("secretary", "seat.vacate", seat=s.seat("stranger")),
        SEATED | {"stranger"},
    ),
    Row("code.entered", a_code_is_entered(), DESK),
    Row("code.declined", a_code_is_entered(decline_code), DESK),
    Row("code.used", a_code_is_entered(lambda s, held: enter_meeting(s, held, "")), DESK),
    Row("code.guessed", codes_are_guessed, DESK),
    Row("item.created", Stage.new_item, SEATED),
    Row("item.changed", on_a_new_item("item.change", revision=1, title="y"), SEATED),
    Row("items.moved", on_a_new_item("item.move", parent=None, after=None), SEATED),
    Row("item.removed", on_a_new_item("item.remove"), SEATED),
    Row("paper.added", a_paper_is_removed, SEATED),
    Row("paper.ready", a_paper_is_removed, SEATED),
    Row("paper.removed", a_paper_is_removed, SEATED),
    Row(
        "paper.changed",
        lambda s: s.ask("secretary", "paper.change", paper=s.paper, title="Dự thảo 2"),
        SEATED,
    ),
    Row("paper.replaced", a_paper_is_replaced, SEATED),
    Row("paper.carried", a_paper_is_replaced, SEATED),
    Row("mend.created", a_paragraph_is_mended, DESK),
    Row("mend.undone", a_mend_is_undone, DESK),
    Row("paragraphs.mended", a_paragraph_is_mended, SEATED),
    Row("comment.created", lambda s: s.comment("meeting"), SEATED),
    Row("comment.created", lambda s: s.comment("desk"), DESK | {AUTHOR}),
    Row("comment.created", lambda s: s.comment("self"), {AUTHOR}),
    Row("comment.created", lambda s: s.comment("desk", "secretary"), DESK),
    Row("comment.created", on_a_comment("comment.reply", BEYOND, "meeting", text="x"), SEATED),
    Row(
        "comment.created",
        on_a_comment("comment.reply", "chair", "desk", text="x"),
        DESK | {AUTHOR},
    ),
    Row("comment.changed", lambda s: changed(s, "desk", "meeting"), SEATED),
    Row("comment.changed", lambda s: changed(s, "meeting", "desk"), DESK | {AUTHOR}),
    Row("comment.changed", lambda s: changed(s, "desk", "self"), {AUTHOR}),
    Row("comment.hidden", lambda s: changed(s, "meeting", "desk"), SEATED),
    Row("comment.hidden", lambda s: changed(s, "meeting", "self"), SEATED),
    Row("comment.hidden", lambda s: changed(s, "desk", "self"), DESK),
    Row("comment.hidden", lambda s: changed(s, "desk", "meeting"), NOBODY),
    Row("comment.hidden", lambda s: changed(s, "self", "desk"), NOBODY),
    Row("comment.withdrawn", on_a_comment("comment.withdraw", AUTHOR, "meeting"), SEATED),
    Row("comment.withdrawn", on_a_comment("comment.withdraw", AUTHOR, "desk"), DESK | {AUTHOR}),
    Row("comment.withdrawn", on_a_comment("comment.withdraw", AUTHOR, "self"), {AUTHOR}),
    Row(
        "comment.answered",
        on_a_comment("comment.answer", "chair", "meeting", outcome="accepted"),
        SEATED,
    ),
    Row(
        "comment.answered",
        on_a_comment("comment.answer", "chair", "desk", outcome="accepted"),
        DESK | {AUTHOR},
    ),
    Row("comment.placed", placed("meeting"), SEATED),
    Row("comment.placed", placed("desk"), DESK | {AUTHOR}),
    Row("annotation.created", lambda s: s.mark("self"), {AUTHOR}),
    Row("annotation.created", lambda s: s.mark("meeting"), SEATED),
    Row(
        "annotation.created", lambda s: s.mark("people", BEYOND, "guest"), {AUTHOR, BEYOND, "guest"}
    ),
    Row("annotation.created", lambda s: s.mark("unit"), UNIT),
    Row("annotation.changed", shared_anew("people:bruno", "people:guest"), {AUTHOR, "guest"}),
    Row("annotation.hidden", shared_anew("people:bruno", "people:guest"), {BEYOND}),
    Row(
        "annotation.changed",
        shared_anew("people:bruno", "people:bruno guest"),
        {AUTHOR, BEYOND, "guest"},
    ),
    Row("annotation.hidden", shared_anew("people:bruno", "people:bruno guest"), NOBODY),
    Row("annotation.changed", shared_anew("people:bruno", "unit"), UNIT),
    Row("annotation.hidden", shared_anew("people:bruno", "unit"), {BEYOND}),
    Row("annotation.changed", shared_anew("unit", "people:bruno"), {AUTHOR, BEYOND}),
    Row("annotation.hidden", shared_anew("unit", "people:observer"), UNIT - {AUTHOR, NEIGHBOUR}),
    Row("annotation.hidden", shared_anew("unit", "self"), UNIT - {AUTHOR}),
    Row("annotation.changed", shared_anew("unit", "self"), {AUTHOR}),
    Row("annotation.changed", shared_anew("unit", "meeting"), SEATED),
    Row("annotation.hidden", shared_anew("people:bruno", "meeting"), NOBODY),
    Row("annotation.changed", shared_anew("meeting", "people:bruno"), {AUTHOR, BEYOND}),
    Row("annotation.hidden", shared_anew("meeting", "people:bruno"), SEATED),
    Row(
        "annotation.changed", on_a_mark("annotation.change", "self", revision=1, note="x"), {AUTHOR}
    ),
    Row(
        "annotation.changed",
        on_a_mark("annotation.change", "self", revision=1, visibility="meeting"),
        SEATED,
    ),
    Row(
        "annotation.changed",
        on_a_mark("annotation.change", "meeting", revision=1, visibility="self"),
        {AUTHOR},
    ),
    Row(
        "annotation.hidden",
        on_a_mark("annotation.change", "meeting", revision=1, visibility="self"),
        SEATED,
    ),
    Row("annotation.placed", on_a_mark("annotation.place", "self"), {AUTHOR}),
    Row("annotation.placed", on_a_mark("annotation.place", "meeting"), SEATED),
    Row("annotation.placed", on_a_mark("annotation.place", "unit"), UNIT),
    Row("annotation.removed", on_a_mark("annotation.remove", "unit"), UNIT),
    Row("annotation.removed", on_a_mark("annotation.remove", "self"), {AUTHOR}),
    Row("annotation.removed", on_a_mark("annotation.remove", "meeting"), SEATED),
    Row("place.kept", a_place_is_kept, {AUTHOR}),
    Row("sign_in.ended", another_device_signs_out, {"guest"}),
]


def test_every_kind_of_fact_has_its_row():
    assert {row.name for row in ROWS} == set(KINDS)


@pytest.fixture
def stage(hall, tablet):
    return Stage(hall, tablet)


def test_everybody_hears_what_is_for_them_and_nobody_hears_more(stage):
    stage.lay_a_paper()
    silent = len(stage.gone.facts)
    wrong = []
    for number, row in enumerate(ROWS):
        stage.before = stage.marks()
        row.act(stage)
        heard = stage.heard_since(stage.before, row.name)
        if heard != row.heard:
            wrong.append((number, row.name, sorted(heard ^ row.heard)))
    assert wrong == []
    after = [fact["name"] for fact in stage.gone.facts[silent:]]
    assert [name for name in after if name != "sign_in.ended"] == []
    assert not stage.gone.socket.connected


def test_who_was_sent_away_hears_no_more_of_what_is_shared_with_them_by_name(stage):
    marks = [stage.mark("people", BEYOND, NEIGHBOUR), stage.mark("unit")]
    for login in (BEYOND, NEIGHBOUR):
        stage.ask("secretary", "seat.vacate", seat=stage.seat(login))
    before = stage.marks()
    for mark in marks:
        stage.ask(AUTHOR, "annotation.change", annotation=mark["id"], revision=1, note="x")
    assert stage.heard_since(before, "annotation.changed") == {AUTHOR, "secretary"}


def test_who_was_sent_away_hears_nothing_of_their_own_comments_any_more(stage):
    stage.before = stage.marks()
    comment = stage.comment("desk")
    stage.ask("secretary", "seat.vacate", seat=stage.seat(AUTHOR))
    assert AUTHOR in stage.heard_since(stage.before, "comment.created")
    before = stage.marks()
    stage.ask("chair", "comment.reply", comment=comment["id"], text="Chỉ bàn trong bàn thư ký")
    stage.ask("chair", "comment.answer", comment=comment["id"], outcome="accepted")
    assert stage.heard_since(before, "comment.created") == DESK
    assert stage.heard_since(before, "comment.answered") == DESK
