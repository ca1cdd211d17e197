"""The database: nothing acknowledged is lost, times are aware, steps and models agree."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic import command
from sqlalchemy import text

from foundation import database as databases
from foundation.database import Base, TZDateTime, journal_mode, open_database, sqlite_module
from foundation.migrating import bring_up_to_date, configuration, differences

LIVED_IN = (
    "insert into document (id, created) values (1, :at)",
    "insert into version (id, document_id, number, file_name, sha256, readable_sha256, media_type,"
    " size, state, page_count, pages_done, created)"
    " values (1, 1, 1, 'a.pdf', 'a', 'a', 'application/pdf', 1, 'ready', 1, 1, :at)",
    "insert into paragraph (id, version_id, ordinal, kind, text, address, boxes, first_page,"
    " last_page, from_scan) values (1, 1, 0, 'body', 'Điều 1.', '', '[]', 1, 1, false)",
    "insert into meeting (id, title, kind, place, starts, ends, state, revision, created)"
    " values (1, 'Kỳ họp', 'council', '', :at, :at, 'draft', 1, :at)",
    "insert into agenda_item (id, meeting_id, position, title, kind, presenter_name, revision)"
    " values (1, 1, 1, 'Mục', 'discussion', '', 1)",
    "insert into agenda_paper (id, meeting_id, item_id, document_id, title, position)"
    " values (1, 1, 1, 1, 'Tờ trình', 1)",
    "insert into person (id, name, login, administers, prepares_meetings)"
    " values (1, 'An', 'an', false, false)",
    "insert into comment (id, meeting_id, paper_id, version_id, version_number, paragraph_id,"
    " creator_id, operation_id, visibility, text, html, page, paragraph_number, address, quote,"
    " created, modified, revision) values (1, 1, 1, 1, 1, 1, 1, 'o', 'meeting', 'Tôi tán thành.',"
    " '', 1, 1, '', '', :at, :at, 1)",
)


def test_sqlite_is_new_enough_to_write_ahead():
    assert journal_mode(sqlite_module().sqlite_version_info) == "WAL"


def test_an_older_sqlite_falls_back_to_a_journal_that_is_deleted():
    assert journal_mode((3, 40, 1)) == "DELETE"


def test_sqlite_waits_for_the_disk_and_keeps_foreign_keys(sqlite_url):
    database = open_database(sqlite_url)
    with database.writing.connect() as connection:
        said = {
            name: connection.execute(text(f"pragma {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.dispose()
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_an_older_sqlite_makes_sure_that_the_journal_is_gone(sqlite_url, monkeypatch):
    monkeypatch.setattr(databases, "journal_mode", lambda version: "DELETE")
    database = open_database(sqlite_url)
    with database.writing.connect() as connection:
        said = connection.execute(text("pragma synchronous")).scalar()
    database.dispose()
    assert said == 3


def test_the_steps_lead_to_what_the_models_say(database_url):
    bring_up_to_date(database_url)
    differences(database_url)


def test_a_house_that_is_lived_in_loses_nothing_on_the_way_to_the_newest_form(database_url):
    command.upgrade(configuration(database_url), "0001")
    database = open_database(database_url)
    moment = {"at": datetime(2026, 1, 1, tzinfo=UTC)}
    with database.writing.begin() as connection:
        for step in LIVED_IN:
            connection.execute(text(step).bindparams(**(moment if ":at" in step else {})))
    database.dispose()
    bring_up_to_date(database_url)
    database = open_database(database_url)
    with database.reading.connect() as connection:
        kept = connection.execute(
            text("select c.text, p.text, p.mended from comment c join paragraph p on p.id = 1")
        ).all()
    database.dispose()
    assert [tuple(row) for row in kept] == [("Tôi tán thành.", "Điều 1.", False)]


def test_a_naive_moment_is_refused():
    with pytest.raises(TypeError):
        TZDateTime().process_bind_param(datetime(2026, 1, 1), None)  # noqa: DTZ001


def test_a_moment_comes_back_aware_and_in_utc():
    hanoi = timezone(timedelta(hours=7))
    kept = TZDateTime().process_bind_param(datetime(2026, 1, 1, 7, tzinfo=hanoi), None)
    assert kept == datetime(2026, 1, 1, tzinfo=UTC)
    assert TZDateTime().process_result_value(kept.replace(tzinfo=None), None) == kept


def test_what_the_journal_holds_is_brought_into_the_file_aside(tmp_path):
    file = tmp_path / "house.sqlite3"
    database = open_database(f"sqlite:///{file}")
    with database.session() as session:  # who reads keeps the journal, which the last one tidies up
        session.execute(text("select 1"))
        session.rollback()
        Base.metadata.create_all(database.writing)
        before = file.stat().st_size
        database.settle()
        assert file.stat().st_size > before
    database.dispose()


WAITS_FOR_A_LOCK = """
import sys
from sqlalchemy import text
from foundation.database import open_database
with open_database(sys.argv[1]).lane() as session:
    session.execute(text("set application_name to 'the dead'"))
    session.execute(text("select pg_advisory_xact_lock(1)"))
"""


def test_a_process_that_was_killed_leaves_no_act_waiting_behind_anothers_lock(postgresql):
    database = open_database(postgresql)

    def waiting():
        found = "select count(*) from pg_stat_activity where application_name = 'the dead'"
        with database.session() as session:
            return session.execute(text(found)).scalar()

    with database.lane() as holder:
        holder.execute(text("select pg_advisory_xact_lock(1)"))
        doomed = subprocess.Popen([sys.executable, "-c", WAITS_FOR_A_LOCK, postgresql])
        assert soon(lambda: waiting() == 1)
        doomed.kill()
        doomed.wait()
        assert soon(lambda: waiting() == 0)
    database.dispose()


def test_a_process_takes_no_more_connections_than_it_says(postgresql):
    database = open_database(postgresql)
    pool = database.writing.pool
    assert (
        pool.size() + pool._max_overflow == 12
    )  # beside the four of tests/foundation/test_asking.py
    assert database.reading.pool is database.writing.pool
    database.dispose()


def soon(true, within=15.0):
    until = time.monotonic() + within
    while not true() and time.monotonic() < until:
        time.sleep(0.1)
    return true()
