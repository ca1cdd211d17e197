"""Time: aware, in UTC, from one place."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


def seconds() -> int:
    """Return the present moment in whole seconds since 1970."""
    return int(now().timestamp())
