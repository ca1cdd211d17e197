"""A tablet's wire by hand: it can stop reading, deflate, and send what no tablet would."""

import json
import socket
import threading
import time
import zlib
from contextlib import suppress

from realtime.frames import ENDED
from tests.benchmarks.frames import CLOSE, frame, upgrade

DEFLATE = b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
SECONDS = 20.0
CONNECTED_WITHIN = 20
"""In seconds; the one second of a library's client is less than a busy machine may need."""


class Wire:
    """One socket of one person in one meeting."""

    def __init__(self, port, cookie, meeting, deflates=False, enters=True):
        self.messages, self.closed, self.agreed = [], False, ""
        self.deflated = 0
        self.answers = True
        self._reads = threading.Event()
        self._reads.set()
        self._buffer = bytearray()
        self._line = socket.socket()
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._line.settimeout(SECONDS)
        self._line.connect(("127.0.0.1", port))
        self._open(upgrade(port, cookie), deflates)
        threading.Thread(target=self._read, daemon=True).start()
        if enters:
            self.say("40")
            assert self.wait_for('40{"sid"'), self.messages
            self.say(f'420["meeting.join",{{"meeting":{meeting},"since":null}}]')
            assert self.wait_for('430[{"ok":true'), self.messages

    @property
    def numbers(self):
        return [fact["number"] for fact in self.facts if fact["stream"].startswith("meeting:")]

    @property
    def facts(self):
        told = [m for m in list(self.messages) if m.startswith('42["facts"')]
        return [fact for message in told for fact in json.loads(message[2:])[1]]

    def say(self, text):
        self.put(frame(text.encode()))

    def put(self, raw):
        self._line.sendall(raw)

    def stop_reading(self):
        self._reads.clear()

    def read_on(self):
        self._reads.set()

    def hang_up(self):
        self._reads.set()
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def wait_for(self, beginning):
        return until(lambda: any(m.startswith(beginning) for m in list(self.messages)))

    def _open(self, request, deflates):
        self._line.sendall(request[:-2] + (DEFLATE if deflates else b"") + b"\r\n")
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self._line.recv(4096)
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        self._inflating = None
        self.agreed = head.decode().partition("Sec-WebSocket-Extensions: ")[2]

    def _read(self):
        try:
            self._take()
            while True:
                self._reads.wait()
                data = self._line.recv(65536)
                if not data:
                    break
                self._buffer += data
                self._take()
        except OSError:
            pass
        self.closed = True

    def _take(self):
        for opcode, deflated, payload in _frames(self._buffer):
            self.deflated += deflated
            payload = self._inflated(payload) if deflated else payload
            if opcode == CLOSE:
                self.closed = True
            elif payload == b"2":
                if self.answers:
                    self.say("3")
            else:
                self.messages.append(payload.decode())

    def _inflated(self, payload):
        if "server_no_context_takeover" in self.agreed or not self._inflating:
            self._inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._inflating.decompress(payload + ENDED)


def _frames(buffer):
    """Opcode, whether it was deflated, and the payload of each frame that has come."""
    while len(buffer) >= 10 or (len(buffer) >= 2 and buffer[1] < 126):
        size, start = buffer[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return
        yield buffer[0] & 0x0F, bool(buffer[0] & 0x40), bytes(buffer[start : start + size])
        del buffer[: start + size]


def until(true, within=SECONDS):
    end = time.monotonic() + within
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False
