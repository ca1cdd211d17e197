"""Settings: read from the environment once, typed; README lists every one."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo

from foundation.errors import Invalid

AsyncMode = Literal["eventlet", "gevent", "threading"]
ASYNC_MODES = ("eventlet", "gevent", "threading")
LOCALES = ("vi", "en")
DEMONSTRATION = "demonstration"
PRODUCTION = "production"
MIB = 1024 * 1024
SHORTEST_SECRET = 16


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an administrator may choose."""

    host: str
    port: int
    data_dir: Path
    """Holds the embedded database and, under `uploads/`, the files."""
    uploads_dir: Path
    database_url: str
    redis_url: str | None
    secret_key: str
    async_mode: AsyncMode
    public_url: str
    locale: str
    timezone: ZoneInfo
    mode: str
    """`demonstration`; or `production`: a secret key is demanded, no account exists by itself."""
    paper_workers: int
    """How many processes open papers."""
    largest_upload: int
    """In bytes, one file."""
    most_derived: int
    """In bytes: beyond it, pictures of the papers read longest ago go, and come back when asked."""
    trusted_proxies: int
    """How many proxies in front are ours, so that readers' own addresses are known."""
    metrics_token: str
    """With it `/metrics` is read without a sign-in; empty: by administrators alone."""
    source_url: str
    """Where the readers of this site find its source (AGPL, section 13)."""

    @property
    def demonstration(self) -> bool:
        """Say whether demonstration accounts and papers may exist."""
        return self.mode == DEMONSTRATION

    @property
    def secure(self) -> bool:
        """Say whether the site is served over https."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises Invalid naming the first one that cannot be used."""
    host = environment.get("HOST", "127.0.0.1")
    port = _whole_number(environment, "PORT", 8000, 1, 65535)
    mode = _one_of(environment, "MODE", DEMONSTRATION, (DEMONSTRATION, PRODUCTION))
    data_dir = Path(environment.get("DATA_DIR", "data")).resolve()
    return Settings(
        host=host,
        port=port,
        data_dir=data_dir,
        uploads_dir=Path(environment.get("UPLOADS_DIR", data_dir / "uploads")).resolve(),
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{data_dir / 'phien.sqlite3'}",
        redis_url=environment.get("REDIS_URL") or None,
        secret_key=_secret_key(environment, mode, data_dir),
        async_mode=cast(AsyncMode, _one_of(environment, "ASYNC_MODE", "eventlet", ASYNC_MODES)),
        public_url=(environment.get("PUBLIC_URL") or f"http://{host}:{port}").rstrip("/"),
        locale=_one_of(environment, "LOCALE", "vi", LOCALES),
        timezone=_timezone(environment),
        mode=mode,
        paper_workers=_whole_number(environment, "PAPER_WORKERS", 2, 1, 32),
        largest_upload=_whole_number(environment, "LARGEST_UPLOAD_MIB", 200, 1, 4096) * MIB,
        most_derived=_whole_number(environment, "DERIVED_MOST_MIB", 20_480, 256, 16_777_216) * MIB,
        trusted_proxies=_whole_number(environment, "TRUSTED_PROXIES", 0, 0, 8),
        metrics_token=environment.get("METRICS_TOKEN", ""),
        source_url=environment.get("SOURCE_URL") or "/source",
    )


def _whole_number(
    environment: Mapping[str, str], name: str, default: int, least: int, most: int
) -> int:
    given = environment.get(name, "").strip() or str(default)
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
        raise Invalid("setting.number", name=name, least=least, most=most, given=given)
    return int(given)


def _one_of(
    environment: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]
) -> str:
    given = environment.get(name) or default
    if given not in choices:
        raise Invalid("setting.choice", name=name, choices=", ".join(choices), given=given)
    return given


def _timezone(environment: Mapping[str, str]) -> ZoneInfo:
    given = environment.get("TIMEZONE") or "Asia/Ho_Chi_Minh"
    try:
        return ZoneInfo(given)
    except (KeyError, ValueError, OSError):
        raise Invalid("setting.timezone", given=given) from None


def _secret_key(environment: Mapping[str, str], mode: str, data_dir: Path) -> str:
    given = environment.get("SECRET_KEY", "")
    if given and (mode != PRODUCTION or len(given) >= SHORTEST_SECRET):
        return given
    if mode == PRODUCTION:
        raise Invalid("setting.secret_key")
    return _kept_secret(data_dir / "secret_key")


def _kept_secret(path: Path) -> str:
    """Return the demonstration's key, made once, so that a restart signs nobody out."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text().strip()
