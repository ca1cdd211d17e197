"""Programs started for a benchmark: generators that answer one job, and how long they ran."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
MOST_SECONDS = 360


def environment(**more: str) -> dict[str, str]:
    """Return a bare environment, so that nobody's settings are measured."""
    kept = ("PATH", "HOME", "LANG", "TZ")
    return {key: value for key, value in os.environ.items() if key in kept} | more


def generated(module: str, job: dict[str, Any]) -> dict[str, Any]:
    """Let a load generator do one job in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}"],
        cwd=ROOT,
        env=environment(),
        input=orjson.dumps(job),
        capture_output=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed: {last_line(done.stderr.decode())}")
    answer: dict[str, Any] = orjson.loads(done.stdout)
    return answer


def last_line(written: str) -> str:
    """Return what a program said last: no trace, since that names places of this machine."""
    lines = written.strip().splitlines()
    return lines[-1] if lines else "no word"


def cpu_of(process: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(process: int) -> int:
    """Return the bytes of memory that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started."""
    return [
        int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]
