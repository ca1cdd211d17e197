"""The program whose calls are traced: the real writer, record and vault, used by several threads.

`python -m tests.chaos.power_cut.writing FOLDER JOURNAL ACTS`; what is acknowledged is said on
standard output, in one write each, after the answer came.
"""

import io
import os
import random
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

if __name__ == "__main__" and sys.argv[2] == "DELETE":
    sys.modules["pysqlite3"] = None  # type: ignore[assignment]  # Python's own, older SQLite

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.received import Received
from documents.vault import Vault
from foundation.database import open_database
from foundation.migrating import bring_up_to_date
from foundation.settings import read_settings
from foundation.writer import Writer
from meetings.agendas.operations.papers import add_paper
from meetings.commands import Actor, carry_out
from meetings.people.models import SignIn
from meetings.people.operations import begin_sign_in
from tests.benchmarks.furnishing import house_environment
from tests.cast import Cast, enter_cast

THREADS = 4
EVERY = 12
"""Every so many acts a paper is laid instead."""
SIZES = (20_000, 90_000)
FIRST_AGAIN = 2
"""The first so many papers are laid by every thread, at about the same time."""


def main(folder: Path, acts: int) -> None:
    """Make a site from nothing and write until so many acts are acknowledged by each thread."""
    settings = read_settings(house_environment(folder))
    bring_up_to_date(settings.database_url)
    writer = Writer(open_database(settings.database_url))
    vault = Vault(settings.uploads_dir)
    cast = writer.perform(enter_cast)
    actor = writer.perform(partial(_signed_in, person=cast.amina))
    threads = [
        threading.Thread(target=_write, args=(number, acts, writer, vault, cast, actor))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(0)  # as a server ends: nothing is tidied up


def _signed_in(session: Session, person: int) -> Actor:
    begin_sign_in(session, person, "tablet")
    session.flush()
    return Actor(person, session.scalars(select(SignIn.id)).one())


def _write(number: int, acts: int, writer: Writer, vault: Vault, cast: Cast, actor: Actor) -> None:
    chance = random.Random(number)
    for count in range(acts):
        if count % EVERY == 0:
            _lay(writer, vault, cast, _bytes_of(number, count))
        operation_id = f"power-{number}-{count}"
        carry_out(writer, actor, "comment.create", _comment(cast, operation_id, chance))
        _acknowledge("act", operation_id)


def _comment(cast: Cast, operation_id: str, chance: random.Random) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "paper": cast.here.paper,
        "paragraph": chance.choice(cast.here.paragraphs),
        "text": "Đề nghị làm rõ. " * chance.randrange(1, 60),
        "visibility": "meeting",
    }


def _bytes_of(number: int, count: int) -> bytes:
    """Return a paper; the first ones are the same for everybody."""
    chance = random.Random(count if count < EVERY * FIRST_AGAIN else number * 1000 + count)
    return b"%PDF-1.7\n" + chance.randbytes(chance.randrange(*SIZES))


def _lay(writer: Writer, vault: Vault, cast: Cast, content: bytes) -> None:
    staged = vault.stage(io.BytesIO(content), len(content))
    kept = vault.keep(staged)
    pages = [(595.0, 842.0)]
    received = Received("a.pdf", kept, kept, "application/pdf", len(content), pages)
    writer.perform(partial(_laid, cast=cast, received=received))
    _acknowledge("paper", kept)


def _laid(session: Session, cast: Cast, received: Received) -> None:
    add_paper(session, cast.secretary, cast.here.item, received, "Tài liệu")


def _acknowledge(what: str, name: str) -> None:
    os.write(1, f"{what} {name}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[3]))
