"""What people write, made safe for screens; the only file that imports bleach.

A few tags of emphasis pass as they are, *asterisks* emphasise, addresses become links, line
breaks stay. Everything else is shown as the characters that were typed.
"""

import re
from collections.abc import MutableMapping

import bleach
from bleach.linkifier import Linker

EMPHASIS = frozenset({"b", "strong", "i", "em", "u"})
LINKED = frozenset({"http", "https", "mailto"})
Attributes = MutableMapping[tuple[str | None, str], str]
STARRED = re.compile(r"(?<![\w*])\*(?=\S)([^*\n<>]{1,300}?)(?<=\S)\*(?![\w*])")


def cleaned(text: str) -> str:
    """Return `text` as HTML that may be put on any screen."""
    safe = bleach.clean(text, tags=EMPHASIS, attributes={}, protocols=LINKED)
    starred = STARRED.sub(r"<strong>\1</strong>", safe)
    return _linker.linkify(starred).replace("\n", "<br>")


def _outward(attributes: Attributes, _new: bool = False, /) -> Attributes:
    attributes[(None, "rel")] = "nofollow noopener noreferrer"
    attributes[(None, "target")] = "_blank"
    return attributes


_linker = Linker(callbacks=[_outward])
