"""Run everything: Python and browser tests, then the JavaScript unit tests; count what ran."""

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
COUNTED = re.compile(r"^# (pass|fail|skipped) (\d+)", re.MULTILINE)


PYTEST = (sys.executable, "-m", "pytest")
SHARED_OUT = ("browser", "documents", "realtime", "", "meetings", "web", "foundation")
"""The folders of tests, what takes longest first; without a name: what lies beside them."""
AT_ONCE = 2


def main() -> int:
    """Run everything, or what is asked for; close with one line that counts the last of it."""
    python = run_python(sys.argv[1:]) if sys.argv[1:] else run_python_shared_out()
    javascript = run_javascript()
    return python or javascript


def run_python(asked: list[str]) -> int:
    """Run what pytest is asked for."""
    return subprocess.run([*PYTEST, *asked], cwd=ROOT).returncode


def run_python_shared_out() -> int:
    """Run the folders two at a time, each showing its words when it has ended."""
    forgotten = {each.parent.name for each in ROOT.glob("tests/*/test_*.py")} - {*SHARED_OUT}
    if forgotten:
        print(f"these folders of tests would not be run: {', '.join(sorted(forgotten))}")
        return 1
    with ThreadPoolExecutor(AT_ONCE) as runners:
        return max(runners.map(run_folder, SHARED_OUT))


def run_folder(name: str) -> int:
    """Run the tests of one folder, and show what they said."""
    asked = [f"tests/{name}"] if name else sorted(str(p) for p in ROOT.glob("tests/test_*.py"))
    ran = subprocess.run(
        [*PYTEST, *asked], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(f"{asked[0] if name else 'tests/test_*.py'}\n{ran.stdout}", flush=True)
    return ran.returncode


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
