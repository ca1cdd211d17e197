"""Signing in and out: a copied cookie ends with its sign-in, unsafe requests carry their token."""

import pytest

from tests.cast import PASSWORD
from web.security import safe_next

A_FILE = "/assets/now/css/base.css"


def me(browser):
    return browser.get("/api/me").status_code


def twin(browser, original):
    """A browser with a copy of another's cookies."""
    copy = browser()
    for cookie in original.client._cookies.values():
        copy.client._cookies[cookie._storage_key] = cookie
    return copy


def test_a_copied_cookie_ends_with_signing_out(browser):
    amina = browser("amina")
    copy = twin(browser, amina)
    assert me(copy) == 200
    assert amina.delete("/api/sign-in").status_code == 204
    assert me(amina) == me(copy) == 401


def test_a_new_password_ends_every_other_sign_in(browser):
    here, there = browser("amina"), browser("amina")
    changed = here.put("/api/me/password", {"old": PASSWORD, "new": "mat-khau-moi"})
    assert changed.status_code == 204
    assert me(here) == 200
    assert me(there) == 401


def test_the_old_password_is_asked_for(browser):
    refused = browser("amina").put("/api/me/password", {"old": "khong-phai", "new": "mat-khau-moi"})
    assert refused.get_json()["code"] == "password.wrong"


def test_one_can_end_all_other_sign_ins(browser):
    here, there = browser("amina"), browser("amina")
    assert here.delete("/api/me/sign-ins").status_code == 204
    assert (me(here), me(there)) == (200, 401)


def test_a_disabled_account_ends_at_once_and_cannot_sign_in(browser, settled):
    amina = browser("amina")
    disabled = browser("administrator").patch(f"/api/people/{settled.amina}", {"disabled": True})
    assert disabled.get_json()["disabled"]
    assert me(amina) == 401
    answer = browser().post("/api/sign-in", {"login": "amina", "password": PASSWORD})
    assert answer.get_json()["code"] == "sign_in.wrong"


def test_an_administrator_adds_people_and_gives_new_passwords(browser, settled):
    administrator = browser("administrator")
    new = {"name": "Sùng A Mới", "login": "Moi", "password": PASSWORD, "unit": settled.units[0]}
    added = administrator.post("/api/people", new)
    assert (added.status_code, added.get_json()["login"]) == (201, "moi")
    assert administrator.post("/api/people", new).get_json()["code"] == "login.taken"
    moi = browser("moi")
    changed = administrator.patch(
        f"/api/people/{added.get_json()['id']}",
        {"password": "mat-khau-khac", "post": "Trưởng thôn"},
    )
    assert changed.get_json()["post"] == "Trưởng thôn"
    assert me(moi) == 401


def test_an_administrator_founds_units_and_gives_duties(browser, settled):
    administrator = browser("administrator")
    made = administrator.post("/api/units", {"name": "Bản Nà Lùng", "kind": "village"})
    assert made.status_code == 201
    again = administrator.post("/api/units", {"name": "Bản Nà Lùng"})
    assert (again.status_code, again.get_json()["code"]) == (409, "unit.taken")
    renamed = administrator.patch(f"/api/units/{made.get_json()['id']}", {"name": "Bản Nà Lung"})
    assert renamed.get_json()["name"] == "Bản Nà Lung"
    given = administrator.patch(f"/api/people/{settled.amina}", {"prepares_meetings": True})
    assert given.get_json()["prepares_meetings"]
    own = administrator.patch(f"/api/people/{settled.administrator}", {"administers": False})
    assert own.get_json()["code"] == "account.own"
    assert browser("amina").post("/api/units", {"name": "x"}).status_code == 403


def test_others_see_no_accounts(browser):
    assert "login" not in browser("amina").get("/api/people").get_json()[0]
    assert browser("amina").post("/api/people", {}).status_code == 403


def test_a_password_that_is_too_short_says_how_long_it_has_to_be(browser):
    refused = browser("amina").put("/api/me/password", {"old": PASSWORD, "new": "ngan"})
    assert refused.get_json()["code"] == "field.too_short"
    assert "8" in refused.get_json()["message"]


def test_every_character_of_a_password_counts(browser, settled):
    browser("amina").put("/api/me/password", {"old": PASSWORD, "new": "hai  dấu cách"})
    again = browser()
    assert (
        again.post("/api/sign-in", {"login": "amina", "password": "hai dấu cách"}).status_code
        == 401
    )
    by_form = again.send("POST", "/sign-in", data={"login": "amina", "password": "hai  dấu cách"})
    assert by_form.status_code == 302


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(browser):
    answers = [
        browser().post("/api/sign-in", {"login": login, "password": "sai-mat-khau"}).get_json()
        for login in ("amina", "khong-co-ai")
    ]
    assert answers[0] == answers[1]


def test_after_many_failures_one_waits(browser):
    for _ in range(10):
        browser().post("/api/sign-in", {"login": "bruno", "password": "sai-mat-khau"})
    refused = browser().post("/api/sign-in", {"login": "bruno", "password": PASSWORD})
    assert refused.get_json()["code"] == "sign_in.too_many"


def test_an_unsafe_request_without_its_token_is_refused(browser):
    amina = browser("amina")
    refused = amina.client.put("/api/me/password", json={"old": PASSWORD, "new": "mat-khau-moi"})
    assert (refused.status_code, refused.get_json()["code"]) == (400, "request.csrf")


def test_the_cookie_is_kept_from_scripts_and_other_sites(app, settled):
    headers = app.test_client().get("/api/csrf").headers["Set-Cookie"]
    assert "HttpOnly" in headers
    assert "SameSite=Lax" in headers


def test_a_sign_in_is_prolonged_with_each_page_and_not_with_its_hundred_parts(browser):
    amina = browser("amina")
    assert "Expires" in amina.get("/meetings").headers["Set-Cookie"]
    for part in ("/api/meetings", A_FILE):
        with amina.client.get(part) as answer:
            assert "Set-Cookie" not in answer.headers


def test_a_file_of_the_program_may_be_kept_for_everybody(browser):
    with browser("amina").client.get(A_FILE) as answer:
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_page_asks_to_sign_in_and_leads_on(browser):
    anybody = browser()
    asked = anybody.get("/meetings")
    assert asked.headers["Location"] == "/sign-in?next=/meetings"


@pytest.mark.parametrize(
    "address", ["https://evil.vn/", "//evil.vn", "/\\evil.vn", "javascript:alert(1)", "", None]
)
def test_signing_in_leads_nowhere_else(address):
    assert safe_next(address) == "/"
