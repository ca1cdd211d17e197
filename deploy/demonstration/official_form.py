"""The typographic form of Decree 30/2020/NĐ-CP: a text file becomes a paper in PDF."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

FONTS = Path("/usr/share/fonts/truetype/croscore")
FACES = {
    "Tinos": "Regular",
    "Tinos-Bold": "Bold",
    "Tinos-Italic": "Italic",
    "Tinos-BoldItalic": "BoldItalic",
}
LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 18 * mm, 20 * mm, 20 * mm
TEXT_WIDTH = A4[0] - LEFT - RIGHT
ISSUER_WIDTH = 62 * mm
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NUMBER = re.compile(r"[-+]?[\d.,]+")
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Grid:
    """A ruled table: widths in millimetres, and rows of text; ** makes a row bold."""

    widths: list[float]
    rows: list[list[str]]


@dataclass
class Paper:
    """What a text file says: the fields of its head, and its body line by line."""

    head: dict[str, str]
    body: list[str] = field(default_factory=list)

    def lines_of(self, name: str) -> list[str]:
        """Return the lines of one field of the head; none when it is absent."""
        value = self.head.get(name, "")
        return [part.strip() for part in value.split("|")] if value else []


def register_fonts() -> None:
    """Make Tinos, with all Vietnamese letters, known to reportlab."""
    for name, face in FACES.items():
        pdfmetrics.registerFont(TTFont(name, FONTS / f"Tinos-{face}.ttf"))
    pdfmetrics.registerFontFamily(
        "Tinos",
        normal="Tinos",
        bold="Tinos-Bold",
        italic="Tinos-Italic",
        boldItalic="Tinos-BoldItalic",
    )


def style(name: str, font: str = "Tinos", size: float = 14, **more: object) -> ParagraphStyle:
    """Return a paragraph style in Tinos."""
    return ParagraphStyle(
        name,
        **{
            "fontName": font,
            "fontSize": size,
            "leading": size * 1.25,
            "bulletFontName": font,
            "allowWidows": 0,
            "allowOrphans": 0,
            **more,
        },
    )


BODY = style("body", leading=19.6, alignment=TA_JUSTIFY, firstLineIndent=12.7 * mm, spaceAfter=6)
STYLES = {
    "": BODY,
    "#": style(
        "part", "Tinos-Bold", leading=19.6, firstLineIndent=12.7 * mm, spaceBefore=4, spaceAfter=6
    ),
    "##": style("section", "Tinos-Bold", leading=19.6, firstLineIndent=12.7 * mm, spaceAfter=6),
    "###": style(
        "subsection", "Tinos-BoldItalic", leading=19.6, firstLineIndent=12.7 * mm, spaceAfter=6
    ),
    "@ground": style(
        "ground",
        "Tinos-Italic",
        leading=19,
        alignment=TA_JUSTIFY,
        firstLineIndent=12.7 * mm,
        spaceAfter=5,
    ),
    "@centre": style(
        "centre", "Tinos-Bold", leading=19, alignment=TA_CENTER, spaceBefore=4, spaceAfter=6
    ),
    "@caption": style(
        "caption", "Tinos-Bold", 13, alignment=TA_CENTER, spaceBefore=4, spaceAfter=4
    ),
    "@unit": style("unit", "Tinos-Italic", 12, alignment=TA_RIGHT, spaceAfter=3),
    "@note": style("note", "Tinos-Italic", 12, alignment=TA_JUSTIFY, spaceBefore=4, spaceAfter=8),
}
ROOM_BELOW = {"#": 32 * mm, "##": 30 * mm, "###": 26 * mm, "@caption": 52 * mm}
SIGNATURE_LOOKS = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), "Tinos"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, 0), 0),
    ]
)
TITLE = style("title", "Tinos-Bold", leading=19, alignment=TA_CENTER)
CELL = style("cell", size=12, leading=14.6)
CELLS = {
    "left": CELL,
    "centre": style("cell centre", parent=CELL, size=12, leading=14.6, alignment=TA_CENTER),
    "right": style("cell right", parent=CELL, size=12, leading=14.6, alignment=TA_RIGHT),
}


class Letterhead(Flowable):
    """The first lines of a paper: issuer, nation and motto, number, place and date."""

    def __init__(self, paper: Paper) -> None:
        """Remember the paper; its height follows from the lines of its issuer."""
        super().__init__()
        self.paper = paper
        self.lowered = (
            5.4 * mm * max(0, len(paper.lines_of("parent") + paper.lines_of("issuer")) - 2)
        )
        self.width, self.height = TEXT_WIDTH, 30 * mm + self.lowered

    def draw(self) -> None:
        """Draw the two columns."""
        left, right = ISSUER_WIDTH / 2 - 4 * mm, ISSUER_WIDTH + (TEXT_WIDTH - ISSUER_WIDTH) / 2
        top = self.height - 4 * mm
        parent, issuer = self.paper.lines_of("parent"), self.paper.lines_of("issuer")
        lines = [(text, "Tinos") for text in parent] + [(text, "Tinos-Bold") for text in issuer]
        for row, (text, font) in enumerate(lines):
            self.centred(left, top - row * 5.4 * mm, text, font, 13)
        self.rule(left, top - (len(lines) - 1) * 5.4 * mm - 2.6 * mm, 18 * mm)
        self.centred(right, top, NATION, "Tinos-Bold", 13)
        self.centred(right, top - 5.6 * mm, MOTTO, "Tinos-Bold", 14)
        self.rule(right, top - 7.9 * mm, pdfmetrics.stringWidth(MOTTO, "Tinos-Bold", 14))
        below = top - 15.6 * mm - self.lowered
        self.centred(left, below, self.paper.head["number"], "Tinos", 13)
        self.centred(right, below, self.paper.head["place"], "Tinos-Italic", 14)
        self.draw_draft_mark(left, below - 7.4 * mm)

    def draw_draft_mark(self, middle: float, height: float) -> None:
        """Frame the word that says the paper is a draft, where it is one."""
        if mark := self.paper.head.get("draft"):
            self.centred(middle, height, mark, "Tinos-Bold", 13)
            width = pdfmetrics.stringWidth(mark, "Tinos-Bold", 13) + 6 * mm
            self.canv.rect(middle - width / 2, height - 1.8 * mm, width, 6.4 * mm)

    def centred(self, middle: float, height: float, text: str, font: str, size: float) -> None:
        """Draw one line of text around a vertical."""
        self.canv.setFont(font, size)
        self.canv.drawCentredString(middle, height, text)

    def rule(self, middle: float, height: float, length: float) -> None:
        """Draw the thin line that stands below a name."""
        self.canv.setLineWidth(0.7)
        self.canv.line(middle - length / 2, height, middle + length / 2, height)


class Rule(Flowable):
    """The short line below a title."""

    def __init__(self, length: float = 32 * mm) -> None:
        """Remember the length."""
        super().__init__()
        self.width, self.height, self.length = TEXT_WIDTH, 5 * mm, length

    def draw(self) -> None:
        """Draw the line in the middle of the text."""
        self.canv.setLineWidth(0.7)
        self.canv.line(
            (TEXT_WIDTH - self.length) / 2, 3 * mm, (TEXT_WIDTH + self.length) / 2, 3 * mm
        )


class Mark(Flowable):
    """An invisible bookmark for the outline of the PDF."""

    def __init__(self, title: str, level: int) -> None:
        """Remember where the outline points to."""
        super().__init__()
        self.width = self.height = 0
        self.title, self.level = title, level

    def draw(self) -> None:
        """Add the outline entry on the page being drawn."""
        key = f"mark-{self.canv.getPageNumber()}-{self.title}"
        self.canv.bookmarkHorizontal(key, 0, 12)
        self.canv.addOutlineEntry(self.title, key, self.level, closed=self.level > 0)


class PaperTemplate(BaseDocTemplate):
    """A4 pages with the margins of the decree, numbered at the top from the second on."""

    def __init__(self, target: BytesIO, title: str, author: str) -> None:
        """Prepare the upright and the lying page."""
        super().__init__(
            target, title=title, author=author, subject="", creator="Phiên", lang="vi-VN"
        )
        self.addPageTemplates(
            [page_template("portrait", A4), page_template("landscape", landscape(A4))]
        )


def page_template(name: str, size: tuple[float, float]) -> PageTemplate:
    """Return a page of one size with a single frame."""
    frame = Frame(LEFT, BOTTOM, size[0] - LEFT - RIGHT, size[1] - TOP - BOTTOM, 0, 0, 0, 0)
    return PageTemplate(name, [frame], onPage=number_page, pagesize=size)


def number_page(canvas: Canvas, template: BaseDocTemplate) -> None:
    """Print the page number at the top centre; the first page bears none."""
    if canvas.getPageNumber() > 1:
        canvas.setFont("Tinos", 14)
        canvas.drawCentredString(
            template.pageTemplate.pagesize[0] / 2,
            template.pageTemplate.pagesize[1] - 13 * mm,
            str(canvas.getPageNumber()),
        )


def read_paper(path: Path, values: Mapping[str, str]) -> Paper:
    """Read a text file: fields, a line of dashes, then the body with its values filled in."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).format_map(dict(values))
    head, body = text.split("\n---\n", 1)
    fields = dict(line.split(": ", 1) for line in head.splitlines() if line)
    return Paper(fields, [line.strip() for line in body.splitlines() if line.strip()])


