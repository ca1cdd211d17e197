"""Serves with several processes, one a port, and starts again any that ends.

    python -m deploy.production.serve_many 3

takes PORT, PORT + 1 and PORT + 2; nginx shares the readers out among them (nginx.conf beside this
file). Several processes need PostgreSQL (DATABASE_URL) and are quicker with Redis (REDIS_URL).
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[2]
LEAST_PAUSE, MOST_PAUSE = 0.5, 30.0
"""Seconds before one that ended is started again: longer, while it ends again and again."""
SOUND_AFTER = 60.0
"""Seconds after which one that runs has proved sound."""
STOP_SECONDS = 10.0
TEND_SECONDS = 0.2
USUAL_HOST, USUAL_PORT = "127.0.0.1", 8000


class Process:
    """One serving process, started again whenever it ends."""

    def __init__(self, port: int, environment: Mapping[str, str]) -> None:
        self._environment = {**environment, "PORT": str(port)}
        self._address = (environment.get("HOST") or USUAL_HOST, port)
        self._pause = LEAST_PAUSE
        self._due = 0.0
        self._began = 0.0
        self.running: subprocess.Popen[bytes] | None = None

    def tend(self, now: float) -> None:
        """Start it where it does not run and its pause is over."""
        if self.running is not None and self.running.poll() is not None:
            self._pause = LEAST_PAUSE if now - self._began > SOUND_AFTER else self._longer()
            self._due, self.running = now + self._pause, None
        if self.running is None and now >= self._due:
            command = [sys.executable, str(ROOT / "wsgi.py")]
            self.running = subprocess.Popen(  # noqa: S603 - our own program
                command, cwd=ROOT, env=self._environment
            )
            self._began = now

    def serves(self) -> bool:
        """Say whether it lets readers in."""
        try:
            socket.create_connection(self._address, timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Ask it to end."""
        if self.running is not None:
            self.running.terminate()

    def end(self, until: float) -> None:
        """Wait for its end, and bring it about when it takes too long."""
        if self.running is None:
            return
        try:
            self.running.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.running.kill()

    def _longer(self) -> float:
        return min(MOST_PAUSE, self._pause * 2)


def refusal(environment: Mapping[str, str], count: int) -> str | None:
    """Return why so many processes cannot serve, if they cannot."""
    if count < 1:
        return "How many processes? At least 1."
    if count > 1 and not environment.get("DATABASE_URL", "").startswith("postgresql"):
        return "Several processes need PostgreSQL: set DATABASE_URL=postgresql+psycopg2://…"
    return None


def main(count: int) -> int:
    """Serve until stopped."""
    if why := refusal(os.environ, count):
        print(why, file=sys.stderr)
        return 2
    first = int(os.environ.get("PORT", USUAL_PORT))
    processes = [Process(first + number, os.environ) for number in range(count)]
    stopping = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    started = 1  # the first migrates the database and loads what is to be there; then the others
    while not stopping:
        for process in processes[:started]:
            process.tend(time.monotonic())
        if started < count and processes[0].serves():
            started = count
        time.sleep(TEND_SECONDS)
    for process in processes:
        process.stop()
    until = time.monotonic() + STOP_SECONDS
    for process in processes:
        process.end(until)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) == 2 and sys.argv[1].isdigit() else 0))
