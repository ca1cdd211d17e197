"""Settings: typed, read once, refused in one sentence."""

import pytest

from foundation.errors import Invalid
from foundation.settings import read_settings


def test_the_defaults_serve_a_demonstration_on_this_machine(tmp_path):
    settings = read_settings({"DATA_DIR": str(tmp_path)})
    assert (settings.host, settings.port, settings.demonstration) == ("127.0.0.1", 8000, True)
    assert settings.database_url == f"sqlite:///{tmp_path}/phien.sqlite3"
    assert str(settings.timezone) == "Asia/Ho_Chi_Minh"


def test_the_demonstration_keeps_its_secret_over_a_restart(tmp_path):
    first, second = (read_settings({"DATA_DIR": str(tmp_path)}) for _ in range(2))
    assert first.secret_key == second.secret_key


@pytest.mark.parametrize("secret", [{}, {"SECRET_KEY": ""}, {"SECRET_KEY": "short"}])
def test_production_refuses_to_start_without_a_secret_key(tmp_path, secret):
    with pytest.raises(Invalid, match=r"setting\.secret_key"):
        read_settings({"DATA_DIR": str(tmp_path), "MODE": "production", **secret})


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PORT", "http", "setting.number"),
        ("PORT", "0", "setting.number"),
        ("ASYNC_MODE", "asyncio", "setting.choice"),
        ("TIMEZONE", "Sao/Hoa", "setting.timezone"),
        ("LOCALE", "fr", "setting.choice"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, name, value, code):
    with pytest.raises(Invalid) as refused:
        read_settings({"DATA_DIR": str(tmp_path), name: value})
    assert refused.value.code == code


def test_a_site_on_https_has_secure_cookies(tmp_path):
    settings = read_settings({"DATA_DIR": str(tmp_path), "PUBLIC_URL": "https://hop.xa.vn/"})
    assert settings.secure
    assert settings.public_url == "https://hop.xa.vn"
