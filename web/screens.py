"""Screens: each page's shell with what it needs to begin; the rest it asks of the API."""

from contextlib import suppress
from typing import Any

from flask import Flask, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from documents.models import VersionState
from documents.queries import latest_version, numbered_version
from foundation.errors import Invalid, NotFound, NotPermitted
from meetings.agendas.models import AgendaPaper, Meeting
from meetings.agendas.queries import agenda_of, paper_of, seat_of
from meetings.people.models import Participant
from meetings.permissions import Case, Right, require, rights_of
from web.compressing import smaller
from web.door import Declared, actor, declare, house, number, reading
from web.words import catalogue_address, locale


def register(app: Flask) -> None:
    """Put the screens on the application."""
    for rule, view, right in (
        ("/", home, Right.PASS),
        ("/meetings", meetings, Right.BE_SIGNED_IN),
        ("/meetings/new", new_meeting, Right.PREPARE),
        ("/meetings/<int:meeting>", meeting, Right.READ),
        ("/meetings/<int:meeting>/desk", desk, Right.GATHER),
        ("/meetings/<int:meeting>/opinions", opinions, Right.GATHER),
        ("/papers/<int:paper>", reader, Right.READ_PAPER),
        ("/papers/<int:paper>/changes", changes, Right.READ_PAPER),
        ("/papers/<int:paper>/projection", projection, Right.READ_PAPER),
        ("/account", account, Right.BE_SIGNED_IN),
        ("/people", people, Right.ADMINISTER),
        ("/watch", watch, Right.ADMINISTER),
    ):
        guarded = view if right is Right.PASS else login_required(view)
        app.add_url_rule(rule, view.__name__, guarded, methods=["GET"])
        declare(Declared("GET", rule, view.__name__, right, view.__doc__ or "", media="text/html"))
    app.context_processor(_common)


def home() -> ResponseReturnValue:
    """Go to the meetings."""
    return redirect(url_for("meetings"))


def meetings() -> str:
    """Show one's meetings."""
    return _screen("meetings.html")


def new_meeting() -> str:
    """Show the form of a new meeting."""
    _require_of_person(Right.PREPARE)
    return _screen("meeting_new.html")


def meeting(meeting: int) -> str:
    """Show a meeting's agenda and papers."""
    reading(lambda session: seat_of(session, actor().person_id, meeting))
    return _screen("meeting.html", meeting=meeting)


def desk(meeting: int) -> str:
    """Show the secretary's desk."""
    _require_in_meeting(meeting, Right.GATHER)
    return _screen("desk.html", meeting=meeting)


def opinions(meeting: int) -> str:
    """Show the chair's table of opinions."""
    _require_in_meeting(meeting, Right.GATHER)
    return _screen("opinions.html", meeting=meeting)


def reader(paper: int) -> ResponseReturnValue:
    """Show a paper to read; `?chieu=1` is the short way to the hall's screen."""
    if request.args.get("chieu"):
        return redirect(url_for("projection", paper=paper))
    asked, person_id = _version_asked(), actor().person_id

    def found(session: Session) -> tuple[dict[str, Any], dict[str, Any]]:
        laid, seat, meeting = paper_of(session, person_id, paper)
        opens = _opens(session, laid.document_id, asked)
        return _head(session, laid, seat, meeting), {"meeting": meeting.id, "opens": opens}

    head, shown = reading(found)
    about = {"paper": paper, "version": asked, **shown}
    boot = _boot(about)
    del boot["csrf"]  # what goes out compressed bears no secret; the program asks for it
    return smaller(make_response(render_template("reader.html", boot=boot, head=head, **about)))


def _head(
    session: Session, paper: AgendaPaper, seat: Participant, meeting: Meeting
) -> dict[str, Any]:
    """Return what the reader's head needs to be as high from the start as it will be."""
    agenda = agenda_of(session, meeting.id)
    return {
        "title": paper.title,
        "item": next((each.number for each in agenda if each.item.id == paper.item_id), ""),
        "newest": latest_version(session, paper.document_id).number,
        "rights": rights_of(seat, meeting),
        "role": seat.role,
    }


def _version_asked() -> int | None:
    """Return the number of the version that an address asks for; None: the newest."""
    try:
        return number("version")
    except Invalid as fault:
        raise NotFound("version.unknown") from fault


def _opens(session: Session, document_id: int, asked: int | None) -> dict[str, Any] | None:
    """Return whose picture is on the screen first, so that it is asked for before all else."""
    with suppress(NotFound):  # the screen says that there is no such version
        version = numbered_version(session, document_id, asked)
        if version.state == VersionState.READY:
            return {"id": version.id, "sha": version.short_sha, "pages": version.page_count}
    return None


def changes(paper: int) -> str:
    """Show what changed from one version of a paper to another."""
    reading(lambda session: paper_of(session, actor().person_id, paper))
    return _screen("changes.html", paper=paper)


def projection(paper: int) -> str:
    """Show a paper to a whole hall: without tools, and without anything that is anybody's own."""
    found = reading(lambda session: paper_of(session, actor().person_id, paper))
    return _screen("projection.html", meeting=found[2].id, paper=paper, version=_version_asked())


def account() -> str:
    """Show one's own account."""
    return _screen("account.html")


def people() -> str:
    """Show the list of people to those who look after it."""
    _require_of_person(Right.ADMINISTER)
    return _screen("people.html")


def watch() -> str:
    """Show how the server is doing."""
    _require_of_person(Right.ADMINISTER)
    return _screen("watch.html")


def _screen(template: str, **about: Any) -> str:
    return render_template(template, boot=_boot(about), **about)


def _boot(about: dict[str, Any]) -> dict[str, Any]:
    boot: dict[str, Any] = _common()["boot"]
    return boot | about


def _common() -> dict[str, Any]:
    signed_in = current_user.is_authenticated
    person = None
    if signed_in:
        only = current_user.actor.meeting_id
        person = current_user.person | {"rights": current_user.rights, "only_meeting": only}
    settings = house().settings
    boot = {
        "csrf": generate_csrf(),
        "locale": locale(),
        "timezone": str(settings.timezone),
        "person": person,
        "catalogue": catalogue_address(),
        "largest_upload": settings.largest_upload,
    }
    return {
        "boot": boot,
        "person": person,
        "locale": boot["locale"],
        "source_url": settings.source_url,
        "settings_demonstration": settings.demonstration,
        "path": request.path,
    }


def _require_of_person(right: Right) -> None:
    if right.value not in current_user.rights:
        raise NotPermitted("right.missing", right=right.value)


def _require_in_meeting(meeting_id: int, right: Right) -> None:
    seat, meeting = reading(lambda session: seat_of(session, actor().person_id, meeting_id))
    require(seat, right, Case(meeting))
