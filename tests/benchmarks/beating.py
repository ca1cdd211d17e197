"""The real program with a heart that is listened to: how late the loop is, beat by beat.

`python -m tests.benchmarks.beating FILE` serves as `wsgi.py` does; once a second it adds a line
to FILE with the moment of each beat and by how much it was late.
"""

from realtime import loop

if __name__ == "__main__":
    loop.patch("eventlet")

import sys
import threading
import time
from pathlib import Path

import orjson

BEAT_SECONDS = 0.01
WRITTEN_SECONDS = 0.5


def beat(file: Path) -> None:
    """Note for ever how late a short sleep ends."""
    beats: list[tuple[float, float]] = []
    while True:
        due = time.monotonic() + BEAT_SECONDS
        time.sleep(BEAT_SECONDS)
        now = time.monotonic()
        beats.append((now, now - due))
        if now - beats[0][0] >= WRITTEN_SECONDS:
            with file.open("ab") as opened:
                opened.write(orjson.dumps(beats) + b"\n")
            beats = []


def heard(file: Path, since: float, until: float) -> list[float]:
    """Return by how many seconds each beat between two moments was late."""
    lines = map(orjson.loads, file.read_bytes().splitlines())
    return [late for line in lines for at, late in line if since <= at <= until]


if __name__ == "__main__":
    import wsgi

    threading.Thread(target=beat, args=(Path(sys.argv[1]),), daemon=True).start()
    wsgi.run()
