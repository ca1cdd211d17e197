"""Where the doors meet: settings, the house, the web application and the sockets.

Run as the program it patches the loop first, then serves. Imported, as `flask --app wsgi`
does for maintenance, it patches nothing and opens nothing until it is used.
"""

import os
import sys
from dataclasses import replace

if __name__ == "__main__":
    from realtime import loop

    loop.patch(os.environ.get("ASYNC_MODE") or "eventlet")

import logging
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from documents.arrivals import Arrivals
from documents.copies.keeping import Copies
from documents.models import VersionState
from documents.progress import Progress
from documents.speaking import Voice
from documents.vault import Vault
from documents.workers import Workers
from foundation.aside import Aside
from foundation.database import open_database
from foundation.errors import Conflict, Refusal, Unavailable
from foundation.events import listen
from foundation.gauges import Gauges
from foundation.lasting import make_folder
from foundation.migrating import bring_up_to_date
from foundation.settings import Settings, read_settings
from foundation.settling import keep_settled
from foundation.sweeping import keep_swept
from foundation.writer import Writer, stay
from meetings.agendas.operations.papers import paper_became_ready
from meetings.carrying import Carrier
from meetings.doorway import Doorway
from meetings.house import House
from meetings.mending import do_mends, paragraphs_were_read_anew
from meetings.people.ending import keep_ended
from meetings.presence import Presence
from realtime.gate import Gate
from realtime.loop import listen_on, off_loop, serve
from realtime.papers import PaperSignals
from realtime.sockets import Sockets, keep_live, open_sockets
from web import create_app
from web.refusals import sentence_of, speaker
from web.sign_in import recognising


def build_house(settings: Settings, *, serving: bool) -> tuple[House, PaperSignals]:
    """Put the house together; in the serving process, slow work leaves the loop."""
    way_off = off_loop(settings.async_mode) if serving else stay
    make_folder(settings.data_dir)
    database = open_database(settings.database_url)
    writer = Writer(database, way_off if database.embedded else stay)
    vault = Vault(settings.uploads_dir, way_off)
    workers = Workers(settings.paper_workers, settings.uploads_dir)
    signals = PaperSignals(database)

    def follow(progress: Progress) -> None:
        signals.tell(progress)
        if progress.recognition is not None:
            return  # it is ready all the while; what was read appears when it is read anew
        if progress.state in (VersionState.READY, VersionState.FAILED):
            writer.perform(_told(progress))
        if progress.state is VersionState.READY:
            carrier.start(progress.version_id)

    behind = Aside(database, way_off, at_once=1)  # what goes on in the background keeps no one
    arrivals = Arrivals(writer.perform, behind.read, workers, vault, follow, settings.most_derived)
    listen(partial(do_mends, arrivals.read_anew))
    carrier = Carrier(writer.perform, behind.read, arrivals)
    listen(carrier.hear)
    copies = Copies(workers, vault)
    house = House(
        settings=settings,
        database=database,
        writer=writer,
        vault=vault,
        workers=workers,
        arrivals=arrivals,
        off_loop=way_off,
        reads=Aside(database, way_off),
        searches=Aside(database, way_off),
        carrier=carrier,
        copies=copies,
        voice=Voice(vault),
        presence=Presence(),
        gauges=Gauges(),
    )
    house.gauges.watch("writer", writer.figures)
    return house, signals


def _told(progress: Progress) -> Callable[[Session], None]:
    """Return what tells the meetings that a paper is there, or that it was read anew."""
    version_id, reading = progress.version_id, progress.reading
    if reading > 1:
        return partial(paragraphs_were_read_anew, version_id=version_id, reading=reading)
    return partial(paper_became_ready, version_id=version_id)


def open_doors(house: House, signals: PaperSignals) -> tuple[Flask, Sockets]:
    """Open both doors on the house."""
    web = create_app(house)
    doorway = Doorway(house.database)
    sockets = open_sockets(web, house, doorway, speaker(web))
    signals.speak_through(sockets.socketio)
    web.wsgi_app = Gate(  # type: ignore[method-assign]
        web.wsgi_app, house.settings.public_url, recognising(web, doorway)
    )
    return web, sockets


def run() -> None:
    """Migrate, load the demonstration where there is nothing, and serve until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    try:
        settings = read_settings()
    except Refusal as refusal:
        sys.exit(_refusal_in_words(refusal))
    try:
        listener = listen_on(settings.host, settings.port)
    except OSError:
        refusal = Unavailable("setting.port", host=settings.host, port=settings.port)
        sys.exit(_refusal_in_words(refusal))
    bring_up_to_date(settings.database_url)
    house, signals = build_house(settings, serving=True)
    web, sockets = open_doors(house, signals)
    left = _demonstration(house)
    house.arrivals.resume()
    house.carrier.resume()
    keep_live(sockets, house)
    keep_settled(house.database, house.off_loop)
    keep_ended(house.reads.read, house.writer.perform)
    keep_swept(lambda: (house.writer.acts, sockets.figures.sockets))
    _stop_on_signal()
    with web.app_context():
        _print_address(settings, left)
    try:
        serve(settings.async_mode, web, listener)
    except KeyboardInterrupt:
        pass
    finally:
        os._exit(0)  # everything acknowledged is committed; nothing waits for a tidy end


def _stop_on_signal() -> None:
    def stop(*_: Any) -> None:
        os._exit(0)  # an exception would end only whatever the loop does at this moment

    signal.signal(signal.SIGTERM, stop)


def _demonstration(house: House) -> list[str]:
    """Load it where it belongs and return its logins; where it does not belong, refuse to start."""
    from deploy.demonstration.load import accounts_left, load_if_empty

    if house.settings.demonstration:
        load_if_empty(house)
    left = accounts_left(house)
    if left and not house.settings.demonstration:
        sys.stderr.write(_refusal_in_words(Conflict("setting.demonstration_data")) + "\n")
        sys.stderr.flush()
        os._exit(1)
    return left


def _print_address(settings: Settings, accounts: list[str]) -> None:
    from flask_babel import gettext as _

    lines = [_("Phiên đang chạy tại %(address)s", address=settings.public_url)]
    if accounts:
        from deploy.demonstration.cast import ENTRANCES, PASSWORD

        lines.append(_("Tài khoản trình diễn (mật khẩu %(password)s):", password=PASSWORD))
        lines += [f"  {login}" for login in ENTRANCES if login in accounts]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _refusal_in_words(refusal: Refusal) -> str:
    app = Flask("web")
    from flask_babel import Babel

    Babel(app)
    with app.app_context(), force_locale("vi"):
        return sentence_of(refusal)


def __getattr__(name: str) -> Any:
    """Build the application when `flask --app wsgi` asks for it."""
    if name != "app":
        raise AttributeError(name)
    try:
        settings = replace(read_settings(), async_mode="threading")  # nothing is served, so no loop
        house, signals = build_house(settings, serving=False)
    except Refusal as refusal:
        sys.exit(_refusal_in_words(refusal))
    globals()["app"] = open_doors(house, signals)[0]
    return globals()["app"]


if __name__ == "__main__":
    run()
