"""Who is there: counted for the meeting, listed for those who ask, and gone when they go."""

import time

import requests


def counts(tablet):
    return [s["body"]["present"] for s in tablet.signals if s["name"] == "presence.counted"]


def wait_for(condition, seconds=6.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until and not condition():
        time.sleep(0.05)
    return condition()


def listed(tablet, hall):
    path = f"{hall.address}/api/meetings/{hall.cast.here.meeting}/presence"
    return tablet.web.get(path, timeout=5).json()["persons"]


def test_everybody_in_the_meeting_hears_how_many_are_there(tablet, hall):
    amina = tablet("amina")
    assert wait_for(lambda: counts(amina) == [1])
    bruno, again = tablet("bruno"), tablet("bruno")
    assert wait_for(lambda: counts(again)[:1] == [2])
    assert wait_for(lambda: counts(amina)[-1:] == [2])
    assert listed(amina, hall) == sorted([hall.cast.amina, hall.cast.bruno])
    bruno.socket.disconnect()
    time.sleep(2.5)
    assert counts(amina)[-1] == 2
    again.close()
    assert wait_for(lambda: counts(amina)[-1:] == [1])
    assert listed(amina, hall) == [hall.cast.amina]


def test_who_left_the_meeting_or_lost_the_seat_is_not_there(tablet, hall):
    secretary, amina, bruno = tablet("secretary"), tablet("amina"), tablet("bruno")
    bruno.ask("meeting.leave", {"meeting": hall.cast.here.meeting})
    assert wait_for(lambda: counts(secretary)[-1:] == [2])
    with hall.house.database.session() as session:
        from meetings.people.queries import seat_held

        seat = seat_held(session, hall.cast.amina, hall.cast.here.meeting).id
    assert secretary.ask("seat.vacate", {"seat": seat})["ok"]
    assert wait_for(lambda: counts(secretary)[-1:] == [1])
    assert amina.socket.connected


def test_who_has_no_seat_does_not_learn_who_is_there(tablet, hall):
    tablet("amina")
    stranger = tablet("stranger", meeting=None)
    path = f"{hall.address}/api/meetings/{hall.cast.here.meeting}/presence"
    assert stranger.web.get(path, timeout=5).status_code == 404
    assert requests.get(path, timeout=5).status_code == 401
    assert counts(stranger) == []


def test_nobody_is_told_again_what_has_not_changed(tablet):
    amina = tablet("amina")
    time.sleep(5)
    assert counts(amina) in ([1], [1, 1])
