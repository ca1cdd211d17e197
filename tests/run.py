"""Run everything: Python and browser tests, then the JavaScript unit tests; count what ran."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
COUNTED = re.compile(r"^# (pass|fail|skipped) (\d+)", re.MULTILINE)


PYTEST = (sys.executable, "-m", "pytest")
INDOORS = ("tests/foundation", "tests/documents", "tests/meetings")
"""What needs no door takes nearly half of the time: it runs beside the rest."""


def main() -> int:
    """Run everything, or what is asked for; close with one line that counts the last of it."""
    python = run_python(sys.argv[1:]) if sys.argv[1:] else run_python_in_two()
    javascript = run_javascript()
    return python or javascript


def run_python(asked: list[str]) -> int:
    """Run what pytest is asked for."""
    return subprocess.run([*PYTEST, *asked], cwd=ROOT).returncode


def run_python_in_two() -> int:
    """Run what is indoors in the background and the rest before our eyes; then show its words."""
    with tempfile.TemporaryFile("w+") as said:
        indoors = subprocess.Popen([*PYTEST, *INDOORS], cwd=ROOT, stdout=said, stderr=said)
        rest = run_python([*(f"--ignore={each}" for each in INDOORS), "tests"])
        outcome = indoors.wait()
        said.seek(0)
        print(said.read())
    return rest or outcome


def run_javascript() -> int:
    """Run the unit tests of the screens' models with Node's own runner."""
    node = shutil.which("node")
    if node is None:
        print("JavaScript tests did not run: node is missing (apt-get install nodejs)")
        return 1
    files = sorted(str(path) for path in (ROOT / "tests" / "static").glob("*.test.js"))
    ran = subprocess.run(
        [node, "--test", "--test-reporter=tap", *files], cwd=ROOT, capture_output=True, text=True
    )
    counts = {name: int(number) for name, number in COUNTED.findall(ran.stdout)}
    if ran.returncode:
        print(ran.stdout[-6000:], ran.stderr[-2000:])
    print(f"JavaScript: {counts.get('pass', 0)} passed, {counts.get('fail', 0)} failed")
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main())
