"""The authorisation matrix: enumerated from the live application, and replayed cell by cell.

Each route and command is really asked for by each role; the answer has to be what the matrix
says. With the ids of another meeting, everything answers as if it did not exist.
"""

import io
import json
import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import pytest

from foundation.errors import NotFound, NotPermitted, NotSignedIn, Refusal
from meetings.commands import COMMANDS, Actor, carry_out
from meetings.people.models import Person, SignIn
from tests.cast import seat_id
from tests.documents.made_papers import text_paper
from web.authorisation import ALLOWED, HIDDEN, REFUSED, ROLES, SIGN_IN, Undeclared, matrix, standing
from web.door import DECLARED

WHO = {
    "nobody": None,
    "stranger": "stranger",
    "preparer": "olga",
    "administrator": "administrator",
    "secretary": "secretary",
    "chair": "chair",
    "delegate": "amina",
    "observer": "observer",
    "guest": "guest",
}
IN_MEETINGS = {"meeting", "item", "paper", "version", "seat", "comment", "annotation", "mend"}


@dataclass
class Things:
    """What the cells are asked over: ids of one meeting, and something of each person's own."""

    ids: dict[str, int]
    own_comments: dict[str, int] = field(default_factory=dict)
    own_annotations: dict[str, int] = field(default_factory=dict)


def body_for(name: str, ids: dict[str, int], cast: Any) -> dict[str, Any]:
    """A body that is right in shape for a command, over the given ids."""
    times = {"starts": "2026-12-01T08:00:00+07:00", "ends": "2026-12-01T11:00:00+07:00"}
    target = {"page": 1, "paragraph": None, "boxes": [], "selectors": []}
    bodies: dict[str, dict[str, Any]] = {
        "meeting.create": {"title": "x", "kind": "other", "place": "", **times},
        "meeting.change": {"meeting": ids["meeting"], "revision": 2, "title": "x"},
        "meeting.publish": {"meeting": ids["meeting"]},
        "meeting.close": {"meeting": ids["meeting"]},
        "meeting.reopen": {"meeting": ids["meeting"]},
        "meeting.join": {"meeting": ids["meeting"], "since": None},
        "meeting.leave": {"meeting": ids["meeting"]},
        "seat.assign": {"meeting": ids["meeting"], "people": [cast.bruno]},
        "seat.change": {"seat": ids["seat"], "role": "observer"},
        "seat.vacate": {"seat": ids["seat"]},
        "code.withdraw": {"seat": ids["seat"]},
        "item.create": {"meeting": ids["meeting"], "title": "x"},
        "item.change": {"item": ids["item"], "revision": 1, "title": "x"},
        "item.move": {"item": ids["item"], "parent": None, "after": None},
        "item.remove": {"item": ids["item"]},
        "paper.change": {"paper": ids["paper"], "title": "x"},
        "paper.remove": {"paper": ids["paper"]},
        "comment.create": {
            "paper": ids["paper"],
            "paragraph": ids["paragraph"],
            "text": "x",
            "visibility": "self",
        },
        "comment.reply": {"comment": ids["comment"], "text": "x"},
        "comment.change": {"comment": ids["comment"], "revision": 1, "text": "x"},
        "comment.withdraw": {"comment": ids["comment"]},
        "comment.answer": {"comment": ids["comment"], "outcome": "accepted"},
        "comment.place": {
            "comment": ids["comment"],
            "version": ids["version"],
            "paragraph": ids["paragraph"],
        },
        "annotation.place": {
            "annotation": ids["annotation"],
            "version": ids["version"],
            "target": target,
        },
        "paragraph.join": {
            "version": ids["version"],
            "first": ids["paragraph"],
            "second": ids["second"],
        },
        "paragraph.split": {"version": ids["version"], "paragraph": ids["paragraph"], "at": 7},
        "paragraph.head": {"version": ids["version"], "paragraph": ids["paragraph"], "level": 1},
        "paragraph.plain": {"version": ids["version"], "paragraph": ids["paragraph"]},
        "paragraph.unmend": {"mend": ids["mend"]},
        "paper.restore": {"paper": ids["paper"], "version": ids["version"]},
        "annotation.create": {
            "paper": ids["paper"],
            "version": ids["version"],
            "motivation": "highlighting",
            "visibility": "self",
            "color": "yellow",
            "target": target,
        },
        "annotation.change": {"annotation": ids["annotation"], "revision": 1, "note": "x"},
        "annotation.remove": {"annotation": ids["annotation"]},
        "place.keep": {"paper": ids["paper"], "version": ids["version"], "page": 1, "y": 0},
    }
    return bodies[name]


