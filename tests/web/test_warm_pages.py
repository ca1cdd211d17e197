"""Warm pages: answered without the application, by the same right, at every single request."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import request
from sqlalchemy import text

from documents.derived import write_whole
from foundation.database import open_database
from meetings.agendas.readable import Readables
from meetings.people.operations import begin_sign_in, end_sign_in, token_hash
from meetings.people.queries import running_sign_in
from meetings.permissions import Right
from tests.cast import PASSWORD, meeting_with_paper, seat_id
from tests.web.test_authorisation import WHO, outcome_of
from web.authorisation import ROLES, standing
from web.hot_files import HotFiles
from web.session_cookie import SessionCookie

ROOT = Path(__file__).parents[2]
SHA = "a" * 64
PICTURE, WORDS = b"\x89PNG a page", b'[["Dieu 1%s"]]' % (b"." * 2000)
LONG_AGO = time.time() - 3600


@pytest.fixture
def derived(house):
    """What is made of the cast's paper: one picture, and the words of a page."""
    made = house.arrivals._shelf.derived(SHA)
    for path, content in (
        (made.picture_as(1, 160, "image/png"), PICTURE),
        (made.words(1), WORDS),
    ):
        write_whole(path, content)
        os.utime(path.parent, (LONG_AGO, LONG_AGO))
    return made


@pytest.fixture
def long_way(app, house, monkeypatch):
    """The pages that were asked of the application itself, where they cannot be made."""
    asked = []
    app.before_request(
        lambda: asked.append(request.full_path) if "/pages/" in request.path else None
    )
    return asked


def picture_of(version, more="width=160"):
    return f"/api/versions/{version}/pages/1/picture?{more}"


def words_of(version):
    return f"/api/versions/{version}/pages/1/words"


def status(browser, path):
    return browser.get(path).status_code


def test_a_warm_page_is_answered_without_the_application(browser, settled, derived, long_way):
    amina = browser("amina")
    picture, words = (
        amina.get(picture_of(settled.here.version)),
        amina.get(words_of(settled.here.version)),
    )
    assert (picture.data, picture.mimetype) == (PICTURE, "image/png")
    assert words.data == b'{"lines":' + WORDS + b"}"
    assert long_way == []


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("accepted", ["identity", "gzip, br"])
@pytest.mark.parametrize("address", [picture_of, words_of])
def test_both_ways_give_the_same_answer(
    browser, settled, derived, long_way, address, accepted, known
):
    amina, path = browser("amina"), address(settled.here.version)
    other = path + ("&" if "?" in path else "?") + "plain=1"
    headers = {"Accept-Encoding": accepted}
    if known:
        headers["If-None-Match"] = amina.client.get(path, headers=headers).headers["ETag"]
    short, long = (amina.client.get(each, headers=headers) for each in (path, other))
    assert long_way == [other]
    assert (short.status_code, short.data) == (long.status_code, long.data)
    assert short.status_code == (304 if known else 200)
    assert said_by(short) == said_by(long)


def said_by(answer):
    """The headers; the moment and the cookie's renewal are left to the long way."""
    return sorted((k, v) for k, v in answer.headers if k not in ("Date", "Set-Cookie"))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_warm_pages_as_the_matrix_says(browser, settled, derived, role):
    asking = browser(WHO[role])
    for address in (picture_of, words_of):
        got = outcome_of(status(asking, address(settled.here.version)))
        assert got == standing(role, Right.READ_PAPER)
        if role not in ("nobody", "preparer"):  # olga prepares that other meeting
            assert status(asking, address(settled.elsewhere.version)) == 404


def signs_out(browser, amina, settled, house):
    amina.delete("/api/sign-in")


def is_signed_out_elsewhere(browser, amina, settled, house):
    browser("amina").delete("/api/me/sign-ins")


def has_a_new_password(browser, amina, settled, house):
    browser("amina").put("/api/me/password", {"old": PASSWORD, "new": "mat-khau-moi"})


def is_disabled(browser, amina, settled, house):
    browser("administrator").patch(f"/api/people/{settled.amina}", {"disabled": True})


def loses_the_seat(browser, amina, settled, house):
    with house.database.session() as session:
        seat = seat_id(session, settled.here.meeting, settled.amina)
    assert browser("secretary").delete(f"/api/seats/{seat}").status_code == 200


