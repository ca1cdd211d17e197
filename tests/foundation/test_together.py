"""Readings that wait together: one view for all of them, and each is refused for itself."""

import threading

import pytest
from sqlalchemy import text

from foundation.aside import Aside
from foundation.errors import NotFound
from foundation.remembered import remembered
from foundation.together import AT_ONCE, Together
from tests.realtime.wires import until


class Views:
    """Views of a real database; the first can be held open, and all are counted."""

    def __init__(self, database):
        self._aside, self.count = Aside(database), 0
        self.began, self.goes_on = threading.Event(), threading.Event()

    def read(self, work):
        self.count += 1
        self.began.set()
        self.goes_on.wait(5)
        return self._aside.read(work)


@pytest.fixture
def views(database):
    return Views(database)


def asked(together, *works):
    """Ask in one thread each; returns how to wait for what became of them."""
    found = [None] * len(works)

    def ask(place, work):
        try:
            found[place] = together.read(work)
        except NotFound as refusal:
            found[place] = refusal.code

    threads = [threading.Thread(target=ask, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()

    def ended():
        for thread in threads:
            thread.join(10)
        return found

    return ended


def one(session):
    return session.execute(text("select 1")).scalar_one()


def refused(session):
    raise NotFound("meeting.unknown")


def test_what_waits_meanwhile_is_answered_in_one_view_and_each_refusal_is_its_own(views):
    together, seen = Together(views.read), []

    def which(session):
        remembered(session)["asked"] = True
        seen.append((session, remembered(session)))
        return one(session)

    first = asked(together, one)
    assert views.began.wait(5)
    others = asked(together, which, refused, which)
    assert until(lambda: len(together._waiting) == 3)
    views.goes_on.set()
    assert first() == [1]
    assert others() == [1, "meeting.unknown", 1]
    assert views.count == 2
    assert seen[0][0] is seen[1][0]
    assert seen[0][1] is seen[1][1]
    assert seen[0][1] == {}, "what was remembered must not stay with a connection that is kept"


def test_however_many_wait_all_are_answered(views):
    together = Together(views.read)
    views.goes_on.set()
    assert asked(together, *[one] * (2 * AT_ONCE + 3))() == [1] * (2 * AT_ONCE + 3)


def test_where_the_database_fails_whoever_waited_is_told(views):
    def fail(_):
        raise NotFound("database.away")

    together = Together(fail)
    assert asked(together, one, one)() == ["database.away"] * 2
