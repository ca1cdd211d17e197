"""The published API: every act of the main job, from a meeting's draft to the answered opinion."""

import gzip
import io

import pytest
from openapi_spec_validator import validate

from meetings.people.models import Membership, Person, Unit
from meetings.people.queries import MOST_PEOPLE
from tests.documents.made_papers import text_paper
from web.api.published import description

TIMES = {"starts": "2026-12-01T08:00:00+07:00", "ends": "2026-12-01T11:00:00+07:00"}


def test_the_description_is_valid_openapi(app):
    validate(description())


def test_every_api_route_is_described(app):
    described = {
        (method.upper(), path)
        for path, methods in description()["paths"].items()
        for method in methods
    }
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            path = rule.rule.replace("<int:", "{").replace(">", "}")
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                assert (method, path) in described


def test_a_meeting_is_prepared_planned_seated_and_published(browser, settled):
    secretary = browser("secretary")
    made = secretary.post(
        "/api/meetings",
        {
            "title": "Phiên họp",
            "kind": "committee",
            "place": "Tầng 2",
            "chair": settled.chair,
            **TIMES,
        },
    )
    assert made.status_code == 201
    meeting = made.get_json()["id"]
    first = secretary.post(
        f"/api/meetings/{meeting}/items",
        {"title": "Một", "kind": "vote", "minutes": 20, "presenter": settled.chair},
    ).get_json()
    second = secretary.post(f"/api/meetings/{meeting}/items", {"title": "Hai"}).get_json()
    part = secretary.post(
        f"/api/meetings/{meeting}/items", {"title": "Con", "parent": first["id"]}
    ).get_json()
    assert part["number"] == "1.1"
    changed = secretary.patch(
        f"/api/items/{second['id']}",
        {"revision": 1, "title": "Hai (sửa)", "presenter_name": "Ông khách"},
    )
    assert changed.get_json()["presenter"] == {"person": None, "name": "Ông khách"}
    moved = secretary.put(
        f"/api/items/{second['id']}/place", {"parent": None, "after": None}
    ).get_json()
    assert [each["number"] for each in moved["items"]] == ["1", "2", "2.1"]
    seats = secretary.post(
        f"/api/meetings/{meeting}/seats", {"units": [settled.units[0]], "role": "delegate"}
    ).get_json()["seats"]
    amina = next(seat for seat in seats if seat["person"]["id"] == settled.amina)
    assert browser("amina").get(f"/api/meetings/{meeting}").status_code == 404
    assert (
        secretary.patch(f"/api/seats/{amina['id']}", {"role": "observer"}).get_json()["role"]
        == "observer"
    )
    assert secretary.post(f"/api/meetings/{meeting}/publication").get_json()["state"] == "published"
    whole = browser("amina").get(f"/api/meetings/{meeting}").get_json()
    assert whole["me"]["role"] == "observer"
    assert [item["title"] for item in whole["items"]] == ["Hai (sửa)", "Một", "Con"]
    assert meeting in [each["id"] for each in browser("amina").get("/api/meetings").get_json()]
    assert secretary.delete(f"/api/items/{part['id']}").status_code == 200
    assert secretary.delete(f"/api/seats/{amina['id']}").status_code == 200
    assert (
        secretary.patch(
            f"/api/meetings/{meeting}", {"revision": 2, "title": "Phiên họp mới"}
        ).get_json()["title"]
        == "Phiên họp mới"
    )
    assert secretary.post(f"/api/meetings/{meeting}/closure").get_json()["state"] == "closed"
    assert secretary.delete(f"/api/meetings/{meeting}/closure").get_json()["state"] == "published"


def upload(browser, path, content, name="to-trinh.pdf", **fields):
    return browser.post(
        path,
        data={"file": (io.BytesIO(content), name), **fields},
        content_type="multipart/form-data",
    )


