"""The loop and the real thread that writes: neither ever waits for the other's locks."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
from realtime import loop
loop.patch("eventlet")
import os, sys, threading, time
from foundation.database import Base, open_database
from foundation.record import epoch, heads
from foundation.writer import Writer
import foundation.acts
sys.setswitchinterval(1e-6)
database = open_database("sqlite:///" + sys.argv[1])
Base.metadata.create_all(database.writing)
writer = Writer(database, loop.off_loop("eventlet"))
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

for each in (write, write, read, read):
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


def test_readers_on_the_loop_never_stop_the_writer(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(tmp_path / "x.sqlite3")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "alive", ran.stderr[-2000:]
