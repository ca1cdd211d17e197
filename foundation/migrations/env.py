"""How Alembic meets this project: which models there are, and which database."""

from importlib import import_module
from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeEngine

from foundation.database import Base, TZDateTime, open_database
from foundation.settings import read_settings

MODELS = (
    "foundation.acts",
    "foundation.record",
    "documents.models",
    "meetings.people.models",
    "meetings.agendas.models",
    "meetings.annotations.models",
    "meetings.opinions.models",
)
for name in MODELS:
    import_module(name)  # by name: the foundation stands on nothing of the house


def shown_type(kind: str, value: Any, _: object) -> str | Literal[False]:
    """Write our own types into migrations as what the database keeps."""
    if kind == "type" and isinstance(value, TZDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def same_type(
    _: object, __: object, ___: object, kept: TypeEngine[Any], wanted: Any
) -> bool | None:
    """Pass over what SQLite cannot tell apart."""
    return False if isinstance(wanted, TZDateTime) else None


def looked_at(name: str | None, kind: str, _: object) -> bool:
    """Pass over the index of the search: its database's own way of keeping it is no model."""
    return not (kind == "table" and (name or "").startswith("paragraph_search"))


def migrate() -> None:
    """Walk the steps in one transaction."""
    url = context.config.get_main_option("sqlalchemy.url") or read_settings().database_url
    database = open_database(url)
    with database.writing.connect() as connection:
        if database.embedded:  # it changes a table by making it anew, which others point at
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=database.embedded,
            render_item=shown_type,
            compare_type=same_type,
            include_name=looked_at,
        )
        with context.begin_transaction():
            context.run_migrations()
            if database.embedded and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise RuntimeError("a step would leave something that points nowhere")
        connection.commit()
    database.dispose()


migrate()
