"""Taking papers away: clean copies, copies with one's own marks, and the whole pack as one file."""

import os
from textwrap import shorten
from typing import Any

from flask import Response, jsonify, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from documents.copies.chosen import chosen_pages
from documents.copies.keeping import Binding, Paper
from documents.copies.marks import Mark
from documents.models import Version
from documents.received import shown_name
from foundation.errors import Invalid
from meetings.agendas.models import AgendaPaper, Meeting
from meetings.agendas.queries import paper_holding
from meetings.opinions.models import Answer
from meetings.packs import Said, Words, marks_for, original_of, pack_to_bind
from meetings.permissions import Right
from web.api.exporting import moment_in_words, outcome_in_words
from web.door import Api, actor, house, reading

PDF = "application/pdf"
AGAIN_SECONDS = "1"
LONGEST_TITLE, LONGEST_QUOTE = 80, 200
CUT = "…"
api = Api("packs")


@api.plain("GET", "/versions/<int:version>/file", Right.ORIGINAL, media="application/octet-stream")
def original(version: int) -> ResponseReturnValue:
    """Download the file as it was uploaded, to the byte."""
    person_id = actor().person_id
    found = reading(lambda session: original_of(session, person_id, version))
    return send_file(
        house().vault.path_of(found.sha256),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.file_name,
    )


@api.plain("GET", "/versions/<int:version>/copy", Right.READ_PAPER, media=PDF)
def copy(version: int) -> ResponseReturnValue:
    """Download a paper as a PDF that holds what is to be read and nothing else."""
    person_id = actor().person_id
    paper, found = reading(lambda session: paper_holding(session, person_id, version))
    path = house().copies.clean(Paper(found.readable_sha256, found.page_count))
    return send_file(path, mimetype=PDF, as_attachment=True, download_name=_name_of(paper))


@api.plain(
    "GET",
    "/versions/<int:version>/annotated.pdf",
    Right.READ_PAPER,
    query=("shared",),
    media=PDF,
)
def annotated(version: int) -> ResponseReturnValue:
    """Download a paper with one's own marks in it; with shared=1 also those that all may see."""
    person_id, shared = actor().person_id, request.args.get("shared") == "1"
    paper, found, marks = reading(
        lambda session: marks_for(session, person_id, version, _said(), shared=shared)
    )
    return _with_marks(found, marks, None, _name_of(paper, _("có ghi chú")), shown=False)


@api.plain(
    "GET",
    "/versions/<int:version>/print.pdf",
    Right.READ_PAPER,
    query=("pages", "marks"),
    media=PDF,
)
def chosen_for_print(version: int) -> ResponseReturnValue:
    """Get chosen pages of a paper to print, such as pages=1-3,7; marks: own, shared or none."""
    person_id, wanted = actor().person_id, request.args.get("marks", "own")
    shared = wanted == "shared"
    paper, found, marks = reading(
        lambda session: marks_for(session, person_id, version, _said(), shared=shared)
    )
    if wanted not in ("own", "shared", "none"):
        raise Invalid("print.marks")
    pages = chosen_pages(request.args.get("pages", ""), found.page_count)
    name = _name_of(paper, _("để in"))
    return _with_marks(found, marks if wanted != "none" else [], pages, name, shown=True)


def _with_marks(
    version: Version,
    marks: list[Mark],
    pages: tuple[int, ...] | None,
    name: str,
    *,
    shown: bool,
) -> Response:
    """Return a copy made for one request, shown by the browser or put away as a file."""
    paper = Paper(version.readable_sha256, version.page_count)
    with house().copies.annotated(paper, marks, pages) as path:
        file = path.open("rb")  # it has no name from here on: nobody else can ever open it
    response = send_file(file, mimetype=PDF, as_attachment=not shown, download_name=name)
    response.content_length = os.fstat(file.fileno()).st_size
    response.headers["Cache-Control"] = "private, no-store"
    return response


@api.plain("GET", "/meetings/<int:meeting>/pack.pdf", Right.READ_PAPER, media=PDF)
def pack(meeting: int) -> ResponseReturnValue:
    """Download all papers of a meeting as one PDF; until it is bound: 202, {done, total} pages."""
    person_id = actor().person_id
    found, volume = reading(lambda session: pack_to_bind(session, person_id, meeting, _words()))
    bound = house().copies.volume(volume)
    if isinstance(bound, Binding):
        return _not_yet(bound, volume.pages)
    name = _file_name(found.title)
    return send_file(bound, mimetype=PDF, as_attachment=True, download_name=name)


def _not_yet(binding: Binding, pages: int) -> ResponseReturnValue:
    response: Response = jsonify({"done": int(binding.done * pages), "total": pages})
    response.headers["Retry-After"] = AGAIN_SECONDS
    return response, 202


def _words() -> Words:
    return Words(
        contents=_("Mục lục"),
        missing=_("Không có trong tập này vì không tạo được bản sao của tệp."),
        about=_about,
        presenter=lambda name: _("Người trình bày: %(name)s", name=name),
        stamp=lambda number: _("Tài liệu %(number)s", number=number),
        span=lambda first, last: first if first == last else f"{first}–{last}",
    )


def _about(meeting: Meeting, papers: int, pages: int) -> tuple[str, ...]:
    starts, ends = (moment_in_words(each.isoformat()) for each in (meeting.starts, meeting.ends))
    counts: Any = (
        ngettext("%(num)s tài liệu", "%(num)s tài liệu", papers),
        ngettext("%(num)s trang", "%(num)s trang", pages),
    )
    lines = (meeting.place, f"{starts} – {ends}", " · ".join(counts))
    return tuple(line for line in lines if line)


def _said() -> Said:
    return Said(answer=_answer, elsewhere=_elsewhere)


def _elsewhere(version: int, page: int, quoted: str, words: str) -> str:
    where = _(
        "Chưa có chỗ trong bản này; ở bản %(version)s, trang %(page)s", version=version, page=page
    )
    on = f"{where}: “{_beginning(quoted, LONGEST_QUOTE)}”" if quoted.strip() else f"{where}."
    return f"{on}\n{words}" if words.strip() else on


def _answer(answer: Answer) -> str:
    outcome = outcome_in_words(answer.outcome.value)
    return f"{outcome}: {answer.reason}" if answer.reason else outcome


def _name_of(paper: AgendaPaper, more: str = "") -> str:
    """Return what a file of a paper is called: as the paper is, not as its file was."""
    stem = _beginning(paper.title, LONGEST_TITLE)
    return _file_name(f"{stem} ({more})" if more else stem)


def _beginning(text: str, most: int) -> str:
    """Return so much of a text as whole words make, or as fits where it is one long word."""
    short = shorten(text, most, placeholder=CUT)
    return short if short != CUT else text.strip()[: most - len(CUT)] + CUT


def _file_name(title: str) -> str:
    return shown_name(f"{title.replace('/', '-')}.pdf")
