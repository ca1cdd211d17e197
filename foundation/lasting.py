"""What outlives a power cut: bytes once their file is flushed, a name once its folder is."""

import os
from contextlib import suppress
from pathlib import Path


def flush(path: Path) -> None:
    """Make sure that a file's bytes, or the names in a folder, outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder whose name outlives a power cut, with those above it that are missing.

    One that is there already may have been made by another process a moment ago.
    """
    if not folder.parent.exists():
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    with suppress(PermissionError):  # above the house there may be folders that it cannot read
        flush(folder.parent)
