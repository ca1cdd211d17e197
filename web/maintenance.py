"""The administrator's commands: first account, migrations, demonstration, doctor, matrix."""

import json
import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from documents.tools import tools
from foundation.database import sqlite_module
from foundation.errors import Refusal
from foundation.migrating import bring_up_to_date
from meetings.people.operations import NewPerson, add_person, add_unit
from meetings.people.passwords import hashed
from meetings.people.queries import units
from web.authorisation import ROLES, Undeclared, matrix
from web.door import house
from web.refusals import sentence_of


def register(app: Flask) -> None:
    """Put the commands on `flask --app wsgi`."""
    for command in (authz_matrix, create_admin, doctor, migrate, load_demonstration):
        app.cli.add_command(command)


@click.command("authz-matrix")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def authz_matrix(as_json: bool) -> None:
    """List every route and command by role."""
    try:
        rows = matrix(current_app)
    except Undeclared as undeclared:
        click.echo(_("Chưa khai báo quyền: %(what)s", what=str(undeclared)), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({"roles": ROLES, "rows": rows}, ensure_ascii=False, indent=1))
        return
    for row in rows:
        cells = "  ".join(f"{role}={standing}" for role, standing in row["roles"].items())
        click.echo(f"{row['kind']:7} {row['name']:56} {row['right']:22} {cells}")


@click.command("create-admin")
@click.option("--login", prompt=True)
@click.option("--name", prompt=True)
@click.option("--password", default="", help="Asked for when it is not given.")
@with_appcontext
def create_admin(login: str, name: str, password: str) -> None:
    """Make the first account, which looks after the house."""
    bring_up_to_date(house().settings.database_url)
    try:
        asked = {
            "name": name,
            "login": login,
            "password": password
            or click.prompt("Password", hide_input=True, confirmation_prompt=True),
            "unit": 1,
            "administers": True,
            "prepares_meetings": True,
        }
        new = NewPerson.read(asked)
        kept = hashed(new.password)
        house().writer.perform(lambda session: _first(session, new, kept))
    except Refusal as refusal:
        click.echo(sentence_of(refusal), err=True)
        sys.exit(1)
    click.echo(_("Đã tạo tài khoản quản trị %(login)s.", login=new.login))


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what this machine has and lacks, and what that means."""
    module = sqlite_module()
    click.echo(f"SQLite {module.sqlite_version}")
    for tool in tools():
        found = _("có") if tool.found else _("thiếu")
        click.echo(f"[{found}] {tool.name}: {tool_in_words(tool.code)}")
    used, mib = house().vault.used(), 1024 * 1024
    click.echo(_("Tệp tài liệu đang dùng %(used)s MB.", used=used.papers // mib))
    click.echo(
        _(
            "Hình trang và những gì dựng lại được từ tệp đang dùng %(used)s MB, "
            "được giữ trong %(most)s MB (DERIVED_MOST_MIB).",
            used=used.derived // mib,
            most=house().settings.most_derived // mib,
        )
    )


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest form."""
    bring_up_to_date(house().settings.database_url)


@click.command("load-demonstration")
@with_appcontext
def load_demonstration() -> None:
    """Load the demonstration commune into an empty database."""
    from deploy.demonstration.load import load_if_empty

    if not house().settings.demonstration:
        click.echo(_("Dữ liệu trình diễn chỉ nạp ở chế độ trình diễn."), err=True)
        sys.exit(1)
    load_if_empty(house())


def tool_in_words(code: str) -> str:
    """Return what a tool is for and how to bring it."""
    words: dict[str, str] = {
        "tool.converter": _("đọc tệp Word. Cài: apt-get install libreoffice-writer-nogui"),
        "tool.converter_of_sheets": _("đọc tệp Excel. Cài: apt-get install libreoffice-calc-nogui"),
        "tool.converter_of_slides": _(
            "đọc tệp PowerPoint. Cài: apt-get install libreoffice-impress-nogui"
        ),
        "tool.vietnamese_fonts": _(
            "phông chữ tiếng Việt cho tệp Word. Cài: apt-get install fonts-croscore"
        ),
        "tool.only_torn_fonts": _(
            "chỉ có phông Liberation 1.x, thiếu gần một trăm chữ tiếng Việt nên chữ trong tệp Word "
            "sẽ bị xáo trộn khi tìm và đọc. Cài: apt-get install fonts-croscore"
        ),
        "tool.text_recognition": _(
            "nhận dạng chữ trong bản quét. Cài: apt-get install tesseract-ocr"
        ),
        "tool.vietnamese_recognition": _(
            "nhận dạng chữ Việt trong bản quét. Cài: apt-get install tesseract-ocr-vie"
        ),
        "tool.speech": _("đọc to tiếng Việt. Cài: apt-get install espeak-ng lame"),
    }
    return words.get(code, code)


def _first(session: object, new: NewPerson, kept: str) -> None:
    from sqlalchemy.orm import Session

    assert isinstance(session, Session)  # noqa: S101 - what the writer hands over
    if not units(session):
        add_unit(session, _("Văn phòng"), "office")
    add_person(session, new, kept)
