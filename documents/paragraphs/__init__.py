"""Paragraphs: the text and rules of pages turned into numbered paragraphs.

Everything here is pure: plain data in, plain data out. It opens no file and
knows no PDF library, so that untrusted files stay in the processes made for them.
"""

from .build import EXTRACTOR_VERSION, assemble, assemble_mended
from .mending import HandMend, letters_of
from .model import (
    Character,
    Horizontal,
    Kind,
    PageBox,
    PageContent,
    Paragraph,
    Span,
    Vertical,
)
from .reading import TEXT_FLAGS, page_content
from .words import words_of

__all__ = [
    "EXTRACTOR_VERSION",
    "TEXT_FLAGS",
    "Character",
    "HandMend",
    "Horizontal",
    "Kind",
    "PageBox",
    "PageContent",
    "Paragraph",
    "Span",
    "Vertical",
    "assemble",
    "assemble_mended",
    "letters_of",
    "page_content",
    "words_of",
]
