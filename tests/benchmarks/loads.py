"""The loads of the heartbeat's benchmark: what a hall and its desk may ask of one process.

`python -m tests.benchmarks.loads` reads one job as JSON, lays that load on a server, and answers
between which moments; how late the server's loop was meanwhile is asked of the server.
"""

import asyncio
import http.client
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import orjson

from tests.benchmarks.getters import burst, getter
from tests.benchmarks.papers import LONG_TEXT, SCAN, repeated
from tests.cast import PASSWORD
from tests.documents.made_papers import encrypted_paper, flate_bomb, many_pages, nested_forms

Job = dict[str, Any]
PAGES, SCANNED, LONG = 60, 10, 100
BURSTS, TIMES = 40, 5
READING_SECONDS = 170.0
BOUNDARY = "phien-of-a-benchmark"
SECRETARY = "dai.bieu.0"


class Desk:
    """One signed-in person's connection."""

    def __init__(self, job: Job, login: str = SECRETARY) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", job["port"], timeout=READING_SECONDS)
        self._meeting = job["meeting"]
        self._cookies: dict[str, str] = {}
        self._token = self.get("/api/csrf")["token"]
        self.post("/api/sign-in", orjson.dumps({"login": login, "password": PASSWORD}))
        self._token = self.get("/api/csrf")["token"]

    def get(self, path: str) -> Any:
        """Return what stands at a path, read if it is JSON."""
        return self._asked("GET", path, None, {})

    def post(self, path: str, body: bytes, media: str = "application/json") -> Any:
        """Send something there."""
        return self._asked("POST", path, body, {"Content-Type": media})

    def lay(
        self, paper: bytes, over: int | None = None, *, refused: bool = False
    ) -> dict[str, Any]:
        """Upload a paper, or a new version of one, and wait until it has been read or refused."""
        item = self.get(f"/api/meetings/{self._meeting}")["items"][0]["id"]
        laid = self.post(
            f"/api/papers/{over}/versions" if over else f"/api/items/{item}/papers",
            _form(paper + b"\n%% %d\n" % time.monotonic_ns()),  # a file that was never seen
            f"multipart/form-data; boundary={BOUNDARY}",
        )
        until = time.monotonic() + READING_SECONDS
        while "id" in laid and time.monotonic() < until:
            found: dict[str, Any] = self.get(f"/api/papers/{laid['id']}")
            if found["version"]["state"] in ("ready", "failed"):
                return found
            time.sleep(0.5)
        if not refused:
            raise RuntimeError(f"a paper was not read: {laid.get('code', 'it took too long')}")
        return {}

    def _asked(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> Any:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._line.request(
            method, path, body, {"Cookie": cookie, "X-CSRFToken": self._token} | more
        )
        answer = self._line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                kept, _, rest = value.partition("=")
                self._cookies[kept] = rest.partition(";")[0]
        content = answer.read()
        return orjson.loads(content) if answer.headers.get_content_subtype() == "json" else content

    _token = ""


def nobody(_: Job) -> Callable[[], None]:
    """Let nobody ask for anything."""
    return lambda: time.sleep(3)


def pictures(job: Job) -> Callable[[], None]:
    """Let everybody ask for a ready picture at once."""

    async def ask() -> None:
        getters = [await getter(job, cookie) for cookie in job["cookies"]]
        for _ in range(BURSTS):
            await burst(getters)

    return lambda: asyncio.run(ask())


def text(job: Job) -> Callable[[], None]:
    """Let a text arrive."""
    desk, paper = Desk(job), repeated(LONG_TEXT, PAGES)
    return lambda: _done(desk.lay(paper))


def scan(job: Job) -> Callable[[], None]:
    """Let a scan arrive."""
    desk, paper = Desk(job), repeated(SCAN, SCANNED)
    return lambda: _done(desk.lay(paper))


def hostile(job: Job) -> Callable[[], None]:
    """Let papers arrive that were made to do harm."""
    desk = Desk(job)
    papers = [encrypted_paper(), many_pages(), nested_forms(), flate_bomb(100)]
    return lambda: _done(*(desk.lay(paper, refused=True) for paper in papers))


def paragraphs(job: Job) -> Callable[[], None]:
    """Let all paragraphs of a long paper be asked for."""
    desk = Desk(job)
    version = desk.lay(repeated(LONG_TEXT, LONG))["version"]["id"]
    return lambda: _done(*(desk.get(f"/api/versions/{version}/paragraphs") for _ in range(TIMES)))


def changes(job: Job) -> Callable[[], None]:
    """Let two versions of a long paper be compared, and the changes be read."""
    desk, paper = Desk(job), repeated(LONG_TEXT, LONG)
    number = desk.lay(paper)["paper"]["id"]
    desk.lay(paper, over=number)
    return lambda: _done(*(desk.get(f"/api/papers/{number}/changes") for _ in range(TIMES)))


def exports(job: Job) -> Callable[[], None]:
    """Let the opinions be taken away as files."""
    desk, where = Desk(job), f"/api/meetings/{job['meeting']}/opinions"
    return lambda: _done(
        *(desk.get(f"{where}.{kind}") for kind in ("docx", "xlsx") for _ in range(TIMES))
    )


def sign_ins(job: Job) -> Callable[[], None]:
    """Let many sign in at once."""
    crowd = [threading.Thread(target=Desk, args=(job, f"dai.bieu.{n}")) for n in range(1, 21)]

    def run() -> None:
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()

    return run


LOADS = {
    "50 ask for a picture": pictures,
    f"a text of {PAGES} pages arrives": text,
    f"a scan of {SCANNED} pages arrives": scan,
    f"all paragraphs of {LONG} pages": paragraphs,
    f"what changed in {LONG} pages": changes,
    "opinions as .docx and .xlsx": exports,
    "20 sign in at once": sign_ins,
    "hostile papers arrive": hostile,
}


def run(job: Job) -> dict[str, float]:
    """Lay one load on the server; its preparation is not counted."""
    load = (LOADS | {"nobody": nobody})[job["load"]](job)
    time.sleep(1)
    began, mine = time.monotonic(), time.process_time()
    load()
    ended = time.monotonic()
    busy = (time.process_time() - mine) / (ended - began)
    return {"began": began, "ended": ended, "busy": busy}


def _form(paper: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + paper + f"\r\n--{BOUNDARY}--\r\n".encode()


def _done(*_: object) -> None:
    """Nothing is made of what was answered."""


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(run(orjson.loads(sys.stdin.buffer.read()))))
