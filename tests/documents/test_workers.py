import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

import documents
from documents import jobs as jobs_module
from documents.derived import Derived
from documents.jobs import Jobs
from documents.processes import Lost
from documents.workers import Rank, Workers
from foundation.errors import Invalid, NotFound, Unavailable
from tests.documents.made_papers import file_of, flate_bomb, nested_forms, text_paper

HOUSE = Path(documents.__file__).resolve().parent.parent


@pytest.fixture
def jobs(workers):
    return Jobs(workers)


@pytest.fixture
def paper(vault):
    return file_of(vault.root, "paper", text_paper(3))


@pytest.fixture
def derived(vault):
    return Derived(vault.root / "derived" / "paper", "test")


def test_a_page_is_made_with_pictures_words_and_layout(jobs, paper, derived):
    assert jobs.page(paper, derived, 2) is False
    assert derived.picture(2, 160)
    assert derived.picture(2, 1240)[1] == "image/png"
    assert "Article 2." in derived.words(2).read_text()
    assert derived.layout(2).stat().st_size
    assert not list(derived.folder.rglob("*.part"))


@pytest.mark.parametrize("bomb", [nested_forms, flate_bomb])
def test_a_bomb_is_killed_at_its_deadline_and_the_next_page_works(
    bomb, jobs, vault, paper, derived, monkeypatch
):
    monkeypatch.setattr(jobs_module, "PAGE_SECONDS", 1.0)
    hostile = file_of(vault.root, "hostile", bomb())
    assert len(jobs.inspect(hostile)) == 1
    began = time.monotonic()
    with pytest.raises(Invalid) as refused:
        jobs.page(hostile, Derived(vault.root / "derived" / "hostile", "test"), 1)
    assert (refused.value.code, refused.value.parameters) == ("page.unreadable", {"page": 1})
    assert time.monotonic() - began < 15
    monkeypatch.undo()
    assert jobs.page(paper, derived, 1) is False


def test_a_worker_that_dies_is_replaced_and_its_job_done_all_the_same(
    jobs, workers, paper, derived
):
    workers.start()
    before = workers.processes()
    for process in before:
        os.kill(process, signal.SIGKILL)
    assert jobs.page(paper, derived, 1) is False
    assert set(workers.processes()) - set(before)


