"""Long packs made for the tests, and a next version of each whose every paragraph is known.

The words are chained from the demonstration's texts, so that sentences share what official
sentences share; tables repeat their labels from village to village, and some lines stand in
every article.
"""

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from typing import Self

from documents.matching import Passage

TEXTS = Path(__file__).parents[2] / "deploy" / "demonstration" / "texts"
FIGURE = re.compile(r"[\d.,]+")
PARAGRAPHS_A_PAGE = 16
FEWEST_EDITED = 4
"""Words: who changes "Điều 3. Thuế" to "Điều 3. Phí" has written another article."""
STANDING = (
    "Ủy ban nhân dân xã chịu trách nhiệm tổ chức thực hiện.",
    "Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp hiện hành.",
    "Các thôn, bản báo cáo kết quả về Ủy ban nhân dân xã trước ngày 15 tháng 12 hằng năm.",
    "Tổ chức thực hiện",
)
LABELS = (
    "Diện tích lúa xuân | ha",
    "Năng suất lúa xuân | tạ/ha",
    "Diện tích lúa mùa | ha",
    "Năng suất lúa mùa | tạ/ha",
    "Diện tích ngô cả năm | ha",
    "Đàn trâu, bò | con",
    "Đàn lợn | con",
    "Đàn gia cầm | con",
    "Trồng rừng mới | ha",
    "Số hộ nghèo | hộ",
    "Số hộ cận nghèo | hộ",
    "Hộ gia đình văn hóa | hộ",
    "Người dân tham gia bảo hiểm y tế | người",
)


@dataclass(eq=False)
class Unit:
    """One paragraph without its number; `origins` are the units of the first version it says."""

    kind: str
    text: str
    origins: list["Unit"] = field(default_factory=list)
    address: str = ""


Article = list[Unit]


