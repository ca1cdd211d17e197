"""Servers killed under tablets that lose their line: nothing acknowledged is lost or doubled."""

from collections.abc import Callable

import pytest

from tests.benchmarks.clusters import installed
from tests.benchmarks.showing import say
from tests.chaos.reckoning import Reckoning, in_words
from tests.chaos.storm import on_postgresql, on_sqlite, over_a_bad_line
from tests.chaos.tablets import node

SECONDS, TABLETS = 30, 15
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""A tablet's socket that is torn away is closed by nobody: that is what is tried here."""
Show = Callable[[Reckoning], None]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    """Say what was reckoned: how long it took to drain tells of the machine alone."""

    def show(reckoning: Reckoning) -> None:
        with capsys.disabled():
            say(in_words(reckoning))

    return show


def test_nothing_is_lost_when_the_one_server_is_killed_again_and_again(show):
    found = on_sqlite(SECONDS, TABLETS)
    show(found)
    assert found.faults == {}
    assert found.kills >= 2
    assert found.acts > 20
    assert node() is None or len(found.kinds) > 1


def test_three_hundred_comments_over_lines_that_are_cut_all_the_time_are_there_once(show):
    found, cuts = over_a_bad_line(tablets=15, words=20, within=120)
    show(found)
    assert found.faults == {}
    assert (found.acts, found.acknowledged) == (300, 300)
    assert cuts > 30


@pytest.mark.skipif(installed() is None, reason="PostgreSQL is not installed")
def test_nothing_is_lost_when_servers_and_redis_are_killed_again_and_again(show):
    found = on_postgresql(SECONDS, TABLETS)
    show(found)
    assert found.faults == {}
    assert (found.kills >= 3, found.redis_kills >= 1) == (True, True)
    assert found.acts > 20
