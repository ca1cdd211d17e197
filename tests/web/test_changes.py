"""What changed from one version of a paper to the next, by the API."""

import shutil

import pytest

from documents.operations import replace
from tests.cast import TEXTS, read_version, received

EDITED = (TEXTS[0], TEXTS[1], TEXTS[2].replace("1.250", "1.350"), "b) Chi thường xuyên: 90 triệu.")


@pytest.fixture
def second(house, settled):
    """The paper of the meeting in a second version; its paragraphs by id."""

    def lay(session):
        from documents.models import Version

        document_id = session.get(Version, settled.here.version).document_id
        version = replace(session, document_id, received(sha="b" * 64))
        return version.id, read_version(session, version.id, EDITED)

    return house.writer.perform(lay)


def changes(browser, settled, login="amina", query=""):
    return browser(login).get(f"/api/papers/{settled.here.paper}/changes{query}")


def test_the_latest_version_is_compared_with_the_one_before(browser, settled, second):
    version, paragraphs = second
    answer = changes(browser, settled)
    assert answer.status_code == 200, answer.text
    found = answer.get_json()
    assert found["from"] == {"id": settled.here.version, "number": 1}
    assert found["to"] == {"id": version, "number": 2}
    edited, added = found["changes"]
    assert edited == {
        "kind": "edited",
        "old": [{"paragraph": settled.here.paragraphs[2], "address": "Điều 1 khoản 2", "page": 1}],
        "new": [{"paragraph": paragraphs[2], "address": "Điều 1 khoản 2", "page": 1}],
        "words": [
            ["same", "a) Chi đầu tư đường liên thôn:"],
            ["removed", "1.250"],
            ["added", "1.350"],
            ["same", "triệu đồng;"],
        ],
    }
    assert (added["kind"], added["new"][0]["paragraph"]) == ("added", paragraphs[3])
    assert found["pages"] == {"old": [1], "new": [1]}


def test_it_is_told_which_places_of_both_versions_go_along(browser, settled, second):
    along = changes(browser, settled).get_json()["along"]
    assert along
    assert along == sorted(along)
    assert [each[2:] for each in along] == sorted(each[2:] for each in along)
    assert along[0][:2] == along[0][2:], "both begin alike"


def test_any_two_versions_are_compared_either_way(browser, settled, second):
    found = changes(browser, settled, query="?from=2&to=1").get_json()
    assert (found["from"]["number"], found["to"]["number"]) == (2, 1)
    assert [each["kind"] for each in found["changes"]] == ["edited", "removed"]


def test_changes_come_back_when_what_was_made_is_deleted(browser, settled, second, house):
    found = changes(browser, settled).get_json()
    shutil.rmtree(house.vault.root / "derived")
    assert changes(browser, settled).get_json() == found


def test_one_version_alone_has_no_changes(browser, settled):
    answer = changes(browser, settled)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "version.only_one")


def test_a_version_is_not_compared_with_itself(browser, settled, second):
    answer = changes(browser, settled, query="?from=2")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "version.itself")


@pytest.mark.parametrize("query", ["?from=7", "?to=7", "?from=1&to=0"])
def test_versions_that_there_are_not_are_not_found(browser, settled, second, query):
    assert changes(browser, settled, query=query).status_code == 404


def test_a_version_that_is_being_read_is_waited_for(browser, settled, house):
    def lay(session):
        from documents.models import Version

        document_id = session.get(Version, settled.here.version).document_id
        replace(session, document_id, received(sha="c" * 64))

    house.writer.perform(lay)
    answer = changes(browser, settled)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "version.not_ready")


def test_who_may_not_read_the_paper_does_not_learn_what_changed(browser, settled, second):
    assert changes(browser, settled, "stranger").status_code == 404
    assert changes(browser, settled, None).status_code == 401
    assert changes(browser, settled, "observer").status_code == 200
