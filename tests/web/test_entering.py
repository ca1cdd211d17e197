"""The hall's tablets: a code lets one delegate in to one meeting, and nothing else."""

import re
from dataclasses import replace

import pytest

from meetings.agendas.operations.meetings import close_meeting
from meetings.entering import guessing
from meetings.permissions import OF_A_PERSON
from tests.cast import meeting_with_paper, seat_id
from web.door import DECLARED
from web.one_meeting import STILL_OPEN
from web.patience import AT_AN_ADDRESS, Patience


@pytest.fixture
def seat(house, settled):
    """The seat of a delegate."""
    return house.writer.perform(lambda s: seat_id(s, settled.here.meeting, settled.amina))


@pytest.fixture
def show(browser, seat):
    """Show a code at the secretary's desk."""

    def ask(at=seat, by="secretary"):
        answer = browser(by).post(f"/api/seats/{at}/code")
        assert answer.status_code == 201, answer.text
        return answer.get_json()

    return ask


@pytest.fixture
def tablet(browser, show):
    """A tablet that a delegate has been let in on."""

    def enter(code=None):
        code = code or show()
        made = browser()
        assert send(made, "/vao", code=code["digits"]).status_code == 303
        assert send(made, "/vao/confirmation").status_code == 303
        take_token(made)
        return made

    return enter


def send(browser, path, **form):
    """Send a form as a page does: with the token of whoever is signed in by now."""
    take_token(browser)
    return browser.send("POST", path, data=form)


def take_token(browser):
    browser._token = browser.client.get("/api/csrf").get_json()["token"]


def path_of(code):
    return re.sub(r"^https?://[^/]+", "", code["address"])


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_the_tablet_asks_whether_it_is_the_delegate_and_only_then_lets_in(browser, show, settled):
    made, code = browser(), show()
    entered = send(made, "/vao", code=f" {code['digits'][:3]} {code['digits'][3:]} ")
    assert entered.headers["Location"] == "/vao"
    page = made.get("/vao")
    for said in ("Lò Thị Amina", "Đại biểu, Thôn Đông", "Kỳ họp thứ ba", "Không phải tôi"):
        assert said in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert made.get("/api/me").status_code == 401
    let_in = send(made, "/vao/confirmation")
    assert let_in.headers["Location"] == f"/meetings/{settled.here.meeting}"
    assert made.get("/api/me").get_json()["person"]["name"] == "Lò Thị Amina"
    assert made.get(let_in.headers["Location"]).status_code == 200


def test_a_scanned_code_does_the_same_and_looking_at_it_uses_nothing_up(browser, show):
    code, made = show(), browser()
    for preview in (browser(), browser(), made):
        assert "Lò Thị Amina" in words(preview.get(path_of(code)))
        assert preview.get("/api/me").status_code == 401
    link = path_of(code).removeprefix("/vao/")
    assert send(made, "/vao/confirmation", link=link).status_code == 303
    assert made.get("/api/me").status_code == 200
    again = send(browser(), "/vao/confirmation", link=link)
    assert (again.status_code, "chỉ dùng một lần" in words(again)) == (400, True)


def test_the_qr_code_carries_the_address_and_not_the_digits(show):
    code = show()
    assert code["qr"].startswith("<svg")
    assert code["digits"] not in code["address"]
    assert len(path_of(code)) > 40
    assert code["seconds"] == 120


def test_at_the_servers_own_machine_the_qr_code_names_the_public_address(browser, seat, app):
    app.extensions["house"] = replace(
        app.extensions["house"],
        settings=replace(app.extensions["house"].settings, public_url="https://hop.xa.vn"),
    )
    secretary = browser("secretary")
    here, hall = (
        secretary.client.post(
            f"/api/seats/{seat}/code", base_url=base, headers={"X-CSRFToken": secretary._token}
        )
        for base in ("http://localhost:8000", "http://192.168.1.5:8000")
    )
    assert here.get_json()["address"].startswith("https://hop.xa.vn/vao/")
    assert hall.status_code in (201, 400, 401)  # another name has cookies of its own


