"""Searching by the API: who finds what, in which version, and where it stands."""

import gzip

import orjson
import pytest

from documents.models import Page, Version
from documents.operations import add_paragraphs, replace
from meetings.agendas.operations.papers import add_paper, remove_paper
from tests.cast import TEXTS, meeting_with_paper, read_version, received

SECOND = (TEXTS[0], TEXTS[1].replace("mức chi", "định mức"), "b) Chi thường xuyên: 90 triệu.")


def search(browser, settled, typed="ngân sách", login="amina", **more):
    query = {"q": typed} | more
    return browser(login).get(f"/api/meetings/{settled.here.meeting}/search", query_string=query)


def found(answer):
    assert answer.status_code == 200, answer.text
    return answer.get_json()["hits"]


@pytest.fixture
def second(house, settled):
    """The paper of the meeting in a second version."""

    def lay(session):
        document_id = session.get(Version, settled.here.version).document_id
        version = replace(session, document_id, received(sha="b" * 64))
        read_version(session, version.id, SECOND)
        return version.id

    return house.writer.perform(lay)


def words_at_hand(house, version, lines, page=1):
    """Put the words of a page where a worker would have put them."""
    with house.database.session() as session:
        sha = session.get(Version, version).readable_sha256
    path = house.vault.derived(sha)
    from documents.derived import Derived
    from documents.paragraphs import EXTRACTOR_VERSION

    place = Derived(path, EXTRACTOR_VERSION).words(page)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(orjson.dumps(lines))


def test_a_hit_tells_all_one_needs_to_go_there(browser, settled, house):
    edges = [[1000 + 600 * n, 1500 + 600 * n] for n in range(10)]
    line = [1000, 1520, 9000, 1800, "1. Nghị quyết này quy định mức chi từ ngân", edges]
    words_at_hand(house, settled.here.version, [line])
    answer = search(browser, settled, "nghi quyet").get_json()
    assert answer == {
        "total": 1,
        "loosened": False,
        "unread": 0,
        "hits": [
            {
                "paper": settled.here.paper,
                "title": "Dự thảo nghị quyết",
                "version": settled.here.version,
                "page": 1,
                "pack_page": "1",
                "paragraph": settled.here.paragraphs[1],
                "number": 2,
                "address": "Điều 1 khoản 1",
                "kind": "body",
                "snippet": [
                    ["1. ", False],
                    ["Nghị quyết", True],
                    [" này quy định mức chi từ ngân sách xã.", False],
                ],
                "boxes": [[1, 1600, 1520, 2700, 1800]],
                "from_scan": False,
            }
        ],
    }


def test_without_the_words_of_the_page_the_box_is_the_paragraphs(browser, settled, house):
    (hit,) = found(search(browser, settled, "nghị quyết"))
    assert hit["boxes"] == [[1, 1000, 1500, 9000, 1900]]
    words_at_hand(house, settled.here.version, [])
    (hit,) = found(search(browser, settled, "nghị quyết"))
    assert hit["boxes"] == [[1, 1000, 1500, 9000, 1900]]


def test_every_seat_may_search_and_nobody_else(browser, settled):
    for login in ("secretary", "chair", "amina", "bruno", "observer", "guest"):
        assert len(found(search(browser, settled, login=login))) == 1, login
    for login in ("stranger", "administrator", "olga"):
        assert search(browser, settled, login=login).status_code == 404, login
        by_version = browser(login).get(f"/api/versions/{settled.here.version}/search?q=xa")
        assert by_version.status_code == 404, login
    assert search(browser, settled, login=None).status_code == 401


def test_of_a_meeting_one_does_not_sit_in_one_does_not_learn_that_a_question_is_wrong(
    browser, settled
):
    path = f"/api/meetings/{settled.elsewhere.meeting}/search"
    for query in ("", "?q=", "?q=" + "a" * 5000):
        assert browser("amina").get(path + query).status_code == 404


def test_the_papers_of_a_draft_are_found_by_its_desk_alone(browser, settled, house):
    seats = ((settled.amina, "delegate"),)

    def draft(session):
        return meeting_with_paper(session, settled.secretary, settled.chair, seats, published=False)

    place = house.writer.perform(draft)
    for login, status in (("secretary", 200), ("chair", 200), ("amina", 404), ("stranger", 404)):
        for path in (f"meetings/{place.meeting}", f"versions/{place.version}"):
            answer = browser(login).get(f"/api/{path}/search?q=ngân sách")
            assert answer.status_code == status, (login, path)


def test_a_meeting_is_searched_in_its_own_papers_alone(browser, settled):
    assert {hit["paper"] for hit in found(search(browser, settled, "nghị quyết"))} == {
        settled.here.paper
    }


def test_a_removed_paper_is_never_found(browser, settled, house):
    house.writer.perform(lambda s: remove_paper(s, settled.secretary, settled.here.paper))
    assert found(search(browser, settled)) == []
    assert search(browser, settled, paper=settled.here.paper).status_code == 404
    path = f"/api/versions/{settled.here.version}/search?q=ngân sách"
    assert browser("amina").get(path).status_code == 404


def test_the_pack_is_searched_in_its_latest_versions_and_an_old_one_only_when_asked(
    browser, settled, second
):
    assert found(search(browser, settled, "mức chi")) == []
    (hit,) = found(search(browser, settled, "định mức"))
    assert hit["version"] == second
    old, new = f"/api/versions/{settled.here.version}/search", f"/api/versions/{second}/search"
    (hit,) = found(browser("amina").get(old, query_string={"q": "mức chi"}))
    assert (hit["version"], hit["paper"]) == (settled.here.version, settled.here.paper)
    assert found(browser("amina").get(new, query_string={"q": "mức chi"})) == []


