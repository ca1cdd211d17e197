"""The brisk protocol: whatever arrives, an application is told what the server's own would tell."""

import re
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from realtime.brisk import HEAD

ROOT = Path(__file__).parents[2]
PROGRAM = """
from realtime import loop
loop.patch("eventlet")
import json, sys
from eventlet import wsgi
from realtime.loop import listen_on, serve

def app(environ, start_response):
    body = environ["wsgi.input"].read().decode("latin1")
    told = {k: v for k, v in environ.items() if isinstance(v, (str, tuple))} | {"body": body}
    for other in ("REMOTE_PORT", "SERVER_PORT"):
        told.pop(other)
    told["QUERY_STRING"] = told.get("QUERY_STRING", "")
    answer = json.dumps(told, sort_keys=True).encode()
    pieces = int(told.get("HTTP_X_PIECES", 1))
    head = [("Content-Type", "application/json")]
    if pieces == 1:
        head.append(("Content-Length", str(len(answer))))
        start_response("200 OK", head)
        return [answer]
    start_response("200 OK", head)
    return (answer + b" " * 300000 for _ in range(pieces))

listener = listen_on("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
if sys.argv[1] == "ours":
    serve("eventlet", app, listener)
else:
    listener.listen(5)
    wsgi.server(listener, app, log_output=False, keepalive=75)
"""
ENDED = b"Connection: close\r\n\r\n"
REQUESTS = {
    "plain": b"GET /a?b=c HTTP/1.1\r\nHost: x\r\nCookie: a=b; c=d\r\n" + ENDED,
    "percent": b"GET /a%20b%C3%A9?x=%20 HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "odd spaces": b"GET /a HTTP/1.1\r\nHost:x\r\nX-A: \t b c \t \r\nX-B:\r\n" + ENDED,
    "twice": b"GET /a HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-A: 2\r\nCookie: a\r\nCookie: b\r\n"
    + ENDED,
    "underscore": b"GET /a HTTP/1.1\r\nHost: x\r\nX_A: 1\r\nX-A: 2\r\n" + ENDED,
    "folded": b"GET /a HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n and 2\r\n" + ENDED,
    "bare line feeds": b"GET /a HTTP/1.1\nHost: x\nConnection: close\n\n",
    "two slashes": b"GET //evil.example/a HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "whole address": b"GET http://x/a HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "star": b"OPTIONS * HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "no header": b"GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "old": b"GET /a HTTP/1.0\r\nHost: x\r\n\r\n",
    "older": b"GET /a\r\n",
    "unknown method": b"BREW /a HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "wrong version": b"GET /a HTTP/3.1\r\nHost: x\r\n" + ENDED,
    "no request": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "no colon": b"GET /a HTTP/1.1\r\nHost: x\r\nnonsense\r\n" + ENDED,
    "letters": "GET /a HTTP/1.1\r\nHost: x\r\nX-A: Điều\r\n".encode() + ENDED,
    "control": b"GET /a HTTP/1.1\r\nHost: x\r\nX-A: a\x00b\r\n" + ENDED,
    "body": b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Type: a/b\r\nContent-Length: 3\r\n"
    + ENDED
    + b"abc",
    "no body": b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Type: a/b\r\n" + ENDED,
    "chunks": b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
    + ENDED
    + b"3\r\nabc\r\n0\r\n\r\n",
    "both lengths": b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n"
    + ENDED
    + b"0\r\n\r\n",
    "two lengths": b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n"
    + ENDED
    + b"abcd",
    "odd length": b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n" + ENDED + b"abc",
    "expecting": b"POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n"
    + ENDED
    + b"abc",
    "one after another": b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
    b"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
    b"GET /c HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "kept": b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"
    b"GET /c HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "long address": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n" + ENDED,
    "long header": b"GET /a HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 9000 + b"\r\n" + ENDED,
    "long head": b"GET /a HTTP/1.1\r\nHost: x\r\n" + b"X-A: aaaa\r\n" * 90 * 9 + ENDED,
    "many headers": b"GET /a HTTP/1.1\r\nHost: x\r\n" + b"X-A: aaaa\r\n" * 150 + ENDED,
    "in pieces": b"GET /a HTTP/1.1\r\nHost: x\r\nX-Pieces: 20\r\n" + ENDED,
    "closed early": b"GET /a HTTP/1.1\r\nHost: x\r\n",
    "cased": b"GET /a HTTP/1.1\r\nhOST: x\r\nCONNECTION: Close\r\n\r\n",
}


@pytest.fixture(scope="module")
def ports():
    """Our own server and the loop's as it comes."""
    running = {
        name: subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROGRAM, name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for name in ("ours", "its own")
    }
    yield {name: int(process.stdout.readline()) for name, process in running.items()}
    for process in running.values():
        process.kill()
        process.wait()
        process.stdout.close()


def answered(port, request, at_once=True):
    """All that came back, but for the moment."""
    with _line(port) as line:
        for piece in [request] if at_once else [request[i : i + 1] for i in range(len(request))]:
            line.sendall(piece)
        with suppress(OSError):  # it was closed on us
            line.shutdown(socket.SHUT_WR)
        found = b""
        with suppress(ConnectionResetError):
            while data := line.recv(1 << 16):
                found += data
    return re.sub(rb"Date: [^\r]*\r\n", b"", found)


def _line(port):
    until = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_told_and_answered_is_the_same(ports, name):
    assert answered(ports["ours"], REQUESTS[name]) == answered(ports["its own"], REQUESTS[name])


@pytest.mark.parametrize("name", ["plain", "body", "one after another", "folded"])
def test_a_request_that_comes_letter_by_letter_is_told_the_same(ports, name):
    whole, slow = (answered(ports["ours"], REQUESTS[name], at_once) for at_once in (True, False))
    assert whole.startswith(b"HTTP/1.1 200")
    assert whole == slow


def test_a_head_that_is_made_to_be_slow_is_read_in_no_time():
    for nasty in (b" " * 8000, b"a " * 4000, b"\t" * 8000):
        began = time.perf_counter()
        assert not HEAD.fullmatch(b"A:" + nasty + b"\x01\r\n\r\n")
        assert time.perf_counter() - began < 0.02
