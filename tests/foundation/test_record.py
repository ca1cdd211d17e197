"""The record: numbered without gaps, written with the act, announced after the commit."""

import threading
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from foundation.acts import fingerprint, once
from foundation.errors import Conflict, Invalid
from foundation.events import Event, listen, tell
from foundation.record import epoch, facts_after, grown_since, heads


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    name: ClassVar[str] = "thing.said"
    words: str
    rooms: tuple[str, ...] = ("meeting:1",)

    @property
    def streams(self) -> tuple[str, ...]:
        return self.rooms

    def body(self) -> dict[str, Any]:
        return {"words": self.words}


def say(words, *rooms):
    return lambda session: tell(session, Said(words=words, rooms=rooms or ("meeting:1",)))


def recorded(database, stream="meeting:1"):
    with database.session() as session:
        return [(f.number, f.body["words"]) for f in facts_after(session, stream, 0)]


def test_facts_are_numbered_from_one_without_gaps(database, writer, heard):
    for words in "abc":
        writer.perform(say(words))
    assert recorded(database) == [(1, "a"), (2, "b"), (3, "c")]
    assert [fact.number for fact in heard] == [1, 2, 3]


def test_an_act_that_fails_leaves_no_fact_and_no_gap(database, writer, heard):
    def fail(session):
        tell(session, Said(words="never"))
        raise Invalid("field.empty", field="x")

    writer.perform(say("before"))
    with pytest.raises(Invalid):
        writer.perform(fail)
    writer.perform(say("after"))
    assert recorded(database) == [(1, "before"), (2, "after")]
    assert [fact.body["words"] for fact in heard] == ["before", "after"]


def test_a_refused_act_does_not_take_its_neighbours_along(database, writer):
    held = threading.Event()
    results = []

    def act(n):
        def work(session):
            if n == 5:
                raise Conflict("item.changed")
            tell(session, Said(words=str(n)))
            return n

        try:
            results.append(writer.perform(work))
        except Conflict:
            results.append("refused")

    first = threading.Thread(target=lambda: writer.perform(lambda s: held.wait(5)))
    first.start()
    others = [threading.Thread(target=act, args=(n,)) for n in range(10)]
    for each in others:
        each.start()
    held.set()
    for each in [first, *others]:
        each.join()
    assert sorted(map(str, results)) == sorted([*(str(n) for n in range(10) if n != 5), "refused"])
    assert [n for n, _ in recorded(database)] == list(range(1, 10))
    assert writer.batches < 11


def test_an_event_told_to_two_streams_has_a_number_in_each(database, writer):
    writer.perform(say("one", "desk:1"))
    writer.perform(say("two", "meeting:1", "desk:1"))
    assert recorded(database, "desk:1") == [(1, "one"), (2, "two")]
    assert recorded(database, "meeting:1") == [(1, "two")]
    with database.session() as session:
        assert heads(session, ["desk:1", "meeting:1", "desk:2"]) == {
            "desk:1": 2,
            "meeting:1": 1,
            "desk:2": 0,
        }


def test_a_listener_that_fails_stops_nobody(writer, heard):
    listen(lambda facts: 1 / 0)
    later = []
    listen(later.extend)
    writer.perform(say("a"))
    assert len(heard) == len(later) == 1


def test_what_is_announced_is_committed_already(database, writer):
    seen = []
    listen(lambda facts: seen.append(recorded(database)))
    writer.perform(say("a"))
    assert seen == [[(1, "a")]]


def test_an_act_sent_twice_is_done_once_and_answered_the_same(writer, heard):
    done = []

    def send(words="a", operation="op-1", person=1):
        def act(session):
            def do():
                done.append(words)
                tell(session, Said(words=words))
                return {"count": len(done)}

            return once(session, person, operation, "thing.say", {"words": words}, do)

        return writer.perform(act)

    assert send() == send() == {"count": 1}
    assert send(person=2) == {"count": 2}
    assert len(heard) == 2


def test_one_operation_id_never_stands_for_two_acts(writer):
    def send(words):
        return writer.perform(
            lambda s: once(s, 1, "op-1", "thing.say", {"words": words}, lambda: {"said": words})
        )

    send("a")
    with pytest.raises(Conflict, match=r"operation_id\.taken"):
        send("b")


def test_whatever_was_asked_has_a_fingerprint():
    assert fingerprint({"text": "\ud800", "n": 2**80}) != fingerprint({"text": "", "n": 2**80})
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})


def test_two_senders_of_one_act_at_the_same_time_do_it_once(database, writer):
    done = []

    def send():
        def act(session):
            return once(session, 1, "op-1", "thing.say", {}, lambda: done.append(1) or {"n": 1})

        writer.perform(act)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1]


def test_writers_of_two_processes_leave_no_hole(database):
    from foundation.writer import Writer

    writers = [Writer(database), Writer(database)]

    def write(which):
        for n in range(20):
            writers[which].perform(say(f"{which}-{n}", "meeting:1", f"desk:{which}"))

    threads = [threading.Thread(target=write, args=(n,)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in writers:
        each.close()
    assert [n for n, _ in recorded(database)] == list(range(1, 41))


def test_a_record_keeps_its_name(database, writer):
    assert writer.perform(epoch) == writer.perform(epoch)


def test_of_many_streams_only_those_that_grew_are_named(database, writer):
    for room in ("meeting:1", "meeting:2", "meeting:3"):
        writer.perform(say("a", room))
    known = {"meeting:1": 1, "meeting:2": 0, "meeting:3": -1, "meeting:4": 0}
    with database.session() as session:
        assert grown_since(session, known) == {"meeting:2": 1, "meeting:3": 1}
