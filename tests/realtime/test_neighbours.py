"""Two processes of one house on PostgreSQL, under each loop: what one is told, the other knows.

Whoever is sent away through the one is gone from the other within two seconds, and hears nothing
there that is told afterwards, not even what is told in the same instant.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.beginnings import emptied
from tests.cast import PASSWORD
from tests.realtime.houses import Person, all_hear, redis_server, serving
from tests.realtime.wires import until

SECONDS = 2.0
NEW_PASSWORD = "mat-khau-moi"


class Neighbours:
    """Two processes of one house."""

    def __init__(self, here, there, end_redis):
        self.here, self.there, self.cast = here, there, here.cast
        self.end_redis = end_redis
        self.witness = None

    def heard_nothing_more(self, wire):
        """Whether somebody who was sent away through `here` hears nothing told on either side."""
        before, seen = len(told(wire)), len(told(self.witness))
        seen += self.there.say(3) + self.here.say(3)
        return (
            until(lambda: len(told(self.witness)) == seen, within=SECONDS)
            and len(told(wire)) == before
        )

    def signed_in(self, login, password=PASSWORD):
        """A person by HTTP on this side, and the wire of the same sign-in on the other."""
        person = Person(self.here.port, login, password)
        return person, self.there.wire(login, person.cookie)


def told(wire):
    return [fact for fact in wire.facts if fact["name"] == "thing.said"]


def words(wire):
    return [fact["body"]["words"] for fact in told(wire)]


@pytest.fixture(scope="module", params=["eventlet", "gevent", "threading"])
def pair(request, tmp_path_factory, postgresql):
    folder = tmp_path_factory.mktemp("house")
    url = emptied(postgresql, f"house_{request.param}")
    with ExitStack() as opened:
        redis, end_redis = opened.enter_context(redis_server(folder))
        settings = {"DATABASE_URL": url, "REDIS_URL": redis}

        def serve(*how):
            return opened.enter_context(serving(folder, request.param, *how, **settings))

        with ThreadPoolExecutor(2) as both:
            here, there = both.map(lambda how: serve(*how), [(), ("beside",)])
        yield Neighbours(here, there, end_redis)


@pytest.fixture
def house(pair):
    pair.witness = pair.there.wire("secretary")
    yield pair
    pair.here.hang_up()
    pair.there.hang_up()


def test_what_is_said_through_either_is_heard_through_both_once_and_in_order(house):
    wires = [house.here.wire("amina"), house.there.wire("bruno")]
    with ThreadPoolExecutor(2) as both:
        counts = both.map(lambda side: side.say(40, crowd=3), (house.here, house.there))
    assert all_hear(wires, sum(counts))


def test_a_comment_crosses_over_and_back(house):
    here, there = house.here.wire("amina"), house.there.wire("bruno")
    for number, (author, reader) in enumerate([(here, there), (there, here)] * 3):
        remark = {
            "paper": house.cast["here"]["paper"],
            "paragraph": house.cast["here"]["paragraphs"][0],
            "text": "Xin làm rõ.",
            "visibility": "meeting",
            "operation_id": f"crossing-{number}",
        }
        author.say(f'42{100 + number}["comment.create",{json.dumps(remark)}]')
        assert until(lambda n=number, reader=reader: len(reader.numbers) == n + 1, within=SECONDS)


def test_who_signs_out_here_is_gone_there_and_hears_nothing_more(house):
    amina, wire = house.signed_in("amina")
    assert amina.ask("DELETE", "/api/sign-in").status_code == 204
    assert house.heard_nothing_more(wire)
    assert until(lambda: wire.closed, within=SECONDS)


def test_a_new_password_closes_the_other_sign_ins_there(house):
    bruno, wire = Person(house.here.port, "bruno"), house.there.wire("bruno")
    passwords = {"old": "mat-khau-thu", "new": NEW_PASSWORD}
    assert bruno.ask("PUT", "/api/me/password", passwords).status_code == 204
    assert house.heard_nothing_more(wire)
    assert until(lambda: wire.closed, within=SECONDS)


def test_a_disabled_person_is_gone_there_and_hears_nothing_more(house):
    _, wire = house.signed_in("observer")
    administrator = Person(house.here.port, "administrator")
    path = f"/api/people/{house.cast['observer']}"
    assert administrator.ask("PATCH", path, {"disabled": True}).status_code == 200
    assert house.heard_nothing_more(wire)
    assert until(lambda: wire.closed, within=SECONDS)


def test_who_loses_the_seat_here_leaves_the_rooms_there(house):
    wire = house.there.wire("guest")
    began = time.monotonic()
    house.here.ask("vacate")  # says something before, and after
    assert wire.wait_for('42["ended"')
    assert time.monotonic() - began < SECONDS
    assert until(lambda: "after" in words(house.witness), within=SECONDS)
    assert house.heard_nothing_more(wire)
    assert "after" not in words(wire)
    assert not wire.closed  # it may look at its other meetings


def test_a_meeting_closed_here_takes_nothing_more_there(house):
    wire = house.there.wire("amina")
    chair = Person(house.here.port, "chair")
    path = f"/api/meetings/{house.cast['here']['meeting']}/closure"
    assert chair.ask("POST", path, {"operation_id": "closing"}).ok
    remark = {
        "paper": house.cast["here"]["paper"],
        "paragraph": house.cast["here"]["paragraphs"][0],
        "text": "Xin làm rõ.",
        "visibility": "meeting",
        "operation_id": "too late",
    }
    wire.say(f'42900["comment.create",{json.dumps(remark)}]')
    assert wire.wait_for('43900[{"ok":false,"code":"meeting.closed"')
    assert until(lambda: [fact["name"] for fact in wire.facts] == ["meeting.closed"], SECONDS)


def test_without_redis_the_record_is_followed_and_sends_away_as_surely(house):
    house.end_redis()
    bruno, wire = house.signed_in("bruno", NEW_PASSWORD)
    assert bruno.ask("DELETE", "/api/sign-in").status_code == 204
    assert house.heard_nothing_more(wire)
    assert until(lambda: wire.closed, within=SECONDS)


def test_without_redis_who_is_sent_away_in_silence_is_gone_in_two_seconds_too(house):
    bruno, wire = house.signed_in("bruno", NEW_PASSWORD)
    assert bruno.ask("DELETE", "/api/sign-in").status_code == 204
    assert until(lambda: wire.closed, within=SECONDS)