def test_a_paper_is_uploaded_read_and_replaced(browser, settled, house):
    secretary = browser("secretary")
    content = text_paper(3)
    added = upload(secretary, f"/api/items/{settled.here.item}/papers", content)
    assert added.status_code == 201, added.text
    paper = added.get_json()
    assert paper["title"] == "to-trinh"
    house.arrivals.wait(60)
    delegate = browser("amina")
    whole = delegate.get(f"/api/papers/{paper['id']}").get_json()
    assert whole["version"]["state"] == "ready"
    assert len(whole["version"]["pages"]) == 3
    assert (whole["pack"][-1]["paper"], whole["pack"][-1]["numbers"]) == (paper["id"], [[3, 0, 3]])
    assert whole["paper"]["numbers"] == [[3, 0, 3]]
    version = whole["version"]["id"]
    paragraphs = delegate.get(f"/api/versions/{version}/paragraphs?first=1&last=1").get_json()
    assert paragraphs
    assert delegate.get(f"/api/versions/{version}/paragraphs?headings=1").status_code == 200
    assert delegate.get(f"/api/versions/{version}/pages/1/words").get_json()["lines"]
    picture = delegate.get(f"/api/versions/{version}/pages/1/picture?width=800")
    assert picture.mimetype.startswith("image/")
    unchanged = delegate.get(
        f"/api/versions/{version}/pages/1/picture?width=800",
        headers={"If-None-Match": picture.headers["ETag"]},
    )
    assert unchanged.status_code == 304
    assert delegate.get(f"/api/versions/{version}/pages/9/picture?width=800").status_code == 404
    assert delegate.get(f"/api/versions/{version}/pages/1/picture?width=801").status_code == 400
    small = delegate.get(f"/api/versions/{version}/pages/1/picture?width=1240&rendition=small")
    assert small.mimetype == "image/webp"
    for wrong in ("width=800&rendition=small", "width=1240&rendition=huge"):
        assert delegate.get(f"/api/versions/{version}/pages/1/picture?{wrong}").status_code == 400
    with secretary.get(f"/api/versions/{version}/file") as download:
        assert download.data == content
    replaced = upload(secretary, f"/api/papers/{paper['id']}/versions", text_paper(2), "moi.pdf")
    assert [v["number"] for v in replaced.get_json()["versions"]] == [1, 2]
    house.arrivals.wait(60)
    old = delegate.get(f"/api/papers/{paper['id']}?version=1").get_json()
    assert (old["version"]["number"], old["version"]["latest"]) == (1, False)
    assert (
        secretary.patch(f"/api/papers/{paper['id']}", {"title": "Tờ trình"}).get_json()["title"]
        == "Tờ trình"
    )
    assert len(delegate.get(f"/api/meetings/{settled.here.meeting}/pack").get_json()) == 2
    assert secretary.delete(f"/api/papers/{paper['id']}").status_code == 200
    assert delegate.get(f"/api/papers/{paper['id']}").status_code == 404


@pytest.mark.parametrize("version", ["-1", "abc", "1.5", "٣", "9" * 30])
def test_a_version_that_is_no_number_is_not_found(browser, settled, version):
    amina, paper = browser("amina").client, settled.here.paper
    for path in (f"/papers/{paper}", f"/papers/{paper}/projection"):
        answer = amina.get(path, query_string={"version": version})
        assert answer.status_code == 404
        assert "Không tìm thấy bản này của tài liệu." in answer.text


def test_an_upload_sent_twice_lies_there_once(browser, settled, house):
    secretary = browser("secretary")
    path = f"/api/items/{settled.here.item}/papers"
    first, second = (
        upload(secretary, path, text_paper(1), operation_id="up-1").get_json() for _ in range(2)
    )
    assert first["id"] == second["id"]
    assert first["same_file"] is second["same_file"] is None
    house.arrivals.wait(60)


def test_a_file_that_is_on_the_table_already_is_taken_and_said(browser, settled, house):
    secretary, content = browser("secretary"), text_paper(2)
    path = f"/api/items/{settled.here.item}/papers"
    first = upload(secretary, path, content, "mot.pdf").get_json()
    there = {"paper": first["id"], "title": "mot"}
    second = upload(secretary, path, content, "hai.pdf").get_json()
    assert second["same_file"] == there
    versions = f"/api/papers/{first['id']}/versions"
    secretary.delete(f"/api/papers/{second['id']}")
    assert upload(secretary, versions, content).get_json()["same_file"] == there
    assert upload(secretary, versions, text_paper(3)).get_json()["same_file"] is None
    assert upload(secretary, versions, content).get_json()["same_file"] is None
    house.arrivals.wait(60)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "trong.pdf", "paper.empty"),
        (b"<html><script>alert(1)</script></html>", "trang.pdf", "paper.not_a_paper"),
        (b"%PDF-1.7\n" + b"x" * 200, "hong.pdf", "paper.damaged"),
    ],
)
def test_a_file_that_is_no_paper_is_refused_and_nothing_stays(
    browser, settled, house, content, name, code
):
    before = house.vault.used_bytes()
    answer = upload(browser("secretary"), f"/api/items/{settled.here.item}/papers", content, name)
    assert (answer.status_code, answer.get_json()["code"]) == (400, code)
    assert house.vault.used_bytes() == before


