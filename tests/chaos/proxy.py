"""A line that is never good for long: each connection is cut soon, and swallows answers before."""

import random
import socket
import struct
import threading
import time
from contextlib import suppress

LONGEST = 1.6
"""Seconds that a connection lives at the most."""
AT_ONCE = 65_536
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that ends a connection with RST."""


class BadLine:
    """Listens on a port of its own and passes on to a server, badly."""

    def __init__(self, server: int) -> None:
        self.cuts = 0
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        self._good = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def become_good(self) -> None:
        """Cut nothing any more."""
        self._good.set()

    def close(self) -> None:
        """Let nobody in any more."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        life = random.uniform(0.2, LONGEST)
        deaf_after = life - random.uniform(0.0, 0.4)
        began = time.monotonic()
        try:
            far = socket.create_connection(("127.0.0.1", self._server), timeout=5)
        except OSError:
            near.close()
            return
        ways = [
            threading.Thread(target=self._pump, args=args, daemon=True)
            for args in ((near, far, None), (far, near, began + deaf_after))
        ]
        for way in ways:
            way.start()
        if not self._good.wait(life):
            self.cuts += 1
            for end in (near, far):
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    end.shutdown(socket.SHUT_RDWR)
        for way in ways:
            way.join()
        for end in (near, far):
            end.close()

    def _pump(self, source: socket.socket, sink: socket.socket, deaf_at: float | None) -> None:
        with suppress(OSError):
            while data := source.recv(AT_ONCE):
                swallowed = deaf_at is not None and time.monotonic() > deaf_at
                if not swallowed or self._good.is_set():
                    sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
