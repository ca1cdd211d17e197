"""Passwords: argon2id, 19 MiB, two passes, one lane (OWASP's first recommendation)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """Return the hash to store; takes tens of milliseconds, so keep it off the event loop."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Say whether `password` is the one; as slow for a person who does not exist."""
    try:
        return _hasher.verify(stored or _nobody, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
