"""The writer: what acts leave together is what they leave one by one, whatever befalls them."""

import threading
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from foundation.acts import Act, once
from foundation.database import Base
from foundation.entities import Inserting, Reading
from foundation.errors import Conflict
from foundation.events import tell
from foundation.record import RecordedFact, Stream
from foundation.statements import Statement
from foundation.writer import Pending, Writer
from meetings.people.models import Unit
from tests.foundation.test_record import Said

UNITS = Inserting(Unit)
LOOK = Reading(Unit, of=lambda wanted: wanted.where(Unit.name == bindparam("name")))
TABLES = (Unit, Act, Stream, RecordedFact)


@dataclass(frozen=True)
class Step:
    """One thing an act does: by the session, by a statement, or not at all."""

    does: str
    name: int


@dataclass(frozen=True)
class Plan:
    """One act: its steps, and the operation id under which it is sent, if any."""

    steps: tuple[Step, ...]
    operation: int | None


STEPS = st.builds(
    Step,
    does=st.sampled_from(
        [
            "add",
            "add late",
            "rename",
            "remove",
            "insert",
            "insert quickly",
            "tell",
            "tell",
            "refuse",
            "crash",
            "wrong",
        ]
    ),
    name=st.integers(0, 4),
)
PLANS = st.builds(
    Plan,
    steps=st.lists(STEPS, min_size=1, max_size=4).map(tuple),
    operation=st.none() | st.integers(0, 2),
)


def carry_out(plan: Plan, session: Session) -> Any:
    """Do what is planned, once under its operation id."""

    def do() -> dict[str, Any]:
        looks_before = looks(session)
        for step in plan.steps:
            take(step, session)
            looks(session)  # what is seen before a refusal must not be remembered after it
        count = session.scalar(select(func.count()).select_from(Unit))
        return {"units": count, "looks": looks_before + looks(session)}

    if plan.operation is None:
        return do()
    asked = [plan.operation]
    return once(session, 1, f"op-{plan.operation}", "unit.plan", asked, do)


def looks(session: Session) -> list[str | None]:
    """Return how each unit looks, as it is remembered."""
    found = [LOOK.once(session, name=f"u{name}")[0] for name in range(5)]
    return [each and each.kind for each in found]


def take(step: Step, session: Session) -> None:
    """Take one step; some break the transaction."""
    found = session.scalar(select(Unit).where(Unit.name == f"u{step.name}"))
    if step.does in ("add", "add late"):
        session.add(Unit(name=f"u{step.name}", kind="x"))  # twice: the database refuses it
        if step.does == "add":
            session.flush()
    elif step.does == "rename" and found:
        found.kind = f"{found.kind}+"
    elif step.does == "remove" and found:
        session.delete(found)
    elif step.does == "insert":
        session.execute(text(f"insert into unit (name, kind) values ('u{step.name}', 'y')"))
    elif step.does == "insert quickly":
        UNITS.insert(session, name=f"u{step.name}", kind="z")
    elif step.does == "tell":
        tell(session, Said(words=f"w{step.name}", rooms=(f"meeting:{step.name % 2}", "desk:1")))
    elif step.does == "refuse":
        raise Conflict("item.changed")
    elif step.does == "crash":
        raise RuntimeError("a fault of ours")
    elif step.does == "wrong":
        session.execute(text("select nothing from nowhere"))


def left_in(database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows, but for moments and for ids, which may have gaps."""
    with database.session() as session:
        return {
            kind.__tablename__: sorted(
                repr([getattr(row, c.key) for c in kind.__table__.columns if c.key not in SKIPPED])
                for row in session.scalars(select(kind))
            )
            for kind in TABLES
        }


SKIPPED = {"id", "at"}


def outcome(pending: Pending) -> tuple[Any, str | None]:
    """Return what whoever waits for an act is told."""
    if pending.refusal is not None:
        return None, type(pending.refusal).__name__
    return pending.answer, None


def emptied(database) -> Writer:
    """Return a writer over this database without any row."""
    with Session(database.writing) as session, session.begin():
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    return Writer(database)


def done(database, groups: list[list[Plan]]) -> tuple[list[Any], list[Any], Any]:
    """Have acts written in these groups; return outcomes, facts in order, and what is left."""
    writer, outcomes, told = emptied(database), [], []
    for group in groups:
        batch = [Pending(partial(carry_out, plan)) for plan in group]
        told += [(f.stream, f.number, f.body["words"]) for f in writer._write(batch)]
        outcomes += [outcome(each) for each in batch]
    writer.close()
    return outcomes, told, left_in(database)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plans=st.lists(PLANS, min_size=2, max_size=8))
def test_acts_together_leave_what_they_leave_one_by_one(database, plans):
    together = done(database, [plans])
    one_by_one = done(database, [[plan] for plan in plans])
    assert together[0] == one_by_one[0]
    assert sorted(together[1]) == sorted(one_by_one[1])
    assert together[2] == one_by_one[2]


def test_a_refused_act_forgets_what_it_changed_in_objects(database, writer):
    def rename(to, refuse):
        def act(session):
            unit = session.scalar(select(Unit))
            unit.name = to
            session.flush()
            if refuse:
                raise Conflict("item.changed")
            return unit.name

        return act

    writer.perform(lambda session: session.add(Unit(name="a", kind="x")))
    batch = [Pending(rename("b", True)), Pending(lambda s: s.scalar(select(Unit)).name)]
    writer._write(batch)
    assert outcome(batch[0]) == (None, "Conflict")
    assert batch[1].answer == "a"


def test_acts_together_ask_once_what_they_ask_alike_where_nobody_writes_beside_them(
    database, writer, monkeypatch
):
    asked, rows = [], Statement.rows
    monkeypatch.setattr(
        Statement, "rows", lambda *given, **values: asked.append(values) or rows(*given, **values)
    )
    writer.perform(lambda session: session.add(Unit(name="u1", kind="x")))
    look = [Pending(lambda session: LOOK.once(session, name="u1")[0].kind) for _ in range(5)]
    writer._write(look)
    assert [each.answer for each in look] == ["x"] * 5
    assert len(asked) == (1 if database.embedded else 5)


def test_an_act_that_was_noted_and_then_refused_may_be_sent_again(database, writer):
    def act(session, refuse):
        answer = once(session, 1, "op", "thing.do", {}, lambda: {"n": 1})
        if refuse:
            raise Conflict("item.changed")
        return answer

    batch = [Pending(partial(act, refuse=each)) for each in (True, False, False)]
    writer._write(batch)
    assert [outcome(each) for each in batch] == [
        (None, "Conflict"),
        ({"n": 1}, None),
        ({"n": 1}, None),
    ]


def test_one_act_that_two_processes_are_sent_is_done_once(database):
    writers, done_by, gate = [Writer(database), Writer(database)], [], threading.Barrier(2)

    def send(writer, group):
        def act(session, number):
            def do():
                done_by.append(number)
                tell(session, Said(words=str(number)))
                session.add(Unit(name=f"unit {number}", kind="x"))
                return {"n": number}

            return once(session, 1, f"op-{number}", "thing.say", {"n": number}, do)

        gate.wait()
        batch = [Pending(partial(act, number=number)) for number in group]
        writer._write(batch)
        assert [outcome(each) for each in batch] == [({"n": n}, None) for n in group]

    threads = [threading.Thread(target=send, args=(each, range(10))) for each in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in writers:
        each.close()
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Unit)) == 10
        assert session.scalar(select(func.count()).select_from(Act)) == 10
        numbers = session.scalars(select(RecordedFact.number).order_by(RecordedFact.number)).all()
    assert numbers == list(range(1, 11))
