"""The reckoning after a storm finds what is wrong: a storm that shows nothing proves nothing."""

import pytest

from tests.chaos.reckoning import Reckoning, Stored, reckon

HALL = "meeting:1"


def has(**other):
    """A database with one comment and one mark that was removed."""
    sound = {
        "comments": [(7, "c1", 11)],
        "annotations": [(7, "a1", 21)],
        "gone": {("annotation", 21)},
        "acts": {"c1": 11, "a1": 21, "a2": 21},
        "kinds": ["comment.create", "annotation.create", "annotation.remove"],
        "facts": {
            HALL: {
                1: ("comment.created", "c1"),
                2: ("annotation.created", "a1"),
                3: ("annotation.removed", "annotation.removed"),
            }
        },
        "heads": {HALL: 3},
    }
    return Stored(**sound | other)


def tablet(**other):
    """What a tablet reports that did all of it and heard all of it."""
    sound = {
        "acknowledged": [
            ["c1", "comment.create", 11],
            ["a1", "annotation.create", 21],
            ["a2", "annotation.remove", 21],
        ],
        "refused": [],
        "missing": [],
        "waiting": 0,
        "began": {HALL: 0},
        "heard": {HALL: {"1": "c1", "2": "annotation.removed", "3": "annotation.removed"}},
        "figures": {"drops": 1, "spells": 0, "reloads": 0, "resends": 0, "by_http": 2},
        "faults": {"changed_answers": 0, "out_of_order": 0, "sent_away": 0, "afresh": 0},
        "differing": [],
    }
    return sound | other


def reckoned(found=None, **reported) -> Reckoning:
    report = {"lives": [tablet(**reported)], "loose": 0}
    return reckon(found or has(), [], report, kills=1, redis_kills=0, drain=1.0)


def test_nothing_is_wrong_where_everybody_was_told_and_shows_what_is_stored():
    found = reckoned()
    assert found.faults == {}
    assert (found.acts, found.acknowledged, found.drops, found.by_http) == (3, 3, 1, 2)


@pytest.mark.parametrize(
    ("fault", "found", "reported"),
    [
        ("lost", has(acts={"c1": 11, "a1": 21}), {}),
        ("lost", has(gone=set()), {}),
        ("lost", has(comments=[(7, "c1", 12)]), {}),
        ("lost", has(), {"missing": ["c2"]}),
        ("doubled", has(comments=[(7, "c1", 12), (7, "c1", 11)]), {}),
        ("holes", has(heads={HALL: 4}), {}),
        ("holes", has(annotations=[(7, "a1", 21), (7, "a9", 22)]), {}),
        ("differing", has(), {"differing": ["/remarks/0: 1 is not 2"]}),
        ("differing", has(), {"heard": {HALL: {"1": "c1", "3": "annotation.removed"}}}),
        ("differing", has(), {"heard": {HALL: {"1": "a1", "2": "a1", "3": "a1"}}}),
        ("undrained", has(), {"waiting": 2}),
        ("changed_answers", has(), {"refused": [["c1", "comment.changed"]]}),
        ("wrongly_refused", has(), {"refused": [["c9", "operation_id.taken"]]}),
    ],
)
def test_what_is_wrong_is_found(fault, found, reported):
    assert list(reckoned(found, **reported).faults)[:1] == [fault]
