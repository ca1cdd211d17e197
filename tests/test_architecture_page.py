"""ARCHITECTURE.md says what is true: its tables are those of the code, and only files there are."""

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from foundation.events import Event
from meetings.commands import COMMANDS
from meetings.events import DOORS, STREAMS, MeetingEvent
from realtime.passing import SAID
from realtime.rooms import screens_room, sign_in_room
from tests.facts import KINDS
from web.api.schemas import SCHEMAS
from web.authorisation import SOCKET_ONLY
from web.door import DECLARED

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text()
JOINING = {"meeting.join": ["meeting", "since"], "meeting.leave": ["meeting"], "acts": ["acts"]}


def table(heading: str) -> dict[str, list[str]]:
    """The rows of a section's table, by each name that stands in their first cell."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    named = [(re.findall(r"`([^`]+)`", row[0]), [cell.strip() for cell in row[1:]]) for row in rows]
    twice = [name for names, _ in named for name in names]
    assert len(twice) == len(set(twice)), twice
    return {name: cells for names, cells in named for name in names}


def listed(cell: str) -> set[str]:
    return set(cell.split(", "))


def streams_in(cell: str) -> set[str]:
    return {
        word
        for word in re.findall(r"\w+", cell.replace("the meeting is", ""))
        if word in (*STREAMS, DOORS)
    }


def test_the_rooms_are_those_of_the_code():
    told = {name.removesuffix(":<id>") for name in table("Rooms and streams")}
    only_rooms = {room(1).partition(":")[0] for room in (sign_in_room, screens_room)}
    assert told == {*STREAMS, DOORS, *only_rooms}


def test_the_commands_and_their_rights_are_those_of_the_code():
    rights = {name: each.right.value for name, each in COMMANDS.items()}
    rights |= {name: right.value for name, right in SOCKET_ONLY.items() if name not in SAID}
    assert {name: right for name, (right, _) in table("Commands").items()} == rights


def test_the_fields_of_the_commands_are_those_that_the_api_describes(app):
    described = {name: set(each) for name, each in JOINING.items()}
    for declared in (each for group in DECLARED.values() for each in group if each.command):
        body = SCHEMAS[declared.takes]["properties"] if declared.takes else {}
        path = re.findall(r"<(?:\w+:)?(\w+)>", declared.rule)
        described[declared.command] = {*path, *body} - {"operation_id"}
    assert {name: listed(cells[1]) for name, cells in table("Commands").items()} == described


def test_the_facts_are_those_of_the_code():
    assert set(table("Facts")) == set(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_fact_has_the_body_that_the_page_says(name):
    assert set(made_up(KINDS[name]).body()) == listed(table("Facts")[name][0])


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_fact_is_told_in_the_streams_that_the_page_says(name):
    assert streams_in(table("Facts")[name][1]) == set(KINDS[name].told_in)


def test_the_signals_and_their_bodies_are_those_of_the_code():
    sent = signals_sent()
    assert sent
    assert {name: listed(cells[1]) for name, cells in table("Signals").items()} == sent


def test_every_signal_names_the_rooms_that_hear_it():
    assert [name for name, cells in table("Signals").items() if not streams_in(cells[2])] == []


def test_what_tablets_say_in_passing_and_the_rights_to_it_are_those_of_the_code():
    said = [re.fullmatch(r"`(\S+)`, (\S+)", cells[0]) for cells in table("Signals").values()]
    asked = {name: SOCKET_ONLY[name].value for name in SAID}
    assert dict(each.groups() for each in said if each) == asked


def test_every_file_it_names_is_there():
    named = set(re.findall(r"`([\w/]+\.(?:py|js))`", PAGE))
    files = {str(p.relative_to(ROOT)) for p in ROOT.rglob("*.*") if ".venv" not in p.parts}
    missing = [
        name for name in named if not any(f == name or f.endswith("/" + name) for f in files)
    ]
    assert missing == []


def test_readme_lists_every_setting():
    settings = (ROOT / "foundation" / "settings.py").read_text()
    names = set(re.findall(r'"([A-Z][A-Z_]{3,})"', settings))
    readme = (ROOT / "README.md").read_text()
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_every_refusal_has_its_sentence():
    from web.refusals import SENTENCES

    raised = re.compile(
        r"(?:Invalid|NotSignedIn|NotPermitted|NotFound|Conflict|Unavailable)\(\s*\"([a-z_.]+)\""
    )
    folders = ("foundation", "documents", "meetings", "realtime", "web")
    source = "".join(p.read_text() for name in folders for p in (ROOT / name).rglob("*.py"))
    assert sorted(set(raised.findall(source)) - set(SENTENCES)) == []


@pytest.fixture
def app(house):
    """The application, whose routes say what they take."""
    from web import create_app

    return create_app(house)


def made_up(kind: type[Event]) -> Event:
    """An event of a kind, of which only the shape is looked at."""
    about: dict[str, Any] = {"meeting_id": 1, "audience": ()}
    own = {each.name for each in fields(kind)} - {each.name for each in fields(MeetingEvent)}
    shapes = {
        "items": (),
        "sign_ins": (),
        "place": dict.fromkeys(["paper", "version", "page", "y"]),
    }
    about |= {name: shapes.get(name, 1) for name in own}
    if "mend" in own:
        about["mend"] = {"version": 1}
    return kind(**{each.name: about[each.name] for each in fields(kind)})


def signals_sent() -> dict[str, set[str]]:
    """The names that are sent with a body, and what those bodies hold."""
    sent = {}
    for path in (*(ROOT / "realtime").glob("*.py"), ROOT / "meetings" / "passing.py"):
        for call in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)):
            names = [a.value for a in call.args if isinstance(a, ast.Constant)]
            bodies = [a for a in call.args if isinstance(a, ast.Dict)]
            if names and bodies and re.fullmatch(r"\w+\.\w+", str(names[-1])):
                sent[names[-1]] = {key.value for key in bodies[-1].keys}
    return sent
