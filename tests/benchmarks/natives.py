"""Programs that a benchmark needs beside Python: built of C, or packages of npm's."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

NATIVE = Path(__file__).parent / "native"
BUILT = NATIVE / "built"
SOCKET_IO = "socket.io@4.8.4"
PDF_JS = "pdfjs-dist@6.5.438"
"""The last releases when this was written; a peer is to be as good as it gets."""


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
    return shutil.which("node") if _package(SOCKET_IO) else None


@cache
def pdf_js() -> Path | None:
    """Return the folder of pdf.js; None where it is not there, nor a way to it."""
    return _package(PDF_JS)


def _package(wanted: str) -> Path | None:
    """Return the folder of a package of npm's, fetched unless it is there."""
    folder = NATIVE / "node_modules" / wanted.partition("@")[0]
    if not folder.is_dir() and (packer := shutil.which("npm")):
        wanted_all = [SOCKET_IO, PDF_JS]  # npm takes away what is not asked for
        asked = [packer, "install", "--no-save", "--no-package-lock", "--silent", *wanted_all]
        try:
            _quietly(asked, NATIVE)
        except RuntimeError:
            return None
    return folder if folder.is_dir() else None


def _quietly(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} did not do it: {done.stderr.strip()[-200:]}")
