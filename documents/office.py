"""Office files to PDF: one converter process for each file, in a folder of its own.

The converter is given neither the network nor the server's environment, and ends at a deadline.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from documents.fonts import configuration
from documents.vault import MIB, Staged, Vault
from foundation.errors import Invalid, Unavailable

CONVERTER = "soffice"
SECONDS = 120
LARGEST_RESULT = 1024 * MIB
MOST_MEMORY_KIB = 4 * 1024 * 1024
MOST_WRITTEN_BLOCKS = 2 * 1024 * 1024
"""Of 512 bytes."""
LIMITS = (
    f"ulimit -c 0; ulimit -v {MOST_MEMORY_KIB}; ulimit -t {SECONDS}; "
    f"ulimit -f {MOST_WRITTEN_BLOCKS}; "
)
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "doc": "application/msword",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
}


def convert(vault: Vault, path: Path, kind: str) -> Staged:
    """Return the PDF made of an Office file, staged."""
    converter = shutil.which(CONVERTER)
    if converter is None:
        raise Unavailable("paper.office_needs_converter")
    with _folder(vault) as folder:
        paper = folder / f"paper.{kind}"
        shutil.copyfile(path, paper)
        if not _converted(converter, folder, paper):
            raise Invalid("paper.conversion_failed")
        with (folder / "made" / "paper.pdf").open("rb") as made:
            return vault.stage(made, LARGEST_RESULT)


@contextmanager
def _folder(vault: Vault) -> Iterator[Path]:
    folder = vault.scratch()
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _converted(converter: str, folder: Path, paper: Path) -> bool:
    """Run the converter; says whether it made anything."""
    process = subprocess.Popen(
        _command(converter, folder, paper),
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:  # its children too, and also when we are stopped half way
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=5)
    made = folder / "made" / "paper.pdf"
    return made.is_file() and made.stat().st_size > 0


def _command(converter: str, folder: Path, paper: Path) -> list[str]:
    return [
        *("/bin/sh", "-c", f'{LIMITS}exec "$@"', "sh"),
        *_without_network(),
        *("timeout", "--signal=KILL", str(SECONDS + 5)),  # should we not live to end it
        converter,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", "pdf", "--outdir", str(folder / "made"), str(paper)),
    ]


def _environment(folder: Path) -> dict[str, str]:
    fonts = folder / "fonts.conf"
    fonts.write_text(configuration(folder / "font-cache"))
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(fonts),
        "SAL_USE_VCLPLUGIN": "svp",
    }


@lru_cache
def _without_network() -> tuple[str, ...]:
    """Return how to start a program without the network, as far as this machine allows it."""
    for way in (("unshare", "-n"), ("unshare", "-r", "-n")):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            tried = subprocess.run([*way, "true"], capture_output=True, timeout=5, check=False)
            if tried.returncode == 0:
                return way
    return ()
