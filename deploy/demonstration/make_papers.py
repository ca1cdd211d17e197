"""Makes the papers of the demonstration again, the same bytes each time."""

from pathlib import Path

from figures import GRIDS, VALUES
from official_form import Paper, compose, read_paper
from scanner import scanned
from word_form import compose_word

HERE = Path(__file__).resolve().parent
TEXTS, PAPERS = HERE / "texts", HERE / "papers"
SCANNED = "quyet-dinh-scan"
IN_WORD = "huong-dan-lay-y-kien"
STAMP = ("XÃ VĨNH THỊNH ★ TỈNH HƯNG SƠN ★", "HỘI ĐỒNG|NHÂN DÂN")


def printed(name: str, paper: Paper) -> bytes:
    """Return one paper as PDF, with its text or as a scan."""
    data = compose(paper, GRIDS)
    return scanned(data, paper.lines_of("signed")[-1], STAMP) if name == SCANNED else data


def make_paper(text: Path) -> None:
    """Make the files of one text."""
    paper = read_paper(text, VALUES)
    (PAPERS / f"{text.stem}.pdf").write_bytes(printed(text.stem, paper))
    if text.stem == IN_WORD:
        (PAPERS / f"{text.stem}.docx").write_bytes(compose_word(paper))


def main() -> None:
    """Make every paper."""
    PAPERS.mkdir(exist_ok=True)
    for text in sorted(TEXTS.glob("*.txt")):
        make_paper(text)


if __name__ == "__main__":
    main()