@pytest.fixture
def things(house, settled):
    """Ids of the meeting the roles sit in, and of the one they do not."""
    from meetings.annotations.arriving import NewAnnotation
    from meetings.annotations.operations import annotate_paper
    from meetings.mending import OneParagraph, make_plain
    from meetings.opinions.arriving import NewComment
    from meetings.opinions.operations import comment_on_paragraph
    from meetings.people.queries import person_by_login

    def make(session):
        session.get(Person, settled.secretary).prepares_meetings = False  # her seat alone counts
        made = []
        for place, author in ((settled.here, settled.bruno), (settled.elsewhere, None)):
            author = author or person_by_login(session, "olga").id
            ids = {
                "meeting": place.meeting,
                "item": place.item,
                "paper": place.paper,
                "version": place.version,
                "paragraph": place.paragraphs[0],
                "second": place.paragraphs[1],
                "page": 1,
                "person": settled.bruno,
                "unit": settled.units[0],
                "seat": seat_id(session, place.meeting, author),
            }
            asked = OneParagraph(place.version, place.paragraphs[2])
            secretary = settled.secretary if place is settled.here else author
            ids["mend"] = make_plain(session, secretary, asked).id
            comment = {
                "paper": place.paper,
                "paragraph": place.paragraphs[0],
                "text": "x",
                "visibility": "meeting",
                "operation_id": "c",
            }
            ids["comment"] = comment_on_paragraph(session, author, NewComment.read(comment)).id
            mark = body_for("annotation.create", ids | {"annotation": 0}, settled) | {
                "operation_id": "a",
                "visibility": "meeting",
            }
            ids["annotation"] = annotate_paper(session, author, NewAnnotation.read(mark)).id
            made.append(ids)
        return made

    made = house.writer.perform(make)
    house.arrivals.wait()  # what was mended is looked for, and its file is not there
    return made


def test_every_route_and_command_declares_a_right(app):
    rows = matrix(app)
    assert {row["kind"] for row in rows} == {"route", "command"}
    assert {row["name"] for row in rows if row["kind"] == "command"} >= set(COMMANDS)


def test_a_route_without_a_right_fails(app):
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(Undeclared, match="forgotten"):
        matrix(app)


def test_the_command_line_prints_the_matrix_for_programs(app):
    printed = app.test_cli_runner().invoke(args=["authz-matrix", "--json"])
    assert printed.exit_code == 0
    rows = json.loads(printed.output)["rows"]
    assert all(set(row["roles"]) == set(ROLES) for row in rows)


OWN = {
    "comment.change",
    "comment.withdraw",
    "comment.place",
    "annotation.change",
    "annotation.remove",
    "annotation.place",
}
OF_THE_DESK_TOO = {("comment.place", "chair"), ("comment.place", "secretary")}


def standing_over_anothers(name, role, right):
    """What a role may do over what is bruno's own: no role of the matrix is bruno."""
    found = standing(role, right)
    refused = name in OWN and found == ALLOWED and (name, role) not in OF_THE_DESK_TOO
    return REFUSED if refused else found


def outcome_of(code: int) -> str:
    return {401: SIGN_IN, 403: REFUSED, 404: HIDDEN, 302: SIGN_IN}.get(code, ALLOWED)


def ask(browser: Any, declared: Any, ids: dict[str, int], cast: Any) -> int:
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(ids.get(m.group(1), "x")), declared.rule)
    if declared.form:
        data = {"file": (io.BytesIO(text_paper(1)), "x.pdf")}
        return browser.send(
            declared.method, path, data=data, content_type="multipart/form-data"
        ).status_code
    if declared.command:
        body = body_for(declared.command, ids, cast)
        return browser.send(declared.method, path, body).status_code
    if path.endswith("/picture"):
        path += "?width=160"
    with browser.send(declared.method, path, {} if declared.method != "GET" else None) as answer:
        return answer.status_code


