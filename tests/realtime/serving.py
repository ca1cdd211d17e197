"""A house with its cast, served as the program serves it, with handles for a test.

`python -m tests.realtime.serving FOLDER [otherwise] [beside] [briefly]`, under ASYNC_MODE; with
`otherwise` a library is not as known, with `beside` a neighbour enters the cast, with `briefly`
sockets are pinged twice a second.
"""

import os
import sys

if __name__ == "__main__":
    from realtime import loop

    loop.patch(os.environ.get("ASYNC_MODE") or "eventlet")

import json
import socket
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from flask import Flask, request

from foundation.database import Base
from foundation.events import Event, tell
from meetings.agendas.operations.seats import vacate_seat
from meetings.agendas.queries import seat_of
from meetings.house import House
from realtime import written_for
from realtime.loop import listen_on, serve
from realtime.sockets import Sockets, keep_live
from tests.cast import Cast, Place, enter_cast
from tests.conftest import settings_for
from wsgi import build_house, open_doors

MODE = os.environ.get("ASYNC_MODE") or "eventlet"
SMALL = 16 * 1024
"""What the kernel holds for a socket, so that a test need not fill megabytes."""


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    name: ClassVar[str] = "thing.said"
    rooms: tuple[str, ...]
    words: str

    @property
    def streams(self):
        return self.rooms

    def body(self):
        return {"words": self.words}


def add_handles(web: Flask, house: House, cast: Cast, sockets: Sockets) -> None:
    room = (f"meeting:{cast.here.meeting}",)

    def say() -> dict[str, int]:
        words, count = "lời " * (int(request.args["size"]) // 5), int(request.args["count"])

        def speak() -> None:
            for _ in range(count):
                house.writer.perform(lambda s: tell(s, Said(words=words, rooms=room)))

        crowd = [threading.Thread(target=speak) for _ in range(int(request.args["crowd"]))]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        return {"said": count * len(crowd)}

    def take_the_guest_the_seat() -> dict[str, int]:
        def act(session) -> None:
            seat, _ = seat_of(session, cast.guest, cast.here.meeting)
            tell(session, Said(words="before", rooms=room))
            vacate_seat(session, cast.secretary, seat.id)
            tell(session, Said(words="after", rooms=room))
            tell(session, Said(words="after", rooms=(f"seat:{seat.id}", *room)))

        house.writer.perform(act)
        return {}

    def engines() -> dict[str, int]:
        return {"engines": len(sockets.socketio.server.eio.sockets)}

    web.add_url_rule("/test/say", view_func=say)
    web.add_url_rule("/test/vacate", view_func=take_the_guest_the_seat)
    web.add_url_rule("/test/figures", view_func=sockets.figures.as_data)
    web.add_url_rule("/test/engines", view_func=engines)
    web.add_url_rule("/test/quick", view_func=lambda: {"quick": sockets.lines is not None})


def entered(house: House, page: Path) -> Cast:
    """The cast, and on a page of the house who they are."""
    Base.metadata.create_all(house.database.writing)
    cast = house.writer.perform(enter_cast)
    written = page.with_suffix(".new")
    written.write_text(json.dumps(asdict(cast)))
    written.rename(page)
    return cast


def found(page: Path) -> Cast:
    """The cast that a neighbour enters."""
    while not page.exists():
        time.sleep(0.05)
    cast = json.loads(page.read_text())
    places = {name: Place(**cast[name]) for name in ("here", "elsewhere")}
    return Cast(**cast | places)


def main(folder: Path, *how: str) -> None:
    if "otherwise" in how:
        written_for.EVERYWHERE["socketio.manager:Manager.emit"] = "of another version"
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ}
    settings = settings_for(folder, ASYNC_MODE=MODE, **given)
    house, signals = build_house(settings, serving=True)
    page = folder / "cast.json"
    cast = found(page) if "beside" in how else entered(house, page)
    web, sockets = open_doors(house, signals)
    add_handles(web, house, cast, sockets)
    if "briefly" in how:
        pinging = sockets.socketio.server.eio
        pinging.ping_interval = pinging.ping_timeout = 0.5
    keep_live(sockets, house)
    listener = listen_on("127.0.0.1", 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    told = {"port": listener.getsockname()[1], "cast": asdict(cast)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    serve(MODE, web, listener)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
