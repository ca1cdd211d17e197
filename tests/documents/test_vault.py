import hashlib
import io
import os
import subprocess
import time
from pathlib import Path

import pytest

from documents.vault import Vault
from foundation.errors import Invalid

CONTENT = b"a paper" * 100_000
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def flushed(monkeypatch):
    """The files and folders that were flushed."""
    found = set()

    def fsync(descriptor):
        found.add(Path(f"/proc/self/fd/{descriptor}").readlink())

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def staged_files(vault):
    return list((vault.root / "staged").iterdir())


def test_a_paper_is_kept_under_its_hash_and_found_again(vault):
    staged = vault.stage(io.BytesIO(CONTENT), 10**7)
    assert (staged.sha256, staged.size) == (NAME, len(CONTENT))
    assert vault.keep(staged) == NAME
    assert vault.path_of(NAME).read_bytes() == CONTENT
    assert vault.path_of(NAME).relative_to(vault.root).parts == ("papers", NAME[:2], NAME)
    assert staged_files(vault) == []


def test_the_same_paper_twice_is_kept_once(vault):
    for _ in range(2):
        assert vault.keep(vault.stage(io.BytesIO(CONTENT), 10**7)) == NAME
    assert staged_files(vault) == []
    assert vault.used_bytes() == len(CONTENT)


def test_every_name_on_the_way_to_a_paper_is_sure_to_stay(vault, flushed):
    vault.keep(vault.stage(io.BytesIO(CONTENT), 10**7))
    place = vault.path_of(NAME)
    assert {vault.root, place.parent.parent, place.parent} <= flushed


def test_a_paper_that_another_process_keeps_just_now_is_made_sure_of_too(vault, flushed):
    vault.path_of(NAME).parent.mkdir(parents=True)
    vault.path_of(NAME).write_bytes(CONTENT)
    vault.keep(vault.stage(io.BytesIO(CONTENT), 10**7))
    place = vault.path_of(NAME)
    assert {vault.root, place.parent.parent, place.parent} <= flushed


def test_a_paper_that_is_too_large_leaves_nothing(vault):
    with pytest.raises(Invalid) as refused:
        vault.stage(io.BytesIO(b"x" * (2 * 1024 * 1024 + 1)), 2 * 1024 * 1024)
    assert (refused.value.code, refused.value.parameters) == ("paper.too_large", {"most_mib": 2})
    assert staged_files(vault) == []


def test_an_empty_paper_is_refused(vault):
    with pytest.raises(Invalid, match=r"paper\.empty"):
        vault.stage(io.BytesIO(b""), 10)
    assert staged_files(vault) == []


def test_an_upload_that_breaks_off_leaves_nothing(vault):
    class Broken:
        def read(self, size):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        vault.stage(Broken(), 10)
    assert staged_files(vault) == []


def test_a_discarded_paper_is_gone(vault):
    staged = vault.stage(io.BytesIO(CONTENT), 10**7)
    vault.discard(staged)
    vault.discard(staged)
    assert staged_files(vault) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", NAME.upper(), NAME + "/.."])
def test_nothing_but_a_hash_becomes_a_path(vault, name):
    with pytest.raises(Invalid, match=r"paper\.name"):
        vault.path_of(name)
    with pytest.raises(Invalid, match=r"paper\.name"):
        vault.derived(name)


def test_a_start_sweeps_what_a_dead_process_left_and_nothing_else(vault):
    gone = subprocess.Popen(["true"])
    gone.wait()
    leftover = vault.root / "staged" / f"{gone.pid}-0011"
    leftover.write_bytes(b"half an upload")
    at_work = vault.stage(io.BytesIO(CONTENT), 10**7)
    Vault(vault.root)
    assert staged_files(vault) == [at_work.path]


def test_a_start_sweeps_what_an_earlier_process_of_our_number_left(vault):
    leftover = vault.root / "staged" / f"{os.getpid()}-0011"
    leftover.mkdir()
    os.utime(leftover, (time.time() - 3000, time.time() - 3000))
    Vault(vault.root)
    assert staged_files(vault) == []