def test_a_delegate_uploads_nothing(browser, settled):
    answer = upload(browser("amina"), f"/api/items/{settled.here.item}/papers", text_paper(1))
    assert answer.status_code == 403


def test_opinions_are_given_discussed_and_answered(browser, settled, said):
    comment = said()
    assert comment["html"] == "Xin làm rõ mức chi."
    reply = browser("bruno").post(
        f"/api/comments/{comment['id']}/replies", {"text": "Tôi cũng hỏi."}
    )
    assert (reply.status_code, reply.get_json()["motivation"]) == (201, "replying")
    amina = browser("amina")
    changed = amina.patch(
        f"/api/comments/{comment['id']}", {"revision": 1, "text": "Xin làm rõ *mức chi*."}
    )
    assert changed.get_json()["html"] == "Xin làm rõ <strong>mức chi</strong>."
    stale = amina.patch(f"/api/comments/{comment['id']}", {"revision": 1, "text": "x"})
    assert (stale.status_code, stale.get_json()["current"]["revision"]) == (409, 2)
    answer = browser("chair").put(
        f"/api/comments/{comment['id']}/answer",
        {"outcome": "partly_accepted", "reason": "Bổ sung."},
    )
    assert answer.get_json()["answer"]["outcome"] == "partly_accepted"
    shown = amina.get(f"/api/papers/{settled.here.paper}/comments?version=1").get_json()["comments"]
    assert [each["id"] for each in shown] == [comment["id"], reply.get_json()["id"]]
    assert (
        browser("bruno")
        .post(f"/api/comments/{reply.get_json()['id']}/withdrawal")
        .get_json()["withdrawn"]
    )
    gathered = browser("chair").get(f"/api/meetings/{settled.here.meeting}/opinions").get_json()
    (paragraph,) = gathered["papers"][0]["paragraphs"]
    assert paragraph["comments"][0]["id"] == comment["id"]
    given = {each["person"]: each["comments"] for each in gathered["contributors"]}
    assert (given[settled.amina], given[settled.observer]) == (1, 0)


def test_opinions_are_filtered(browser, settled, said):
    said()
    said("bruno", visibility="desk")
    chair = browser("chair")
    path = f"/api/meetings/{settled.here.meeting}/opinions"

    def counted(query):
        papers = chair.get(f"{path}?{query}").get_json()["papers"]
        return sum(len(g["comments"]) for paper in papers for g in paper["paragraphs"])

    assert counted("") == 2
    assert counted(f"person={settled.bruno}") == 1
    assert counted(f"unit={settled.units[0]}") == 1
    assert counted("answered=yes") == 0
    assert chair.get(f"{path}?answered=maybe").status_code == 400


def test_an_act_sent_twice_by_http_is_done_once(browser, settled, said):
    first, second = said(operation_id="same"), said(operation_id="same")
    assert first["id"] == second["id"]


def test_marks_and_places_are_kept(browser, settled):
    amina = browser("amina")
    made = amina.post(
        "/api/annotations",
        {
            "paper": settled.here.paper,
            "version": settled.here.version,
            "motivation": "commenting",
            "visibility": "self",
            "color": "green",
            "note": "Hỏi lại",
            "target": {
                "page": 1,
                "paragraph": settled.here.paragraphs[0],
                "boxes": [[1, 0, 0, 100, 100]],
                "selectors": [],
            },
        },
    )
    assert made.status_code == 201, made.text
    mark = made.get_json()
    assert amina.get(f"/api/papers/{settled.here.paper}/annotations").get_json()["annotations"] == [
        mark
    ]
    assert (
        browser("bruno")
        .get(f"/api/papers/{settled.here.paper}/annotations")
        .get_json()["annotations"]
        == []
    )
    path = f"/api/meetings/{settled.here.meeting}/marks"
    ((paper, listed),) = [
        (each["paper"], each["marks"]) for each in amina.get(path).get_json()["papers"]
    ]
    assert paper == settled.here.paper
    assert [(each["id"], each["note"], each["placed"]) for each in listed] == [
        (mark["id"], "Hỏi lại", True)
    ]
    shared = amina.patch(f"/api/annotations/{mark['id']}", {"revision": 1, "visibility": "meeting"})
    assert [each["marks"] for each in browser("bruno").get(path).get_json()["papers"]] == [[]]
    assert shared.get_json()["visibility"] == "meeting"
    assert amina.delete(f"/api/annotations/{mark['id']}?operation_id=gone").status_code == 200
    kept = amina.put(
        f"/api/papers/{settled.here.paper}/place",
        {"version": settled.here.version, "page": 2, "y": 30},
    )
    assert kept.get_json()["page"] == 2
    assert amina.get(f"/api/papers/{settled.here.paper}").get_json()["place"]["page"] == 2