def loses_the_paper(browser, amina, settled, house):
    removed = browser("secretary").delete(f"/api/papers/{settled.here.paper}")
    assert removed.status_code == 200


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (signs_out, 401),
        (is_signed_out_elsewhere, 401),
        (has_a_new_password, 401),
        (is_disabled, 401),
        (loses_the_seat, 404),
        (loses_the_paper, 404),
    ],
)
def test_the_very_next_request_is_refused(browser, settled, derived, house, happens, expected):
    amina, version = browser("amina"), settled.here.version
    cookies = dict(amina.client._cookies)
    assert status(amina, picture_of(version)) == status(amina, words_of(version)) == 200
    happens(browser, amina, settled, house)
    amina.client._cookies.update(cookies)  # what was signed stays signed: it is the right that ends
    assert status(amina, picture_of(version)) == status(amina, words_of(version)) == expected


def test_what_another_process_writes_counts_at_once(browser, settled, derived, house):
    amina, version = browser("amina"), settled.here.version
    assert status(amina, picture_of(version)) == 200
    vacate = f"update participant set vacated = '2026-01-01' where person_id = {settled.amina}"
    program = (
        "import sys; from sqlalchemy import text; from foundation.database import open_database\n"
        "with open_database(sys.argv[1]).writing.begin() as c: c.execute(text(sys.argv[2]))"
    )
    subprocess.run(
        [sys.executable, "-c", program, house.settings.database_url, vacate], cwd=ROOT, check=True
    )
    assert status(amina, picture_of(version)) == 404


def test_a_closed_meetings_pages_stay_readable(browser, settled, derived, long_way):
    browser("chair").post(f"/api/meetings/{settled.here.meeting}/closure")
    assert status(browser("amina"), picture_of(settled.here.version)) == 200
    assert long_way == []


def test_a_drafts_pages_are_for_its_desk_until_it_is_published(browser, settled, derived, house):
    from meetings.people.models import Role

    seats = ((settled.amina, Role.DELEGATE),)
    draft = house.writer.perform(
        lambda s: meeting_with_paper(s, settled.secretary, settled.chair, seats, published=False)
    )
    amina, chair = browser("amina"), browser("chair")
    assert (status(amina, picture_of(draft.version)), status(chair, picture_of(draft.version))) == (
        404,
        200,
    )
    assert chair.post(f"/api/meetings/{draft.meeting}/publication").status_code == 200
    assert status(amina, picture_of(draft.version)) == 200


@pytest.mark.parametrize(
    "cookie",
    ["", "phien=", "phien=x.y.z", "phien={0}x", "phien=x{0}", "locale=vi", "phien={0}; phien=x"],
)
def test_a_cookie_we_did_not_sign_is_nobodys(app, settled, house, derived, cookie):
    token = house.writer.perform(lambda s: begin_sign_in(s, settled.amina, ""))
    signed = signer(app).dumps({"_user_id": token})
    assert asked_with(app, settled, f"phien={signed}") == 200
    answer = asked_with(app, settled, cookie.format(signed))
    assert answer == (200 if cookie.startswith("phien={0};") else 401)


def test_a_cookie_lasts_as_long_as_flask_says(app, settled, house, derived, monkeypatch):
    token = house.writer.perform(lambda s: begin_sign_in(s, settled.amina, ""))
    cookie, life = SessionCookie(app), int(app.permanent_session_lifetime.total_seconds())
    header, now = f"phien={signer(app).dumps({'_user_id': token})}", time.time()
    for later, holds in ((life, True), (life + 2, False), (-2, False), (0, True)):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        assert bool(cookie.token_hash(header)) is holds
        assert bool(SessionCookie(app).token_hash(header)) is holds  # one that never saw it


def test_a_cookie_of_another_key_is_nobodys(app, settled, house, derived):
    token = house.writer.perform(lambda s: begin_sign_in(s, settled.amina, ""))
    ours, app.secret_key = app.secret_key, "another"
    forged = signer(app).dumps({"_user_id": token})
    app.secret_key = ours
    assert asked_with(app, settled, f"phien={forged}") == 401


def test_a_cookie_without_a_sign_in_is_nobodys(app, settled, derived):
    for carried in ({}, {"_user_id": None}, {"csrf_token": "x"}):
        assert asked_with(app, settled, f"phien={signer(app).dumps(carried)}") == 401


def signer(app):
    return app.session_interface.get_signing_serializer(app)


