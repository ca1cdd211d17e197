"""Reading aloud by the API: who may hear a paper, and what is refused in words."""

import pytest

from documents import speaking
from documents.speaking import LONGEST, programs

WORDS = {"words": "Điều năm khoản hai."}


@pytest.fixture
def path(settled):
    return f"/api/versions/{settled.here.version}/speech"


@pytest.mark.skipif(programs() is None, reason="espeak-ng and lame")
@pytest.mark.parametrize("login", ["secretary", "chair", "amina", "observer", "guest"])
def test_who_may_read_a_paper_may_hear_it(browser, path, login):
    with browser(login).post(path, WORDS) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "audio/mpeg"
        assert "no-store" in answer.headers["Cache-Control"]
        assert len(answer.data) > 2000
        assert "media-src 'self' blob:" in answer.headers["Content-Security-Policy"]


def test_to_a_stranger_there_is_no_such_paper(browser, path, house, monkeypatch):
    monkeypatch.setattr(house.voice, "say", lambda words: pytest.fail("it was said"))
    assert browser("stranger").post(path, WORDS).status_code == 404
    assert browser(None).post(path, WORDS).status_code == 401


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({}, "Không có chữ nào để đọc to."),
        ({"words": 5}, "Không có chữ nào để đọc to."),
        ({"words": "…"}, "Không có chữ nào để đọc to."),
        ({"words": "ba " * LONGEST}, f"được {LONGEST} chữ cái"),
    ],
)
def test_what_cannot_be_said_is_refused_in_a_sentence(browser, path, asked, sentence):
    answer = browser("amina").post(path, asked)
    assert answer.status_code == 400
    assert sentence in answer.get_json()["message"]


def test_where_nothing_can_speak_it_says_what_to_install(browser, path, monkeypatch):
    monkeypatch.setattr(speaking.shutil, "which", lambda name: None)
    answer = browser("amina").post(path, WORDS)
    assert answer.status_code == 503
    assert "espeak-ng và lame" in answer.get_json()["message"]
