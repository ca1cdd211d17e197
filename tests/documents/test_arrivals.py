import os
import shutil
import signal
import threading
import time
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from sqlalchemy import update

from documents import jobs as jobs_module
from documents import queries
from documents.models import Paragraph, Version, VersionState
from documents.operations import read_again, receive, replace
from documents.received import Received
from foundation.errors import Invalid, NotFound
from tests.documents.made_papers import nested_forms, scan, text_paper
from tests.documents.serving import heard, server


def read_through(arrivals, version):
    arrivals.start(version.id)
    arrivals.wait()


def found(database, version_id):
    with database.session() as session:
        return (
            queries.version_of(session, version_id),
            queries.pages_of(session, version_id),
            queries.paragraphs_of(session, version_id),
        )


def test_a_paper_goes_all_the_way(database, arrived, arrivals_with):
    told = []
    arrivals = arrivals_with(told.append)
    paper = arrived(text_paper(3))
    assert (paper.state, paper.number, paper.page_count) == (VersionState.WAITING, 1, 3)
    read_through(arrivals, paper)
    version, pages, paragraphs = found(database, paper.id)
    assert (version.state, version.problem, version.pages_done) == (VersionState.READY, None, 3)
    assert [(page.number, page.width, page.scanned) for page in pages] == [
        (1, 595, False),
        (2, 595, False),
        (3, 595, False),
    ]
    assert [paragraph.ordinal for paragraph in paragraphs] == list(range(len(paragraphs)))
    assert "1. Paper number 2 is read by all members." in [each.text for each in paragraphs]
    assert {box[0] for each in paragraphs for box in each.boxes} == {1, 2, 3}
    for number in (1, 2, 3):
        path, media_type = arrivals.picture(version.readable_sha256, number, 1240)
        assert path.exists()
        assert media_type in ("image/png", "image/webp")  # the small one may be there already
        lines = orjson.loads(arrivals.words(version.readable_sha256, number).read_bytes())
        assert any(f"Article {number}." in line[4] for line in lines)
    assert (told[0].pages_done, told[0].page_count) == (0, 3)
    assert told[-1].state == VersionState.READY
    assert all(before.pages_done <= after.pages_done for before, after in pairwise(told))


def test_a_scan_is_marked_as_one(database, arrived, arrivals_with):
    paper = arrived(scan())
    read_through(arrivals_with(None), paper)
    version, [page], _ = found(database, paper.id)
    assert version.state == VersionState.READY
    assert page.scanned


def test_progress_is_told_a_few_times_a_second(arrived, arrivals_with):
    told = []
    began = time.monotonic()
    read_through(arrivals_with(told.append), arrived(text_paper(120)))
    assert len(told) <= 4 * (time.monotonic() - began) + 3
    assert (told[0].pages_done, told[-1].pages_done) == (0, 120)


def test_a_paper_that_was_stopped_half_way_is_taken_up_again(
    database, arrived, arrivals_with, vault
):
    first, reached = arrivals_with(lambda progress: reached.set()), threading.Event()
    paper = arrived(text_paper(80))
    first.start(paper.id)
    reached.wait(10)
    first.close()
    version, _, paragraphs = found(database, paper.id)
    assert (version.state, paragraphs) == (VersionState.PROCESSING, [])
    made = {path: path.stat().st_mtime_ns for path in pictures(vault)}
    again = arrivals_with(None)
    assert again.resume() == 1
    again.wait()
    version, _, paragraphs = found(database, paper.id)
    assert (version.state, len(paragraphs)) == (VersionState.READY, 240)
    assert {path: path.stat().st_mtime_ns for path in made} == made
    assert again.resume() == 0


@pytest.mark.parametrize("mode", ["threading", "eventlet"])
def test_a_server_that_is_killed_goes_on_at_its_next_start(database, arrived, vault, mode):
    paper = arrived(text_paper(90))
    with server(database, vault, mode) as first:
        while heard(first)[0] == 0:
            pass
        first.kill()
    version, _, paragraphs = found(database, paper.id)
    assert (version.state, paragraphs) == (VersionState.PROCESSING, [])
    assert 0 < version.pages_done < 90
    with server(database, vault, mode) as second:
        told = second.communicate(timeout=60)[0].splitlines()
    assert (told[0], told[-1]) == ("0 0", "90 0")
    version, pages, paragraphs = found(database, paper.id)
    assert (version.state, len(paragraphs)) == (VersionState.READY, 270)
    assert {page.problem for page in pages} == {None}