def test_not_me_leads_back_and_signs_nobody_in(browser, show):
    made, code = browser(), show()
    send(made, "/vao", code=code["digits"])
    back = send(made, "/vao/refusal")
    assert back.headers["Location"].startswith("/sign-in")
    assert "Đã báo thư ký" in words(made.get(back.headers["Location"]))
    assert send(made, "/vao/confirmation").status_code == 400
    assert made.get("/api/me").status_code == 401
    send(made, "/vao", code=show()["digits"])
    assert send(made, "/vao/confirmation").status_code == 303


def test_a_second_tablet_is_refused_in_words(browser, show):
    code = show()
    send(browser(), "/vao", code=code["digits"])
    refused = send(browser(), "/vao", code=code["digits"])
    assert (refused.status_code, "ở một máy khác" in words(refused)) == (400, True)


@pytest.mark.parametrize(
    ("typed", "said"), [("12345", "đúng 6 chữ số"), ("", "đúng 6 chữ số"), ("x" * 5000, "6 chữ số")]
)
def test_what_is_no_code_is_said_so(browser, typed, said):
    refused = send(browser(), "/vao", code=typed)
    assert (refused.status_code, said in words(refused)) == (400, True)


def test_who_is_wrong_again_and_again_waits_and_the_hall_does_not(browser, show):
    code, clumsy = show(), browser()
    wrong = f"{(int(code['digits']) + 1) % 10**6:06}"
    for _ in range(3):
        assert "không đúng" in words(send(clumsy, "/vao", code=wrong))
    assert "Xin đợi" in words(send(clumsy, "/vao", code=code["digits"]))
    assert send(browser(), "/vao", code=code["digits"]).status_code == 303


def test_patience_grows_is_bounded_and_forgets():
    time = [0.0]
    patience, waits = Patience(clock=lambda: time[0]), []
    for _ in range(8):
        patience.count("x")
        waits.append(patience.wait("x", free=2, longest=30))
    assert waits == [0, 2, 4, 8, 16, 30, 30, 30]
    assert patience.wait("y", free=2, longest=30) == 0
    time[0] = 61.0
    assert patience.wait("x", free=2, longest=30) == 0


def test_one_address_alone_does_not_close_the_keypad_for_the_house():
    time = [0.0]
    patience, wrong = Patience(clock=lambda: time[0]), 0
    while time[0] < guessing.MINUTE:
        if not patience.wait("the hall", *AT_AN_ADDRESS):
            patience.count("the hall")
            wrong += 1
        time[0] += 0.25
    assert wrong < guessing.MOST_A_MINUTE


def test_when_codes_are_guessed_digits_are_refused_and_the_qr_code_still_lets_in(
    browser, show, house
):
    code = show()
    for _ in range(guessing.MOST_A_MINUTE):
        house.writer.perform(guessing.count_a_failure)
    refused = send(browser(), "/vao", code=code["digits"])
    assert "Xin quét mã QR" in words(refused)
    assert show()["digits"] is None
    link = path_of(show()).removeprefix("/vao/")
    assert send(browser(), "/vao/confirmation", link=link).status_code == 303


def test_a_form_without_its_token_is_refused(browser, show):
    made = browser()
    for path in ("/vao", "/vao/confirmation", "/vao/refusal"):
        refused = made.client.post(path, data={"code": show()["digits"]})
        assert refused.status_code == 400
        assert "tải lại trang" in words(refused)
    assert made.get("/vao").status_code == 303


def test_the_tablets_secret_is_kept_from_scripts_and_other_sites(browser):
    headers = send(browser(), "/vao", code="000000").headers.getlist("Set-Cookie")
    (kept,) = [each for each in headers if each.startswith("phien_tablet=")]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Path=/vao" in kept


def test_nothing_of_the_person_is_reached_from_a_shared_tablet(tablet, settled):
    made = tablet()
    assert made.get("/api/me").get_json()["rights"] == []
    assert [each["id"] for each in made.get("/api/meetings").get_json()] == [settled.here.meeting]
    assert made.get("/meetings").headers["Location"] == f"/meetings/{settled.here.meeting}"
    tried = 0
    for declared in (each for group in DECLARED.values() for each in group):
        if declared.right in OF_A_PERSON and declared.endpoint not in {*STILL_OPEN, "meetings"}:
            path = re.sub(r"<[^>]+>", "1", declared.rule)
            answer = made.send(declared.method, path, {} if declared.method != "GET" else None)
            assert answer.status_code == 403, (declared.method, path, answer.text)
            tried += 1
    assert tried >= 12


