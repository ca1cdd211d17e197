"""The same text files as Word papers, in the form of Decree 30/2020/NĐ-CP."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from official_form import MOTTO, NATION, Paper

FONT = "Times New Roman"
MADE = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
CENTRE, JUSTIFY, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
)


def new_document(title: str) -> WordDocument:
    """Return an empty A4 document with the margins, the font and the page number of the decree."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(30),
        Mm(18),
        Mm(20),
        Mm(20),
    )
    section.header_distance = Mm(9)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section.different_first_page_header_footer = True
    number_pages(section.header.paragraphs[0])
    describe(document, title)
    return document


def describe(document: WordDocument, title: str) -> None:
    """Fill in the properties of the file, with fixed dates."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = (
        title,
        "Văn phòng HĐND và UBND xã Vĩnh Thịnh",
        "",
        "vi-VN",
    )
    properties.created = properties.modified = MADE


def number_pages(paragraph: Paragraph) -> None:
    """Put the page number in the middle of a header."""
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def write(
    paragraph: Paragraph, text: str, size: float = 14, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Write text into a paragraph."""
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def space(
    paragraph: Paragraph,
    alignment: WD_ALIGN_PARAGRAPH,
    after: float = 6,
    indent: float = 0,
    line: float = 1.15,
) -> Paragraph:
    """Set alignment, spacing and first-line indent."""
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = (
        Pt(0),
        Pt(after),
    )
    paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.first_line_indent = (
        line,
        Mm(indent),
    )
    return paragraph


def lines_in(
    cell: _Cell, lines: list[tuple[str, float, bool, bool]], alignment: WD_ALIGN_PARAGRAPH = CENTRE
) -> None:
    """Write lines (text, size, bold, italic) into a cell."""
    for number, (text, size, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        write(space(paragraph, alignment, 0, line=1), text, size, bold, italic)


def bare_table(document: WordDocument, widths: list[float]) -> Table:
    """Return a table of one row without rules."""
    table: Table = document.add_table(1, len(widths))
    set_widths(table, widths)
    return table


def set_widths(table: Table, widths: list[float]) -> None:
    """Give every column its width in millimetres."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def add_letterhead(document: WordDocument, paper: Paper) -> None:
    """Add the two columns at the top."""
    left, right = bare_table(document, [66, 100]).rows[0].cells
    issuer = [(text, 13.0, False, False) for text in paper.lines_of("parent")] + [
        (text, 13.0, True, False) for text in paper.lines_of("issuer")
    ]
    lines_in(
        left, [*issuer, ("________", 8, False, False), (paper.head["number"], 13, False, False)]
    )
    lines_in(
        right,
        [
            (NATION, 13, True, False),
            (MOTTO, 14, True, False),
            ("_" * 34, 8, False, False),
            (paper.head["place"], 14, False, True),
        ],
    )


def add_title(document: WordDocument, paper: Paper) -> None:
    """Add the kind of the paper and what it is about."""
    space(document.add_paragraph(), CENTRE, 0, line=1)
    for text in [paper.head["kind"], *paper.lines_of("subject")]:
        write(space(document.add_paragraph(), CENTRE, 0), text, bold=True)
    write(space(document.add_paragraph(), CENTRE, 8, line=1), "_" * 18, 8)


def add_ruled_table(document: WordDocument, widths: list[float], rows: list[list[str]]) -> None:
    """Add a ruled table; its first row is the head."""
    table = document.add_table(len(rows), len(widths), style="Table Grid")
    set_widths(table, widths)
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            lines_in(
                cell,
                [(text, 12, number == 0, False)],
                CENTRE if number == 0 or column == 0 else LEFT,
            )
    repeat_head(table)
    keep_rows_whole(table)
    space(document.add_paragraph(), CENTRE, 0, line=0.6)


def repeat_head(table: Table) -> None:
    """Repeat the first row on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def keep_rows_whole(table: Table) -> None:
    """Let no row break over two pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def add_signature(document: WordDocument, paper: Paper) -> None:
    """Add who receives the paper beside who signs it."""
    left, right = bare_table(document, [76, 90]).rows[0].cells
    lines_in(
        left,
        [
            ("Nơi nhận:", 12, True, True),
            *((text, 11.0, False, False) for text in paper.lines_of("copies")),
        ],
        LEFT,
    )
    *powers, name = paper.lines_of("signed")
    lines_in(
        right,
        [
            *((text, 14.0, True, False) for text in powers),
            *[("", 14.0, False, False)] * 4,
            (name, 14, True, False),
        ],
    )


def add_line(document: WordDocument, line: str) -> None:
    """Add one line of the body: a heading or a paragraph."""
    found = re.match(r"#+ ", line)
    text = line[found.end() :] if found else line
    paragraph = space(document.add_paragraph(), LEFT if found else JUSTIFY, 6, 12.7)
    paragraph.paragraph_format.keep_with_next = bool(found)
    write(paragraph, text, bold=bool(found))


def compose_word(paper: Paper) -> bytes:
    """Return the paper as a Word file; the same text gives the same bytes."""
    document = new_document(" ".join([paper.head["kind"], *paper.lines_of("subject")]))
    add_letterhead(document, paper)
    add_title(document, paper)
    widths: list[float] = []
    rows: list[list[str]] = []
    for line in [*paper.body, ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            add_ruled_table(document, widths, rows)
            rows = []
        if line.startswith("@widths"):
            widths = [float(width) for width in line.split()[1:]]
        elif line == "@sign":
            add_signature(document, paper)
        elif line:
            add_line(document, line)
    target = BytesIO()
    document.save(target)
    return with_fixed_dates(target.getvalue())


def with_fixed_dates(data: bytes) -> bytes:
    """Pack a Word file again with the same date on every part."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, MADE.timetuple()[:6])
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return target.getvalue()
