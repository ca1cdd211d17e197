"""Lines by TLS for clients that read in one thread and write in another."""

import select
import ssl
import threading


class TakingTurns(ssl.SSLSocket):
    """A line whose reader and writer take turns.

    OpenSSL knows one user of a connection at a time, and Python 3.11 does not see to it: a client
    that wrote in the moment in which it began to read took the line for closed.
    """

    _turn = _patience = None

    def settimeout(self, value):
        """Wait so long for the other end, once they have shaken hands; without holding the turn."""
        shaken = self._sslobj is not None and self.version() is not None
        if shaken and self._turn is None:
            self._turn = threading.Lock()
        self._patience = value
        super().settimeout(0 if shaken else value)

    def gettimeout(self):
        return self._patience if self._turn else super().gettimeout()

    def recv(self, *how):
        return self._in_turn(super().recv, *how)

    def send(self, *what):
        return self._in_turn(super().send, *what)

    def _in_turn(self, do, *what):
        if self._turn is None:
            return do(*what)
        while True:
            with self._turn:
                try:
                    return do(*what)
                except ssl.SSLWantReadError:
                    waited_for = [self], []
                except ssl.SSLWantWriteError:
                    waited_for = [], [self]
            if not any(select.select(*waited_for, [], self._patience)):
                raise TimeoutError


def trusting(certificate):
    """What a client trusts and how it is connected, where this certificate is shown to it."""
    context = ssl.create_default_context(cafile=certificate)
    context.sslsocket_class = TakingTurns
    return {"sslopt": {"context": context}}
