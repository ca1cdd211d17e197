"""Joining late, coming back, and being sent away."""

import threading
import time
from contextlib import closing

import pytest
import requests
import websocket
from socketio.exceptions import ConnectionError as Refused

from foundation.events import tell
from foundation.writer import Writer
from meetings.agendas.operations.seats import change_seat, vacate_seat
from meetings.doorway import Doorway
from meetings.people.models import Role
from realtime import joining
from realtime.rooms import sockets_in
from tests.cast import seat_id
from tests.foundation.test_record import Said


def test_a_latecomer_gets_the_heads_and_later_facts(tablet, remark):
    amina = tablet("amina")
    amina.ask("comment.create", remark)
    late = tablet("bruno")
    assert late.joined["answer"]["facts"] == []
    amina.ask("comment.create", remark | {"operation_id": "2"})
    assert late.heard("comment.created") == ["comment.created"]


def test_a_tablet_that_was_away_hears_what_it_missed_and_no_more(tablet, remark, hall):
    amina, bruno = tablet("amina"), tablet("bruno")
    since = bruno.joined["answer"]["heads"]
    bruno.socket.disconnect()
    for n in range(3):
        amina.ask("comment.create", remark | {"operation_id": str(n)})
    bruno.connect()
    answer = bruno.join(hall.cast.here.meeting, since)["answer"]
    assert [fact["name"] for fact in answer["facts"]] == ["comment.created"] * 3
    numbers = [fact["number"] for fact in answer["facts"]]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_numbers_have_no_gap_while_many_speak(tablet, remark, hall):
    listener = tablet("observer")
    speakers = [tablet("amina"), tablet("bruno"), tablet("chair")]

    def speak(who):
        for n in range(10):
            speakers[who].ask("comment.create", remark | {"operation_id": f"{who}-{n}"})

    threads = [threading.Thread(target=speak, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until = time.monotonic() + 5
    while len(listener.facts) < 30 and time.monotonic() < until:
        time.sleep(0.02)
    first = listener.joined["answer"]["heads"][f"meeting:{hall.cast.here.meeting}"] + 1
    assert [fact["number"] for fact in listener.facts] == list(range(first, first + 30))


def test_what_another_process_writes_is_heard_too(tablet, hall):
    amina = tablet("amina")
    other = Writer(hall.house.database)
    room = f"meeting:{hall.cast.here.meeting}"
    other._off_loop = lambda work: work() and []  # a process of its own announces nothing here
    other.perform(lambda session: tell(session, Said(words="from afar", rooms=(room,))))
    other.close()
    assert amina.heard("thing.said", within=4) == ["thing.said"]
    assert hall.sockets.figures.repaired == 1


def test_signing_out_closes_the_open_sockets(tablet):
    here, other_device = tablet("amina"), tablet("amina")
    assert here.post("/api/sign-in", None, "DELETE").status_code == 204
    assert wait_until(lambda: not here.socket.connected)
    assert here.ended[0]["code"] == "sign_in.ended"
    assert other_device.socket.connected


def test_a_new_password_closes_the_other_devices(tablet):
    here, there = tablet("amina"), tablet("amina")
    changed = here.post("/api/me/password", {"old": "mat-khau-thu", "new": "mat-khau-moi"}, "PUT")
    assert changed.status_code == 204
    assert wait_until(lambda: not there.socket.connected)
    assert here.socket.connected


def test_a_disabled_account_is_cut_off_and_says_no_more(tablet, remark, hall):
    amina, bruno, administrator = tablet("amina"), tablet("bruno"), tablet("administrator", None)
    administrator.post(f"/api/people/{hall.cast.amina}", {"disabled": True}, "PATCH")
    assert wait_until(lambda: not amina.socket.connected)
    assert amina.post("/api/comments", remark).status_code == 401
    assert bruno.socket.connected


def test_whoever_loses_their_seat_hears_no_more(tablet, remark, hall):
    amina, bruno = tablet("amina"), tablet("bruno")
    hall.house.writer.perform(
        lambda s: vacate_seat(
            s, hall.cast.secretary, seat_id(s, hall.cast.here.meeting, hall.cast.bruno)
        )
    )
    assert "seat.vacated" in bruno.heard("seat.vacated")
    assert wait_until(lambda: bruno.ended)
    before = len(bruno.facts)
    amina.ask("comment.create", remark)
    amina.heard("comment.created")
    time.sleep(0.3)
    assert len(bruno.facts) == before
    assert bruno.join(hall.cast.here.meeting)["code"] == "meeting.unknown"


def test_whoever_leaves_the_desk_no_longer_hears_it(tablet, remark, hall):
    amina, chair = tablet("amina"), tablet("chair")
    hall.house.writer.perform(
        lambda s: change_seat(
            s,
            hall.cast.secretary,
            seat_id(s, hall.cast.here.meeting, hall.cast.chair),
            Role.OBSERVER,
        )
    )
    chair.heard("seat.changed")
    amina.ask("comment.create", remark | {"visibility": "desk"})
    assert "comment.created" not in chair.heard("comment.created", within=0.5)


def test_the_screen_of_a_hall_hears_what_all_may_hear_and_nothing_else(tablet, remark, hall):
    meeting = hall.cast.here.meeting
    amina, wall = tablet("amina"), tablet("chair", None)
    wall.socket.disconnect()
    wall.connect(auth={"screen": True})
    answer = wall.join(meeting)["answer"]
    assert list(answer["heads"]) == [f"meeting:{meeting}"]
    old = dict(answer["heads"], **{f"desk:{meeting}": 0, f"person:{hall.cast.chair}": 0})
    amina.ask("comment.create", remark | {"visibility": "desk", "operation_id": "for-the-desk"})
    tablet("chair").ask(
        "comment.create", remark | {"visibility": "self", "operation_id": "for-oneself"}
    )
    assert wall.join(meeting, since=old)["answer"]["facts"] == []
    amina.ask("comment.create", remark | {"visibility": "meeting", "operation_id": "for-all"})
    assert wall.heard("comment.created") == ["comment.created"]
    assert wall.facts[0]["body"]["comment"]["visibility"] == "meeting"


def test_the_screen_of_a_hall_goes_dark_when_its_seat_is_taken_away(tablet, hall):
    wall = tablet("bruno", None)
    wall.socket.disconnect()
    wall.connect(auth={"screen": True})
    wall.join(hall.cast.here.meeting)
    hall.house.writer.perform(
        lambda s: vacate_seat(
            s, hall.cast.secretary, seat_id(s, hall.cast.here.meeting, hall.cast.bruno)
        )
    )
    assert wait_until(lambda: wall.ended)
    assert in_room(hall, "meeting") == 0


@pytest.mark.parametrize("origin", ["https://evil.vn", "null", ""])
def test_a_page_of_another_site_opens_no_socket(tablet, hall, origin):
    amina = tablet("amina", None)
    answer = requests.get(
        hall.address + "/socket.io/?EIO=4&transport=websocket",
        headers={
            "Origin": origin,
            "Cookie": "; ".join(f"{k}={v}" for k, v in amina.web.cookies.items()),
        },
        timeout=5,
    )
    assert answer.status_code == 403


def test_nobody_opens_a_socket_without_signing_in(hall):
    answer = requests.get(
        hall.address + "/socket.io/?EIO=4&transport=websocket",
        headers={"Origin": hall.address},
        timeout=5,
    )
    assert answer.status_code == 401


def test_a_cookie_that_was_signed_out_opens_no_socket(tablet, hall):
    amina = tablet("amina", None)
    copied = "; ".join(f"{k}={v}" for k, v in amina.web.cookies.items())
    amina.post("/api/sign-in", None, "DELETE")
    answer = requests.get(
        hall.address + "/socket.io/?EIO=4&transport=websocket",
        headers={"Origin": hall.address, "Cookie": copied},
        timeout=5,
    )
    assert answer.status_code == 401


def test_a_page_left_open_over_a_change_of_person_opens_no_socket(tablet, hall):
    amina = tablet("amina", None)
    amina.socket.disconnect()
    with pytest.raises(Refused):
        amina.connect(auth={"person": hall.cast.bruno})


def wait_until(true, within=3.0):
    until = time.monotonic() + within
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_a_sign_in_that_ended_after_the_upgrade_opens_nothing(tablet, hall):
    amina = tablet("amina")
    cookies = "; ".join(f"{name}={value}" for name, value in amina.web.cookies.items())
    line = websocket.create_connection(
        hall.address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
        header=[f"Cookie: {cookies}"],
        origin=hall.address,
        timeout=5,
    )
    with closing(line):
        assert line.recv().startswith("0")
        assert amina.post("/api/sign-in", None, "DELETE").status_code == 204
        line.send("40")
        assert line.recv().startswith("44")


class Meanwhile:
    """Lets something happen, and be told to all, between the asking for a seat and the entering."""

    def __init__(self, monkeypatch, hall, login):
        self._hall, self._person = hall, getattr(hall.cast, login)
        self._seat = hall.house.writer.perform(
            lambda s: seat_id(s, hall.cast.here.meeting, self._person)
        )
        self._enter, self._acts = joining.enter, []
        monkeypatch.setattr(joining, "enter", self._enter_late)

    def happens(self, act):
        self._acts.append(act)

    def _enter_late(self, *rooms):
        while self._acts:
            act = self._acts.pop()
            self._hall.house.writer.perform(
                lambda s, act=act: act(s, self._hall.cast.secretary, self._seat)
            )
            time.sleep(0.3)  # its effect has passed
        self._enter(*rooms)


def in_room(hall, kind):
    return len(sockets_in(hall.sockets.socketio, f"{kind}:{hall.cast.here.meeting}"))


def test_whoever_loses_the_seat_while_joining_is_in_no_room(tablet, hall, monkeypatch):
    amina, meanwhile = tablet("amina", None), Meanwhile(monkeypatch, hall, "amina")
    meanwhile.happens(vacate_seat)
    assert amina.join(hall.cast.here.meeting)["code"] == "meeting.unknown"
    assert in_room(hall, "meeting") == 0
    assert sockets_in(hall.sockets.socketio, f"person:{hall.cast.amina}")


def test_whoever_leaves_the_desk_while_joining_does_not_hear_it(tablet, hall, monkeypatch):
    chair, meanwhile = tablet("chair", None), Meanwhile(monkeypatch, hall, "chair")
    meanwhile.happens(lambda s, actor, seat: change_seat(s, actor, seat, Role.OBSERVER))
    answer = chair.join(hall.cast.here.meeting)["answer"]
    assert not [stream for stream in answer["heads"] if stream.startswith("desk:")]
    assert (in_room(hall, "meeting"), in_room(hall, "desk")) == (1, 0)


def test_whoever_comes_to_the_desk_while_joining_hears_it(tablet, hall, remark, monkeypatch):
    observer, meanwhile = tablet("observer", None), Meanwhile(monkeypatch, hall, "observer")
    meanwhile.happens(lambda s, actor, seat: change_seat(s, actor, seat, Role.SECRETARY))
    assert observer.join(hall.cast.here.meeting)["ok"]
    tablet("amina").ask("comment.create", remark | {"visibility": "desk"})
    assert "comment.created" in observer.heard("comment.created")


def test_whose_seat_was_taken_away_before_the_rooms_were_entered_never_enters(
    tablet, hall, monkeypatch
):
    bruno, here = tablet("bruno", None), hall.cast.here.meeting
    doors, entrance, entered = hall.sockets.fan_out.doors, Doorway.entrance, []

    def entrance_then_vacate(*asked):
        found = entrance(*asked)
        if not doors.number:
            hall.house.writer.perform(
                lambda s: vacate_seat(s, hall.cast.secretary, seat_id(s, here, hall.cast.bruno))
            )
            assert wait_until(lambda: doors.number)
        return found

    monkeypatch.setattr(Doorway, "entrance", entrance_then_vacate)
    monkeypatch.setattr(joining, "enter", lambda *_: entered.append(1))
    assert bruno.join(here)["code"] == "meeting.unknown"
    assert entered == []
