"""The program itself, started as an administrator starts it."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).parent.parent
SECRET = {"MODE": "production", "SECRET_KEY": "0123456789abcdef0123"}


def started(folder, **environment):
    """The program with a data folder of its own, on a free port."""
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "CI")}
    return subprocess.Popen(
        [sys.executable, "wsgi.py"],
        cwd=ROOT,
        env={**clean, "DATA_DIR": str(folder), "PORT": str(port), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(program, within=60):
    """What it said on its way out, and how it ended."""
    try:
        _, said = program.communicate(timeout=within)
    finally:
        program.kill()
    return program.returncode, said


def first_words(program):
    """The line with its address; then it is stopped."""
    with program:
        line = program.stdout.readline()
        program.terminate()
    return line


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The data folder of a demonstration that ran."""
    folder = tmp_path_factory.mktemp("demonstration")
    assert "http://127.0.0.1" in first_words(started(folder))
    return folder


def test_it_starts_again_in_seconds(demonstration):
    began = time.monotonic()
    assert "http://127.0.0.1" in first_words(started(demonstration))
    assert time.monotonic() - began < 30


def test_production_refuses_the_demonstrations_data(demonstration):
    status, said = ended(started(demonstration, **SECRET))
    assert status == 1
    assert "DATA_DIR" in said


def test_production_starts_on_data_of_its_own(tmp_path):
    program = started(tmp_path, **SECRET)
    assert "http://127.0.0.1" in first_words(program)


def test_production_without_a_secret_says_what_is_missing(tmp_path):
    status, said = ended(started(tmp_path, MODE="production"))
    assert (status, "SECRET_KEY" in said, "Traceback" in said) == (1, True, False)


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = ended(started(tmp_path, PORT=str(taken.getsockname()[1])))
    assert (status, "Traceback" in said) == (1, False)
    assert "cổng" in said
