"""What has just arrived: plain data from outside, read field by field or refused.

Text is brought to NFC and loses what no screen, database or document can carry: control
characters and halves of surrogate pairs.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from foundation.errors import Invalid

Choice = TypeVar("Choice", bound=StrEnum)
UNCARRIED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, those that turn the direction of what follows, and halves of letters."""
UNSEEN = {"Cf", "Cc", "Zs", "Zl", "Zp", "Mn"}
LARGEST_ID = 2**53 - 1


def carried(text: str) -> str:
    """Return `text` in NFC, without what cannot be carried; line ends become one newline."""
    one_ending = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNCARRIED.sub("", one_ending))


def seen(text: str) -> bool:
    """Say whether there is anything in `text` that an eye would see."""
    if text[:1].isalnum():  # as nearly everything begins
        return True
    return any(unicodedata.category(letter) not in UNSEEN for letter in text)


class Fields:
    """The fields of one arrived object; each reader returns the value or raises Invalid."""

    def __init__(self, arrived: Any) -> None:
        if not isinstance(arrived, dict):
            raise Invalid("request.not_an_object")
        self._values: dict[str, Any] = arrived

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, *, most: int, least: int = 1, lines: bool = False) -> str:
        """Read a text of `least` to `most` characters, ends trimmed; one line unless `lines`."""
        value = self._values.get(name)
        if value is None and least == 0:
            return ""
        if not isinstance(value, str):
            raise Invalid("field.text", field=name)
        value = carried(value).strip() if lines else " ".join(carried(value).split())
        if least and not seen(value):
            raise Invalid("field.empty", field=name)
        if len(value) < least:
            raise Invalid("field.too_short", field=name, least=least)
        if len(value) > most:
            raise Invalid("field.too_long", field=name, most=most, found=len(value))
        return value

    def whole(self, name: str, *, least: int = 1, most: int = LARGEST_ID) -> int:
        """Read a whole number between `least` and `most`."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Invalid("field.number", field=name, least=least, most=most)
        return value

    def whole_or_none(self, name: str, *, least: int = 1, most: int = LARGEST_ID) -> int | None:
        """Read a whole number, or None where there is none."""
        return None if self._values.get(name) is None else self.whole(name, least=least, most=most)

    def wholes(self, name: str, *, most: int = 1000) -> list[int]:
        """Read a list of ids; a missing one is empty."""
        value = self._values.get(name) or []
        if not isinstance(value, list) or len(value) > most:
            raise Invalid("field.list", field=name, most=most)
        return [Fields({name: each}).whole(name) for each in value]

    def choice(
        self, name: str, kind: type[Choice], among: Sequence[Choice] | None = None
    ) -> Choice:
        """Read one of an enum's values, or of those `among` them that are allowed here."""
        value, choices = self._values.get(name), list(kind) if among is None else among
        if not isinstance(value, str) or value not in choices:
            raise Invalid("field.choice", field=name, choices=", ".join(choices))
        return kind(value)

    def moment(self, name: str) -> datetime:
        """Read an ISO 8601 moment with its offset."""
        value = self._values.get(name)
        try:
            moment = datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise Invalid("field.moment", field=name) from None
        if moment.tzinfo is None or not 1900 < moment.year < 9000:
            raise Invalid("field.moment", field=name)
        return moment

    def flag(self, name: str) -> bool:
        """Read true or false; a missing one is false."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise Invalid("field.flag", field=name)
        return value

    def objects(self, name: str, *, most: int) -> list["Fields"]:
        """Read a list of objects; a missing one is empty."""
        value = self._values.get(name) or []
        if not isinstance(value, list) or len(value) > most:
            raise Invalid("field.list", field=name, most=most)
        return [Fields(each) for each in value]

    def inner(self, name: str) -> "Fields":
        """Read an object within this one."""
        return Fields(self._values.get(name))

    def given(self, name: str) -> Any:
        """Return the value as it came, or None."""
        return self._values.get(name)
