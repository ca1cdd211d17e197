"""A commune made for measuring: a meeting with a real paper and as many seats as are wanted."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.orm import Session

from documents.inspection import take_in
from documents.queries import paragraphs_of
from documents.received import Received
from foundation.clock import now
from foundation.migrating import bring_up_to_date
from foundation.settings import read_settings
from meetings.agendas.arriving import NewItem, NewMeeting
from meetings.agendas.models import ItemKind, MeetingKind
from meetings.agendas.operations.items import add_item
from meetings.agendas.operations.meetings import prepare_meeting, publish_meeting
from meetings.agendas.operations.papers import add_paper
from meetings.house import House
from meetings.opinions.arriving import NewComment
from meetings.opinions.operations import comment_on_paragraph
from meetings.opinions.presenting import comment_as_data
from meetings.people.models import Role
from meetings.people.operations import NewPerson, add_person, add_unit, begin_sign_in
from meetings.permissions import Visibility
from tests.benchmarks.papers import SHORT_TEXT
from tests.cast import HASH, PASSWORD
from web.application import create_app
from wsgi import build_house

SECRET_KEY = "of-a-benchmark-alone"
WIDTH = 1240
READING_SECONDS = 60.0
TEXT = "Đề nghị làm rõ mức chi cho đường liên thôn và nguồn vốn đối ứng của xã."


@dataclass(frozen=True)
class Commune:
    """What a load generator and a peer have to know of it."""

    cookies: list[str]
    meeting: int
    remark: dict[str, Any]
    acts: dict[str, dict[str, Any]]
    """What may be asked in it by everybody, by command; only the operation id is wanting."""
    picture_path: str
    picture: Path
    sample: Path
    """A fact as it goes over the wire, for a peer to send as many bytes."""


@dataclass(frozen=True)
class Laid:
    """A meeting with its paper: ids, and what signs everybody in."""

    meeting: int
    paper: int
    version: int
    author: int
    tokens: list[str]


def furnish(folder: Path, seats: int, **more: str) -> Commune:
    """Make the data of a whole site under `folder`, and close it again; `more` are settings."""
    settings = read_settings(house_environment(folder) | more)
    bring_up_to_date(settings.database_url)
    house, _ = build_house(settings, serving=False)
    try:
        return _furnished(house, folder, seats)
    finally:
        house.close()


def house_environment(folder: Path) -> dict[str, str]:
    """Return the settings under which the site is made and served."""
    return {"DATA_DIR": str(folder), "MODE": "production", "SECRET_KEY": SECRET_KEY}


def _furnished(house: House, folder: Path, seats: int) -> Commune:
    with SHORT_TEXT.open("rb") as file:
        kept = take_in(house.workers, house.vault, file, "paper.pdf", SHORT_TEXT.stat().st_size)
    laid = house.writer.perform(partial(_lay, kept=kept, seats=seats))
    house.arrivals.start(laid.version)
    house.arrivals.wait(READING_SECONDS)
    picture, _ = house.arrivals.picture(kept.readable_sha256, 1, WIDTH)
    remark, fact = house.writer.perform(partial(_remark, laid=laid))
    sample = folder / "sample.json"
    sample.write_bytes(orjson.dumps(fact))
    return Commune(
        cookies=_cookies(create_app(house), laid.tokens),
        meeting=laid.meeting,
        remark=remark,
        acts={"comment.create": remark, "annotation.create": _stroke(laid, remark)},
        picture_path=f"/api/versions/{laid.version}/pages/1/picture?width={WIDTH}",
        picture=picture,
        sample=sample,
    )


def _lay(session: Session, kept: Received, seats: int) -> Laid:
    unit, starts = add_unit(session, "Thôn Đông", "village").id, now()
    secretary = _person(session, unit, 0, prepares=True)
    delegates = [_person(session, unit, number) for number in range(1, seats + 1)]
    meeting = prepare_meeting(
        session,
        secretary,
        NewMeeting(
            title="Kỳ họp thứ ba",
            kind=MeetingKind.COUNCIL,
            place="Hội trường",
            starts=starts,
            ends=starts + timedelta(hours=3),
            chair_id=None,
            seats=tuple((person, Role.DELEGATE) for person in delegates),
        ),
    )
    new = NewItem("Báo cáo thẩm tra", ItemKind.DECISION, None, "", 30, None)
    item = add_item(session, secretary, meeting.id, new)
    paper, version = add_paper(session, secretary, item.id, kept, "Báo cáo thẩm tra")
    publish_meeting(session, secretary, meeting.id)
    tokens = [begin_sign_in(session, person, "benchmark") for person in delegates]
    return Laid(meeting.id, paper.id, version.id, delegates[0], tokens)


def _person(session: Session, unit: int, number: int, *, prepares: bool = False) -> int:
    new = NewPerson(
        name=f"Đại biểu {number}",
        login=f"dai.bieu.{number}",
        password=PASSWORD,
        unit_id=unit,
        post="Đại biểu",
        birth_year=None,
        administers=False,
        prepares_meetings=prepares,
    )
    return add_person(session, new, HASH).id


def _remark(session: Session, laid: Laid) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a comment as it is asked for, and the fact of one that was made."""
    paragraphs = paragraphs_of(session, laid.version)
    paragraph = paragraphs[len(paragraphs) // 2].id
    new = NewComment(laid.paper, paragraph, TEXT, Visibility.MEETING, "sample-0")
    comment = comment_as_data(comment_on_paragraph(session, laid.author, new))
    asked = {
        "paper": laid.paper,
        "paragraph": paragraph,
        "text": TEXT,
        "visibility": Visibility.MEETING.value,
    }
    return asked, {
        "stream": f"meeting:{laid.meeting}",
        "number": 1,
        "name": "comment.created",
        "body": {"comment": comment},
    }


def _stroke(laid: Laid, remark: dict[str, Any]) -> dict[str, Any]:
    """Return a stroke of the pen as a tablet sends it: half a second, simplified."""
    points = [2000, 3000, 50, *(number for _ in range(29) for number in (31, -4, 1))]
    return {
        "paper": laid.paper,
        "version": laid.version,
        "motivation": "drawing",
        "visibility": Visibility.MEETING.value,
        "color": "yellow",
        "note": "",
        "ink": {"width": 30, "points": points},
        "target": {"page": 1, "paragraph": remark["paragraph"], "boxes": [], "selectors": []},
    }


def _cookies(app: Flask, tokens: list[str]) -> list[str]:
    """Return what the browsers of people who have signed in carry."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    name = app.config["SESSION_COOKIE_NAME"]
    return [f"{name}={signer.dumps({'_user_id': token, '_fresh': True})}" for token in tokens]
