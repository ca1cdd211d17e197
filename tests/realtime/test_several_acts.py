"""Acts that a tablet sends together: carried out in their order, each answered for itself."""

import time

from foundation.acts import Act
from meetings.commands import COMMANDS
from web.authorisation import SOCKET_ONLY


def together(tablet, *acts):
    return tablet.ask("acts", {"acts": [{"command": c, "payload": p} for c, p in acts]})


def said(remark, number, **others):
    return "comment.create", remark | {"text": f"Ý {number}", "operation_id": f"o{number}"} | others


def test_they_are_done_in_order_and_heard_once_each(tablet, remark):
    amina, bruno = tablet("amina"), tablet("bruno")
    replies = together(amina, *(said(remark, number) for number in range(5)))["answer"]
    assert [each["answer"]["text"] for each in replies] == [f"Ý {n}" for n in range(5)]
    assert bruno.heard("comment.created") == ["comment.created"] * 5
    assert [fact["body"]["comment"]["text"] for fact in bruno.facts] == [f"Ý {n}" for n in range(5)]


def test_a_refused_one_takes_no_other_along(tablet, remark):
    amina = tablet("amina")
    wrong = [
        said(remark, 1, paragraph=999_999),
        ("comment.burn", remark),
        ("comment.create", "words"),
        said(remark, 2, operation_id=7),
    ]
    replies = together(amina, said(remark, 3), *wrong, said(remark, 4))["answer"]
    assert [each["ok"] for each in replies] == [True, False, False, False, False, True]
    codes = [each["code"] for each in replies if not each["ok"]]
    assert codes == [
        "paragraph.unknown",
        "command.unknown",
        "request.not_an_object",
        "operation_id.shape",
    ]
    assert all(each["message"] for each in replies if not each["ok"])


def test_sent_twice_they_are_done_once_and_answered_the_same(tablet, remark, hall):
    amina = tablet("amina")
    acts = [said(remark, number) for number in range(3)]
    assert together(amina, *acts) == together(amina, *acts)
    with hall.house.database.session() as session:
        assert session.query(Act).count() == 3


def test_one_is_the_same_act_alone_and_among_others(tablet, remark):
    amina = tablet("amina")
    alone = amina.ask(*said(remark, 1))
    assert together(amina, said(remark, 1), said(remark, 2))["answer"][0] == alone


def test_none_too_many_and_what_is_no_list_are_refused(tablet, remark):
    amina = tablet("amina")
    for acts in (None, {}, {"acts": []}, {"acts": "all"}, {"acts": [said(remark, 1)] * 21}):
        refused = amina.ask("acts", acts)
        assert (refused["ok"], refused["code"]) == (False, "field.list")


def test_each_counts_against_what_one_may_say(tablet, remark, hall):
    amina = tablet("amina")
    (line,) = hall.sockets.lines._open.values()
    before = line._allowances[0]._left[0]
    together(amina, *(said(remark, number) for number in range(20)))
    assert before - line._allowances[0]._left[0] > 15


def test_whatever_a_socket_answers_is_in_the_matrix_of_rights(hall):
    answered = set(hall.sockets.socketio.server.handlers["/"]) - {"connect", "disconnect"}
    assert answered == {*COMMANDS, *SOCKET_ONLY}


def test_whoever_said_too_much_waits_before_more_of_it_is_done(tablet, remark, hall):
    amina = tablet("amina")
    (line,) = hall.sockets.lines._open.values()
    line._allowances[0]._left[0] = 0
    began = time.monotonic()
    assert together(amina, *(said(remark, number) for number in range(20)))["ok"]
    assert time.monotonic() - began > 0.3
