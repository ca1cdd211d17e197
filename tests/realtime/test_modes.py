"""One house alone under each other loop: the core of what the usual one is tried with."""

import time

import pytest
import requests

from tests.realtime.houses import Person, all_hear, serving
from tests.realtime.test_lines import (  # noqa: F401 - the same is wanted of every loop
    served,
    test_a_message_in_endless_pieces_closes_its_own_socket_alone,
    test_a_message_that_is_too_large_closes_its_own_socket_alone,
    test_a_socket_that_is_refused_is_closed_whole,
    test_everybody_hears_every_fact_once_and_in_order,
    test_who_does_not_read_is_cut_off_and_the_others_are_not_slowed,
    test_who_loses_the_seat_hears_that_last,
    test_who_reads_late_hears_the_same_in_the_same_order,
)
from tests.realtime.wires import until

LOOPS = {
    "gevent": ("gevent", {}),
    "threading": ("threading", {}),
    "eventlet on asyncio": ("eventlet", {"EVENTLET_HUB": "asyncio"}),
}


@pytest.fixture(scope="module", params=LOOPS)
def house(request, tmp_path_factory):
    mode, settings = LOOPS[request.param]
    with serving(tmp_path_factory.mktemp("house"), mode, **settings) as one:
        yield one


def test_pages_and_files_are_served_on_a_line_that_is_kept(served):  # noqa: F811
    address = f"http://127.0.0.1:{served.port}"
    with requests.Session() as web:
        for _ in range(2):
            page = web.get(address + "/sign-in", timeout=20)
            assert (page.status_code, "<form" in page.text) == (200, True)
            assert web.get(address + "/no-such-page", timeout=20).status_code == 404
        sent = web.post(address + "/api/sign-in", data=b"x" * 200_000, timeout=20)
        assert sent.status_code == 400
    assert all_hear([served.wire("amina")], served.say(3))


@pytest.mark.parametrize("origin", ["https://evil.vn", "null"])
def test_a_page_of_another_site_opens_no_socket(served, origin):  # noqa: F811
    answer = requests.get(
        f"http://127.0.0.1:{served.port}/socket.io/?EIO=4&transport=websocket",
        headers={"Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket"},
        timeout=20,
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("mode", ["eventlet", "gevent", "threading"])
def test_a_line_on_which_nothing_is_said_stays_open_while_pings_are_answered(mode, tmp_path):
    with serving(tmp_path, mode, "briefly") as one:
        quiet, silent = one.wire("amina"), one.wire("bruno")
        silent.answers = False
        assert until(lambda: silent.closed)
        time.sleep(2.5)  # several times as long as a ping and its answer may take
        assert not quiet.closed
        assert all_hear([quiet], one.say(1))


@pytest.mark.parametrize("mode", ["eventlet", "gevent", "threading"])
def test_who_asks_for_a_line_and_never_opens_it_is_forgotten(mode, tmp_path):
    with serving(tmp_path, mode, "briefly") as one:
        here = f"http://127.0.0.1:{one.port}"
        asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "99"}
        who = {"Origin": here, "Cookie": Person(one.port, "amina").cookie}
        wanted = here + "/socket.io/?EIO=4&transport=websocket"
        assert requests.get(wanted, headers=asked | who, timeout=20).status_code in (400, 426)
        assert until(lambda: one.ask("engines")["engines"] == 0)
