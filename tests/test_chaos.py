"""Servers killed under tablets that lose their line: nothing acknowledged is lost or doubled."""

import pytest

from tests.benchmarks.clusters import installed
from tests.chaos.storm import on_postgresql, on_sqlite

SECONDS, TABLETS = 30, 15


def test_nothing_is_lost_when_the_one_server_is_killed_again_and_again():
    found = on_sqlite(SECONDS, TABLETS)
    assert found.faults == {}
    assert found.kills >= 2
    assert found.acts > 20


@pytest.mark.skipif(installed() is None, reason="PostgreSQL is not installed")
def test_nothing_is_lost_when_servers_and_redis_are_killed_again_and_again():
    found = on_postgresql(SECONDS, TABLETS)
    assert found.faults == {}
    assert (found.kills >= 3, found.redis_kills >= 1) == (True, True)
    assert found.acts > 20
