"""The gathered opinions taken away: every cell is what the database says, replies included."""

import io

import docx
import pytest
from openpyxl import load_workbook

from meetings.opinions.models import Comment

HARD = '=HYPERLINK("http://evil.vn") <b>đậm</b>\nDòng hai & "ngoặc"'


@pytest.fixture
def spoken(browser, settled, said):
    """Three opinions: answered and discussed, for the desk, and one that starts like a formula."""
    first = said(text="Mức chi còn thấp.")
    for login, text in (("bruno", "Tôi đồng ý."), ("chair", "Sẽ xem lại.")):
        browser(login).post(f"/api/comments/{first['id']}/replies", {"text": text})
    browser("chair").put(
        f"/api/comments/{first['id']}/answer", {"outcome": "partly_accepted", "reason": "Bổ sung."}
    )
    said("bruno", visibility="desk", text="Chỉ để chủ trì biết.")
    said("bruno", text=HARD, paragraph=settled.here.paragraphs[2])
    said("amina", visibility="self", text="Ghi riêng, không ai thấy.")
    withdrawn = said("amina", text="Nói nhầm.")
    browser("amina").post(f"/api/comments/{withdrawn['id']}/withdrawal")


def expected(house):
    """The rows as the database has them."""
    with house.database.session() as session:
        roots = session.query(Comment).filter(
            Comment.parent_id.is_(None), Comment.visibility != "self", Comment.withdrawn.is_(None)
        )
        ordered = sorted(roots, key=lambda c: (c.paragraph_number, c.id))
        return [
            {
                "paper": "Dự thảo nghị quyết",
                "version": c.version_number,
                "page": c.page,
                "paragraph": f"{c.paragraph_number} ({c.address})",
                "quote": c.quote,
                "author": c.creator.name,
                "unit": c.creator.unit.name,
                "text": c.text,
                "replies": [r.text for r in session.query(Comment).filter_by(parent_id=c.id)],
                "answer": f"Tiếp thu một phần: {c.answer.reason}" if c.answer else "",
            }
            for c in ordered
        ]


def compare(rows, house):
    found = expected(house)
    assert len(rows) == len(found) == 3
    for row, wanted in zip(rows, found, strict=True):
        paper, version, page, paragraph, quote, author, unit, at, text, replies, answer, from_ = row
        assert (paper, int(version), int(page)) == (
            wanted["paper"],
            wanted["version"],
            wanted["page"],
        )
        assert (paragraph, quote) == (wanted["paragraph"], wanted["quote"])
        assert (author, unit, text, answer or "") == (
            wanted["author"],
            wanted["unit"],
            wanted["text"],
            wanted["answer"],
        )
        assert at
        assert not from_  # all were made on the only version
        said = (replies or "").split("\n") if replies else []
        assert [line.split("): ", 1)[1] for line in said] == wanted["replies"]


def download(browser, settled, ending, query=""):
    answer = browser("chair").get(f"/api/meetings/{settled.here.meeting}/opinions.{ending}{query}")
    assert answer.status_code == 200
    return io.BytesIO(answer.data)


def test_the_sheet_says_what_the_database_says(browser, settled, spoken, house):
    sheet = load_workbook(download(browser, settled, "xlsx")).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Tài liệu"
    compare(rows[1:], house)


def test_nothing_in_the_sheet_is_a_formula(browser, settled, spoken):
    sheet = load_workbook(download(browser, settled, "xlsx")).active
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_the_document_says_what_the_database_says(browser, settled, spoken, house):
    (table,) = docx.Document(download(browser, settled, "docx")).tables
    compare([[cell.text for cell in row.cells] for row in table.rows[1:]], house)


def test_a_filtered_table_is_taken_away_filtered(browser, settled, spoken):
    sheet = load_workbook(download(browser, settled, "xlsx", "?answered=yes")).active
    assert sheet.max_row == 2


def test_the_headings_are_in_the_readers_language(browser, settled, spoken):
    sheet = load_workbook(download(browser, settled, "xlsx", "?lang=en")).active
    assert sheet["A1"].value == "Paper"


def test_it_is_told_what_was_carried_and_what_has_no_place(browser, settled, said, house):
    from documents.models import Version
    from documents.operations import replace
    from tests.cast import TEXTS, read_version, received

    said(text="Ở lại.", paragraph=settled.here.paragraphs[2])
    said(text="Không còn chỗ.")

    def lay(session):
        document_id = session.get(Version, settled.here.version).document_id
        version = replace(session, document_id, received(sha="b" * 64))
        read_version(session, version.id, (TEXTS[0], TEXTS[2]))
        return version.id

    house.carrier.start(house.writer.perform(lay))
    house.carrier.wait()
    sheet = load_workbook(download(browser, settled, "xlsx")).active
    told = [(row[8], row[1], row[-1]) for row in list(sheet.iter_rows(values_only=True))[1:]]
    assert told == [
        ("Ở lại.", 2, "Từ bản 1: giữ nguyên"),
        ("Không còn chỗ.", 1, "Không còn chỗ ở bản 2"),
    ]


def test_a_delegate_takes_nothing_away(browser, settled):
    answer = browser("amina").get(f"/api/meetings/{settled.here.meeting}/opinions.xlsx")
    assert answer.status_code == 403
