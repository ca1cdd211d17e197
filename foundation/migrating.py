"""The database brought to its newest form, or compared with what the models say."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url

from foundation.lasting import make_folder

STEPS = Path(__file__).parent / "migrations"


def configuration(url: str) -> Config:
    """Return Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def bring_up_to_date(url: str) -> None:
    """Walk the steps the database has not walked yet."""
    place = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and place and place != ":memory:":
        make_folder(Path(place).parent)
    command.upgrade(configuration(url), "head")


def differences(url: str) -> None:
    """Raise when the models say something the steps do not."""
    command.check(configuration(url))
