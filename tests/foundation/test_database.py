"""The database: nothing acknowledged is lost, times are aware, steps and models agree."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from foundation.database import TZDateTime, journal_mode, open_database, sqlite_module
from foundation.migrating import bring_up_to_date, differences


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


def test_the_steps_lead_to_what_the_models_say(database_url):
    bring_up_to_date(database_url)
    differences(database_url)


def test_a_naive_moment_is_refused():
    with pytest.raises(TypeError):
        TZDateTime().process_bind_param(datetime(2026, 1, 1), None)  # noqa: DTZ001


def test_a_moment_comes_back_aware_and_in_utc():
    hanoi = timezone(timedelta(hours=7))
    kept = TZDateTime().process_bind_param(datetime(2026, 1, 1, 7, tzinfo=hanoi), None)
    assert kept == datetime(2026, 1, 1, tzinfo=UTC)
    assert TZDateTime().process_result_value(kept.replace(tzinfo=None), None) == kept
