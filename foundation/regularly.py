"""Regularly: what is done now and then for as long as the process serves."""

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)


def keep_doing(name: str, every_seconds: float, work: Callable[[], object]) -> None:
    """Do `work` every so many seconds, in a thread of its own; what fails is tried again."""
    threading.Thread(target=_run, args=(name, every_seconds, work), name=name, daemon=True).start()


def _run(name: str, every_seconds: float, work: Callable[[], object]) -> None:
    while True:
        time.sleep(every_seconds)
        try:
            work()
        except Exception:
            log.exception("%s failed", name)