def asked_with(app, settled, cookie):
    client = app.test_client(use_cookies=False)
    return client.get(picture_of(settled.here.version), headers={"Cookie": cookie}).status_code


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"method": "HEAD"}, 200),
        ({"headers": {"Range": "bytes=0-1"}}, 200),
        ({"headers": {"If-Match": '"x"'}}, 412),
        ({"headers": {"If-None-Match": '"x", "y"'}}, 200),
        ({"headers": {"If-None-Match": "*"}}, 304),
        ({"query_string": "width=161"}, 400),
        ({"query_string": "width=160&width=800"}, 200),
        ({"query_string": "width=one"}, 400),
        ({"query_string": "width=160&lang=en"}, 200),
    ],
)
def test_what_is_not_plain_goes_the_long_way(
    app, settled, house, derived, long_way, change, expected
):
    token = house.writer.perform(lambda s: begin_sign_in(s, settled.amina, ""))
    client = app.test_client(use_cookies=False)
    path = picture_of(settled.here.version)
    if "query_string" in change:
        path = path.partition("?")[0]
    headers = {"Cookie": f"phien={signer(app).dumps({'_user_id': token})}"}
    more = change | {"headers": headers | change.get("headers", {})}
    answer = client.open(path, **more)
    assert (answer.status_code, len(long_way)) == (expected, 1)


@pytest.mark.parametrize("page", ["0", "3", "01", "999999999999999999999", "-1", "%31"])
def test_a_page_that_is_not_there_is_refused(browser, settled, derived, page):
    path = f"/api/versions/{settled.here.version}/pages/{page}/picture?width=160"
    assert status(browser("amina"), path) == (200 if page in ("01", "%31") else 404)


def test_a_picture_that_was_made_better_or_swept_away_is_noticed(
    browser, settled, derived, long_way
):
    amina, path = browser("amina"), picture_of(settled.here.version)
    first = derived.picture_as(1, 160, "image/png")
    assert [amina.get(path).data for _ in range(2)] == [PICTURE] * 2
    write_whole(first, b"drawn anew")
    assert amina.get(path).data == b"drawn anew"
    first.unlink()
    write_whole(derived.picture_as(1, 160, "image/jpeg"), b"another kind")
    assert (amina.get(path).data, amina.get(path).mimetype) == (b"another kind", "image/jpeg")
    derived.picture_as(1, 160, "image/jpeg").write_bytes(b"")  # as a power cut may leave it
    os.utime(first.parent)
    assert long_way == []
    assert status(amina, path) == 404  # the paper itself is not there to draw it from
    assert len(long_way) == 1


def test_hot_files_are_read_once_and_take_no_more_room_than_they_may(tmp_path):
    read, files = [], HotFiles(lambda work: (read.append(1), work())[1], most_bytes=25)

    def asked(name):
        return files.read(name, lambda: (tmp_path / name, "text/plain")).bytes

    for name in "abc":
        (tmp_path / name).write_bytes(name.encode() * 10)
    os.utime(tmp_path, (LONG_AGO, LONG_AGO))
    assert [asked(name) for name in "aabb"] == [b"a" * 10] * 2 + [b"b" * 10] * 2
    assert len(read) == 2
    asked("c")  # there is no more room for a
    assert (asked("b"), len(read)) == (b"b" * 10, 3)
    assert (asked("a"), len(read)) == (b"a" * 10, 4)


def test_a_folder_that_changed_a_moment_ago_is_looked_at_each_time(tmp_path):
    files, path = HotFiles(lambda work: work()), tmp_path / "a"
    for content in (b"one", b"two"):
        path.write_bytes(content)  # in place: the folder's time says nothing
        assert files.read("a", lambda: (path, "text/plain")).bytes == content


def test_both_databases_answer_the_same(database, writer, cast):
    token = writer.perform(lambda s: begin_sign_in(s, cast.amina, ""))
    readables = Readables(database)
    for _ in range(8):  # PostgreSQL plans anew until the sixth time
        found = readables.version(token_hash(token), cast.here.version)
        assert (found.sha256, found.page_count) == (SHA, 2)
    assert readables.version(token_hash(token), cast.elsewhere.version) is None
    assert readables.version(token, cast.here.version) is None
    with database.session() as session:
        sign_in = running_sign_in(session, token_hash(token))[0].id
    writer.perform(lambda s: end_sign_in(s, sign_in))
    assert readables.version(token_hash(token), cast.here.version) is None


def test_a_database_that_went_away_says_nothing_and_is_asked_again(database, writer, cast):
    token = token_hash(writer.perform(lambda s: begin_sign_in(s, cast.amina, "")))
    readables = Readables(database)
    assert readables.version(token, cast.here.version)
    if not database.embedded:
        other = open_database(database.writing.url.render_as_string(hide_password=False))
        with other.writing.begin() as connection:
            connection.execute(
                text(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where pid <> pg_backend_pid() and datname = current_database()"
                )
            )
        other.dispose()
        assert readables.version(token, cast.here.version) is None
    assert readables.version(token, cast.here.version)
    database.dispose()
    assert readables.version(token, cast.here.version)
