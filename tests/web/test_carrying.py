"""What was carried, by the API: places, what found none, placing by hand, going back."""

import pytest

from documents.operations import replace
from tests.cast import TEXTS, read_version, received


@pytest.fixture
def second(house, settled):
    """A second version in which the second paragraph is gone and another one stands first."""

    def lay():
        def act(session):
            from documents.models import Version

            document_id = session.get(Version, settled.here.version).document_id
            version = replace(session, document_id, received(sha="b" * 64))
            texts = ("Căn cứ Luật Tổ chức chính quyền địa phương;", TEXTS[0], TEXTS[2])
            return version.id, read_version(session, version.id, texts)

        laid = house.writer.perform(act)
        house.carrier.start(laid[0])
        house.carrier.wait()
        return laid

    return lay


def test_comments_are_listed_with_the_version_they_were_carried_to(browser, settled, said, second):
    kept, gone = said(paragraph=settled.here.paragraphs[2]), said()
    version, paragraphs = second()
    path = f"/api/papers/{settled.here.paper}/comments?version=2"
    found = browser("bruno").get(path).get_json()["comments"]
    places = {each["id"]: each["places"][str(version)] for each in found}
    assert places[kept["id"]]["paragraph"] == paragraphs[2]
    assert (places[gone["id"]]["paragraph"], places[gone["id"]]["rung"]) == (None, "not_placed")
    first = browser("bruno").get(path.replace("=2", "=1")).get_json()["comments"]
    assert [each["id"] for each in first] == [kept["id"], gone["id"]]


def test_marks_are_listed_with_the_version_they_were_carried_to(browser, settled, second):
    target = {
        "page": 1,
        "paragraph": settled.here.paragraphs[2],
        "boxes": [[1, 1000, 2000, 9000, 2400]],
        "selectors": [],
    }
    new = {
        "paper": settled.here.paper,
        "version": settled.here.version,
        "motivation": "highlighting",
        "visibility": "self",
        "color": "yellow",
        "target": target,
    }
    assert browser("amina").post("/api/annotations", new).status_code == 201
    version, paragraphs = second()
    path = f"/api/papers/{settled.here.paper}/annotations?version=2"
    [mark] = browser("amina").get(path).get_json()["annotations"]
    assert mark["places"][str(version)]["target"]["paragraph"] == paragraphs[2]
    assert browser("chair").get(path).get_json()["annotations"] == []


def test_what_found_no_place_is_listed_and_placed_by_hand(browser, settled, said, second):
    gone, private = said(), said("bruno", visibility="self")
    version, paragraphs = second()
    path = f"/api/papers/{settled.here.paper}/unplaced"
    listed = {
        who: [each["id"] for each in browser(who).get(path).get_json()["comments"]]
        for who in ("amina", "bruno", "secretary", "observer")
    }
    assert listed == {
        "amina": [gone["id"]],
        "bruno": [private["id"]],
        "secretary": [gone["id"]],
        "observer": [],
    }
    place = {"version": version, "paragraph": paragraphs[1]}
    url = f"/api/comments/{gone['id']}/place"
    assert browser("bruno").put(url, place).status_code == 403
    answer = browser("secretary").put(url, place)
    assert answer.get_json()["places"][str(version)]["rung"] == "by_hand"
    assert browser("secretary").get(path).get_json()["comments"] == []
    assert browser("stranger").get(path).status_code == 404


def test_the_secretary_goes_back_and_what_was_lost_is_there_again(
    browser, settled, said, second, house
):
    gone = said()
    second()
    url = f"/api/papers/{settled.here.paper}/restoration"
    assert browser("chair").post(url, {"version": settled.here.version}).status_code == 403
    answer = browser("secretary").post(url, {"version": settled.here.version})
    assert answer.status_code == 200, answer.text
    restored = answer.get_json()["version"]
    assert (restored["number"], restored["state"]) == (3, "ready")
    house.carrier.wait()
    found = browser("bruno").get(f"/api/comments/{gone['id']}").get_json()
    assert found["places"][str(restored["id"])]["rung"] == "same"
    again = browser("secretary").post(url, {"version": restored["id"]})
    assert (again.status_code, again.get_json()["code"]) == (400, "version.is_the_newest")


def test_what_changed_is_told_between_any_two_versions_after_going_back(
    browser, settled, second, house
):
    second()
    url = f"/api/papers/{settled.here.paper}/restoration"
    browser("secretary").post(url, {"version": settled.here.version})
    path = f"/api/papers/{settled.here.paper}/changes"
    assert browser("amina").get(f"{path}?from=1&to=3").get_json()["changes"] == []
    there = browser("amina").get(f"{path}?from=2&to=3").get_json()["changes"]
    back = browser("amina").get(f"{path}?from=3&to=2").get_json()["changes"]
    assert sorted(each["kind"] for each in there) == ["added", "removed"]
    assert sorted(each["kind"] for each in back) == ["added", "removed"]


def test_one_goes_on_reading_where_the_paragraph_stands_now(browser, settled, second):
    path = f"/api/papers/{settled.here.paper}"
    kept = {"version": settled.here.version, "page": 1, "y": 2200}
    browser("amina").put(f"{path}/place", kept)
    version, _ = second()
    place = browser("amina").get(path).get_json()["place"]
    read_on = settled.here.version
    assert place == {"version": version, "page": 1, "y": 2200, "rung": "same", "read_on": read_on}
    assert browser("amina").get(f"{path}?version=1").get_json()["place"]["rung"] == "same"


# Where a paragraph of another version stands, which words that are being written there ask


def stands(asking, version, paragraph):
    answer = asking.get(f"/api/versions/{version}/standing/{paragraph}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_paragraph_is_told_where_it_stands_in_a_later_version(browser, settled, second):
    version, paragraphs = second()
    found = stands(browser("amina"), version, settled.here.paragraphs[2])
    assert found == {"paragraph": paragraphs[2], "known": True, "version": 1, "page": 1}


def test_a_paragraph_that_is_gone_is_told_as_gone_with_where_it_can_be_read(
    browser, settled, second
):
    version, _ = second()
    found = stands(browser("amina"), version, settled.here.paragraphs[1])
    assert found == {"paragraph": None, "known": True, "version": 1, "page": 1}


def test_a_paragraph_stands_where_it_is_in_its_own_version(browser, settled):
    here = settled.here
    found = stands(browser("amina"), here.version, here.paragraphs[0])
    assert (found["paragraph"], found["known"]) == (here.paragraphs[0], True)


def test_a_paragraph_that_was_not_looked_for_yet_is_not_told_as_gone(
    browser, settled, second, house, monkeypatch
):
    monkeypatch.setattr(house.carrier, "start", lambda version: None)
    version, _ = second()
    found = stands(browser("amina"), version, settled.here.paragraphs[2])
    assert (found["paragraph"], found["known"], found["version"]) == (None, False, 1)


def test_a_paragraph_of_another_document_stands_nowhere(browser, settled):
    path = f"/api/versions/{settled.here.version}/standing"
    foreign = browser("amina").get(f"{path}/{settled.elsewhere.paragraphs[0]}")
    assert (foreign.status_code, foreign.get_json()["code"]) == (404, "paragraph.unknown")
    assert browser("amina").get(f"{path}/99999999").status_code == 404


def test_who_may_not_read_the_paper_is_not_told_where_its_paragraphs_stand(browser, settled):
    path = f"/api/versions/{settled.here.version}/standing/{settled.here.paragraphs[0]}"
    assert browser("stranger").get(path).status_code == 404
    assert browser().get(path).status_code == 401
    assert browser("observer").get(path).status_code == 200
