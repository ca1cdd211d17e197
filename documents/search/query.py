"""What somebody typed into the search box, read without ever being refused for its form.

Words are separated by blanks and all of them must occur; the last may be the beginning of a
word. What stands in quotes is a phrase, and so is what is written in one piece, such as
12/NQ-HĐND. A word typed with accents is meant with them; one typed without may have any.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from documents.search.words import words_in
from foundation.arriving import carried
from foundation.errors import Invalid

LONGEST_QUERY = 300
"""In letters: a sentence taken from a paper, and not a page of it."""
LEAST_BEGINNING = 2
"""One letter begins too many words to be of use; it is looked for as a word."""
QUOTES = re.compile('["“”„‟«»＂]')


class Wanted(NamedTuple):
    """One word of a query."""

    exact: str
    folded: str
    accented: bool
    """It was typed with accents."""


@dataclass(frozen=True)
class Term:
    """Words that must stand side by side, mostly one alone."""

    words: tuple[Wanted, ...]
    beginning: bool = False
    """The last of them may go on."""

    @property
    def accented(self) -> tuple[Wanted, ...]:
        """Return those of its words that were typed with accents."""
        return tuple(word for word in self.words if word.accented)


@dataclass(frozen=True)
class Query:
    """What is looked for: terms that must all occur in a paragraph."""

    terms: tuple[Term, ...]

    @property
    def accented(self) -> bool:
        """Say whether accents matter to it."""
        return any(term.accented for term in self.terms)

    @property
    def together(self) -> Term | None:
        """Return all its words as one phrase; None where there is only one term."""
        if len(self.terms) < 2:
            return None
        words = tuple(word for term in self.terms for word in term.words)
        return Term(words, self.terms[-1].beginning)

    def without_accents(self) -> "Query":
        """Return the query as it would be typed without any accents."""
        return Query(tuple(_plain(term) for term in self.terms))


def read(typed: str) -> Query:
    """Read what was typed; it is refused only if it holds no word, or far too many."""
    text = " ".join(carried(typed).split())
    if len(text) > LONGEST_QUERY:
        raise Invalid("field.too_long", field="q", most=LONGEST_QUERY, found=len(text))
    terms = list(_terms(text))
    if not terms:
        raise Invalid("search.nothing")
    return Query(tuple(dict.fromkeys(terms)))


def _terms(text: str) -> Iterator[Term]:
    """Yield the terms; of quotes, every second piece is quoted, even if the last stays open."""
    pieces = QUOTES.split(text)
    for number, piece in enumerate(pieces):
        if number % 2:
            yield from _term(piece)
            continue
        last = number == len(pieces) - 1
        chunks = piece.split()
        for position, chunk in enumerate(chunks, 1):
            yield from _term(chunk, beginning=last and position == len(chunks))


def _term(piece: str, *, beginning: bool = False) -> Iterator[Term]:
    words = tuple(
        Wanted(word.exact, word.folded, word.exact != word.folded) for word in words_in(piece)
    )
    if words:
        yield Term(words, beginning and len(words[-1].folded) >= LEAST_BEGINNING)


def _plain(term: Term) -> Term:
    return replace(term, words=tuple(word._replace(accented=False) for word in term.words))