def test_another_meeting_of_the_person_is_not_reached_from_a_shared_tablet(
    house, settled, tablet, browser
):
    from meetings.people.models import Role

    seats = ((settled.amina, Role.DELEGATE),)
    other = house.writer.perform(lambda s: meeting_with_paper(s, settled.secretary, None, seats))
    made, at_home = tablet(), browser("amina")
    comment = {
        "paper": other.paper,
        "paragraph": other.paragraphs[0],
        "text": "x",
        "visibility": "self",
    }
    for path in (
        f"/meetings/{other.meeting}",
        f"/papers/{other.paper}",
        f"/api/meetings/{other.meeting}",
        f"/api/meetings/{other.meeting}/search?q=nghi",
        f"/api/papers/{other.paper}",
        f"/api/papers/{other.paper}/comments",
        f"/api/versions/{other.version}/paragraphs",
        f"/api/versions/{other.version}/pages/1/picture?width=160",
    ):
        assert made.get(path).status_code == 404, path
    assert made.post("/api/comments", comment).status_code == 404
    assert at_home.post("/api/comments", comment).status_code == 201
    assert made.get(f"/api/papers/{settled.here.paper}").status_code == 200


def test_an_administrator_has_the_rights_of_the_seat_alone(house, settled, show, tablet):
    def take_a_seat(session):
        from meetings.people.models import Participant, Role

        more = Participant(
            meeting_id=settled.here.meeting, person_id=settled.administrator, role=Role.GUEST
        )
        session.add(more)
        session.flush()
        return more.id

    made = tablet(show(house.writer.perform(take_a_seat)))
    assert made.get(f"/api/meetings/{settled.here.meeting}").status_code == 200
    for path in ("/people", "/watch", "/api/people", "/metrics"):
        assert made.get(path).status_code in (401, 403), path
    assert made.patch(f"/api/people/{settled.amina}", {"disabled": True}).status_code == 403
    assert made.put("/api/me/password", {"old": "x", "new": "y" * 9}).status_code == 403


def test_the_tablet_is_signed_out_when_the_meeting_ends(house, settled, tablet):
    made = tablet()
    house.writer.perform(lambda s: close_meeting(s, settled.chair, settled.here.meeting))
    assert made.get("/api/me").status_code == 401
    assert made.get(f"/meetings/{settled.here.meeting}").headers["Location"].startswith("/sign-in")


def test_signing_out_of_a_shared_tablet_asks_for_the_next_code(tablet):
    made = tablet()
    back = send(made, "/sign-out")
    assert "Nhập mã 6 số" in words(made.get(back.headers["Location"]))
    assert made.get("/api/me").status_code == 401


def test_the_next_delegate_ends_the_one_before_on_the_same_tablet(
    house, settled, browser, show, tablet
):
    made = tablet()
    other = house.writer.perform(lambda s: seat_id(s, settled.here.meeting, settled.bruno))
    link = path_of(show(other)).removeprefix("/vao/")
    asked = words(made.get(f"/vao/{link}"))
    assert "Giàng A Bruno" in asked
    assert "đang mở cho Lò Thị Amina" in asked
    send(made, "/vao/confirmation", link=link)
    assert made.get("/api/me").get_json()["person"]["name"] == "Giàng A Bruno"


def test_a_page_that_knows_of_no_code_asks_for_one(browser):
    assert browser().get("/vao").headers["Location"] == "/sign-in"
    unknown = browser().get("/vao/" + "x" * 43)
    assert (unknown.status_code, "Xin thư ký cho mã mới" in words(unknown)) == (400, True)


def test_taking_a_code_back_at_the_desk_kills_it(browser, show, seat):
    code = show()
    assert browser("chair").delete(f"/api/seats/{seat}/code").status_code == 200
    assert "đã được hủy" in words(send(browser(), "/vao", code=code["digits"]))


def test_the_way_back_from_the_meeting_leads_to_it_again(browser, tablet, settled):
    made = tablet()
    back = made.get("/vao")
    assert (back.status_code, back.headers["Location"]) == (
        303,
        f"/meetings/{settled.here.meeting}",
    )
