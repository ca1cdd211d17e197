"""A file that has just arrived, looked at before anything is kept: accepted, or refused by code."""

import re
from dataclasses import dataclass

from documents.jobs import Jobs, Size
from documents.office import LARGEST_RESULT, MEDIA_TYPES, convert
from documents.picture_kinds import MEDIA_TYPES as PICTURE_TYPES
from documents.picture_kinds import kind_of_picture
from documents.received import Received, shown_name
from documents.vault import Staged, Stream, Vault
from documents.workers import Workers
from foundation.errors import Invalid

PDF = "application/pdf"
HEAD = 1024
"""A PDF says what it is within its first kibibyte."""
OFFICE_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")

HEIC_SIGN = re.compile(rb"....ftyp(hei|hev|mif|msf|avif)", re.DOTALL)


@dataclass(frozen=True)
class Examined:
    """What a staged file was found to be; `readable` is the PDF made of one that is none."""

    readable: Staged | None
    media_type: str
    pages: list[Size]


def examine(workers: Workers, vault: Vault, staged: Staged, file_name: str) -> Examined:
    """Say what a staged file is, or refuse it; of a refused file nothing stays."""
    try:
        return _examine(workers, vault, staged, file_name)
    except BaseException:
        vault.discard(staged)
        raise


def take_in(
    workers: Workers, vault: Vault, stream: Stream, file_name: str, largest: int
) -> Received:
    """Stage, examine and keep what arrives; the result is ready to become a version."""
    staged = vault.stage(stream, largest)
    examined = examine(workers, vault, staged, file_name)
    readable = vault.keep(examined.readable or staged)
    if examined.readable:
        vault.keep(staged)
    return Received(
        file_name=shown_name(file_name),
        sha256=staged.sha256,
        readable_sha256=readable,
        media_type=examined.media_type,
        size=staged.size,
        pages=examined.pages,
    )


def _examine(workers: Workers, vault: Vault, staged: Staged, file_name: str) -> Examined:
    with staged.path.open("rb") as file:
        head = file.read(HEAD)
    jobs = Jobs(workers)
    if head.startswith(OFFICE_SIGNS):
        return _examine_office(workers, vault, staged, file_name)
    if kind := kind_of_picture(head):
        readable = _bound(jobs, vault, staged, kind)
        return _readable(jobs, vault, readable, PICTURE_TYPES[kind])
    if HEIC_SIGN.match(head):
        raise Invalid("paper.picture_heic")
    if b"%PDF-" not in head:
        raise Invalid("paper.not_a_paper")
    return Examined(None, PDF, jobs.inspect(staged.path))


def _examine_office(workers: Workers, vault: Vault, staged: Staged, file_name: str) -> Examined:
    jobs = Jobs(workers)
    suffix = file_name.rpartition(".")[2].lower()
    kind, old_font = jobs.kind(staged.path, suffix)
    if kind is None:
        raise Invalid("paper.not_a_paper")
    with workers.converting:
        readable = convert(vault, jobs, staged.path, kind, old_font=old_font)
    return _readable(jobs, vault, readable, MEDIA_TYPES[kind])


def _bound(jobs: Jobs, vault: Vault, staged: Staged, kind: str) -> Staged:
    """Return the PDF made of pictures, staged."""
    place = vault.scratch()
    try:
        jobs.bind(staged.path, kind, place)
        with place.open("rb") as made:
            return vault.stage(made, LARGEST_RESULT)
    finally:
        place.unlink(missing_ok=True)


def _readable(jobs: Jobs, vault: Vault, readable: Staged, media_type: str) -> Examined:
    """Return what is known of a file through the PDF made of it."""
    try:
        return Examined(readable, media_type, jobs.inspect(readable.path))
    except BaseException:
        vault.discard(readable)
        raise
