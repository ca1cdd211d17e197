"""The nudge: over Redis one process tells the others what was told, who is there, what passes.

Only a nudge: what Redis loses is found in the record a second later, or said again after two; of
what passes a loss does no harm. It is heard by the processes of one record alone: on a channel of
its name, since two programs may share one Redis.
"""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
import redis

from foundation.events import Fact
from meetings.passing import Passing
from meetings.presence import Everybody

HearOthers = Callable[[str, dict[str, list[int]]], None]
"""Takes the name of a process and who is there, by meeting."""
Grown = Callable[[list[str] | None], object]
"""Takes the streams that grew, or None where it may have been any."""
CHANNEL = "phien:{record}"
LARGEST = 256 * 1024
"""In bytes; of what is longer the others are only told which streams grew."""
PAUSE_SECONDS = 0.5
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hearing:
    """What is done with what other processes say."""

    grown: Grown
    told: Callable[[list[Fact]], object]
    here: HearOthers
    passing: Callable[[Passing], object]


class Nudge:
    """Publishes what was told, and hears it of the others with the same record."""

    def __init__(self, url: str, record: str) -> None:
        self._url = url
        self._channel = CHANNEL.format(record=record)
        self._me = os.urandom(8).hex()
        self._speaker = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=1)

    def broadcast(self, facts: Sequence[Fact]) -> None:
        """Tell the other processes; a listener of the writer."""
        told = self._written(
            {"told": [(fact.stream, fact.number, fact.name, fact.body) for fact in facts]}
        )
        if len(told) > LARGEST:
            told = self._written({"grown": sorted({fact.stream for fact in facts})})
        self._publish(told)

    def share(self, here: Everybody) -> None:
        """Tell the other processes who has which meeting open on this one."""
        self._say({"here": here})

    def pass_on(self, heard: Passing) -> None:
        """Let the other processes pass on what a tablet said here."""
        self._say({"passing": asdict(heard)})

    def run(self, hearing: Hearing, pause: Callable[[float], object]) -> None:
        """Hear the other processes for ever."""
        while True:
            try:
                self._listen(hearing)
            except redis.RedisError as fault:
                log.warning("nudges are not heard: %s", fault)
            pause(PAUSE_SECONDS)

    def _say(self, what: dict[str, Any]) -> None:
        self._publish(self._written(what))

    def _written(self, what: dict[str, Any]) -> bytes:
        return orjson.dumps({"from": self._me} | what, option=orjson.OPT_NON_STR_KEYS)

    def _publish(self, message: bytes) -> None:
        try:
            self._speaker.publish(self._channel, message)
        except redis.RedisError as fault:
            log.warning("no nudge went out: %s", fault)

    def _listen(self, hearing: Hearing) -> None:
        hearer = redis.Redis.from_url(self._url, socket_timeout=None, health_check_interval=10)
        with hearer.pubsub(ignore_subscribe_messages=True) as heard:
            heard.subscribe(self._channel)
            hearing.grown(None)
            for message in heard.listen():
                said = orjson.loads(message["data"])
                if said["from"] == self._me:
                    continue
                if "told" in said:
                    hearing.told([Fact(*each) for each in said["told"]])
                elif "here" in said:
                    hearing.here(said["from"], said["here"])
                elif "passing" in said:
                    hearing.passing(Passing(**said["passing"]))
                else:
                    hearing.grown(said["grown"])
