"""What passes from tablet to tablet: heard by whom it is for, limited, and never recorded."""

import time
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from meetings.passing import Passing
from realtime.allowances import Pace
from realtime.passing import LEAD_SECONDS, PassingOn
from realtime.volatile import Volatile

POINTS = [1000, 1000, 50, 10, 10, 0]


def heard(tablet, name, within=1.0):
    """Return what a tablet heard of a signal."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        found = [s["body"] for s in tablet.signals if s["name"] == name]
        if found:
            return found
        time.sleep(0.02)
    return []


def passed_on(speaker, said, what, hearer, name):
    """Say something until it is heard: what passes may be lost, and is then said again."""
    for _ in range(5):
        answer = speaker.ask(said, what)
        assert answer["ok"], answer
        if found := heard(hearer, name, within=0.8):
            return found
    return []


@pytest.fixture
def page(hall):
    here = hall.cast.here
    return {"paper": here.paper, "version": here.version, "page": 2, "y": 500}


@pytest.fixture
def preview(hall):
    here = hall.cast.here
    return {
        "paper": here.paper,
        "version": here.version,
        "page": 1,
        "stroke": "s1",
        "color": "blue",
        "width": 40,
        "points": POINTS,
    }


@pytest.fixture
def typing(hall):
    here = hall.cast.here
    return {
        "paper": here.paper,
        "version": here.version,
        "paragraph": here.paragraphs[0],
        "visibility": "meeting",
    }


def records(hall):
    with hall.house.database.session() as session:
        return session.execute(text("select count(*) from fact")).scalar()


def test_the_chairs_page_is_heard_by_the_meeting_and_by_who_comes_late(tablet, page):
    chair, amina = tablet("chair"), tablet("amina")
    told = passed_on(chair, "page.lead", page, amina, "page.followed")[0]
    assert (told["page"], told["paper"], told["title"]) == (2, page["paper"], told["title"])
    assert heard(chair, "page.followed", within=0.2) == [], "not by the tablet that leads"
    (late,) = heard(tablet("bruno"), "page.followed")
    assert late == told
    time.sleep(0.6)
    assert chair.ask("page.lead", page | {"page": None})["answer"]["passed"]
    assert heard(tablet("guest"), "page.followed", within=0.3) == [], "nobody leads any more"


def test_a_page_is_led_to_as_it_is_turned(tablet, page):
    chair, amina = tablet("chair"), tablet("amina")
    assert chair.ask("page.lead", page | {"turn": 360})["code"] == "field.number"
    told = passed_on(chair, "page.lead", page | {"turn": 270}, amina, "page.followed")[0]
    assert (told["page"], told["turn"]) == (2, 270)


def test_nobody_but_the_chair_leads(tablet, page):
    amina = tablet("amina")
    for login, code in (
        ("secretary", "right.missing"),
        ("bruno", "right.missing"),
        ("observer", "right.missing"),
    ):
        assert tablet(login).ask("page.lead", page)["code"] == code, login
    stranger = tablet("stranger", meeting=None)
    assert stranger.ask("page.lead", page)["code"] == "paper.unknown"
    assert heard(amina, "page.followed", within=0.3) == []


def test_a_page_that_is_not_there_is_led_to_by_nobody(tablet, page):
    assert (
        tablet("chair").ask("page.lead", page | {"page": 99})["code"] == "annotation.no_such_page"
    )


def test_whoever_is_not_in_the_meeting_hears_nothing(tablet, page, preview, typing):
    outside, stranger = tablet("amina", meeting=None), tablet("stranger", meeting=None)
    tablet("chair").ask("page.lead", page)
    tablet("bruno").ask("ink.preview", preview)
    tablet("bruno").ask("comment.type", typing)
    time.sleep(0.3)
    assert outside.signals == stranger.signals == []


def test_a_shared_stroke_is_seen_while_it_is_drawn_by_others(tablet, preview):
    bruno, amina = tablet("bruno"), tablet("amina")
    told = passed_on(bruno, "ink.preview", preview, amina, "ink.previewed")[0]
    assert told["points"] == POINTS
    assert heard(bruno, "ink.previewed", within=0.2) == []


def test_who_may_not_share_shows_no_stroke_and_what_is_no_stroke_is_refused(tablet, preview):
    assert tablet("observer").ask("ink.preview", preview)["code"] == "right.missing"
    bruno = tablet("bruno")
    for wrong, code in (
        ({"points": [1, 2]}, "ink.points"),
        ({"points": [9999, 0, 0, 2, 0, 0]}, "ink.outside"),
        ({"points": [5, 5, 5] * 101}, "ink.too_long"),
        ({"page": 99}, "field.number"),
    ):
        assert bruno.ask("ink.preview", preview | wrong)["code"] == code


@pytest.mark.parametrize(
    ("visibility", "hearing", "deaf"),
    [
        ("meeting", ("chair", "amina", "observer"), ()),
        ("desk", ("chair", "secretary"), ("amina", "observer")),
        ("self", (), ("chair", "secretary", "amina")),
    ],
)
def test_that_somebody_writes_is_heard_by_those_who_could_see_the_comment(
    tablet, hall, typing, visibility, hearing, deaf
):
    others = {login: tablet(login) for login in (*hearing, *deaf)}
    bruno, said = tablet("bruno"), typing | {"visibility": visibility}
    assert bruno.ask("comment.type", said)["ok"]
    for login in hearing:
        told = passed_on(bruno, "comment.type", said, others[login], "comment.typing")[0]
        assert (told["paragraph"], told["name"]) == (typing["paragraph"], "Giàng A Bruno")
        assert set(told) == {"paper", "paragraph", "person", "name"}, "not what is written"
    time.sleep(0.2)
    assert all(heard(others[login], "comment.typing", within=0.05) == [] for login in deaf)


def test_an_observer_who_may_not_comment_is_not_seen_to_write(tablet, typing):
    assert tablet("observer").ask("comment.type", typing)["code"] == "right.missing"


def test_what_passes_too_often_is_dropped_and_not_kept_for_later(tablet, preview, typing):
    bruno, amina = tablet("bruno"), tablet("amina")
    passed = [bruno.ask("ink.preview", preview)["answer"]["passed"] for _ in range(40)]
    typed = [bruno.ask("comment.type", typing)["answer"]["passed"] for _ in range(8)]
    assert passed[:10] == [True] * 10
    assert False in passed
    assert typed[:2] == [True, True]
    assert False in typed
    time.sleep(1.2)
    assert 0 < len(heard(amina, "ink.previewed")) <= sum(passed)
    assert bruno.ask("comment.type", typing)["answer"]["passed"], (
        "after a while there is room again"
    )


def test_nothing_that_passes_is_on_the_record(tablet, hall, page, preview, typing):
    chair, amina = tablet("chair"), tablet("amina")
    before, facts = records(hall), len(amina.facts)
    chair.ask("page.lead", page)
    chair.ask("ink.preview", preview)
    assert passed_on(chair, "comment.type", typing, amina, "comment.typing")
    assert (records(hall), len(amina.facts)) == (before, facts)


def test_several_sockets_of_one_person_have_one_pace_together():
    now = [0.0]
    pace = Pace(2, lambda: now[0])
    assert [pace.allows("socket", 7), pace.allows("other socket", 7)] == [True, True]
    assert not pace.allows("third socket", 7)
    assert pace.allows("third socket", 8)
    now[0] += 0.5
    assert pace.allows("third socket", 7)
    assert not pace.allows("third socket", 7)


def test_a_socket_that_has_something_to_read_is_passed_by():
    class Engine:
        closed = False

        def __init__(self, waiting):
            self.queue = SimpleNamespace(qsize=lambda: waiting)
            self.sent = []

        def send(self, packet):
            self.sent.append(packet)

    from socketio.packet import Packet

    engines = {"free": Engine(0), "behind": Engine(3), "mine": Engine(0)}
    server = SimpleNamespace(
        eio=SimpleNamespace(sockets=engines),
        packet_class=Packet,
        manager=SimpleNamespace(get_participants=lambda *_: [(f"s-{e}", e) for e in engines]),
    )
    said = Volatile(SimpleNamespace(server=server), None).say("r", "n", {}, besides="s-mine")
    assert said == 1
    assert [len(each.sent) for each in engines.values()] == [1, 0, 0]


def test_a_lead_that_is_not_said_again_is_over():
    now, said = [0.0], []
    volatile = SimpleNamespace(say=lambda *told: said.append(told))
    passing_on = PassingOn(None, None, volatile, lambda: now[0])
    passing_on.hear(Passing("meeting:1", "page.followed", {"page": 3}, 1))
    assert passing_on.led(1) == {"page": 3}
    assert passing_on.led(2) is None
    now[0] += LEAD_SECONDS + 1
    assert passing_on.led(1) is None
    assert len(said) == 1
