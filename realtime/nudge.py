"""The nudge: one process tells the others over Redis that a stream has grown.

Only a nudge: what Redis loses is found in the record a second later.
"""

import logging
import os
from collections.abc import Callable, Sequence

import orjson
import redis

from foundation.events import Fact

CHANNEL = "phien"
PAUSE_SECONDS = 0.5
log = logging.getLogger(__name__)


class Nudge:
    """Publishes that streams grew, and hears it of others."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._me = os.urandom(8).hex()
        self._speaker = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=1)

    def broadcast(self, facts: Sequence[Fact]) -> None:
        """Tell the other processes; a listener of the writer."""
        streams = sorted({fact.stream for fact in facts})
        try:
            self._speaker.publish(CHANNEL, orjson.dumps([self._me, streams]))
        except redis.RedisError as fault:
            log.warning("no nudge went out: %s", fault)

    def run(self, grown: Callable[[], object], pause: Callable[[float], object]) -> None:
        """Call `grown` whenever another process wrote; goes on for ever."""
        while True:
            try:
                self._hear(grown)
            except redis.RedisError as fault:
                log.warning("nudges are not heard: %s", fault)
            pause(PAUSE_SECONDS)

    def _hear(self, grown: Callable[[], object]) -> None:
        hearer = redis.Redis.from_url(self._url, socket_timeout=None, health_check_interval=10)
        with hearer.pubsub(ignore_subscribe_messages=True) as heard:
            heard.subscribe(CHANNEL)
            grown()
            for message in heard.listen():
                if orjson.loads(message["data"])[0] != self._me:
                    grown()
