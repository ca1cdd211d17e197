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
PARSED = re.compile(
    r"[<&\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|\.[^\W\d_]"
)
"""What tells that a text may hold a tag, an address, or something that a parser would change."""
STARRED = re.compile(r"(?<![\w*])\*(?=\S)([^*\n<>]{1,300}?)(?<=\S)\*(?![\w*])")


def cleaned(text: str) -> str:
    """Return `text` as HTML that may be put on any screen."""
    if PARSED.search(text):
        safe = bleach.clean(text, tags=EMPHASIS, attributes={}, protocols=LINKED)
        shown = _linker.linkify(_starred(safe))
    else:  # what most people write; a parser would take longer than all the rest of the act
        shown = _starred(text.replace(">", "&gt;"))
    return shown.replace("\n", "<br>")


def _starred(safe: str) -> str:
    return STARRED.sub(r"<strong>\1</strong>", safe)


def _outward(attributes: Attributes, _new: bool = False, /) -> Attributes:
    attributes[(None, "rel")] = "nofollow noopener noreferrer"
    attributes[(None, "target")] = "_blank"
    return attributes


_linker = Linker(callbacks=[_outward])
