"""Programs that a benchmark needs beside Python: built of C, and socket.io's own server in Node."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

NATIVE = Path(__file__).parent / "native"
BUILT = NATIVE / "built"
SOCKET_IO = "socket.io@4.8.4"
"""The last release when this was written; the peer is to be as good as it gets."""


@cache
def built(name: str) -> Path:
    """Return a program of C, built now; raises RuntimeError where it cannot be."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise RuntimeError("there is no C compiler (apt-get install gcc libc6-dev)")
    BUILT.mkdir(exist_ok=True)
    program = BUILT / name
    _quietly([compiler, "-O2", "-o", str(program), str(NATIVE / f"{name}.c")], NATIVE)
    return program


@cache
def node() -> str | None:
    """Return Node, with socket.io beside the peer; None where there is neither, nor a way to it."""
    program, packer = shutil.which("node"), shutil.which("npm")
    if program is None:
        return None
    if not (NATIVE / "node_modules" / "socket.io").is_dir():
        if packer is None:
            return None
        asked = [packer, "install", "--no-save", "--no-package-lock", "--silent", SOCKET_IO]
        try:
            _quietly(asked, NATIVE)
        except RuntimeError:
            return None
    return program


def _quietly(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} did not do it: {done.stderr.strip()[-200:]}")
