"""The writer: one a process, through which every act of both doors is written.

Acts that wait together share one transaction, each in a savepoint of its own, so that a
refused one leaves nothing and does not take its neighbours along. Where that cannot be kept in
the quick way, all of it is undone and done again in the careful one. An answer is given after
the commit only. The way off the event loop is handed in; announcements run on the loop.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from foundation.acts import noted, write_acts
from foundation.database import Database
from foundation.events import Fact, announce, told
from foundation.record import write_record
from foundation.remembered import forget, remember
from foundation.statements import say

T = TypeVar("T")
Operation = Callable[[Session], T]
Perform = Callable[[Operation[Any]], Any]
"""Has an act written, and answers once it is committed."""
OffLoop = Callable[[Callable[[], Any]], Any]

Attempt = Callable[[Session, "Pending"], None]

MOST_TOGETHER = 500
ANSWERED_AT_ONCE = 8
"""After so many are woken they have their turn: a loop would do nothing else for all of them."""
ACT = "act"
LOST_RACES = (IntegrityError, StaleDataError)
"""What says that another process was quicker: a row was made, or has another revision since."""
log = logging.getLogger(__name__)


def stay(work: Callable[[], T]) -> T:
    """Run `work` where we are: the way off the loop where there is no loop."""
    return work()


class Pending:
    """One act that waits for its commit."""

    __slots__ = ("answer", "operation", "refusal")

    def __init__(self, operation: Operation[Any]) -> None:
        self.operation = operation
        self.answer: Any = None
        self.refusal: BaseException | None = None

    def outcome(self) -> Any:
        """Return the answer, or raise the refusal."""
        if self.refusal is not None:
            raise self.refusal
        return self.answer


class Handed:
    """Acts that one caller handed in together, to be written in their order."""

    def __init__(self, acts: Sequence[Pending]) -> None:
        self.acts = acts
        done = threading.Lock()  # one waits, once: an event would cost several times as much
        done.acquire()
        self.wait, self.finish = done.acquire, done.release


class Writer:
    """Takes acts from any thread or greenlet and commits them in groups."""

    def __init__(self, database: Database, off_loop: OffLoop = stay) -> None:
        self.database = database
        self.batches = 0
        self.acts = 0
        self._off_loop = off_loop
        self._waiting: queue.Queue[Handed | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._split: str | None = None

    def perform(self, operation: Operation[T]) -> T:
        """Run `operation` in a transaction; return its answer after the commit, or raise."""
        (pending,) = self.perform_all([operation])
        answer: T = pending.outcome()
        return answer

    def perform_all(self, operations: Sequence[Operation[Any]]) -> Sequence[Pending]:
        """Run each of these, in order; return what became of them after the commit."""
        self._start()
        handed = Handed([Pending(operation) for operation in operations])
        self._waiting.put(handed)
        handed.wait()
        return handed.acts

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join()

    @property
    def waiting(self) -> int:
        """How many wait with what they handed in."""
        return self._waiting.qsize()

    def figures(self) -> dict[str, float]:
        """Return what was written so far, and what waits."""
        return {"acts": self.acts, "batches": self.batches, "waiting": self.waiting}

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while some := self._next_handed():
            batch = [pending for handed in some for pending in handed.acts]
            facts: Sequence[Fact] = self._off_loop(partial(self._write, batch))
            announce(facts)
            self._say_split()
            for answered, handed in enumerate(some, 1):
                handed.finish()
                if answered % ANSWERED_AT_ONCE == 0:
                    time.sleep(0)

    def _next_handed(self) -> list[Handed]:
        """Wait for what is handed in next, and take what else is there; nothing at the end."""
        some: list[Handed] = []
        count = 0
        while count < MOST_TOGETHER and (not some or not self._waiting.empty()):
            handed = self._waiting.get()
            if handed is None:
                if some:
                    self._waiting.put(None)
                break
            some.append(handed)
            count += len(handed.acts)
        return some

    def _write(self, batch: list[Pending]) -> Sequence[Fact]:
        self.batches += 1
        self.acts += len(batch)
        try:
            return self._commit(batch)
        except BaseException as failure:
            if len(batch) == 1:
                batch[0].refusal = failure
                return []
            self._split = type(failure).__name__
        return [fact for pending in batch for fact in self._write_alone(pending)]

    def _say_split(self) -> None:
        """Log on the loop: a log's lock must not be shared with a real thread."""
        if self._split:
            log.warning("a shared commit failed (%s); its acts went one by one", self._split)
            self._split = None

    def _write_alone(self, pending: Pending) -> Sequence[Fact]:
        pending.answer = pending.refusal = None
        return self._write([pending])

    def _commit(self, batch: list[Pending]) -> Sequence[Fact]:
        try:
            return self._together(batch, _run if len(batch) == 1 else Savepoints().attempt)
        except (Broken, *LOST_RACES):  # another process was quicker: what it wrote is seen now
            return self._together(batch, _attempt_twice)

    def _together(self, batch: list[Pending], attempt: Attempt) -> Sequence[Fact]:
        with self.database.lane() as session, session.begin():
            if self.database.embedded and len(batch) > 1:  # no other process writes beside it
                remember(session)
            for pending in batch:
                attempt(session, pending)
            write_acts(session)
            return write_record(session)


class Broken(Exception):
    """The transaction of several acts cannot go on, or one of them has to be run again."""


class Savepoints:
    """Runs acts in one transaction, each from a savepoint that the driver alone knows of.

    After a refusal the session forgets all it knew, for it was not told how far it went back.
    """

    def __init__(self) -> None:
        self._at_savepoint = False
        self._any = False

    def attempt(self, session: Session, pending: Pending) -> None:
        """Run one act; a refused one leaves nothing."""
        self._mark(session)
        before = _count(session)
        pending.refusal = None
        try:
            _run(session, pending)
        except Exception as refusal:
            if isinstance(refusal, LOST_RACES) or not session.is_active:
                raise Broken from refusal
            say(session, f"ROLLBACK TO SAVEPOINT {ACT}")
            self._at_savepoint = True
            _go_back(session, before)
            pending.refusal = refusal

    def _mark(self, session: Session) -> None:
        """Begin a savepoint, unless the last act went back to one."""
        if not self._at_savepoint:
            before = [f"RELEASE SAVEPOINT {ACT}"] if self._any else []
            say(session, *before, f"SAVEPOINT {ACT}")
        self._any, self._at_savepoint = True, False


def _attempt_twice(session: Session, pending: Pending) -> None:
    """Run one act in a savepoint of the session; one that lost a race for a row once more."""
    for last in (False, True):
        before = _count(session)
        pending.refusal = None
        try:
            with session.begin_nested():
                _run(session, pending)
            return
        except Exception as refusal:
            _go_back(session, before)
            pending.refusal = refusal
            if last or not isinstance(refusal, LOST_RACES):
                return


def _count(session: Session) -> tuple[int, int]:
    return len(told(session)), len(noted(session))


def _go_back(session: Session, before: tuple[int, int]) -> None:
    """Forget what a refused act told and noted, and every object, for it may have changed any."""
    session.expunge_all()
    forget(session)
    events, acts = before
    del told(session)[events:]
    while len(noted(session)) > acts:
        noted(session).popitem()


def _run(session: Session, pending: Pending) -> None:
    """Run one act; where it is the only one, what refuses it undoes the transaction."""
    pending.answer = pending.operation(session)
    session.flush()