class Words:
    """Sentences that sound like those of the demonstration."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._after: defaultdict[str, list[str]] = defaultdict(list)
        self.all: list[str] = []
        for path in sorted(TEXTS.glob("*.txt")):
            for line in path.read_text("utf-8").splitlines():
                if "{" not in line and not line.startswith(("|", "@", "#")):
                    words = line.split()
                    self.all += words
                    for word, follower in pairwise(words):
                        self._after[word].append(follower)

    def some(self, least: int, most: int) -> list[str]:
        found = [self._chance.choice(self.all)]
        length = self._chance.randint(least, most)
        while len(found) < length:
            followers = self._after.get(found[-1]) or self.all
            found.append(self._chance.choice(followers))
        return found

    def sentence(self) -> str:
        return " ".join(self.some(8, 60))


class Pack:
    """A pack of so many pages, and its next version."""

    def __init__(self, pages: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._words = Words(self._chance)
        self.articles: list[Article] = []
        self._fill(pages)

    @classmethod
    def of(cls, passages: list[Passage], seed: int) -> Self:
        """Take a paper as it stands, its numbers as part of its words."""
        pack = cls(0, seed)
        for passage in passages:
            opens = passage.kind in ("article", "heading")
            if not pack.articles or (opens and pack.articles[-1][-1].kind != "heading"):
                pack.articles.append([])
            pack.articles[-1].append(Unit(passage.kind, passage.text, address=passage.address))
        return pack

    def _fill(self, pages: int) -> None:
        while sum(map(len, self.articles)) < pages * PARAGRAPHS_A_PAGE:
            self.articles.append(self._article())

    def next_version(self) -> list[Article]:
        """Edit as an office does before the second reading."""
        edited = [self._edited(article) for article in self.articles]
        for _ in range(3):
            moved = edited.pop(self._chance.randrange(len(edited)))
            edited.insert(self._chance.randrange(len(edited)), moved)
        return edited

    def _article(self) -> Article:
        made = [Unit("article", " ".join(self._words.some(3, 12)))]
        if self._chance.random() < 0.1:
            made.insert(0, Unit("heading", ""))
        for _ in range(self._chance.randint(2, 7)):
            made.append(Unit("clause", self._words.sentence()))
            if self._chance.random() < 0.35:
                made += [
                    Unit("point", self._words.sentence()) for _ in range(self._chance.randint(2, 6))
                ]
        if self._chance.random() < 0.4:
            made.append(Unit("clause", self._chance.choice(STANDING)))
        if self._chance.random() < 0.25:
            made += self._table()
        return made

    def _table(self) -> Article:
        labels = LABELS[: self._chance.randint(4, len(LABELS))]
        head = Unit("row", "STT | Chỉ tiêu | Đơn vị tính | Thực hiện 2026 | Kế hoạch 2027")
        rows = [Unit("row", f"{label} | {self._figures()}") for label in labels]
        return [head, *rows, Unit("row", f"Tổng cộng | {self._figures()}")]

    def _figures(self) -> str:
        first = self._chance.randint(1, 4000)
        return f"{first / 10:.1f} | {first / 10 + self._chance.randint(0, 9):.1f}".replace(".", ",")

    def _edited(self, article: Article) -> Article:
        made: Article = []
        for unit in article:
            before = made[-1] if made else None
            made += self._edited_unit(unit, before)
            if unit.kind != "heading" and self._chance.random() < 0.05:
                made.append(self._inserted(unit.kind))
        return made

    def _inserted(self, kind: str) -> Unit:
        if kind == "row":
            label = " ".join(self._words.some(3, 6)).replace("|", "")
            return Unit("row", f"{label} | hộ | {self._figures()}")
        return Unit("clause" if kind == "article" else kind, self._words.sentence())

    def _edited_unit(self, unit: Unit, before: Unit | None) -> Article:
        dice, words = self._chance.random(), unit.text.split()
        kept = Unit(unit.kind, unit.text, [unit], unit.address)
        if unit.kind == "heading":
            return [kept]
        if dice < 0.03:
            return []
        if dice < 0.13 and len(words) >= FEWEST_EDITED:
            kept.text = self._lightly(unit)
        elif dice < 0.16 and len(words) >= 2 * FEWEST_EDITED:
            kept.text = self._heavily(unit)
        elif dice < 0.17 and unit.kind != "row" and len(words) >= 20:
            cut = self._chance.randint(8, len(words) - 8)
            kept.text = " ".join(words[:cut])
            return [kept, Unit(unit.kind, " ".join(words[cut:]), [unit])]
        elif dice < 0.18 and before and before.kind == unit.kind != "row" and before.origins:
            before.text += f" {unit.text}"
            before.origins.append(unit)
            return []
        return [kept]

    def _lightly(self, unit: Unit) -> str:
        if unit.kind == "row":
            return self._with_other_figures(unit.text, most=1)
        words = unit.text.split()
        for _ in range(self._chance.randint(1, max(1, len(words) // 10))):
            at = self._chance.randrange(len(words))
            words[at : at + self._chance.randint(0, 1)] = [self._chance.choice(self._words.all)]
        return " ".join(words)

    def _with_other_figures(self, row: str, most: int) -> str:
        cells = row.split(" | ")
        figures = [n for n, cell in enumerate(cells) if n and FIGURE.fullmatch(cell)]
        for n in figures[-most:]:
            cells[n] = f"{self._chance.randint(1, 4000) / 10:.1f}"
        return " | ".join(cells)

    def _heavily(self, unit: Unit) -> str:
        if unit.kind == "row":
            return self._with_other_figures(unit.text, most=99)
        words = unit.text.split()
        return " ".join(
            self._chance.choice(self._words.all) if self._chance.random() < 0.4 else word
            for word in words
        )


def numbered(articles: list[Article]) -> tuple[list[Unit], list[Passage]]:
    """Number a version from its first article to its last."""
    units, passages = [], []
    articles_so_far, chapters = count(1), count(1)
    article = clause = ""
    clauses = points = rows = count(1)
    for unit in (unit for article in articles for unit in article):
        text, address = unit.text, " ".join(filter(None, (article, clause)))
        if unit.kind == "heading":
            text = f"Chương {next(chapters)}"
            address, article, clause = text, "", ""
        elif unit.kind == "article":
            address = article = f"Điều {next(articles_so_far)}"
            clause, clauses, rows = "", count(1), count(1)
            text = f"{article}. {text}"
        elif unit.kind == "clause":
            number = next(clauses)
            clause, points = f"khoản {number}", count(0)
            text, address = f"{number}. {text}", f"{article} {clause}"
        elif unit.kind == "point":
            letter = chr(ord("a") + next(points) % 26)
            text, address = f"{letter}) {text}", f"{article} {clause} điểm {letter}"
        elif not text.startswith(("STT", "Tổng")):
            text = f"{next(rows)} | {text}"
        units.append(unit)
        passages.append(Passage(unit.kind, text, address))
    return units, passages


def as_printed(articles: list[Article]) -> tuple[list[Unit], list[Passage]]:
    """Leave a version with the numbers it has."""
    units = [unit for article in articles for unit in article]
    return units, [Passage(unit.kind, unit.text, unit.address) for unit in units]


@dataclass
class Tally:
    """How many paragraphs came to the right place."""

    right: int = 0
    wrong: int = 0
    not_placed: int = 0
    gone: int = 0
    gone_but_placed: int = 0

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.not_placed


def judged(matches, old_units, new_units) -> tuple[Tally, list[int]]:
    """Hold matches against the truth; returns the tally and what was wrong."""
    tally, wrong = Tally(), []
    places: dict[int, list[int]] = defaultdict(list)
    for index, unit in enumerate(new_units):
        for origin in unit.origins:
            places[id(origin)].append(index)
    for found in matches:
        truth = places[id(old_units[found.old])]
        tally.gone += not truth
        if found.new is None and truth:
            tally.not_placed += 1
        elif found.new is None or found.new in truth:
            tally.right += 1
        else:
            tally.wrong += 1
            tally.gone_but_placed += not truth
        if (found.new is None) != (not truth) or (truth and found.new not in truth):
            wrong.append(found.old)
    return tally, wrong
