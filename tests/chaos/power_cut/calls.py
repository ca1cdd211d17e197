"""The system calls of a program as strace wrote them down, each with where it began and ended."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TRACED = (
    "openat,open,creat,close,dup,dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,pwritev2,"
    "ftruncate,truncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir,"
    "mkdir,mkdirat,link,linkat,symlink,mmap,copy_file_range,sendfile,splice"
)
LONGEST_STRING = 16 * 1024 * 1024
LINE = re.compile(r"(\d+) +(.*)")
UNFINISHED = " <unfinished ...>"
RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+|\?)")
CLOSING, AT_ONCE = "close(", ") = 0"
"""A descriptor is free at the beginning of its closing: another thread may have its number next."""
ARGUMENT = re.compile(r'"[^"]*"|\[[^]]*\]|[^,\s][^,]*')


@dataclass(frozen=True)
class Call:
    """One call that did not fail; `began` and `ended` are numbers of lines."""

    name: str
    arguments: list[str]
    result: int
    began: int
    ended: int

    def text(self, place: int) -> str:
        """Return a path."""
        return self.data(place).decode()

    def data(self, place: int) -> bytes:
        """Return bytes that were handed over."""
        return bytes.fromhex(self.arguments[place].strip('"').replace(r"\x", ""))

    def number(self, place: int) -> int:
        """Return a number."""
        return int(self.arguments[place], 0)


def can_trace() -> bool:
    """Say whether programs can be traced here: strace is there, and the machine lets it."""
    strace = shutil.which("strace")
    return bool(strace) and not subprocess.run([strace, "true"], capture_output=True).returncode


def traced(command: Sequence[str], trace: Path) -> list[str]:
    """Return how to run a program so that its calls are written down."""
    how = ["-f", "--seccomp-bpf", "-xx", "-s", str(LONGEST_STRING), "-e", f"trace={TRACED}"]
    return ["strace", *how, "-o", str(trace), *command]


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """Yield the calls in the order in which they ended."""
    begun: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines):
        if not (found := LINE.match(line)):
            continue
        thread, said = found.groups()
        began = number
        if said.endswith(UNFINISHED):
            begun[thread] = (number, said.removesuffix(UNFINISHED))
            if not said.startswith(CLOSING):
                continue
            said = begun[thread][1] + AT_ONCE
        elif resumed := RESUMED.match(said):
            began, before = begun.pop(thread)
            if before.startswith(CLOSING):
                continue
            said = before + resumed[1]
        if call := _call(said, began, number):
            yield call


def _call(said: str, began: int, ended: int) -> Call | None:
    found = CALL.match(said)
    if not found or found[3] == "?":
        return None
    result = int(found[3], 0)
    if result < 0:
        return None
    return Call(found[1], ARGUMENT.findall(found[2]), result, began, ended)
