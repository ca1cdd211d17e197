"""Single questions: all that a process asks share a few connections, and none starves another."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Integer, bindparam, literal_column, select, text

from foundation.database import ASKING, open_database
from foundation.point_query import PointQuery

QUESTIONS = 6
OURS = "select pid from pg_stat_activity where application_name = 'who asks'"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path}/house.sqlite3")
    else:
        opened = open_database(request.getfixturevalue("postgresql"))
    yield opened
    opened.dispose()


def questions(database):
    def question(number):
        statement = select(literal_column(str(number), Integer) + bindparam("more", type_=Integer))
        return PointQuery(database, f"question_{number}", statement, ("more",))

    return [question(number) for number in range(QUESTIONS)]


def test_every_question_is_answered_however_many_others_are_asked(database):
    """One that kept its connections left those who asked something else waiting half a minute."""
    asked = questions(database) * 8
    began = time.monotonic()
    with ThreadPoolExecutor(len(asked)) as people:
        answers = list(people.map(lambda question: question.ask(100), asked))
    assert answers == [[(100 + number,)] for number in range(QUESTIONS)] * 8
    assert time.monotonic() - began < 10


def test_all_questions_share_the_same_few_connections(postgresql):
    database = open_database(f"{postgresql}&application_name=who%20asks")
    with ThreadPoolExecutor(16) as people:
        list(people.map(lambda question: question.ask(1), questions(database) * 8))
    with database.session() as session:
        others = session.execute(text(OURS + " and pid <> pg_backend_pid()")).all()
    assert 1 <= len(others) <= ASKING
    database.dispose()


def test_a_question_over_a_dead_connection_says_nothing_and_the_next_is_answered(postgresql):
    database = open_database(f"{postgresql}&application_name=who%20asks")
    [question, *_] = questions(database)
    assert question.ask(1) == [(1,)]
    with database.session() as session:
        session.execute(
            text(
                f"select pg_terminate_backend(pid) from ({OURS}) ours where pid <> pg_backend_pid()"
            )
        )
    assert question.ask(1) == []
    assert question.ask(1) == [(1,)]
    database.dispose()


def test_a_question_that_is_wrong_does_not_spoil_the_connection_for_the_others(database):
    [question, *_] = questions(database)
    wrong = PointQuery(database, "wrong", select(text("nothing from nowhere")), ())
    assert wrong.ask() == []
    assert question.ask(1) == [(1,)]
