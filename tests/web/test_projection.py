"""The screen of a hall: what all may see of a paper, and nothing of whoever opened it."""

import json

import pytest


@pytest.fixture
def marked(browser, settled):
    """Two marks of one person on one page: one for herself, one for the meeting."""
    here = settled.here
    for visibility in ("self", "meeting"):
        answer = browser("amina").post(
            "/api/annotations",
            json={
                "operation_id": f"mark-{visibility}",
                "paper": here.paper,
                "version": here.version,
                "motivation": "commenting",
                "visibility": visibility,
                "color": "yellow",
                "note": f"Chú thích {visibility}",
                "target": {
                    "page": 1,
                    "paragraph": None,
                    "boxes": [[1, 1000, 1000, 5000, 1500]],
                    "selectors": [],
                },
            },
        )
        assert answer.status_code == 201, answer.text
    return here


def test_a_projection_has_what_is_shared_and_nothing_of_ones_own(browser, marked):
    answer = browser("amina").get(f"/api/papers/{marked.paper}/projection")
    assert answer.status_code == 200, answer.text
    found = answer.get_json()
    assert [each["note"] for each in found["annotations"]] == ["Chú thích meeting"]
    assert list(found["heads"]) == [f"meeting:{marked.meeting}"]
    assert not {"me", "place"} & set(found)
    assert "Chú thích self" not in json.dumps(found, ensure_ascii=False)


def test_a_paper_is_projected_by_those_alone_who_may_read_it(browser, settled):
    path = f"/papers/{settled.here.paper}/projection"
    assert browser("stranger").get(f"/api{path}").status_code == 404
    assert browser(None).get(f"/api{path}").status_code == 401
    assert browser("stranger").get(path).status_code == 404


def test_the_short_way_to_the_projection_is_asked_of_the_reader(browser, settled):
    answer = browser("amina").get(f"/papers/{settled.here.paper}?chieu=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/papers/{settled.here.paper}/projection"
