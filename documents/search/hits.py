"""Where the words of a query stand: in a paragraph's text, and on its pages."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from documents.paragraphs.legacy_encodings import decoder_of
from documents.search.query import Query, Term, Wanted
from documents.search.words import Word, words_in

AROUND = 220
"""Letters of a snippet, about."""
BEFORE = 60
"""Letters of it that stand before the first hit, at most."""
MOST_BOXES = 60
CUT = "…"
Box = list[int]
Line = list[Any]
"""As the words of a page tell it: x0, y0, x1, y1, its text, and where each word begins and ends."""
WordsOf = Callable[[int], Sequence[Line] | None]


def snippet(text: str, query: Query) -> list[list[Any]]:
    """Return the part of a text that shows the most hits, in pieces: words, and whether hit."""
    words = list(words_in(text))
    marked = hits_in(words, query)
    first, last = _window(text, words, marked)
    parts = list(_parts(text, words, marked, first, last))
    if first > 0:
        parts.insert(0, [CUT, False])
    if last < len(text):
        parts.append([CUT, False])
    return _joined(parts)


def boxes(paragraph_boxes: Sequence[Box], query: Query, words_of: WordsOf) -> list[Box]:
    """Return where the hits lie on the pages; where no word is found there, the whole paragraph."""
    found: list[Box] = []
    for page in dict.fromkeys(box[0] for box in paragraph_boxes):
        lines = words_of(page)
        if lines is not None:
            here = [box for box in paragraph_boxes if box[0] == page]
            among = [line for line in lines if _within(line, here)]
            found += _boxes_on(page, among, query) or _boxes_on(page, _decoded(among, lines), query)
    return found[:MOST_BOXES] or [list(box) for box in paragraph_boxes[:MOST_BOXES]]


def hits_in(words: Sequence[Word], query: Query) -> set[int]:
    """Return which words of a text a query means, by their places."""
    places: dict[bool, defaultdict[str, list[int]]] = {
        False: defaultdict(list),
        True: defaultdict(list),
    }
    for place, word in enumerate(words):
        places[False][word.folded].append(place)
        places[True][word.exact].append(place)
    return {hit for term in query.terms for hit in _hits_of(words, term, places)}


def _hits_of(
    words: Sequence[Word], term: Term, places: dict[bool, defaultdict[str, list[int]]]
) -> Iterator[int]:
    """Yield the places of one term: where its first word stands and the others follow."""
    first, *others = term.words
    known = places[first.accented]
    if term.beginning and not others:
        begins = _form(first)
        for form in known:
            if form.startswith(begins):
                yield from known[form]
        return
    for place in known.get(_form(first), ()):
        following = words[place + 1 : place + 1 + len(others)]
        if len(following) == len(others) and _follow(following, others, term.beginning):
            yield from range(place, place + len(term.words))


def _follow(words: Sequence[Word], wanted: Sequence[Wanted], beginning: bool) -> bool:
    last = len(wanted) - 1
    return all(
        _meant(word, want, beginning and number == last)
        for number, (word, want) in enumerate(zip(words, wanted, strict=True))
    )


def _meant(word: Word, wanted: Wanted, beginning: bool) -> bool:
    said = word.exact if wanted.accented else word.folded
    return said.startswith(_form(wanted)) if beginning else said == _form(wanted)


def _form(wanted: Wanted) -> str:
    return wanted.exact if wanted.accented else wanted.folded


def _window(text: str, words: Sequence[Word], marked: set[int]) -> tuple[int, int]:
    """Return the stretch of a text that shows the most hits; it begins and ends with a word."""
    if len(text) <= AROUND + BEFORE:
        return 0, len(text)
    at = [words[place].start for place in sorted(marked)] or [0]
    most, best, until = 0, at[0], 0
    for number, start in enumerate(at):
        while until < len(at) and at[until] < start + AROUND - BEFORE:
            until += 1
        if until - number > most:
            most, best = until - number, start
    begin = next((word.start for word in words if word.start >= best - BEFORE), 0)
    if begin and begin <= words[0].start:
        begin = 0
    end = max((word.end for word in words if word.end <= begin + AROUND), default=begin)
    return begin, end if words and end < words[-1].end else len(text)


def _parts(
    text: str, words: Sequence[Word], marked: set[int], first: int, last: int
) -> Iterator[list[Any]]:
    """Yield the pieces between `first` and `last`; hits that follow one another are one."""
    done = first
    for place in sorted(marked):
        word = words[place]
        if word.start < first or word.end > last:
            continue
        between = text[done : word.start]
        side_by_side = place - 1 in marked and not between.strip()
        yield [between, side_by_side and done > first]
        yield [text[word.start : word.end], True]
        done = word.end
    yield [text[done:last], False]


def _joined(parts: list[list[Any]]) -> list[list[Any]]:
    together: list[list[Any]] = []
    for said, hit in parts:
        if not said:
            continue
        if together and together[-1][1] == hit:
            together[-1][0] += said
        else:
            together.append([said, hit])
    return together


def _within(line: Line, paragraph_boxes: Sequence[Box]) -> bool:
    """Say whether the middle of a line's height, and some of its width, lies in the paragraph."""
    x0, y0, x1, y1 = line[:4]
    middle = (y0 + y1) / 2
    return any(
        top <= middle <= bottom and min(x1, right) > max(x0, left)
        for _, left, top, right, bottom in paragraph_boxes
    )


def _decoded(among: Sequence[Line], page: Sequence[Line]) -> list[Line]:
    """Return lines in Unicode, of a page that was typed before it; none of any other page."""
    decode = decoder_of("\n".join(line[4] for line in page))
    return [[*line[:4], decode(line[4]), line[5]] for line in among] if decode else []


def _boxes_on(page: int, lines: Sequence[Line], query: Query) -> list[Box]:
    """Return the boxes of the hits among lines; a phrase may run from one line to the next."""
    placed = list(_placed(lines))
    marked = hits_in([word for word, _, _, _ in placed], query)
    found: list[Box] = []
    previous = None
    for place in sorted(marked):
        _, number, left, right = placed[place]
        if previous == (place - 1, number):
            found[-1][3] = max(found[-1][3], right)
        else:
            top, bottom = lines[number][1], lines[number][3]
            found.append([page, left, top, right, bottom])
        previous = (place, number)
    return found


def _placed(lines: Sequence[Line]) -> Iterator[tuple[Word, int, int, int]]:
    """Yield every word with the number of its line and where it begins and ends across it."""
    for number, line in enumerate(lines):
        for printed, (left, right) in zip(line[4].split(" "), line[5], strict=False):
            for word in words_in(printed):
                yield word, number, left, right
