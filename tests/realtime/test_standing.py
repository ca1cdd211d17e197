"""What was loaded at a moment and the facts after it make what would be loaded now: for every
audience and every kind of fact, on the real models of the screens, heard live or caught up.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from meetings.commands import COMMANDS
from tests.facts import KINDS
from tests.realtime.walked_acts import ACTS, OFTEN
from tests.realtime.walking import AUDIENCES, WITHOUT_A_SEAT, Walk

DRIVER = Path(__file__).parents[1] / "static" / "standing.js"
BY_FILE = {"paper.add", "paper.replace", "sign_in.end", "code.show"}
"""What is done by HTTP alone."""
SEEDS = (1,)
"""More walks find more, and take half a minute each."""
TRIES, REMARKS_BETWEEN, BETWEEN_LOOKS = 20, 4, 8
ALL_LOAD_ANEW = {"meeting.published", "paper.carried", "paragraphs.mended", "seat.vacated"}
"""Facts at which whoever they are of consequence to loads the state again, or is sent away."""


@pytest.fixture
def node():
    found = shutil.which("node")
    if found is None:
        pytest.skip("Node is not installed (apt-get install nodejs)")
    return found


def test_every_command_has_its_place_in_the_walk():
    assert set(ACTS) == set(COMMANDS) | BY_FILE


class Told:
    """Moments of a walk: what each audience would load then, and what its tablet had heard."""

    def __init__(self, walk):
        self.walk, self.moments, self.marks, self.cases = walk, [], [], []
        self.names = set()

    def look(self):
        self.walk.settle()
        if self.moments:
            self._heard_live()
        self.moments.append({login: self.walk.snapshot(login) for login in AUDIENCES})
        for case in self.cases:
            case["after"] = case["after"] or self.moments[-1][case["login"]]
        if len(self.moments) > 2:
            self._caught_up(self.walk.chance.randrange(len(self.moments) - 1))
        self.marks.append(self.walk.marked())

    def _heard_live(self):
        for login in AUDIENCES:
            facts = self.walk.tablets[login].facts[self.marks[-1][login] :]
            heard = [fact for fact in facts if fact["name"] in KINDS]
            self.names |= {fact["name"] for fact in heard}
            self._case(login, len(self.moments) - 1, None, [heard], live=True)

    def _caught_up(self, moment):
        for login in AUDIENCES:
            before, after = self.moments[moment][login], self.moments[-1][login]
            if before and after:
                portions = self.walk.missed_by(login, before["meeting"]["heads"])
                self._case(login, moment, after, portions, live=False)

    def _case(self, login, moment, after, portions, live):
        before = self.moments[moment][login]
        about = {"login": login, "moment": moment, "live": live}
        self.cases.append(about | {"before": before, "after": after, "portions": portions})


def held(node, cases):
    """What the screens say of each case that has a screen before and after."""
    whole = [case for case in cases if case["before"] and case["after"]]
    lines = "\n".join(json.dumps(case) for case in whole)
    ran = subprocess.run([node, DRIVER], input=lines, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return list(zip(whole, map(json.loads, ran.stdout.splitlines()), strict=True))


def walked(hall, tablet, seed):
    walk = Walk(hall, tablet, seed)
    told = Told(walk)
    do(walk, "item.create", "item.create", "paper.add", "seat.assign")
    told.look()
    do(walk, "comment.create", "annotation.create", "item.change", "item.move", "paper.replace")
    walk.ask("chair", "meeting.publish", meeting=walk.meeting)
    told.look()
    do(walk, *["comment.create"] * 8, *["annotation.create"] * 5)
    names = sorted(ACTS)
    walk.chance.shuffle(names)
    for count, name in enumerate(names, 1):
        do(walk, *walk.chance.choices(OFTEN, k=REMARKS_BETWEEN))
        try_until_done(walk, name)
        if count % BETWEEN_LOOKS == 0:
            told.look()
    told.look()
    for name in sorted(set(ACTS) - walk.done):  # what it stood on was not read yet, or had gone
        try_until_done(walk, name)
    told.look()
    return told


def do(walk, *names):
    for name in names:
        ACTS[name](walk)


def try_until_done(walk, name):
    for _ in range(TRIES):
        if walk.closed and (name == "meeting.reopen" or walk.chance.random() < 0.7):
            do(walk, "meeting.reopen")
        if ACTS[name](walk):
            return


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_loaded_and_the_facts_after_it_make_what_would_be_loaded_now(
    hall, tablet, node, seed
):
    told = walked(hall, tablet, seed)
    wrong, tried = [], set()
    for case, screens in held(node, told.cases):
        for screen in screens:
            tried |= set(screen.get("tried", ()))
            if screen.get("differs"):
                way = "live" if case["live"] else "caught up"
                where = (case["login"], way, case["moment"], screen["kind"], screen["name"])
                wrong.append((*where, screen["differs"][:4], screen["tried"][-12:]))
    assert wrong == [], "\n".join(map(str, wrong[:12]))
    assert set(KINDS) - told.names == set(), "these facts did not occur"
    assert (set(COMMANDS) | BY_FILE) - told.walk.done == set(), "these acts never succeeded"
    assert set(KINDS) - tried <= ALL_LOAD_ANEW, "these facts were tried on no screen"
    assert not [f for f in told.walk.tablets[WITHOUT_A_SEAT].facts if f["name"] in KINDS]