def test_paragraphs_that_were_stored_before_a_stop_stay_the_same_rows(
    database, writer, arrived, arrivals_with
):
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(50))
    read_through(arrivals, paper)
    before = [each.id for each in found(database, paper.id)[2]]

    def half_way(session):
        session.execute(update(Version).values(state=VersionState.PROCESSING))
        for each in queries.paragraphs_of(session, paper.id)[100:]:
            session.delete(each)

    writer.perform(half_way)
    arrivals.resume()
    arrivals.wait()
    after = found(database, paper.id)[2]
    assert [each.id for each in after][:100] == before[:100]
    assert len(after) == len(before) == 150


def test_a_worker_killed_half_way_costs_no_page(database, arrived, arrivals_with, workers):
    def kill_one(progress):
        if progress.pages_done and not killed:
            killed.append(workers.processes()[-1])
            os.kill(killed[0], signal.SIGKILL)

    killed = []
    paper = arrived(text_paper(60))
    read_through(arrivals_with(kill_one), paper)
    version, pages, _ = found(database, paper.id)
    assert killed
    assert version.state == VersionState.READY
    assert {page.problem for page in pages} == {None}


def test_one_page_that_cannot_be_read_is_marked_and_the_paper_is_ready(
    database, arrived, arrivals_with, monkeypatch
):
    monkeypatch.setattr(jobs_module, "PAGE_SECONDS", 1.0)
    paper = arrived(with_a_bomb_between())
    read_through(arrivals_with(None), paper)
    version, pages, _ = found(database, paper.id)
    assert version.state == VersionState.READY
    assert [page.problem for page in pages] == [None, "page.unreadable", None]


def test_a_paper_of_which_no_page_can_be_read_has_failed(
    database, arrived, arrivals_with, monkeypatch
):
    monkeypatch.setattr(jobs_module, "PAGE_SECONDS", 0.5)
    told = []
    paper = arrived(nested_forms())
    read_through(arrivals_with(told.append), paper)
    version, _, _ = found(database, paper.id)
    assert (version.state, version.problem) == (VersionState.FAILED, "paper.unreadable")
    assert told[-1].state == VersionState.FAILED


def test_a_paper_whose_file_is_gone_has_failed(database, arrived, arrivals_with, vault):
    paper = arrived(text_paper(1))
    vault.path_of(paper.sha256).unlink()
    read_through(arrivals_with(None), paper)
    version, _, _ = found(database, paper.id)
    assert (version.state, version.problem) == (VersionState.FAILED, "paper.missing")


def test_a_paper_that_failed_may_be_read_once_more(database, writer, arrived, arrivals_with, vault):
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(1))
    kept = vault.path_of(paper.sha256)
    kept.rename(vault.root / "elsewhere")
    read_through(arrivals, paper)
    (vault.root / "elsewhere").rename(kept)
    writer.perform(lambda session: read_again(session, paper.id))
    read_through(arrivals, paper)
    version, _, _ = found(database, paper.id)
    assert (version.state, version.problem) == (VersionState.READY, None)


def test_a_disk_that_holds_nothing_is_not_the_fault_of_the_page(
    database, arrived, arrivals_with, vault
):
    paper = arrived(text_paper(2))
    vault.derived(paper.sha256).parent.mkdir(parents=True)
    vault.derived(paper.sha256).write_text("in the way of the folder")
    read_through(arrivals_with(None), paper)
    version, pages, _ = found(database, paper.id)
    assert (version.state, version.problem) == (VersionState.FAILED, "paper.not_kept")
    assert {page.problem for page in pages} == {None}


def test_what_was_made_of_a_paper_comes_back_when_it_was_deleted(arrived, arrivals_with, vault):
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(2))
    read_through(arrivals, paper)
    shutil.rmtree(vault.root / "derived")
    assert arrivals.picture(paper.readable_sha256, 2, 1240)[0].exists()
    assert arrivals.words(paper.readable_sha256, 2).exists()


def test_a_paper_is_read_all_the_same_when_the_folder_is_emptied_meanwhile(
    database, arrived, arrivals_with, vault
):
    def empty(progress):
        if progress.pages_done and not emptied:
            emptied.append(progress)
            shutil.rmtree(vault.root / "derived", ignore_errors=True)

    emptied = []
    paper = arrived(text_paper(60))
    read_through(arrivals_with(empty), paper)
    version, _, paragraphs = found(database, paper.id)
    assert (version.state, len(paragraphs)) == (VersionState.READY, 180)


