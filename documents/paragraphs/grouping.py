"""Lines of one column grouped into paragraphs.

Between two lines the rules below are asked in turn; the first that knows says
whether the lower line starts a paragraph. The order matters: what a rule leaves
open, the next ones may take for granted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .column import Margins, measured
from .group import Group
from .lines import NATIONAL_TITLE, Line
from .markers import (
    Sign,
    bare_marker,
    dotted,
    left_hanging,
    marker_of,
    names_post,
    signs_for,
)
from .step import Step

HALF_PAGE = 30
"""The left half of the last page is not wider than this many em of its small type."""


Rule = Callable[[Step], bool | None]


def on_one_baseline(step: Step) -> bool | None:
    """Part what a tab set far apart."""
    if step.gap >= 0.3 * step.column.em:
        return None
    if bare_marker(step.above.text):
        return False
    apart = step.below.x0 - step.above.x1 > 1.5 * step.column.em
    return apart or step.below.text.startswith(NATIONAL_TITLE)


def far_below(step: Step) -> bool | None:
    return True if step.gap > 2.4 * max(step.pitch, step.column.em) else None


def after_dots(step: Step) -> bool | None:
    return True if dotted(step.above.text) and not step.low else None


def in_another_style(step: Step) -> bool | None:
    """Start where bold or italic changes with a line, not where it changes within a sentence."""
    above, below = step.above, step.below
    if (above.bold, above.italic) == (below.bold, below.italic):
        return None
    if min(len(above.text), len(below.text)) <= 3 or left_hanging(above.text):
        return None
    capitals = below.text.isupper() and not above.text.isupper()
    return True if step.marker or capitals or (step.fits and not step.low) else None


def in_another_size(step: Step) -> bool | None:
    above, below = step.above, step.below
    if min(len(above.text), len(below.text)) < 4:
        return None
    return True if abs(below.size - above.size) > max(1.2, 0.12 * above.size) else None


def both_centred(step: Step) -> bool | None:
    if not (step.centred and step.centred_above):
        return None
    above, below = step.above, step.below
    number = marker_of(above.text)
    if number and number.sign is Sign.DIVISION and len(above.text) < 14 and below.text.isupper():
        return True
    if above.text.startswith("CỘNG H") and below.text.startswith("Độc l"):
        return True
    if signs_for(below.text) or (signs_for(above.text) and names_post(below.text)):
        return True
    near = step.gap < 1.45 * step.pitch
    if near and (_bracket_open(above.text, below.text) or left_hanging(above.text)):
        return False
    if (above.bold, above.italic) != (below.bold, below.italic) or not near:
        return True
    if above.text.isupper() != below.text.isupper() and not step.low:
        return True
    if step.marker and step.marker.sign is not Sign.BULLET:
        return True
    return step.fits and not step.low


def one_centred(step: Step) -> bool | None:
    if step.centred == step.centred_above:
        return None
    if step.centred and _filled_title(step):
        return False
    if abs(step.indent_above - step.indent) <= 2 * step.column.em:
        return None
    return None if step.low and not step.ended else True


def _filled_title(step: Step) -> bool:
    """Say whether the line above fills the column and a centred line ends what it says."""
    above, below, column = step.above, step.below, step.column
    uneven = abs(column.indent(above) - column.room(above)) > 1.2 * column.em
    if uneven or step.marker or (above.bold, above.italic) != (below.bold, below.italic):
        return False
    if above.text.isupper() and not below.text.isupper():
        return False
    spare = column.width - above.width
    return step.gap < 1.45 * step.pitch and spare < below.first_word_width + column.em


def marked(step: Step) -> bool | None:
    """Start at a number or letter, unless it only looks like one at the head of a full line."""
    if step.marker is None:
        return None
    column = step.column
    deep = step.indent > 0.55 * column.em
    if step.marker.sign in (Sign.DIVISION, Sign.ARTICLE):
        at_indent = deep or not column.indented
        return (at_indent and (deep or step.fits or step.ended)) or step.gap > 1.3 * step.pitch
    if deep and not step.hanging:
        return True
    if column.indented and column.prose:
        return (step.fits and step.ended) or step.gap > 1.3 * step.pitch
    return step.fits or step.ended or step.gap > 1.25 * step.pitch


def inside_a_bullet(step: Step) -> bool | None:
    """Go on with an item of a narrow list until it closes: who receives the paper."""
    column, first = step.column, marker_of(step.so_far[0].text)
    if first is None or first.sign is not Sign.BULLET or column.width > HALF_PAGE * column.em:
        return None
    return False if not step.ended and step.gap < 1.32 * step.pitch else None


def hanging_on(step: Step) -> bool | None:
    if not step.hanging:
        return None
    return (step.fits and step.ended) or step.gap > 1.35 * step.pitch


def indented_first(step: Step) -> bool | None:
    """Start at an indented first line below a line at the margin."""
    em = step.column.em
    if step.centred or step.indent <= 0.7 * em or step.indent_above >= 0.5 * em:
        return None
    return True if step.below.x0 - step.above.x0 > 0.5 * em else None


def below_a_gap(step: Step) -> bool | None:
    pitch = step.pitch
    if step.gap <= 1.32 * pitch + 0.5:
        return None
    goes_on = step.low and not step.ended and not step.fits and step.gap < 1.8 * pitch
    return not goes_on


def after_a_short_line(step: Step) -> bool | None:
    em = step.column.em
    if not step.fits or step.room <= 2.2 * em:
        return None
    if step.ended or not step.low:
        return True
    if step.indent > 0.7 * em and abs(step.below.x0 - step.above.x0) <= 0.5 * em:
        return False
    both_bold = step.above.bold and step.below.bold
    return step.room > 5 * em and not left_hanging(step.above.text) and not both_bold


def after_one_indented_line(step: Step) -> bool | None:
    em = step.column.em
    aligned = step.indent > 0.7 * em and abs(step.below.x0 - step.above.x0) <= 0.5 * em
    alone = len(step.so_far) == 1 and step.column.indented
    return True if aligned and alone and step.ended and not step.low else None


def below_a_bold_sentence(step: Step) -> bool | None:
    return True if step.above.bold and not step.below.bold and step.ended else None


RULES: tuple[Rule, ...] = (
    on_one_baseline,
    far_below,
    after_dots,
    in_another_style,
    in_another_size,
    both_centred,
    one_centred,
    marked,
    inside_a_bullet,
    hanging_on,
    indented_first,
    below_a_gap,
    after_a_short_line,
    after_one_indented_line,
    below_a_bold_sentence,
)


def starts_paragraph(step: Step) -> bool:
    """Say whether the line below starts a paragraph, by the first rule that knows."""
    return next((verdict for rule in RULES if (verdict := rule(step)) is not None), False)


def grouped(lines: Sequence[Line], margins: Margins | None) -> list[Group]:
    """Return the paragraphs of one column of lines."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: (line.baseline, line.x0))
    column = measured(ordered, margins)
    groups = [Group([ordered[0]], column)]
    for line in ordered[1:]:
        if starts_paragraph(Step(column, groups[-1].lines, line)):
            groups.append(Group([line], column))
        else:
            groups[-1].lines.append(line)
    return groups


def _bracket_open(above: str, below: str) -> bool:
    return above.count("(") > above.count(")") and ")" in below
