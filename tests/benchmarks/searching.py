"""Searching: words in a pack of a thousand pages, beside reading through it all.

The pack is the papers that are measured, over and over; the house holds others of its size, as
a house does after a year. What is timed is the whole answer: found, ranked, with its snippets.
"""

import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from documents.making import _plain
from documents.models import Document, Version
from documents.operations import add_paragraphs
from documents.paragraphs import assemble, words_of
from documents.pdf import Paper
from documents.search import index
from documents.search.hits import snippet
from documents.search.query import read
from foundation.database import Base, Database, open_database
from tests.benchmarks.figures import Figure, Peer, Target, interleaved, percentile
from tests.benchmarks.papers import packs
from web.compressing import LEVEL, igzip

NAME = "searching"
TITLE = "words found in a pack of 1,000 pages, and what words cost on the wire"
PAGES = 1000
PACKS = 4
"""In the house; one of them is searched."""
ROUNDS = 5
ROWS_TOGETHER = 100
SLOWEST_MS = 100
QUERIES = (
    "ngân sách",
    "ngan sach",
    "xã",
    "và",
    "nghị quyết",
    "đầu tư công",
    "dau tu cong",
    '"hội đồng nhân dân"',
    "điều 5",
    "31/NQ-HĐND",
    "kinh te xa hoi 2025",
    "trach nhiem thi hanh",
    "giao thông nông th",
    "khong co tu nay",
)
Find = Callable[[Session, Sequence[int], str], Any]


@dataclass
class Read:
    """What was read of the papers: paragraphs, and the words of each page as they are sent."""

    pages: int = 0
    papers: list[list[dict[str, Any]]] = field(default_factory=list)
    words: list[bytes] = field(default_factory=list)


def measure() -> list[Figure]:
    """Read the papers, fill the house, and search."""
    papers = _papers()
    with TemporaryDirectory(prefix="phien-bench-") as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'searching.sqlite3'}")
        try:
            Base.metadata.create_all(database.writing)
            house = [_pack(database, papers) for _ in range(PACKS)]
            storing = _storing(database, house[0])
            found = interleaved(
                {
                    name: partial(_asked, database, house[1], find)
                    for name, find in (("ours", _ours), ("like", _like), ("python", _python))
                },
                ROUNDS,
            )
        finally:
            database.dispose()
    return [*_figures(found), *_wire(papers), storing]


def _papers() -> Read:
    found = Read()
    for path in [path for pack in packs() for path in pack.files]:
        paper = Paper(path)
        contents = [paper.page(number).content() for number in range(1, paper.count_pages() + 1)]
        if any(content.scanned for content in contents):
            continue
        found.pages += len(contents)
        found.words += [orjson.dumps(words_of(content)) for content in contents]
        found.papers.append([_plain(paragraph) for paragraph in assemble(contents)])
    return found


def _pack(database: Database, papers: Read) -> list[int]:
    """Store papers until there are a thousand pages of them; returns their versions."""
    times = -(-PAGES // papers.pages)
    return [_paper(database, paper) for _ in range(times) for paper in papers.papers]


def _paper(database: Database, paragraphs: Sequence[dict[str, Any]]) -> int:
    with Session(database.writing) as session, session.begin():
        document = Document()
        session.add(document)
        session.flush()
        sha = "a" * 64
        version = Version(
            document_id=document.id,
            number=1,
            file_name="paper.pdf",
            sha256=sha,
            readable_sha256=sha,
            media_type="application/pdf",
            size=1,
            page_count=1,
        )
        session.add(version)
        session.flush()
        for first in range(0, len(paragraphs), ROWS_TOGETHER):
            batch = paragraphs[first : first + ROWS_TOGETHER]
            add_paragraphs(session, version.id, first, batch)
        return version.id


def _asked(database: Database, versions: Sequence[int], find: Find) -> list[float]:
    """Return how long each query took, in milliseconds."""
    taken = []
    for typed in QUERIES:
        with database.session() as session:
            began = time.perf_counter()
            find(session, versions, typed)
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def _ours(session: Session, versions: Sequence[int], typed: str) -> Any:
    found = index.search(session, versions, read(typed), 20)
    return [snippet(each.text, found.query) for each in found.paragraphs]


def _like(session: Session, versions: Sequence[int], typed: str) -> Any:
    """Read through the table in the database: it knows no accents, no ranks and no places."""
    words = typed.strip('"').split()
    wanted = " and ".join(f"text like :word{n}" for n in range(len(words)))
    asked = {f"word{n}": f"%{word}%" for n, word in enumerate(words)}
    among = ", ".join(map(str, versions))
    statement = f"select id, text from paragraph where version_id in ({among}) and {wanted}"
    return session.execute(text(statement), asked).all()[:20]


def _python(session: Session, versions: Sequence[int], typed: str) -> Any:
    """Read through all the texts in Python, without accents."""
    words = _bare(typed.strip('"')).split()
    among = ", ".join(map(str, versions))
    rows = session.execute(text(f"select id, text from paragraph where version_id in ({among})"))
    return [row.id for row in rows if all(word in _bare(row.text) for word in words)][:20]


def _bare(said: str) -> str:
    spread = unicodedata.normalize("NFD", said.lower()).replace("đ", "d")
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _figures(found: dict[str, list[list[float]]]) -> Iterator[Figure]:
    taken = {
        name: [each for each_round in rounds for each in each_round]
        for name, rounds in found.items()
    }
    for name, peer in (("like", "LIKE over the table"), ("python", "a scan in Python")):
        for share in (0.50, 0.95):
            yield Figure(
                benchmark=NAME,
                name=f"search p{share * 100:.0f}, beside {peer}",
                value=percentile(taken["ours"], share),
                unit="ms",
                rounds=ROUNDS,
                peer=Peer(peer, percentile(taken[name], share)),
                target=Target("<=", SLOWEST_MS, "value") if share > 0.5 else None,
            )


def _wire(papers: Read) -> Iterator[Figure]:
    plain = [len(words) for words in papers.words]
    small = [len(igzip.compress(words, LEVEL, mtime=0)) for words in papers.words]
    for name, share in (("median", 0.50), ("p95", 0.95)):
        yield Figure(
            benchmark=NAME,
            name=f"words of a page on the wire, {name}",
            value=percentile(small, share),
            unit="bytes",
            rounds=1,
            peer=Peer("uncompressed", percentile(plain, share)),
        )


def _storing(database: Database, versions: Sequence[int]) -> Figure:
    """Measure what the index costs the writer: entering paragraphs anew, a hundred at a time."""
    among = ", ".join(map(str, versions))
    with Session(database.writing) as session:
        statement = (
            f"select id, version_id, text, level from paragraph where version_id in ({among})"
        )
        rows = session.execute(text(statement)).all()
        began = time.perf_counter()
        for first in range(0, len(rows), ROWS_TOGETHER):
            index.put(session, rows[first : first + ROWS_TOGETHER])
        taken = time.perf_counter() - began
        session.rollback()
    return Figure(
        benchmark=NAME,
        name=f"entering {ROWS_TOGETHER} paragraphs in the index",
        value=taken / len(rows) * ROWS_TOGETHER * 1000,
        unit="ms",
        rounds=1,
    )
