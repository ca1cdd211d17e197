"""The gathered opinions as files to take away: .docx to print and sign, .xlsx to work with."""

import io
from datetime import datetime
from typing import Any

import docx
from babel.dates import format_datetime
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt
from docx.table import _Cell
from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from web.door import house
from web.words import locale

WIDTHS = (28, 7, 7, 20, 60, 24, 24, 18, 60, 40, 40, 24)
Row = list[str | int]


def columns() -> list[str]:
    """Return the headings of the table, in the reader's language."""
    return [
        _("Tài liệu"),
        _("Bản"),
        _("Trang"),
        _("Đoạn"),
        _("Nội dung trích dẫn"),
        _("Người góp ý"),
        _("Đơn vị"),
        _("Thời gian"),
        _("Ý kiến"),
        _("Trao đổi"),
        _("Tiếp thu, giải trình"),
        _("Chuyển từ bản trước"),
    ]


def rows(papers: list[dict[str, Any]]) -> list[Row]:
    """Return one row a comment, its replies and its answer beside it."""
    latest = {p["id"]: p["version"]["number"] for p in papers if p["version"]["latest"]}
    return [
        [*_row(paper, paragraph, comment), _carried(comment, latest.get(paper["id"], 0))]
        for paper in papers
        for paragraph in paper["paragraphs"]
        for comment in paragraph["comments"]
    ]


def as_docx(meeting: dict[str, Any], papers: list[dict[str, Any]]) -> bytes:
    """Return the table as a Word file, landscape A4."""
    return _document(_("Tổng hợp ý kiến góp ý"), meeting["title"], _table(rows(papers)))


def as_xlsx(meeting: dict[str, Any], papers: list[dict[str, Any]]) -> bytes:
    """Return the table as an Excel file: headings in the first row, nothing is a formula."""
    return _sheet(_("Ý kiến"), _table(rows(papers)))


def outcome_in_words(outcome: str) -> str:
    """Return what became of an opinion, as an official says it."""
    words: dict[str, str] = {
        "accepted": _("Tiếp thu"),
        "partly_accepted": _("Tiếp thu một phần"),
        "not_accepted": _("Chưa tiếp thu"),
    }
    return words[outcome]


def rung_in_words(rung: str) -> str:
    """Return how an opinion came to stand in a later version."""
    words: dict[str, str] = {
        "same": _("giữ nguyên"),
        "edited": _("đã sửa lời"),
        "moved": _("đã chuyển chỗ"),
        "moved_edited": _("đã chuyển chỗ và sửa lời"),
        "split": _("đã tách"),
        "merged": _("đã gộp"),
        "by_hand": _("đặt bằng tay"),
    }
    return words[rung]


def moment_in_words(written: str) -> str:
    """Return a moment in the reader's form and the house's time zone."""
    moment = datetime.fromisoformat(written)
    zone = house().settings.timezone
    return str(format_datetime(moment, "short", tzinfo=zone, locale=locale()))


def _document(title: str, meeting: str, lines: list[Row]) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.2)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(title, level=1)
    document.add_paragraph(meeting)
    table = document.add_table(rows=len(lines), cols=len(WIDTHS))
    table.style = "Table Grid"
    for row, line in zip(table._tbl.tr_lst, lines, strict=True):  # table.rows walks the whole table
        for cell, value in zip(row.tc_lst, line, strict=True):
            _Cell(cell, table).text = str(value)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _sheet(title: str, lines: list[Row]) -> bytes:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a sheet")
    sheet.title = title
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            _write(sheet.cell(number, column), value, heading=number == 1)
    for column, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + column)].width = width
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _table(lines: list[Row]) -> list[Row]:
    return [[*columns()], *lines]


def _row(paper: dict[str, Any], paragraph: dict[str, Any], comment: dict[str, Any]) -> Row:
    address = f" ({paragraph['address']})" if paragraph["address"] else ""
    return [
        paper["title"],
        paper["version"]["number"],
        paragraph["page"],
        f"{paragraph['number']}{address}",
        paragraph["text"],
        comment["creator"]["name"],
        comment["creator"]["unit"],
        moment_in_words(comment["created"]),
        comment["text"],
        "\n".join(_reply(reply) for reply in comment["replies"] if not reply["withdrawn"]),
        _answer(comment["answer"]),
    ]


def _reply(reply: dict[str, Any]) -> str:
    return f"{reply['creator']['name']} ({moment_in_words(reply['created'])}): {reply['text']}"


def _answer(answer: dict[str, Any] | None) -> str:
    if answer is None:
        return ""
    outcome = outcome_in_words(answer["outcome"])
    return f"{outcome}: {answer['reason']}" if answer["reason"] else outcome


def _carried(comment: dict[str, Any], latest: int) -> str:
    """Say from which version an opinion was carried, or that it has no place in the latest."""
    if comment["standing"] == "carried":
        how = rung_in_words(comment["rung"])
        return str(_("Từ bản %(number)s: %(how)s", number=comment["version_number"], how=how))
    if comment["standing"] == "left":
        return str(_("Không còn chỗ ở bản %(number)s", number=latest))
    return ""


def _write(cell: Cell | MergedCell, value: str | int, *, heading: bool) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # what begins with = is somebody's words, never a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if heading:
        cell.font = Font(bold=True)