def test_the_same_file_in_another_document_is_drawn_once(database, arrived, arrivals_with, vault):
    arrivals = arrivals_with(None)
    read_through(arrivals, arrived(text_paper(5)))
    arrivals.wait_for_small()
    made = {path: path.stat().st_mtime_ns for path in pictures(vault)}
    twin = arrived(text_paper(5), "another name.pdf")
    read_through(arrivals, twin)
    assert len(found(database, twin.id)[2]) == 15
    assert {path: path.stat().st_mtime_ns for path in pictures(vault)} == made


def test_two_who_ask_for_one_picture_wait_for_one_job(arrived, arrivals_with, monkeypatch):
    asked, original = [], jobs_module.Jobs.picture

    def counted(self, *arguments):
        asked.append(arguments)
        original(self, *arguments)

    monkeypatch.setattr(jobs_module.Jobs, "picture", counted)
    arrivals, got = arrivals_with(None), []
    paper = arrived(text_paper(1))
    askers = [
        threading.Thread(
            target=lambda: got.append(arrivals.picture(paper.readable_sha256, 1, 1654))
        )
        for _ in range(8)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(set(got)) == 1
    assert len(got) == 8
    assert len(asked) == 1


def test_only_some_widths_are_drawn(arrived, arrivals_with):
    arrivals, paper = arrivals_with(None), arrived(text_paper(1))
    with pytest.raises(Invalid, match=r"picture\.width"):
        arrivals.picture(paper.readable_sha256, 1, 1241)
    with pytest.raises(NotFound, match=r"page\.unknown"):
        arrivals.picture(paper.readable_sha256, 2, 1240)
    with pytest.raises(NotFound, match=r"paper\.missing"):
        arrivals.picture("0" * 64, 1, 1240)


def test_versions_of_a_document_follow_each_other(database, writer):
    kept = Received("a.pdf", "0" * 64, "0" * 64, "application/pdf", 9, [(595.0, 842.0)])
    first = writer.perform(lambda session: receive(session, kept))
    second = writer.perform(lambda session: replace(session, first.document_id, kept))
    assert (first.number, second.number) == (1, 2)
    with database.session() as session:
        assert [each.id for each in queries.versions_of(session, first.document_id)] == [
            first.id,
            second.id,
        ]
        assert queries.latest_version(session, first.document_id).id == second.id
        assert len(queries.pages_of(session, second.id)) == 1
        assert [each.id for each in queries.unfinished(session)] == [first.id, second.id]
    with pytest.raises(NotFound, match=r"document\.unknown"):
        writer.perform(lambda session: replace(session, 99, kept))


def test_a_paragraph_is_found_in_its_own_version_only(database, writer):
    kept = Received("a.pdf", "0" * 64, "0" * 64, "application/pdf", 9, [(595.0, 842.0)])
    first = writer.perform(lambda session: receive(session, kept))
    other = writer.perform(lambda session: receive(session, kept))
    paragraph = Paragraph(
        version_id=first.id,
        ordinal=0,
        kind="body",
        text="A",
        address="",
        boxes=[[1, 0, 0, 9, 9]],
        first_page=1,
        last_page=1,
    )
    writer.perform(lambda session: session.add(paragraph))
    with database.session() as session:
        found = queries.paragraph_in(session, first.id, paragraph.id)
        assert (found.text, found.boxes) == ("A", [[1, 0, 0, 9, 9]])
        with pytest.raises(NotFound, match=r"paragraph\.unknown"):
            queries.paragraph_in(session, other.id, paragraph.id)
        with pytest.raises(NotFound, match=r"version\.unknown"):
            queries.version_of(session, 99)


def real_papers():
    papers = Path(os.environ["PAPERS_DIR"]).glob("*.pdf")
    return sorted(papers, key=lambda path: path.stat().st_size)[:4]


@pytest.mark.skipif("PAPERS_DIR" not in os.environ, reason="PAPERS_DIR names no folder of papers")
def test_real_papers_go_all_the_way(database, arrived, arrivals_with):
    arrivals = arrivals_with(None)
    for path in real_papers():
        paper = arrived(path.read_bytes(), path.name)
        read_through(arrivals, paper)
        version, pages, paragraphs = found(database, paper.id)
        assert version.state == VersionState.READY, path.name
        assert {page.problem for page in pages} == {None}, path.name
        assert paragraphs, path.name


def pictures(vault):
    return [path for path in vault.root.rglob("pictures-*/*") if path.is_file()]


def with_a_bomb_between():
    """Return three pages of which the second never ends."""
    import pymupdf

    paper = pymupdf.open("pdf", text_paper(1))
    paper.insert_pdf(pymupdf.open("pdf", nested_forms()))
    paper.insert_pdf(pymupdf.open("pdf", text_paper(1)))
    return paper.tobytes()