def test_where_no_worker_starts_nothing_is_blamed_on_the_page(jobs, paper, derived, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(Unavailable, match=r"paper\.no_worker"):
        jobs.page(paper, derived, 1)
    monkeypatch.undo()
    assert jobs.page(paper, derived, 1) is False


def test_a_page_that_is_not_there_is_refused_by_name(jobs, paper, derived):
    with pytest.raises(NotFound, match=r"page\.unknown"):
        jobs.picture(paper, derived, 4, 800)


def test_workers_open_nothing_outside_the_vault(jobs, tmp_path):
    with pytest.raises(ValueError, match="vault"):
        jobs.inspect(file_of(tmp_path, "elsewhere.pdf", text_paper(1)))


def test_a_worker_is_renewed_after_its_share_of_jobs(jobs, workers, paper, monkeypatch):
    monkeypatch.setattr("documents.workers.ANSWERS", 4)
    jobs.inspect(paper)
    first = workers.processes()
    jobs.inspect(paper)
    jobs.inspect(paper)
    assert workers.processes() != first


def test_a_page_that_somebody_waits_for_goes_before_the_background(vault, derived):
    workers = Workers(1, vault.root)
    jobs = Jobs(workers)
    long = file_of(vault.root, "long", text_paper(60))
    done = []

    def background():
        for number in range(1, 61):
            jobs.page(long, derived, number)
            done.append(number)

    workers.start()
    jobs.inspect(long)
    thread = threading.Thread(target=background)
    thread.start()
    while not done:
        time.sleep(0.005)
    before = len(done)
    jobs.picture(long, derived, 60, 1654)
    assert len(done) < before + 40
    thread.join()
    workers.close()


@pytest.fixture
def desk(vault):
    """One worker, and a way to ask it in the background; what is done is told in order."""
    workers, threads, done = Workers(1, vault.root), [], []
    path = file_of(vault.root, "long", text_paper(8))

    def ask(name, **rank):
        def run():
            workers.ask("sizes", path, {"first": 1, "last": 8}, seconds=10, **rank)
            done.append(name)

        threads.append(threading.Thread(target=run))
        threads[-1].start()

    def finish():
        for thread in threads:
            thread.join(20)
        return done

    workers.ask("inspect", path, {}, seconds=10)
    workers.ask("inspect", path, {}, seconds=10, urgent=True)  # both have started
    yield SimpleNamespace(workers=workers, ask=ask, finish=finish, done=done)
    workers.close()


@contextmanager
def held(workers, rank):
    """Keep the worker that takes jobs of this rank busy."""
    with workers._desk(rank):
        yield


def test_what_is_only_nice_to_have_comes_after_all_that_waits(desk):
    with held(desk.workers, Rank.BACKGROUND):
        desk.ask("idle", idle=True)
        time.sleep(0.1)  # it waits already when the others come
        for number in range(3):
            desk.ask(f"background {number}")
        desk.ask("urgent", urgent=True)
        time.sleep(0.1)
        assert desk.done == ["urgent"]
    assert desk.finish()[-1] == "idle"
    assert len(desk.done) == 5


def test_what_is_only_nice_to_have_never_takes_the_place_kept_for_people(desk):
    with held(desk.workers, Rank.IDLE):
        desk.ask("another idle", idle=True)
        time.sleep(0.2)
        assert desk.done == []
        desk.ask("urgent", urgent=True)
        time.sleep(0.2)
        assert desk.done == ["urgent"]
    assert desk.finish() == ["urgent", "another idle"]


def test_what_is_only_nice_to_have_does_not_slip_in_between_two_pages(desk):
    for number in range(3):
        with held(desk.workers, Rank.BACKGROUND):
            if number == 0:
                desk.ask("idle", idle=True)
            time.sleep(0.05)
        time.sleep(0.01)
        assert desk.done == []
    assert desk.finish() == ["idle"]


def test_one_of_several_workers_stays_ready_for_a_new_paper(workers, vault):
    path = file_of(vault.root, "long", text_paper(8))
    with held(workers, Rank.IDLE):
        waiting = threading.Thread(
            target=lambda: workers.ask("inspect", path, {}, seconds=10, idle=True)
        )
        waiting.start()
        time.sleep(0.2)
        assert waiting.is_alive()
        assert workers.ask("inspect", path, {}, seconds=10) == {"pages": 8}
    waiting.join(10)
    assert not waiting.is_alive()


def test_what_is_asked_of_closed_workers_is_lost(workers, paper):
    workers.close()
    with pytest.raises(Lost):
        workers.ask("inspect", paper, {}, seconds=1)


def test_no_worker_knows_the_secrets_of_the_server(workers, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "never to be seen")
    workers.start()
    for process in workers.processes():
        assert b"SECRET_KEY" not in Path(f"/proc/{process}/environ").read_bytes()


def test_the_server_never_loads_what_opens_papers():
    program = (
        "import sys, documents.arrivals, documents.inspection, documents.tools\n"
        "sys.exit(any(name in sys.modules for name in ('pymupdf', 'PIL', 'documents.pdf')))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=HOUSE, check=False).returncode == 0


def test_no_worker_outlives_its_server(vault):
    program = (
        "import sys, time; from pathlib import Path; from documents.workers import Workers\n"
        "workers = Workers(2, Path(sys.argv[1])); workers.start()\n"
        "print(*workers.processes(), flush=True); time.sleep(60)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, str(vault.root)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
    )
    with server:
        numbers = [int(number) for number in server.stdout.readline().split()]
        assert len(numbers) == 3
        server.kill()
    until = time.monotonic() + 20  # one that is still starting has yet to notice
    while any(_runs(number) for number in numbers) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(_runs(number) for number in numbers)


def _runs(number):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except FileNotFoundError:
        return False


HEARTBEAT = """
import warnings; warnings.simplefilter("ignore")
import eventlet; eventlet.monkey_patch()
import gc, sys, threading, time
from pathlib import Path
from documents.derived import Derived
from documents.jobs import Jobs
from documents.workers import Workers

root = Path(sys.argv[1])
workers = Workers(2, root)
workers.start()
jobs = Jobs(workers)
pages = len(jobs.inspect(root / "paper"))
derived = Derived(root / "derived" / "paper", "test")
left = iter(range(1, pages + 1))

def lane():
    for number in left:
        jobs.page(root / "paper", derived, number)

for number in (1, 1):  # both processes have started and opened the paper
    jobs.page(root / "paper", derived, number)
gc.collect(); gc.freeze()
late, lanes = [], [threading.Thread(target=lane) for _ in range(2)]
began = time.perf_counter()
for thread in lanes:
    thread.start()
while any(thread.is_alive() for thread in lanes):
    before = time.perf_counter()
    time.sleep(0.01)
    late.append((time.perf_counter() - before - 0.01) * 1000)
took = time.perf_counter() - began
workers.close()
late.sort()
print(len(late), pages / took, late[len(late) // 2], late[len(late) * 9 // 10])
"""


def test_the_event_loop_is_not_held_up_while_pages_are_made(vault):
    pytest.importorskip("eventlet.hubs", exc_type=ImportError)
    file_of(vault.root, "paper", text_paper(60))
    told = subprocess.run(
        [sys.executable, "-c", HEARTBEAT, str(vault.root)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=HOUSE,
    )
    assert told.returncode == 0, told.stderr
    ticks, pages_a_second, median, nine_in_ten = (float(value) for value in told.stdout.split())
    assert ticks > 10
    assert pages_a_second > 1
    assert median < 5
    assert nine_in_ten < 25
