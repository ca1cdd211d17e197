"""Fan-out: what is sent together, in which order, and what is fetched from the record."""

import threading
import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import ClassVar

import pytest

from foundation.aside import Aside
from foundation.database import Base, open_database
from foundation.events import Fact
from foundation.writer import Writer
from realtime.fanout import FanOut
from realtime.figures import Figures
from tests.realtime.serving import Said
from tests.realtime.wires import until


class Sockets:
    """What a fan-out sends through; it can be held up."""

    def __init__(self):
        self.sent, self.begun, self.free = [], threading.Event(), threading.Event()
        self.free.set()
        self.rooms = {"meeting:1": "somebody", "seat:9": "somebody"}
        self.server = SimpleNamespace(manager=SimpleNamespace(rooms={"/": self.rooms}))

    def emit(self, _, told, to):
        self.begun.set()
        self.free.wait(5)
        self.sent.append((to, [fact["number"] for fact in told]))

    def sleep(self, seconds):
        time.sleep(seconds)

    def wait_for(self, stream, number):
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if any(to == stream and number in numbers for to, numbers in self.sent):
                return list(self.sent)
            time.sleep(0.005)
        raise AssertionError(self.sent)


@pytest.fixture
def database(sqlite_url):
    opened = open_database(sqlite_url)
    Base.metadata.create_all(opened.writing)
    yield opened
    opened.dispose()


@pytest.fixture
def sockets():
    return Sockets()


@pytest.fixture
def turned():
    return []


@pytest.fixture
def fan_out(sockets, database, turned):
    effects = {"seat.vacated": lambda fact: turned.append((fact.number, list(sockets.sent)))}
    made = FanOut(sockets, Aside(database).read, database, effects, Figures())
    threading.Thread(target=made.run, daemon=True).start()
    return made


def fact(stream, number, name="thing.said"):
    return Fact(stream, number, name, {})


def test_what_comes_while_it_sends_goes_together_and_in_order(fan_out, sockets):
    sockets.free.clear()
    fan_out.broadcast([fact("meeting:1", 1)])
    assert sockets.begun.wait(5)
    for number in range(2, 30):
        fan_out.broadcast([fact("meeting:1", number), fact("desk:1", number)])
    sockets.free.set()
    sent = sockets.wait_for("desk:1", 29)
    assert sent[0] == ("meeting:1", [1])
    meeting = [numbers for stream, numbers in sent if stream == "meeting:1"]
    assert meeting == [[1], list(range(2, 30))]


def test_when_it_is_quiet_a_fact_goes_at_once(fan_out, sockets):
    for number in range(1, 6):
        fan_out.broadcast([fact("meeting:1", number)])
        assert sockets.wait_for("meeting:1", number)[-1] == ("meeting:1", [number])


def test_whoever_commits_waits_for_no_socket(fan_out, sockets):
    sockets.free.clear()
    fan_out.broadcast([fact("meeting:1", 1)])
    assert sockets.begun.wait(5)
    fan_out.broadcast([fact("meeting:1", 2)])
    assert sockets.sent == []
    sockets.free.set()
    sockets.wait_for("meeting:1", 2)


def test_nothing_is_told_before_those_who_lost_their_seat_are_out(fan_out, sockets, turned):
    fan_out.broadcast(
        [
            fact("seat:9", 1),
            fact("meeting:1", 1),
            fact("meeting:1", 2, "seat.vacated"),
            fact("person:7", 1, "seat.vacated"),
            fact("doors", 1, "seat.vacated"),
            fact("seat:9", 2),
            fact("meeting:1", 3),
        ]
    )
    sent = sockets.wait_for("meeting:1", 3)
    assert sent == [
        ("seat:9", [1]),
        ("meeting:1", [1, 2]),
        ("person:7", [1]),
        ("seat:9", [2]),
        ("meeting:1", [3]),
    ]
    assert turned == [(1, sent[:3])]


class Neighbour:
    """Another process on the same record; it announces nothing here."""

    def __init__(self, database):
        self._writer = Writer(database)
        self._writer._off_loop = lambda work: work() and []

    def tell(self, *events):
        def act(session):
            session.info.setdefault("told", []).extend(events)

        self._writer.perform(act)

    def close(self):
        self._writer.close()


@dataclass(frozen=True, kw_only=True)
class SentAway(Said):
    name: ClassVar[str] = "seat.vacated"


@pytest.fixture
def neighbour(database):
    made = Neighbour(database)
    yield made
    made.close()


def sent_away():
    return SentAway(words="", rooms=("person:7", "doors"))


def said(words, *rooms):
    return Said(words=words, rooms=rooms or ("meeting:1",))


def test_who_was_sent_away_elsewhere_is_out_before_anything_later_is_told_here(
    fan_out, sockets, turned, neighbour
):
    fan_out.doors.alone = False
    neighbour.tell(sent_away())
    neighbour.tell(said("after"))  # in truth our own, announced here
    fan_out.broadcast([fact("meeting:1", 1)])
    assert sockets.wait_for("meeting:1", 1) == [("meeting:1", [1])]
    assert turned == [(1, [])]


def test_what_another_process_told_is_sent_to_those_who_listen_here(fan_out, sockets):
    fan_out.hear([fact("meeting:2", 5), fact("meeting:1", 1)])
    fan_out.hear([fact("meeting:3", 1)])
    fan_out.hear([fact("seat:9", 1)])
    assert sockets.wait_for("seat:9", 1) == [("meeting:1", [1]), ("seat:9", [1])]