def inline(text: str) -> str:
    """Escape a line and turn *words* between stars into italics and **words** into bold."""
    safe = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text, quote=False))
    return re.sub(r"(?<!\*)\*([^*]+)\*", r"<i>\1</i>", safe)


def title_block(paper: Paper) -> list[Flowable]:
    """Return the kind of the paper and what it is about."""
    subject = "<br/>".join(inline(line) for line in paper.lines_of("subject"))
    block = [
        Spacer(1, 3 * mm),
        Paragraph(inline(paper.head["kind"]), TITLE),
        Paragraph(subject, TITLE),
        Rule(),
    ]
    if addressee := paper.head.get("to"):
        block += [Paragraph(addressee, style("to", alignment=TA_CENTER, spaceAfter=8))]
    return block


def alignment_of(column: int, texts: list[str]) -> str:
    """Choose a side for a column: numbers right, short words in the middle, sentences left."""
    said = [text for text in texts if text]
    if column == 0 or (
        column > 1 and said and all(len(text) <= 12 and not NUMBER.fullmatch(text) for text in said)
    ):
        return "centre"
    return (
        "right" if column > 1 and said and all(NUMBER.fullmatch(text) for text in said) else "left"
    )


def ruled_table(grid: Grid) -> Table:
    """Draw a grid with rules around every cell; its head repeats on each page."""
    sides = [
        alignment_of(column, list(texts))
        for column, texts in enumerate(zip(*grid.rows[1:], strict=True))
    ]
    rows = [[table_cell(text, "centre", True) for text in grid.rows[0]]]
    rows += [
        [
            table_cell(text, side, cells[0].startswith("**"))
            for text, side in zip(cells, sides, strict=True)
        ]
        for cells in grid.rows[1:]
    ]
    looks = TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), "Tinos"),
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 2.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
            ("LEFTPADDING", (0, 0), (-1, -1), 3.4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3.4),
        ]
    )
    return Table(
        rows,
        [width * mm for width in grid.widths],
        style=looks,
        repeatRows=1,
        spaceBefore=2,
        spaceAfter=8,
    )


