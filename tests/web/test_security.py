"""The heads of answers: strict where something stands alone, light for the parts of a page."""

import gzip

import pytest

from web.assets import asset

PACKED = {"Accept-Encoding": "gzip"}
STRICT = {"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy"}


@pytest.mark.parametrize("path", ["/sign-in", "/api/csrf", "/service-worker.js", "/nothing"])
def test_whatever_can_stand_alone_says_what_it_may_do(app, path):
    headers = app.test_client().get(path).headers
    assert set(headers.keys()) >= STRICT
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["controllers/reader_screen.js", "css/base.css"])
def test_parts_of_a_page_are_light_and_never_taken_for_something_else(app, name):
    headers = app.test_client().get(asset(name), headers=PACKED).headers
    assert not set(headers.keys()) & STRICT
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_drawing_may_be_opened_alone_and_runs_nothing(app):
    headers = app.test_client().get(asset("icons/phien.svg"), headers=PACKED).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]


def test_the_page_that_goes_out_compressed_bears_no_secret_and_no_other_page_does_so(
    browser, settled
):
    amina = browser("amina")
    asked = {"Accept-Encoding": "gzip"}
    reader = amina.client.get(f"/papers/{settled.here.paper}?next=x", headers=asked)
    assert reader.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(reader.data).decode()
    token = amina.get("/api/csrf").get_json()["token"]
    assert "csrf" not in page
    assert token.split(".")[0] not in page
    assert "next=x" not in page
    for path in ("/meetings", f"/meetings/{settled.here.meeting}", "/account"):
        answer = amina.client.get(path, headers=asked)
        assert "Content-Encoding" not in answer.headers, path
    plain = amina.client.get(f"/papers/{settled.here.paper}", headers={"Accept-Encoding": ""})
    assert 'id="boot"' in plain.text
