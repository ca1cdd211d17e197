"""Plain data as the text that JSON columns keep."""

import json
from typing import Any

import orjson

STRICT = (
    orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
)


def as_json(data: Any) -> str:
    """Write plain data down."""
    try:
        return orjson.dumps(data, option=STRICT).decode()
    except TypeError:  # such as numbers beyond 64 bits
        return json.dumps(data)


def from_json(text: str) -> Any:
    """Read plain data."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:  # such as halves of letters, which Python's own wrote down
        return json.loads(text)