def test_an_id_that_no_database_holds_is_not_found(browser):
    for path in ("/api/meetings/99999999999999999999", "/api/comments/-1", "/papers/9" + "9" * 30):
        assert browser("amina").get(path).status_code == 404


def test_what_no_database_can_carry_is_no_fault(browser):
    raw = '{"login": "a\\u0000b\\ud800", "password": "xxxxxxxxxx"}'
    wrong = browser().post("/api/sign-in", data=raw, content_type="application/json")
    assert wrong.status_code == 401
    assert browser("amina").get("/api/people?q=%00%ff").status_code == 200


def test_a_body_that_is_far_too_large_is_refused(browser, settled):
    answer = browser("amina").post("/api/comments", {"text": "x" * 1_100_000})
    assert answer.get_json()["code"] == "request.too_large"


def test_the_source_is_offered(browser):
    answer = browser().get("/source")
    assert answer.mimetype == "application/gzip"
    assert len(answer.data) > 100_000


@pytest.mark.parametrize(
    "body", ["[" * 100_000, "[]", '"x"', "{", "null", '{"title": 1}', "9" * 5000]
)
def test_whatever_is_sent_is_answered_with_a_sentence(browser, settled, body):
    answer = browser("secretary").send(
        "POST",
        f"/api/meetings/{settled.here.meeting}/items",
        data=body,
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert answer.get_json()["message"]


def test_an_unknown_path_is_answered_in_json(browser):
    assert browser().get("/api/nothing").get_json()["code"] == "not_found"


def test_refusals_speak_the_readers_language(browser):
    answers = [
        browser().get(f"/api/me?lang={language}").get_json()["message"] for language in ("vi", "en")
    ]
    assert answers[0] == "Xin đăng nhập để tiếp tục."
    assert answers[1] == "Please sign in to go on."


def test_what_the_api_says_is_small_on_the_wire_and_a_page_with_its_token_is_not(browser):
    amina, packed = browser("amina").client, {"Accept-Encoding": "gzip"}
    small = amina.get("/api/openapi.json", headers=packed)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(small.data) == amina.get("/api/openapi.json").data
    for whole in ("/api/csrf", "/meetings"):
        assert "Content-Encoding" not in amina.get(whole, headers=packed).headers


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lo thi", ["Lò Thị Amina"]),
        ("Ami lò", ["Lò Thị Amina"]),
        ("nong đức", ["Nông Đức Chủ"]),
        ("NONG DUC CHU", ["Nông Đức Chủ"]),
        ("lỏ thi", []),
        ("%", []),
    ],
)
def test_people_are_found_by_beginnings_of_their_names_with_accents_or_without(
    browser, settled, typed, found
):
    answer = browser("secretary").get("/api/people", query_string={"q": typed})
    assert [each["name"] for each in answer.get_json()] == found


def test_those_of_another_unit_who_are_called_alike_hide_nobody(browser, settled, house):
    def crowd(session):
        near, far = Unit(name="Tổ gần", kind="council"), Unit(name="Tổ xa", kind="council")
        session.add_all([near, far])
        session.flush()
        for number in range(MOST_PEOPLE + 1):
            session.add(called(f"Vàng Thị Đông {number}", far))
        session.flush()
        session.add(called("Vàng Thị Đông Sau", near))
        session.flush()
        return near.id

    def called(name, unit):
        in_unit = [Membership(unit_id=unit.id, post="")]
        return Person(name=name, login=name, password="x", memberships=in_unit)

    unit_id = house.writer.perform(crowd)
    asked = {"q": "dong", "unit": unit_id}
    found = browser("secretary").get("/api/people", query_string=asked).get_json()
    assert [each["name"] for each in found] == ["Vàng Thị Đông Sau"]
