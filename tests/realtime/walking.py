"""A walk through a meeting: real people do real things at random, and their tablets listen."""

import io
import random
from collections.abc import Callable, Sequence
from typing import Any

import requests
from sqlalchemy import select

from documents.models import Paragraph, Version, VersionState
from foundation.events import Fact, tell
from meetings.agendas.models import AgendaItem, AgendaPaper, Meeting
from meetings.annotations.models import Annotation
from meetings.catching_up import missed
from meetings.events import person_stream
from meetings.opinions.models import Comment
from meetings.people.queries import seats_in
from meetings.permissions import MeetingState
from tests.foundation.test_record import Said

DESK = ("secretary", "chair")
DELEGATES = ("amina", "bruno")
WANDERERS = ("bruno", "observer", "guest", "stranger")
"""Whose seats change; the stranger has none at first."""
WITHOUT_A_SEAT = "administrator"
AUDIENCES = (*DESK, *DELEGATES, "observer", "guest", "stranger", WITHOUT_A_SEAT)
FACTS_AT_ONCE = 7
Snapshot = dict[str, Any]


def latest(paper: dict[str, Any]) -> int:
    """The number of a paper's latest version."""
    return int(paper["version"]["number"])


class Walk:
    """One meeting from its draft on, its people, and what each of their tablets has heard."""

    def __init__(self, hall: Any, tablet: Callable[..., Any], seed: int) -> None:
        self.hall, self.house, self.cast = hall, hall.house, hall.cast
        self.chance = random.Random(seed)
        self.tablets = {login: tablet(login, None) for login in AUDIENCES}
        self.done: set[str] = set()
        self._count = 0
        self._read: dict[int, Any] = {}
        self.meeting = self._prepared()

    # Doing

    def ask(self, login: str, command: str, **asked: Any) -> Any:
        """Carry out a command as somebody; None when it is refused."""
        self._count += 1
        reply = self.tablets[login].ask(command, asked | {"operation_id": f"walk-{self._count}"})
        assert reply["ok"] or reply["code"] != "fault", (command, asked)
        if reply["ok"]:
            self.done.add(command)
        return reply.get("answer")

    def lay(self, name: str, path: str, content: bytes) -> Any:
        """Send a file as the secretary; None when it is refused."""
        answer = self.tablets["secretary"].web.post(
            self.hall.address + path, files={"file": ("x.pdf", io.BytesIO(content))}, timeout=20
        )
        assert answer.status_code < 500, answer.text
        if answer.status_code == 201:
            self.done.add(name)
        return answer.json() if answer.status_code == 201 else None

    def show_code(self, seat: int) -> Any:
        """Show a code for a seat at the desk; None when it is refused."""
        answer = self.tablets["secretary"].post(f"/api/seats/{seat}/code", {})
        assert answer.status_code < 500, answer.text
        if answer.status_code == 201:
            self.done.add("code.show")
        return answer.json() if answer.status_code == 201 else None

    def person(self, login: str) -> int:
        """The id of somebody."""
        return int(self.tablets[login].person)

    # Choosing

    def one_of(self, things: Sequence[Any]) -> Any:
        """One of them by chance; None where there are none."""
        return self.chance.choice(things) if things else None

    def anybody(self) -> str:
        """Somebody who may be in the meeting."""
        return str(self.chance.choice(AUDIENCES[:-1]))

    @property
    def closed(self) -> bool:
        """Whether the meeting is closed just now."""
        with self.house.database.session() as session:
            return session.get(Meeting, self.meeting).state is MeetingState.CLOSED

    def items(self) -> list[AgendaItem]:
        """What is on the agenda."""
        return self._all(select(AgendaItem).where(AgendaItem.removed.is_(None)), AgendaItem)

    def papers(self) -> list[AgendaPaper]:
        """What lies on the table."""
        return self._all(select(AgendaPaper).where(AgendaPaper.removed.is_(None)), AgendaPaper)

    def comments(self) -> list[Comment]:
        """What was said, withdrawn or not."""
        return self._all(select(Comment), Comment)

    def marks(self) -> list[Annotation]:
        """The marks there are."""
        return self._all(select(Annotation).where(Annotation.removed.is_(None)), Annotation)

    def versions(self, paper: AgendaPaper) -> list[Version]:
        """The versions of a paper that have been read."""
        with self.house.database.session() as session:
            found = select(Version).where(
                Version.document_id == paper.document_id, Version.state == VersionState.READY
            )
            return list(session.scalars(found.order_by(Version.id)).unique())

    def paragraphs(self, version: Version) -> list[Paragraph]:
        """The paragraphs of a version."""
        with self.house.database.session() as session:
            found = select(Paragraph).where(
                Paragraph.version_id == version.id, Paragraph.ordinal.is_not(None)
            )
            return list(session.scalars(found.order_by(Paragraph.ordinal)))

    def seat(self, login: str) -> int | None:
        """The seat that somebody holds."""
        with self.house.database.session() as session:
            held = {each.person_id: each.id for each in seats_in(session, self.meeting)}
        return held.get(self.person(login))

    def role(self, login: str) -> str | None:
        """The role of the seat that somebody holds."""
        with self.house.database.session() as session:
            held = {each.person_id: each.role.value for each in seats_in(session, self.meeting)}
        return held.get(self.person(login))

    # Listening

    def settle(self) -> None:
        """Wait until every paper is read and all that was told has come to every tablet."""
        for _ in range(2):  # each may give the other something to do
            self.house.arrivals.wait()
            self.house.carrier.wait()
        self._read.clear()
        self._count += 1
        words = f"so far {self._count}"
        rooms = tuple(person_stream(self.person(login)) for login in AUDIENCES)
        self.house.writer.perform(lambda session: tell(session, Said(words=words, rooms=rooms)))
        for each in self.tablets.values():
            each.wait_for(words)

    def marked(self) -> dict[str, int]:
        """How much each tablet has heard so far; whoever has a seat by now joins."""
        for each in self.tablets.values():
            each.join(self.meeting)
        return {login: len(each.facts) for login, each in self.tablets.items()}

    def missed_by(self, login: str, since: dict[str, int]) -> list[list[dict[str, Any]]]:
        """What a tablet hears that was away since then, portion by portion."""
        numbers, portions, more = dict(since), [], True
        while more:
            with self.house.database.session() as session:
                facts, more = missed(
                    session, self.person(login), self.meeting, numbers, FACTS_AT_ONCE
                )
            numbers |= {fact.stream: fact.number for fact in facts}
            portions.append([Fact.on_the_wire(fact) for fact in facts])
        return portions

    # Looking

    def get(self, login: str, path: str) -> Any:
        """What the API gives somebody; None where it does not."""
        answer: requests.Response = self.tablets[login].web.get(
            f"{self.hall.address}/api{path}", timeout=20
        )
        assert answer.status_code in (200, 403, 404), answer.text
        return answer.json() if answer.ok else None

    def snapshot(self, login: str) -> Snapshot | None:
        """All that the screens of somebody would load at this moment; None without a seat."""
        whole = self.get(login, f"/meetings/{self.meeting}")
        if whole is None:
            return None
        papers = [paper for item in whole["items"] for paper in item["papers"]]
        return {
            "meeting": whole,
            "opinions": self.get(login, f"/meetings/{self.meeting}/opinions"),
            "pack": self.get(login, f"/meetings/{self.meeting}/pack"),
            "readers": {
                f"{paper['id']}:{number}": self._reader(login, paper["id"], number)
                for place, paper in enumerate(papers[:2])
                for number in sorted({1 if place == 0 else latest(paper), latest(paper)})
            },
        }

    def _reader(self, login: str, paper: int, number: int) -> Snapshot:
        query = f"?version={number}"
        opened = self.get(login, f"/papers/{paper}{query}")
        version = opened["version"]["id"]
        if version not in self._read:  # nobody sees other paragraphs than the others
            self._read[version] = self.get(login, f"/versions/{version}/paragraphs")
        return {
            "opened": opened,
            "comments": self.get(login, f"/papers/{paper}/comments{query}")["comments"],
            "annotations": self.get(login, f"/papers/{paper}/annotations{query}")["annotations"],
            "paragraphs": self._read[version],
        }

    def _all(self, query: Any, kind: Any) -> list[Any]:
        with self.house.database.session() as session:
            found = query.where(kind.meeting_id == self.meeting).order_by(kind.id)
            return list(session.scalars(found).unique())

    def _prepared(self) -> int:
        people = {"amina": "delegate", "bruno": "delegate", "observer": "observer"}
        people["guest"] = "guest"
        made = self.ask(
            "secretary",
            "meeting.create",
            title="Kỳ họp",
            kind="council",
            place="",
            starts="2026-12-01T08:00:00+07:00",
            ends="2026-12-01T11:00:00+07:00",
            chair=self.cast.chair,
            seats=[{"person": self.person(who), "role": role} for who, role in people.items()],
        )
        return int(made["id"])
