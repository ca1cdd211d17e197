"""Run everything: Python and browser tests, then the JavaScript unit tests; count what ran."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COUNTED = re.compile(r"^# (pass|fail|skipped) (\d+)", re.MULTILINE)


def main() -> int:
    """Run both, and close with one line that counts them."""
    python = subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], cwd=ROOT).returncode
    javascript = run_javascript()
    return python or javascript


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
