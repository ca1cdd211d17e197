"""ARCHITECTURE.md says what is true: every command and fact, and only files there are."""

import re
from pathlib import Path

from foundation.events import Event
from meetings.commands import COMMANDS
from web.authorisation import SOCKET_ONLY

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "ARCHITECTURE.md").read_text()


def events(kind=Event):
    for each in kind.__subclasses__():
        if each.__module__.startswith("meetings") and "name" in vars(each):
            yield each.name
        yield from events(each)


def test_every_command_is_on_the_page():
    assert [name for name in {**COMMANDS, **SOCKET_ONLY} if f"`{name}`" not in PAGE] == []


def test_every_fact_is_on_the_page():
    assert [name for name in events() if f"`{name}`" not in PAGE] == []


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
