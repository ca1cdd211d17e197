"""The loop and the real thread that writes: neither ever waits for the other's locks."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
from realtime import loop
loop.patch("eventlet")
import os, sys, threading, time
from foundation.aside import Aside
from foundation.database import Base, open_database
from foundation.record import epoch, heads
from foundation.writer import Writer
import foundation.acts
sys.setswitchinterval(1e-6)
database = open_database("sqlite:///" + sys.argv[1])
Base.metadata.create_all(database.writing)
writer = Writer(database, loop.off_loop("eventlet"))
aside = Aside(database, loop.off_loop("eventlet"))
written = 0

def write():
    global written
    while True:
        writer.perform(epoch)
        written += 1

def read():
    while True:
        with database.session() as session:
            heads(session, ["meeting:1"])
        time.sleep(0)

def read_aside():
    while True:
        aside.read(lambda session: heads(session, ["meeting:1"]))

for each in (write, write, read, read, read_aside, read_aside, read_aside):
    threading.Thread(target=each, daemon=True).start()
for second in range(15):
    before = written
    time.sleep(1)
    if written == before:
        print("the writer stands still", flush=True)
        os._exit(1)
print("alive", flush=True)
os._exit(0)
"""


MANY_READY = """
from realtime import loop
loop.patch("eventlet")
import socket, time
import eventlet

pairs = [socket.socketpair() for _ in range(100)]
happened = []

def receive(end):
    end.recv(1)
    happened.append("heard")
    until = time.perf_counter() + 0.002
    while time.perf_counter() < until:
        pass

def beat():
    while happened.count("heard") < 100:
        eventlet.sleep(0.005)
        happened.append("beat")

for one, _ in pairs:
    eventlet.spawn(receive, one)
heart = eventlet.spawn(beat)
eventlet.sleep(0.05)
for _, other in pairs:
    other.send(b"x")
heart.wait()
heard = "".join(each[0] for each in happened).split("b")
print(max(map(len, heard)) <= 2 * loop.EVENTS_AT_ONCE)
"""


def test_a_hall_of_sockets_that_are_ready_at_once_does_not_keep_the_clock_waiting():
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MANY_READY],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "True", ran.stderr[-2000:]


def test_readers_on_the_loop_never_stop_the_writer(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(tmp_path / "x.sqlite3")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "alive", ran.stderr[-2000:]