def test_one_paper_of_the_pack_can_be_searched_alone(browser, settled, house):
    def lay(session):
        paper, version = add_paper(
            session, settled.secretary, settled.here.item, received(sha="d" * 64), "Tờ trình"
        )
        read_version(session, version.id, ("Kính trình về ngân sách xã.",))
        return paper.id

    other = house.writer.perform(lay)
    assert {hit["paper"] for hit in found(search(browser, settled))} == {settled.here.paper, other}
    (hit,) = found(search(browser, settled, paper=other))
    assert (hit["paper"], hit["title"], hit["pack_page"]) == (other, "Tờ trình", hit["pack_page"])
    assert search(browser, settled, paper=settled.elsewhere.paper).status_code == 404


def test_hits_come_a_part_at_a_time(browser, settled, house):
    def more(session):
        rows = [
            {
                "kind": "body",
                "text": f"Khoản chi thứ {n}",
                "address": "",
                "level": None,
                "boxes": [[2, 0, 100 * n, 9000, 100 * n + 90]],
                "from_scan": False,
            }
            for n in range(60)
        ]
        add_paragraphs(session, settled.here.version, 3, rows)

    house.writer.perform(more)
    first = search(browser, settled, "khoản chi").get_json()
    assert (first["total"], len(first["hits"])) == (60, 20)
    rest = search(browser, settled, "khoản chi", limit=50, offset=20).get_json()
    ids = {hit["paragraph"] for hit in first["hits"] + rest["hits"]}
    assert (rest["total"], len(ids)) == (60, 60)
    assert search(browser, settled, "khoản chi", offset=900).get_json()["hits"] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "search.nothing"),
        ({"q": "  …"}, "search.nothing"),
        ({"q": "a" * 10_000}, "field.too_long"),
        ({"q": "a", "limit": 51}, "field.number"),
        ({"q": "a", "limit": 0}, "field.number"),
        ({"q": "a", "offset": 10_001}, "field.number"),
        ({"q": "a", "offset": "-1"}, "field.number"),
    ],
)
def test_what_cannot_be_searched_for_is_refused_in_a_sentence(browser, settled, query, code):
    for path in (f"meetings/{settled.here.meeting}", f"versions/{settled.here.version}"):
        answer = browser("amina").get(f"/api/{path}/search", query_string=query)
        assert (answer.status_code, answer.get_json()["code"]) == (400, code)
        assert len(answer.get_json()["message"]) > 20


@pytest.mark.parametrize(
    "typed", ['"', "ngân AND", "'; --", "\x00a", "%F0%9F", "*:*", "\ud83d", "NEAR(a b)", "<b>"]
)
def test_odd_questions_have_answers(browser, settled, typed):
    query = typed.encode("utf-8", "surrogatepass")
    from urllib.parse import quote

    path = f"/api/meetings/{settled.here.meeting}/search?q={quote(query)}"
    assert browser("amina").get(path).status_code in (200, 400)


def test_pages_that_nobody_has_read_are_told(browser, settled, house):
    def scanned(session):
        for page in session.query(Page).filter_by(version_id=settled.here.version):
            page.scanned, page.recognised = True, page.number == 1

    house.writer.perform(scanned)
    assert search(browser, settled).get_json()["unread"] == 1

    def unfinished(session):
        session.get(Version, settled.here.version).state = "processing"

    house.writer.perform(unfinished)
    assert search(browser, settled).get_json()["unread"] == 2


def test_accents_that_nothing_has_are_left_out_and_it_is_said(browser, settled):
    answer = search(browser, settled, "nghì quyết").get_json()
    assert (answer["loosened"], answer["total"]) == (True, 1)
    assert ["Nghị quyết", True] in answer["hits"][0]["snippet"]


def test_hits_and_words_are_small_on_the_wire(browser, settled, house):
    line = [1000, 1500, 9000, 1800, "Nghị quyết này quy định " * 3, [[n, n + 1] for n in range(15)]]
    words_at_hand(house, settled.here.version, [line] * 40)
    asking = browser("amina")
    for path in (
        f"/api/versions/{settled.here.version}/pages/1/words",
        f"/api/meetings/{settled.here.meeting}/search?q=Nghị quyết này quy định",
    ):
        plain = asking.client.get(path)
        assert len(plain.data) > 1024, path
        small = asking.client.get(path, headers={"Accept-Encoding": "gzip, br"})
        assert plain.headers.get("Content-Encoding") is None
        assert small.headers["Content-Encoding"] == "gzip", path
        assert "Accept-Encoding" in ", ".join(small.headers.getlist("Vary"))
        assert gzip.decompress(small.data) == plain.data
        assert len(small.data) < len(plain.data) / 2
        known = {"Accept-Encoding": "gzip, br", "If-None-Match": small.headers.get("ETag", "")}
        assert asking.client.get(path, headers=known).status_code == (
            304 if path.endswith("words") else 200
        )


def test_the_right_to_words_on_the_wire_is_asked_each_time(browser, settled, house):
    words_at_hand(house, settled.here.version, [])
    path = f"/api/versions/{settled.here.version}/pages/1/words"
    assert browser("stranger").get(path).status_code == 404