def table_cell(text: str, side: str, bold: bool) -> Paragraph:
    """Return one cell, aligned to a side."""
    words = inline(text.removeprefix("**"))
    return Paragraph(f"<b>{words}</b>" if bold else words, CELLS[side])


def signature_block(paper: Paper) -> Flowable:
    """Return who receives the paper beside who signs it."""
    receivers = [Paragraph("<b><i>Nơi nhận:</i></b>", style("receivers", size=12, leading=15))]
    receivers += [
        Paragraph(inline(line), style("receiver", size=11, leading=13.2))
        for line in paper.lines_of("copies")
    ]
    *powers, name = paper.lines_of("signed")
    middle = style("signer", "Tinos-Bold", leading=18, alignment=TA_CENTER)
    signer: list[Flowable] = [Paragraph(line, middle) for line in powers]
    signer += [Spacer(1, 26 * mm), Paragraph(name, middle)]
    columns = Table(
        [[receivers, signer]], [TEXT_WIDTH * 0.46, TEXT_WIDTH * 0.54], style=SIGNATURE_LOOKS
    )
    return KeepTogether([Spacer(1, 4 * mm), columns])


class Composer:
    """Turns the body of a paper into flowables, line by line."""

    def __init__(self, paper: Paper, grids: Mapping[str, Callable[[], Grid]]) -> None:
        """Remember the paper and the grids that its text may name."""
        self.paper, self.grids = paper, grids
        self.widths: list[float] = []
        self.body_style = ParagraphStyle(
            "body of this paper",
            parent=BODY,
            leading=float(paper.head.get("leading", BODY.leading)),
        )

    def story(self) -> list[Flowable]:
        """Return the whole paper."""
        story: list[Flowable] = [Letterhead(self.paper), *title_block(self.paper)]
        for ruled, group in groupby(self.paper.body, lambda line: line.startswith("|")):
            lines = list(group)
            story += (
                [ruled_table(self.typed_grid(lines))]
                if ruled
                else [part for line in lines for part in self.line(line)]
            )
        return story

    def typed_grid(self, lines: list[str]) -> Grid:
        """Return the grid that was typed with bars."""
        return Grid(
            self.widths, [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        )

    def line(self, line: str) -> list[Flowable]:
        """Return what one line of the body asks for."""
        word, _, rest = line.partition(" ")
        if command := getattr(self, f"on_{word[1:]}", None) if word.startswith("@") else None:
            return list(command(rest))
        if word not in STYLES:
            return [Paragraph(inline(line), self.body_style)]
        return self.styled(word, rest)

    def styled(self, word: str, text: str) -> list[Flowable]:
        """Return a heading, caption or note; headings also enter the outline."""
        parts: list[Flowable] = [CondPageBreak(ROOM_BELOW[word])] if word in ROOM_BELOW else []
        if word in {"#", "##"}:
            parts.append(Mark(text, len(word) - 1))
        return [*parts, Paragraph(inline(text), STYLES[word])]

    def on_widths(self, rest: str) -> list[Flowable]:
        """Set the widths of the typed tables that follow."""
        self.widths = [float(width) for width in rest.split()]
        return []

    def on_table(self, rest: str) -> list[Flowable]:
        """Place a computed table."""
        return [ruled_table(self.grids[rest]())]

    def on_sign(self, _: str) -> list[Flowable]:
        """Place the signature."""
        return [signature_block(self.paper)]

    def on_annex(self, rest: str) -> list[Flowable]:
        """Begin an annex on a new page: its number, its title, the paper it belongs to."""
        number, title, belongs = (part.strip() for part in rest.split("|"))
        titles = [Paragraph(number, TITLE), Paragraph(title, TITLE)]
        below = Paragraph(
            f"<i>{belongs}</i>", style("belongs", size=13, alignment=TA_CENTER, spaceAfter=8)
        )
        return [PageBreak(), Mark(f"{number}. {title}", 0), *titles, below]

    def on_lying(self, _: str) -> list[Flowable]:
        """Turn the pages from the next annex on."""
        return [NextPageTemplate("landscape")]

    def on_upright(self, _: str) -> list[Flowable]:
        """Stand the pages up again from the next annex on."""
        return [NextPageTemplate("portrait")]

    def on_page(self, _: str) -> list[Flowable]:
        """Begin a new page."""
        return [PageBreak()]


def compose(paper: Paper, grids: Mapping[str, Callable[[], Grid]]) -> bytes:
    """Return the paper as PDF; the same text gives the same bytes."""
    rl_config.invariant = 1
    rl_config.canvas_basefontname = "Tinos"
    register_fonts()
    target = BytesIO()
    title = f"{paper.head['kind']} {' '.join(paper.lines_of('subject'))}"
    PaperTemplate(target, title, " ".join(paper.lines_of("issuer"))).build(
        Composer(paper, grids).story()
    )
    return target.getvalue()