def test_what_two_processes_told_goes_out_in_order_whichever_is_heard_first(fan_out, sockets):
    sockets.free.clear()
    fan_out.broadcast([fact("seat:9", 1)])
    assert sockets.begun.wait(5)
    fan_out.know({"meeting:1": 0})
    fan_out.broadcast([fact("meeting:1", 2)])
    fan_out.hear([fact("meeting:1", 1), fact("meeting:1", 3)])
    fan_out.hear([fact("meeting:1", 3)])
    sockets.free.set()
    assert sockets.wait_for("meeting:1", 3)[1:] == [("meeting:1", [1, 2, 3])]


def test_who_was_sent_away_elsewhere_hears_nothing_of_what_is_heard_later(fan_out, sockets, turned):
    sent_away_there = [fact("person:7", 1, "seat.vacated"), fact("doors", 1, "seat.vacated")]
    fan_out.hear([*sent_away_there, fact("meeting:1", 1)])
    assert sockets.wait_for("meeting:1", 1) == [("meeting:1", [1])]
    assert turned == [(1, [])]


def test_of_two_changes_at_the_doors_the_later_one_counts_whoever_told_them(
    fan_out, sockets, turned, neighbour
):
    fan_out.doors.alone = False
    neighbour.tell(sent_away())  # in truth our own
    neighbour.tell(sent_away())
    neighbour.tell(said("after"))
    fan_out.broadcast([fact("doors", 1, "seat.vacated"), fact("meeting:1", 1)])
    sockets.wait_for("meeting:1", 1)
    assert [number for number, _ in turned] == [1, 2]


def test_what_is_caught_up_is_no_newer_than_the_look_at_the_doors(fan_out, sockets, neighbour):
    for words in "abc":
        neighbour.tell(said(words))
    fan_out.know({"meeting:1": 0})
    fan_out._catch_up("meeting:1", 2)
    assert sockets.sent == [("meeting:1", [1, 2])]


def test_while_the_doors_cannot_be_looked_at_nothing_is_told(
    fan_out, sockets, neighbour, monkeypatch, caplog
):
    fan_out.doors.alone = False
    fan_out.know({"meeting:1": 0})
    with monkeypatch.context() as broken:
        broken.setattr(fan_out.doors._query, "ask", lambda *_: [])
        neighbour.tell(said("a"))
        fan_out.broadcast([fact("meeting:1", 1)])
        assert until(lambda: "could not be looked at" in caplog.text)
    assert sockets.sent == []
    neighbour.tell(said("b"))
    fan_out.broadcast([fact("meeting:1", 2)])
    assert sockets.wait_for("meeting:1", 2) == [("meeting:1", [1, 2])]


def test_a_fault_at_the_doors_keeps_no_later_one_from_being_moved(fan_out, sockets, turned, caplog):
    fan_out.broadcast(
        [fact("doors", 1, "nobody.knows"), fact("doors", 2, "seat.vacated"), fact("meeting:1", 1)]
    )
    sockets.wait_for("meeting:1", 1)
    assert [number for number, _ in turned] == [2]
    assert "nobody.knows" in caplog.text


def test_what_is_missing_between_two_facts_is_read_from_the_record(fan_out, sockets, database):
    writer, told = Writer(database), []
    for number in range(4):
        said = Said(words=str(number), rooms=("meeting:1",))
        writer.perform(lambda session, said=said: session.info.setdefault("told", []).append(said))
        told.append(fact("meeting:1", number + 1))
    writer.close()
    fan_out.broadcast([told[0]])
    sockets.wait_for("meeting:1", 1)
    fan_out.broadcast([told[3]])
    assert sockets.wait_for("meeting:1", 4) == [("meeting:1", [1]), ("meeting:1", [2, 3, 4])]
    fan_out.broadcast(told)
    fan_out.broadcast([fact("meeting:2", 1)])
    assert sockets.wait_for("meeting:2", 1)[2:] == [("meeting:2", [1])]


def test_of_two_who_come_at_once_the_older_answer_counts(fan_out, sockets):
    fan_out.know({"meeting:1": 6})
    fan_out.know({"meeting:1": 5})
    fan_out.broadcast([fact("meeting:1", 6)])
    sockets.wait_for("meeting:1", 6)
    fan_out.know({"meeting:1": 4})
    fan_out.broadcast([fact("meeting:1", 6), fact("meeting:1", 7)])
    assert sockets.wait_for("meeting:1", 7) == [("meeting:1", [6]), ("meeting:1", [7])]


def test_a_fault_in_sending_stops_nothing_that_follows(fan_out, sockets, turned, caplog):
    sockets.emit_once = sockets.emit

    def fail(*_, **__):
        sockets.emit = sockets.emit_once
        raise RuntimeError("once")

    sockets.emit = fail
    fan_out.broadcast([fact("meeting:1", 1)])
    assert until(lambda: "could not be told" in caplog.text)
    fan_out.broadcast([fact("meeting:1", 2)])
    assert sockets.wait_for("meeting:1", 2)


def test_the_beat_tells_how_late_the_loop_came(monkeypatch):
    figures, pauses, clock = Figures(), iter([0.0] * 99 + [0.05]), [0.0]
    monkeypatch.setattr("realtime.figures.monotonic", lambda: clock[0])

    def pause(seconds):
        clock[0] += seconds + next(pauses)

    with pytest.raises(StopIteration):
        figures.beat(pause)
    assert figures.stall() == pytest.approx(0.05)
    assert figures.stall(0.5) == pytest.approx(0)
    assert figures.as_data()["stall_ms"] > 40