def routes():
    """The API's and the screens' routes that are asked over a meeting, or over the house."""
    return [
        d
        for group in DECLARED.values()
        for d in group
        if d.endpoint not in ("static", "asset_file", "catalogue", "sign_out", "source")
        and "/sign-in" not in d.rule
    ]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_from_each_route_what_the_matrix_says(
    app, browser, settled, things, house, role, monkeypatch, tmp_path
):
    asking = browser_of(browser, role, house)
    made = tmp_path / "made.json"
    made.write_text("[]")
    monkeypatch.setattr(type(house.writer), "perform", _rolled_back(house.writer))
    monkeypatch.setattr(house.arrivals, "start", lambda version: None)
    monkeypatch.setattr(house.vault, "path_of", lambda sha: made)
    monkeypatch.setattr(house.arrivals, "picture", lambda *_: (made, "image/png"))
    monkeypatch.setattr(house.arrivals, "words", lambda *_: made)
    monkeypatch.setattr(house.copies, "clean", lambda *_: made)
    monkeypatch.setattr(house.copies, "annotated", lambda *_: nullcontext(made))
    monkeypatch.setattr(house.copies, "volume", lambda *_: made)
    wrong = []
    for declared in routes():
        expected = standing_over_anothers(declared.command, role, declared.right)
        got = outcome_of(ask(asking, declared, things[0], settled))
        if declared.rule == "/":
            continue  # it leads on to the meetings
        if got != expected:
            wrong.append((declared.method, declared.rule, expected, got))
    assert wrong == []


@pytest.mark.parametrize("role", [r for r in ROLES if r not in ("nobody", "preparer")])
def test_with_the_ids_of_another_meeting_nothing_exists(
    app, browser, settled, things, house, role, monkeypatch
):
    asking = browser_of(browser, role, house)
    seen = []
    for declared in routes():
        named = set(re.findall(r"<(?:\w+:)?(\w+)>", declared.rule)) & IN_MEETINGS
        if named and ask(asking, declared, things[1], settled) != 404:
            seen.append((declared.method, declared.rule))
    assert seen == []


@pytest.mark.parametrize("role", [r for r in ROLES if r != "nobody"])
def test_each_role_gets_from_each_command_what_the_matrix_says(
    app, browser, settled, things, house, role, monkeypatch
):
    browser_of(browser, role, house)
    person = person_id(house, WHO[role])
    with house.database.session() as session:
        sign_in = session.query(SignIn).filter_by(person_id=person, ended=None).first().id
    monkeypatch.setattr(type(house.writer), "perform", _rolled_back(house.writer))
    wrong = []
    for name, command in COMMANDS.items():
        expected = standing_over_anothers(name, role, command.right)
        got = try_command(house, Actor(person, sign_in), name, body_for(name, things[0], settled))
        if got != expected:
            wrong.append((name, expected, got))
        if name != "meeting.create" and role != "preparer":
            elsewhere = try_command(
                house, Actor(person, sign_in), name, body_for(name, things[1], settled)
            )
            if elsewhere != HIDDEN:
                wrong.append((name, "elsewhere", elsewhere))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_ids_of_two_meetings_in_one_request_do_not_mix(house, settled, things, browser, name):
    here, elsewhere = things
    for changed in ("paragraph", "version"):
        if changed not in body_for(name, here, settled):
            continue
        mixed = body_for(name, here | {changed: elsewhere[changed]}, settled)
        browser("amina")
        with house.database.session() as session:
            sign_in = session.query(SignIn).filter_by(person_id=settled.amina).first().id
        with pytest.raises(NotFound):
            carry_out(house.writer, Actor(settled.amina, sign_in), name, mixed)


def try_command(house, actor, name, body):
    try:
        carry_out(house.writer, actor, name, body)
    except NotSignedIn:
        return SIGN_IN
    except NotPermitted:
        return REFUSED
    except NotFound:
        return HIDDEN
    except Refusal:
        return ALLOWED  # its state forbids it now, not its right
    return ALLOWED


def browser_of(browser, role, house):
    return browser(WHO[role])


def person_id(house, login):
    from meetings.people.queries import person_by_login

    with house.database.session() as session:
        return person_by_login(session, login).id


class _Undo(Exception):
    def __init__(self, answer: Any) -> None:
        self.answer = answer


def _rolled_back(writer: Any) -> Any:
    """Perform and undo, so that each cell finds the house as it was; refusals come through."""
    perform = type(writer).perform

    def undone(self: Any, operation: Any) -> Any:
        def act(session: Any) -> Any:
            answer = operation(session)
            if session.new or session.dirty or session.info.get("told") or session.in_transaction():
                raise _Undo(answer)
            return answer

        try:
            return perform(self, act)
        except _Undo as undo:
            return undo.answer

    return undone
