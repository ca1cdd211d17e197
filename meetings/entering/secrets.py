"""What is shown and typed, and what the database keeps of it."""

import hashlib
import hmac
import secrets

DIGITS = 6


def new_digits() -> str:
    """Return six digits by chance."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def new_secret() -> str:
    """Return what nobody guesses: for a QR code, or for a tablet."""
    return secrets.token_urlsafe(32)


def hash_of_digits(key: str, digits: str) -> str:
    """Return what is kept of six digits: under a key, since a million of them are soon tried."""
    return hmac.new(key.encode(), f"entry code {digits}".encode(), hashlib.sha256).hexdigest()


def hash_of_secret(secret: str) -> str:
    """Return what is kept of a long secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def digits_in(typed: str) -> str | None:
    """Return the six digits that somebody typed, however they spaced them."""
    found = "".join(typed.split()).replace("-", "").replace(".", "")
    return found if len(found) == DIGITS and found.isascii() and found.isdigit() else None
