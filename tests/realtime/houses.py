"""Houses that serve in processes of their own, under any loop, and the wires into them."""

import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from tests.cast import PASSWORD
from tests.ports import free_port
from tests.realtime.wires import Wire, until

ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "HOME", "LANG", "CI")
SURROUNDINGS = {name: value for name, value in os.environ.items() if name in KEPT}
"""Without anybody's own settings: a house of the tests keeps nothing where a real one does."""


class Person:
    """Somebody who is signed in, by HTTP."""

    def __init__(self, port, login, password=PASSWORD):
        self._address, self.web = f"http://127.0.0.1:{port}", requests.Session()
        body = {"login": login, "password": password}
        answer = self.ask("POST", "/api/sign-in", body)
        assert answer.status_code == 200, answer.text

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.web.cookies.items())

    def ask(self, method, path, body=None):
        token = self.web.get(self._address + "/api/csrf", timeout=20).json()["token"]
        heads = {"X-CSRFToken": token}
        return self.web.request(method, self._address + path, json=body, headers=heads, timeout=20)


class Served:
    """A house under its loop, and the wires into it."""

    def __init__(self, told):
        self.port, self.cast = told["port"], told["cast"]
        self._cookies, self.wires = {}, []

    def wire(self, login, cookie=None, **how):
        cookie = cookie or self._cookies.get(login) or self._signed_in(login)
        self.wires.append(Wire(self.port, cookie, self.cast["here"]["meeting"], **how))
        return self.wires[-1]

    def say(self, count, size=100, crowd=1):
        return self.ask(f"say?count={count}&size={size}&crowd={crowd}")["said"]

    def since(self, name):
        """How much a figure has grown since the test began."""
        return self.ask("figures")[name] - self.before[name]

    def hang_up(self):
        for wire in self.wires:
            wire.hang_up()
        self.wires.clear()

    def ask(self, what):
        return requests.get(f"http://127.0.0.1:{self.port}/test/{what}", timeout=60).json()

    def _signed_in(self, login):
        person = Person(self.port, login)
        with person.web:
            return self._cookies.setdefault(login, person.cookie)


@contextmanager
def serving(folder, mode, *how, **settings):
    """One house; `folder` holds what it keeps, and whom a neighbour of it would find there."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.realtime.serving", str(folder), *how],
            cwd=ROOT,
            env={**SURROUNDINGS, "ASYNC_MODE": mode, **settings},
            stdout=subprocess.PIPE,
            stderr=log,
        )
    try:
        line = process.stdout.readline()
        assert line, (folder / "log").read_text()[-2000:]
        served = Served(json.loads(line))
        assert until(lambda: answers(served.port))
        yield served
        served.hang_up()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def redis_server(folder):
    """A Redis of our own that keeps nothing: its address, and how to end it."""
    port = free_port()
    command = [
        shutil.which("redis-server"),
        "--port",
        str(port),
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            assert until(lambda: answers(port))
            yield f"redis://127.0.0.1:{port}/0", process.kill
        finally:
            process.kill()


def answers(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def in_order(wire, count):
    """Whether a wire has heard so many facts, each once and in order."""
    first = min(wire.numbers, default=0)
    return wire.numbers == list(range(first, first + count))


def all_hear(wires, count, within=20.0):
    assert until(lambda: all(len(wire.numbers) >= count for wire in wires), within)
    return all(in_order(wire, count) for wire in wires)
