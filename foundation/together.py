"""Together: readings that wait at the same moment are answered in one view of the database.

A hall that returns asks the same of the record, tablet by tablet; what one of them had looked up is
remembered for the others. Each reading begins after it was asked for, so it misses nothing that had
been committed by then, and each is refused for itself.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from foundation.aside import Read
from foundation.remembered import forget, remember

T = TypeVar("T")
AT_ONCE = 20


class _Waiting:
    """A reading that was asked for, and what became of it."""

    def __init__(self, work: Callable[[Session], Any]) -> None:
        self._work = work
        self.done = False
        self.answer: Any = None
        self.failure: BaseException | None = None

    def run(self, session: Session) -> None:
        try:
            self.answer = self._work(session)
        except Exception as failure:
            self.failure = failure


class Together:
    """Has readings done, one view after the other, as many in each as wait by then."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._waiting: deque[_Waiting] = deque()
        self._turn = threading.Lock()

    def read(self, work: Callable[[Session], T]) -> T:
        """Return what `work` finds in a consistent view of the database, or raise its refusal."""
        mine = _Waiting(work)
        self._waiting.append(mine)
        while not mine.done:
            with self._turn:
                if not mine.done:
                    self._answer_some()
        if mine.failure is not None:
            raise mine.failure
        answer: T = mine.answer
        return answer

    def _answer_some(self) -> None:
        some: list[_Waiting] = []
        while self._waiting and len(some) < AT_ONCE:
            some.append(self._waiting.popleft())

        def answer(session: Session) -> None:
            remember(session)
            for each in some:
                each.run(session)
            forget(session)  # the connection, which is kept, knows the answers too

        failure: BaseException | None = None
        try:
            self._read(answer)
        except BaseException as fault:
            failure = fault
        for each in some:
            each.failure = failure or each.failure
            each.done = True
