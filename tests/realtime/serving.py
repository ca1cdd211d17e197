"""A house with its cast, served as the program serves it, with handles for a test.

`python -m tests.realtime.serving FOLDER [otherwise]`, under ASYNC_MODE; with `otherwise` a library
is not as known.
"""

import os
import sys

if __name__ == "__main__":
    from realtime import loop

    loop.patch(os.environ.get("ASYNC_MODE") or "eventlet")

import json
import socket
import threading
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
from tests.cast import Cast, enter_cast
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

    web.add_url_rule("/test/say", view_func=say)
    web.add_url_rule("/test/vacate", view_func=take_the_guest_the_seat)
    web.add_url_rule("/test/figures", view_func=sockets.figures.as_data)
    web.add_url_rule("/test/quick", view_func=lambda: {"quick": sockets.lines is not None})


def main(folder: Path, otherwise: bool) -> None:
    if otherwise:
        written_for.EVERYWHERE["socketio.manager:Manager.emit"] = "of another version"
    house, signals = build_house(settings_for(folder, ASYNC_MODE=MODE), serving=True)
    Base.metadata.create_all(house.database.writing)
    cast = house.writer.perform(enter_cast)
    web, sockets = open_doors(house, signals)
    add_handles(web, house, cast, sockets)
    keep_live(sockets, None)
    listener = listen_on("127.0.0.1", 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    told = {"port": listener.getsockname()[1], "cast": asdict(cast)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    serve(MODE, web, listener)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "otherwise" in sys.argv)
