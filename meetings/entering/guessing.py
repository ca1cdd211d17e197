"""Guessing: six digits can be tried out, so the whole house has only so many wrong ones a minute.

A hall sits behind one address, so it is not the address that is shut out. When too many codes are
wrong, the digits that are being shown stop to hold and none are taken for a while, each time
longer; QR codes and passwords go on, since nobody guesses those.
"""

from sqlalchemy.orm import Session

from foundation.clock import seconds
from meetings.entering.models import Guessing

MOST_A_MINUTE = 20
MINUTE = 60
LONGEST_PAUSE = 15 * MINUTE
FORGOTTEN_AFTER = 60 * MINUTE
"""Quiet for so long, and the next pause is a short one again."""
THE_ROW = 1


def closed_for(session: Session) -> int:
    """Return for how many seconds no six digits are taken."""
    known = session.get(Guessing, THE_ROW)
    return max(0, known.closed_until - seconds()) if known else 0


def count_a_failure(session: Session) -> bool:
    """Count a wrong code; says whether there were too many just now."""
    known, at = _row(session), seconds()
    if at - known.since >= MINUTE:
        known.since, known.failures = at, 0
    known.failures += 1
    if known.failures < MOST_A_MINUTE:
        return False
    if at - known.closed_until >= FORGOTTEN_AFTER:
        known.floods = 0
    known.closed_until = at + min(LONGEST_PAUSE, MINUTE * 2**known.floods)
    known.floods = min(known.floods + 1, 8)
    known.since, known.failures = known.closed_until, 0
    return True


def _row(session: Session) -> Guessing:
    """Return the row, which no other process counts in meanwhile."""
    known = session.get(Guessing, THE_ROW, with_for_update=True, populate_existing=True)
    if known is None:
        known = Guessing(id=THE_ROW, since=seconds(), failures=0, floods=0, closed_until=0)
        session.add(known)
        session.flush()
    return known
