"""A shared tablet's socket: the rooms of one meeting, no other, and gone with the seat."""

import re

import pytest

from meetings.people.models import Role
from tests.cast import meeting_with_paper, seat_id
from tests.realtime.conftest import Tablet
from tests.realtime.wires import until


class SharedTablet(Tablet):
    """A tablet that was let in by a code."""

    def __init__(self, address, link, meeting):
        self.link = link
        super().__init__(address, "", meeting)

    def _sign_in(self, login):
        page = self.web.get(f"{self.address}/vao/{self.link}", timeout=10).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        let_in = self.web.post(
            f"{self.address}/vao/confirmation",
            data={"link": self.link, "csrf_token": token},
            headers={"Referer": self.address},
            allow_redirects=False,
            timeout=10,
        )
        assert let_in.status_code == 303, let_in.text
        self._take_token()
        self.person = self.web.get(self.address + "/api/me", timeout=10).json()["person"]["id"]


@pytest.fixture
def shared(hall, tablet):
    """A shared tablet of amina in the meeting, and the secretary at the desk."""
    desk = tablet("secretary")
    seat = hall.house.writer.perform(lambda s: seat_id(s, hall.cast.here.meeting, hall.cast.amina))
    address = desk.post(f"/api/seats/{seat}/code", {}).json()["address"]
    made = SharedTablet(hall.address, address.rpartition("/")[2], hall.cast.here.meeting)
    made.seat, made.desk = seat, desk
    yield made
    made.close()


@pytest.fixture
def other(hall):
    """Another meeting in which amina sits."""
    seats = ((hall.cast.amina, Role.DELEGATE),)
    return hall.house.writer.perform(
        lambda s: meeting_with_paper(s, hall.cast.secretary, None, seats)
    )


def test_it_joins_its_meeting_and_hears_the_desk_of_nobody(hall, shared, remark):
    assert shared.joined["ok"]
    here = hall.cast.here.meeting
    assert set(shared.joined["answer"]["heads"]) == {f"meeting:{here}", f"seat:{shared.seat}"}
    state = shared.web.get(f"{hall.address}/api/meetings/{here}", timeout=10).json()
    assert set(state["heads"]) == set(shared.joined["answer"]["heads"])
    assert shared.ask("comment.create", remark)["ok"]
    assert "comment.created" in shared.heard("comment.created")


def test_another_meeting_is_neither_joined_nor_spoken_in(hall, shared, other, tablet):
    refused = shared.join(other.meeting)
    assert (refused["ok"], refused["code"]) == (False, "meeting.unknown")
    said = {
        "paper": other.paper,
        "paragraph": other.paragraphs[0],
        "text": "x",
        "visibility": "meeting",
        "operation_id": "elsewhere",
    }
    assert shared.ask("comment.create", said)["code"] == "paper.unknown"
    typing = {
        "paper": other.paper,
        "version": other.version,
        "paragraph": other.paragraphs[0],
        "visibility": "meeting",
    }
    assert shared.ask("comment.type", typing)["code"] == "paper.unknown"
    at_home = tablet("amina", other.meeting)
    assert at_home.ask("comment.type", typing)["ok"]


def test_what_the_person_does_in_another_meeting_is_not_heard_on_the_shared_tablet(
    hall, shared, other, tablet, remark
):
    at_home = tablet("amina", other.meeting)
    own = {
        "paper": other.paper,
        "paragraph": other.paragraphs[0],
        "text": "Riêng tôi",
        "visibility": "self",
        "operation_id": "private",
    }
    assert at_home.ask("comment.create", own)["ok"]
    assert "comment.created" in at_home.heard("comment.created")
    assert shared.desk.ask("comment.create", remark)["ok"]
    shared.heard("comment.created")
    assert [f["body"]["comment"]["text"] for f in shared.facts if "comment" in f["body"]] == [
        "Xin làm rõ."
    ]


def test_it_is_gone_with_the_seat(hall, shared, remark):
    assert shared.desk.ask("seat.vacate", {"seat": shared.seat, "operation_id": "v"})["ok"]
    until_closed(shared)
    assert shared.web.get(hall.address + "/api/me", timeout=10).status_code == 401


def test_it_is_gone_with_the_meeting(hall, shared):
    assert shared.desk.ask(
        "meeting.close", {"meeting": hall.cast.here.meeting, "operation_id": "c"}
    )["ok"]
    until_closed(shared)
    assert shared.ended[-1]["code"] == "sign_in.ended"


def test_another_role_opens_the_desk_to_it_and_shuts_it_again(hall, shared, remark):
    for_the_desk = {**remark, "visibility": "desk"}
    for role, number in (("secretary", 1), ("delegate", 2)):
        change = {"seat": shared.seat, "role": role, "operation_id": role}
        assert shared.desk.ask("seat.change", change)["ok"]
        said = for_the_desk | {"operation_id": f"said {number}"}
        assert shared.desk.ask("comment.create", said)["ok"]
        everybody = remark | {"operation_id": f"told {number}"}
        assert shared.desk.ask("comment.create", everybody)["ok"]
    assert until(lambda: len(comments(shared, "meeting")) == 2)
    assert len(comments(shared, "desk")) == 1


def comments(tablet, visibility):
    told = [fact["body"].get("comment") for fact in tablet.facts]
    return [each for each in told if each and each["visibility"] == visibility]


def until_closed(tablet):
    assert until(lambda: tablet.ended and not tablet.socket.connected)
