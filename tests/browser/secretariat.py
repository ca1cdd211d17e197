"""A secretary who prepares through the API what a test only needs to be there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import select

from deploy.demonstration.cast import PASSWORD
from foundation.clock import now
from meetings.people.models import Person
from tests.browser.site import Site, wait_for

PAPERS = Path(__file__).parents[2] / "deploy" / "demonstration" / "papers"
SHORT_PAPER = PAPERS / "to-trinh-duong-giao-thong.pdf"


@dataclass(frozen=True)
class Paper:
    """A paper that has been read, with its paragraphs as the API gives them."""

    id: int
    title: str
    version: int
    pages: int
    paragraphs: list[dict[str, Any]]


@dataclass(frozen=True)
class Prepared:
    """A meeting with its items and papers."""

    id: int
    items: list[int]
    papers: list[Paper]

    @property
    def paper(self) -> Paper:
        """Return the first paper."""
        return self.papers[0]


class Secretariat:
    """Somebody signed in to the API."""

    def __init__(self, site: Site, login: str = "thu.ky") -> None:
        self.site = site
        self.web = requests.Session()
        self._take_token()
        self.ask("POST", "/sign-in", login=login, password=PASSWORD)
        self._take_token()

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """Ask the API, and insist on an answer."""
        address = f"{self.site.address}/api{path}"
        answer = self.web.request(method, address, json=body if method != "GET" else None)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def person(self, login: str) -> int:
        """Return the id of somebody of the demonstration."""
        (found,) = self.site.all(select(Person.id).where(Person.login == login))
        return int(found)

    def prepare(
        self,
        title: str,
        papers: Sequence[Path] = (SHORT_PAPER,),
        seats: Sequence[tuple[str, str]] = (("dai.bieu", "delegate"), ("dai.bieu2", "delegate")),
        items: Sequence[str] = ("Nội dung thứ nhất",),
        published: bool = True,
    ) -> Prepared:
        """Prepare a meeting whose papers, all under its first item, have been read."""
        meeting = self._meeting(title, seats)
        item_ids = [
            self.ask("POST", f"/meetings/{meeting}/items", title=each, kind="discussion")["id"]
            for each in items
        ]
        sent = [self.send(item_ids[0], path) for path in papers]
        if published:
            self.ask("POST", f"/meetings/{meeting}/publication")
        return Prepared(meeting, item_ids, [self.read(paper) for paper in sent])

    def send(self, item: int, path: Path) -> int:
        """Add a paper to an item."""
        with path.open("rb") as file:
            answer = self.web.post(
                f"{self.site.address}/api/items/{item}/papers", files={"file": (path.name, file)}
            )
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def replace(self, paper: int, path: Path) -> Paper:
        """Give a paper another version, and wait until that has been read."""
        address = f"{self.site.address}/api/papers/{paper}/versions"
        with path.open("rb") as file:
            answer = self.web.post(address, files={"file": (path.name, file)})
        assert answer.status_code == 201, answer.text
        return self.read(paper)

    def read(self, paper_id: int) -> Paper:
        """Wait until a paper has been read, its scans too, and return it."""
        wait_for(lambda: self._all_read(paper_id), within=120)
        opened = self._opened(paper_id)
        version, paper = opened["version"], opened["paper"]
        path = f"/versions/{version['id']}/paragraphs?first=1&last={version['page_count']}"
        paragraphs = self.ask("GET", path)
        return Paper(paper["id"], paper["title"], version["id"], version["page_count"], paragraphs)

    def close(self) -> None:
        """Leave."""
        self.web.close()

    def _all_read(self, paper: int) -> bool:
        version = self._opened(paper)["version"]
        scans = version["recognition"] in ("waiting", "processing")
        return bool(version["state"] == "ready" and not scans)

    def _opened(self, paper: int) -> Any:
        return self.ask("GET", f"/papers/{paper}")

    def _meeting(self, title: str, seats: Sequence[tuple[str, str]]) -> int:
        starts = now() + timedelta(days=2)
        made = self.ask(
            "POST",
            "/meetings",
            title=title,
            kind="council",
            place="Hội trường",
            starts=starts.isoformat(),
            ends=(starts + timedelta(hours=3)).isoformat(),
            chair=self.person("chu.toa"),
            seats=[{"person": self.person(who), "role": role} for who, role in seats],
        )
        return int(made.get("meeting", made)["id"])

    def _take_token(self) -> None:
        answer = self.web.get(f"{self.site.address}/api/csrf")
        self.web.headers["X-CSRFToken"] = answer.json()["token"]
