"""Comments over sockets: who hears them, and who does not."""

import pytest
import requests

from tests.cast import PASSWORD


def test_the_whole_meeting_hears_a_comment(tablet, remark):
    amina, bruno, observer = tablet("amina"), tablet("bruno"), tablet("observer")
    answer = amina.ask("comment.create", remark)
    assert answer["ok"], answer
    assert (
        bruno.heard("comment.created") == observer.heard("comment.created") == ["comment.created"]
    )
    assert bruno.facts[0]["body"]["comment"] == answer["answer"]


def test_a_stranger_joins_nothing_and_hears_nothing(tablet, remark, hall):
    amina, stranger = tablet("amina"), tablet("stranger", None)
    refused = stranger.join(hall.cast.here.meeting)
    assert (refused["ok"], refused["code"]) == (False, "meeting.unknown")
    amina.ask("comment.create", remark)
    assert stranger.heard("comment.created", within=0.5) == []


def test_people_of_another_meeting_hear_nothing(tablet, remark, hall):
    olga = tablet("olga", hall.cast.elsewhere.meeting)
    tablet("amina").ask("comment.create", remark)
    assert olga.heard("comment.created", within=0.5) == []


def test_what_is_for_the_desk_is_heard_by_the_desk_alone(tablet, remark):
    amina, bruno, chair, second_device = (
        tablet("amina"),
        tablet("bruno"),
        tablet("chair"),
        tablet("amina"),
    )
    amina.ask("comment.create", remark | {"visibility": "desk"})
    assert chair.heard("comment.created") == second_device.heard("comment.created")
    assert bruno.heard("comment.created", within=0.5) == []


def test_a_private_note_follows_its_author_alone(tablet, remark):
    amina, chair, second_device = tablet("amina"), tablet("chair"), tablet("amina")
    amina.ask("comment.create", remark | {"visibility": "self"})
    assert second_device.heard("comment.created") == ["comment.created"]
    assert chair.heard("comment.created", within=0.5) == []


def test_a_comment_by_http_reaches_the_tablets(tablet, remark):
    bruno = tablet("bruno")
    assert tablet("amina", None).post("/api/comments", remark).status_code == 201
    assert bruno.heard("comment.created") == ["comment.created"]


def test_one_act_by_both_doors_is_done_once(tablet, remark):
    amina, bruno = tablet("amina"), tablet("bruno")
    by_socket = amina.ask("comment.create", remark)["answer"]
    by_http = amina.post("/api/comments", remark).json()
    assert by_socket == by_http
    bruno.heard("comment.created")
    assert bruno.heard(within=0.3) == ["comment.created"]


def test_a_reply_is_the_same_act_by_both_doors(tablet, remark):
    amina, bruno = tablet("amina"), tablet("bruno")
    comment = amina.ask("comment.create", remark)["answer"]["id"]
    by_socket = bruno.ask(
        "comment.reply", {"comment": comment, "text": "Vâng", "operation_id": "r1"}
    )
    by_http = bruno.post(f"/api/comments/{comment}/replies", {"text": "Vâng", "operation_id": "r1"})
    assert by_socket["answer"] == by_http.json()


def test_a_refusal_has_its_code_and_its_sentence(tablet, remark):
    refused = tablet("observer").ask("comment.create", remark)
    assert refused == {
        "ok": False,
        "code": "right.missing",
        "message": "Ông/bà không có quyền làm việc này.",
    }


@pytest.mark.parametrize("sent", [None, [], "x", 7, {"paper": "x"}])
def test_whatever_is_sent_is_answered(tablet, sent):
    assert tablet("amina").ask("comment.create", sent)["ok"] is False


def test_a_fault_is_one_calm_sentence_and_the_socket_lives(
    tablet, remark, hall, monkeypatch, caplog
):
    amina = tablet("amina")
    with monkeypatch.context() as patched:
        patched.setattr(hall.house.writer, "perform", lambda operation: 1 / 0)
        assert amina.ask("comment.create", remark)["code"] == "fault"
    assert amina.ask("comment.create", remark)["ok"]


def test_the_chairs_answer_reaches_its_author_at_once(tablet, remark):
    amina, chair = tablet("amina"), tablet("chair")
    comment = amina.ask("comment.create", remark)["answer"]["id"]
    assert chair.ask("comment.answer", {"comment": comment, "outcome": "accepted"})["ok"]
    assert "comment.answered" in amina.heard("comment.answered")


def test_the_chair_answers_nothing_of_another_meeting(tablet, remark, hall):
    olga = tablet("olga", hall.cast.elsewhere.meeting)
    comment = tablet("amina").ask("comment.create", remark)["answer"]["id"]
    refused = olga.ask("comment.answer", {"comment": comment, "outcome": "accepted"})
    assert refused["code"] == "comment.unknown"


def test_signing_in_is_by_password(hall):
    with requests.Session() as web:
        token = web.get(hall.address + "/api/csrf", timeout=5).json()["token"]
        answer = web.post(
            hall.address + "/api/sign-in",
            json={"login": "amina", "password": PASSWORD + "x"},
            headers={"X-CSRFToken": token},
            timeout=5,
        )
    assert answer.status_code == 401
