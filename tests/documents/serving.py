"""A server of papers in a process of its own, that a test may kill."""

import subprocess
import sys
from pathlib import Path

import documents
from documents.vault import Vault
from foundation.database import Database

HOUSE = Path(documents.__file__).resolve().parent.parent
SERVER = """
import sys
from pathlib import Path
if sys.argv[3] == "eventlet":
    import warnings; warnings.simplefilter("ignore")
    import eventlet; eventlet.monkey_patch()
from documents.arrivals import Arrivals
from documents.vault import Vault
from documents.workers import Workers
from foundation.aside import Aside
from foundation.database import open_database
from foundation.writer import Writer

database = open_database(sys.argv[1])
vault = Vault(Path(sys.argv[2]))
workers = Workers(2, vault.root)
arrivals = Arrivals(
    Writer(database).perform,
    Aside(database).read,
    workers,
    vault,
    lambda progress: print(progress.pages_done, progress.pages_recognised, flush=True),
)
arrivals.resume()
arrivals.wait()
arrivals.wait_for_scans()
arrivals.close()
workers.close()
"""


def server(database: Database, vault: Vault, mode: str) -> "subprocess.Popen[str]":
    """Start one; its lines say how many pages are done and how many were recognised."""
    url = database.writing.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-c", SERVER, url, str(vault.root), mode],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        text=True,
    )


def heard(process: "subprocess.Popen[str]") -> tuple[int, int]:
    """Return the next line of a server: pages done, pages recognised."""
    assert process.stdout is not None
    done, recognised = map(int, process.stdout.readline().split())
    return done, recognised
