import os
import shutil
import signal
import stat
import subprocess
import threading
import time
from pathlib import Path

import orjson
import pytest
from rapidfuzz.distance import Levenshtein

from documents import queries
from documents.models import NOT_RECOGNISED, Paragraph, ParagraphMatch, Recognition, VersionState
from documents.operations import replace
from documents.recognition import background, tesseract
from tests.documents.made_papers import text_paper
from tests.documents.made_scans import BODY, CELLS, SENTENCE, scanned_table, scanned_text
from tests.documents.serving import heard, server


def read_through(arrivals, version):
    arrivals.start(version.id)
    arrivals.wait()
    arrivals.wait_for_scans()
    arrivals.wait()


def found(database, version_id):
    with database.session() as session:
        return (
            queries.version_of(session, version_id),
            queries.pages_of(session, version_id),
            queries.paragraphs_of(session, version_id),
        )


def texts(paragraphs):
    return [each.text for each in paragraphs]


def alike(text, texts):
    """Say whether one of the texts is this one but for a letter or two."""
    return any(Levenshtein.distance(text, each) <= 2 for each in texts)


def test_a_scan_is_read_and_its_paragraphs_appear(database, arrived, arrivals_with):
    told = []
    arrivals = arrivals_with(told.append)
    paper = arrived(scanned_text(2))
    read_through(arrivals, paper)
    version, pages, paragraphs = found(database, paper.id)
    assert (version.state, version.problem) == (VersionState.READY, None)
    assert (version.recognition, version.pages_recognised) == (Recognition.READY, 2)
    assert [(page.scanned, page.recognised, page.turn) for page in pages] == [(True, True, 0)] * 2
    assert [each.kind for each in paragraphs].count("page") == 2
    assert alike(SENTENCE, texts(paragraphs))
    assert {each.from_scan for each in paragraphs} == {True}
    clause = next(each for each in paragraphs if each.text.startswith("3. Nghị quyết"))
    assert clause.address == "Điều 1 khoản 3"
    assert [each.recognition for each in told if each.recognition][-1] == Recognition.READY
    assert [each.pages_recognised for each in told if each.recognition][-1] == 2


def test_the_words_of_a_scan_can_be_selected_where_they_stand(arrived, arrivals_with):
    arrivals = arrivals_with(None)
    paper = arrived(scanned_text())
    arrivals.start(paper.id)
    arrivals.wait()
    assert orjson.loads(arrivals.words(paper.readable_sha256, 1).read_bytes()) == []
    arrivals.wait_for_scans()
    lines = orjson.loads(arrivals.words(paper.readable_sha256, 1).read_bytes())
    last = next(line for line in lines if line[4].startswith("3. Nghị"))
    x0, y0, _, y1, text, words = last
    assert abs(x0 - 90 / 595 * 10_000) < 60
    assert y0 < (110 + 24 * 5) / 842 * 10_000 < y1
    assert len(words) == len(text.split())
    assert [word[0] for word in words] == sorted(word[0] for word in words)


def test_a_page_is_a_paragraph_before_it_is_read_and_keeps_its_id(
    database, arrived, arrivals_with, monkeypatch
):
    paper = arrived(scanned_text(2))
    monkeypatch.setenv("PATH", path_without_tesseract())
    read_through(arrivals_with(None), paper)
    before = found(database, paper.id)[2]
    assert [each.kind for each in before] == ["page", "page"]
    monkeypatch.undo()
    again = arrivals_with(None)
    again.resume()
    again.wait_for_scans()
    after = found(database, paper.id)[2]
    assert [each.id for each in after if each.kind == "page"] == [each.id for each in before]
    assert len(after) > 8
    assert [each.boxes[0][0] for each in after] == sorted(each.boxes[0][0] for each in after)
    with database.session() as session:
        assert session.query(Paragraph).filter(Paragraph.ordinal.is_(None)).count() == 0
        assert session.query(ParagraphMatch).filter(ParagraphMatch.found_id.is_(None)).count() == 0


def test_without_tesseract_the_paper_is_readable_and_says_so(
    database, arrived, arrivals_with, monkeypatch
):
    monkeypatch.setenv("PATH", path_without_tesseract())
    paper = arrived(scanned_text())
    read_through(arrivals_with(None), paper)
    version, [page], paragraphs = found(database, paper.id)
    assert (version.state, version.recognition) == (VersionState.READY, Recognition.UNAVAILABLE)
    assert (page.recognised, page.problem) == (False, None)
    assert [each.kind for each in paragraphs] == ["page"]


def test_without_vietnamese_nothing_is_read(
    database, arrived, arrivals_with, monkeypatch, tmp_path
):
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    paper = arrived(scanned_text())
    read_through(arrivals_with(None), paper)
    assert found(database, paper.id)[0].recognition == Recognition.UNAVAILABLE


def test_what_could_not_be_read_is_read_once_tesseract_has_come(
    database, arrived, arrivals_with, monkeypatch
):
    paper = arrived(scanned_text())
    monkeypatch.setenv("PATH", path_without_tesseract())
    read_through(arrivals_with(None), paper)
    monkeypatch.undo()
    again = arrivals_with(None)
    again.resume()
    again.wait_for_scans()
    version, [page], paragraphs = found(database, paper.id)
    assert (version.recognition, page.recognised) == (Recognition.READY, True)
    assert alike(SENTENCE, texts(paragraphs))


def test_a_paper_without_scans_is_left_alone(database, arrived, arrivals_with):
    paper = arrived(text_paper(2))
    read_through(arrivals_with(None), paper)
    version, pages, _ = found(database, paper.id)
    assert (version.recognition, version.reading) == (Recognition.NONE, 1)
    assert {page.recognised for page in pages} == {False}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_was_scanned_the_wrong_way_up_is_turned(turn, database, arrived, arrivals_with):
    arrivals = arrivals_with(None)
    paper = arrived(scanned_text(turn=turn))
    read_through(arrivals, paper)
    _, [page], paragraphs = found(database, paper.id)
    assert (page.recognised, page.turn) == (True, turn)
    assert alike(SENTENCE, texts(paragraphs))
    last = next(each for each in paragraphs if each.text.startswith("3. Nghị quyết"))
    _, x0, y0, x1, y1 = last.boxes[0]
    along, across = (110 + 24 * 5) / 842 * 10_000, 90 / 595 * 10_000
    begins = {
        90: (x0, y1, along, 10_000 - across),
        180: (x1, y0, 10_000 - across, 10_000 - along),
        270: (x1, y0, 10_000 - along, across),
    }[turn]
    assert abs(begins[0] - begins[2]) < 250
    assert abs(begins[1] - begins[3]) < 250
    words = orjson.loads(arrivals.words(paper.readable_sha256, 1).read_bytes())
    word = next(line for line in words if line[4] == "quyết")
    tall = word[3] - word[1] > 0.7 * (word[2] - word[0])
    assert tall == (turn != 180)


@pytest.mark.parametrize("lean", [-4.0, -0.7, 1.5, 6.0])
def test_a_page_that_leans_is_levelled(lean, database, arrived, arrivals_with):
    paper = arrived(scanned_text(lean=lean))
    read_through(arrivals_with(None), paper)
    _, [page], paragraphs = found(database, paper.id)
    assert (page.recognised, page.turn) == (True, 0)
    assert alike(SENTENCE, texts(paragraphs))
    first = next(each for each in paragraphs if each.text.startswith("Điều 1."))
    last = next(each for each in paragraphs if each.text.startswith("3. Nghị quyết"))
    drift = (last.boxes[0][1] - first.boxes[0][1]) / 10_000 * 595
    assert abs(drift + 24 * 5 * lean / 57.3) < 6  # what leans is marked where it stands


def test_the_seal_over_the_text_is_not_read(database, arrived, arrivals_with):
    paper = arrived(scanned_text(stamped=True))
    read_through(arrivals_with(None), paper)
    paragraphs = found(database, paper.id)[2]
    whole = " ".join(texts(paragraphs))
    assert (
        Levenshtein.normalized_similarity(whole, " ".join(("Điều 1. Trách nhiệm thi hành", *BODY)))
        > 0.97
    )


def test_a_table_is_read_row_by_row(database, arrived, arrivals_with):
    paper = arrived(scanned_table())
    read_through(arrivals_with(None), paper)
    rows = [each.text for each in found(database, paper.id)[2] if each.kind == "row"]
    assert len(rows) == len(CELLS)
    assert all(
        Levenshtein.distance(" | ".join(cells), row) <= 2
        for cells, row in zip(CELLS, rows, strict=True)
    )


def test_a_page_that_takes_too_long_is_marked_and_the_next_one_read(
    database, arrived, arrivals_with, monkeypatch, tmp_path
):
    monkeypatch.setattr(tesseract, "SECONDS", 3.0)
    monkeypatch.setenv("PATH", path_with(tmp_path, SLOW_AT_FIRST.format(count=tmp_path / "count")))
    paper = arrived(scanned_text(2))
    began = time.monotonic()
    read_through(arrivals_with(None), paper)
    assert time.monotonic() - began < 40
    version, pages, paragraphs = found(database, paper.id)
    assert [page.problem for page in pages] == [NOT_RECOGNISED, None]
    assert [page.recognised for page in pages] == [False, True]
    assert (version.state, version.recognition) == (VersionState.READY, Recognition.READY)
    assert version.pages_recognised == 1
    assert [each.kind for each in paragraphs].count("page") == 2
    assert not sleeping(tmp_path)


def test_a_recogniser_that_fails_stops_no_paper(
    database, arrived, arrivals_with, monkeypatch, tmp_path
):
    monkeypatch.setenv("PATH", path_with(tmp_path, "#!/bin/sh\nexit 3\n"))
    paper = arrived(scanned_text())
    read_through(arrivals_with(None), paper)
    version, [page], _ = found(database, paper.id)
    assert (version.recognition, page.problem) == (Recognition.READY, NOT_RECOGNISED)


def test_a_recogniser_that_is_killed_costs_its_page_alone(
    database, arrived, arrivals_with, monkeypatch
):
    original, killed = background.recognise, []

    def killed_once(*arguments, **named):
        if not killed:
            threading.Thread(target=kill_a_child_named, args=("tesseract", killed)).start()
        return original(*arguments, **named)

    monkeypatch.setattr(background, "recognise", killed_once)
    paper = arrived(scanned_text(2))
    read_through(arrivals_with(None), paper)
    version, pages, _ = found(database, paper.id)
    assert killed
    assert version.recognition == Recognition.READY
    assert [page.recognised for page in pages] == [False, True]


def test_a_worker_that_is_killed_costs_no_page(database, arrived, arrivals_with, workers):
    def kill_one(progress):
        if progress.recognition and not killed:
            killed.append(workers.processes()[-1])
            for process in workers.processes():
                os.kill(process, signal.SIGKILL)

    killed = []
    paper = arrived(scanned_text(2))
    read_through(arrivals_with(kill_one), paper)
    assert killed
    assert [page.recognised for page in found(database, paper.id)[1]] == [True, True]


def test_paragraphs_of_a_long_paper_appear_in_portions(
    database, arrived, arrivals_with, monkeypatch
):
    monkeypatch.setattr(background, "FIRST_PORTION", 1)
    monkeypatch.setattr(background, "PORTION", 2)
    told = []
    paper = arrived(scanned_text(4))
    read_through(arrivals_with(told.append), paper)
    again = [each.reading for each in told if each.recognition is None and each.reading > 1]
    assert len(again) >= 2
    assert found(database, paper.id)[0].recognition == Recognition.READY


def test_a_short_paper_is_read_before_the_rest_of_a_long_one(
    database, arrived, arrivals_with, monkeypatch
):
    monkeypatch.setattr(background, "FIRST_PORTION", 1)
    monkeypatch.setattr(background, "PORTION", 2)
    done = []

    def note(progress):
        if progress.recognition is Recognition.READY:
            done.append(progress.version_id)

    arrivals = arrivals_with(note)
    long, short = arrived(scanned_text(5)), arrived(scanned_text(1, stamped=True))
    arrivals.start(long.id)
    arrivals.start(short.id)
    arrivals.wait()
    arrivals.wait_for_scans()
    assert done == [short.id, long.id]


def test_reading_goes_on_after_a_stop(database, arrived, arrivals_with, vault):
    reached = threading.Event()

    def follow(progress):
        if progress.pages_recognised:
            reached.set()

    first = arrivals_with(follow)
    paper = arrived(scanned_text(4))
    first.start(paper.id)
    assert reached.wait(60)
    first.close()
    version, pages, _ = found(database, paper.id)
    read = [page.number for page in pages if page.recognised]
    assert 0 < len(read) < 4
    assert version.recognition == Recognition.PROCESSING
    made = {path: path.stat().st_mtime_ns for path in vault.root.rglob("recognised-*/*.json")}
    again = arrivals_with(None)
    again.resume()
    again.wait_for_scans()
    version, pages, paragraphs = found(database, paper.id)
    assert (version.recognition, version.pages_recognised) == (Recognition.READY, 4)
    assert {path: path.stat().st_mtime_ns for path in made} == made
    assert texts(paragraphs).count("") == 4
    assert not list((vault.root / "staged").iterdir())


@pytest.mark.parametrize("mode", ["threading", "eventlet"])
def test_a_server_that_is_killed_goes_on_with_its_scans(database, arrived, vault, mode):
    paper = arrived(scanned_text(4))
    with server(database, vault, mode) as first:
        while heard(first)[1] == 0:
            pass
        first.kill()
    assert found(database, paper.id)[0].pages_recognised < 4
    with server(database, vault, mode) as second:
        second.communicate(timeout=120)
    version, pages, paragraphs = found(database, paper.id)
    assert (version.recognition, version.pages_recognised) == (Recognition.READY, 4)
    assert {page.problem for page in pages} == {None}
    assert texts(paragraphs).count("") == 4


def test_a_scan_whose_text_was_deleted_is_read_again_before_it_is_read_anew(
    database, arrived, arrivals_with, vault
):
    arrivals = arrivals_with(None)
    paper = arrived(scanned_text(1))
    read_through(arrivals, paper)
    before = [each.id for each in found(database, paper.id)[2]]
    shutil.rmtree(vault.root / "derived")
    arrivals.read_anew(paper.id)
    arrivals.wait()
    arrivals.wait_for_scans()
    arrivals.wait()
    version, [page], after = found(database, paper.id)
    assert (version.recognition, page.recognised) == (Recognition.READY, True)
    assert [each.id for each in after] == before


def test_the_same_scan_in_another_document_is_read_once(database, arrived, arrivals_with, vault):
    arrivals = arrivals_with(None)
    read_through(arrivals, arrived(scanned_text(1, turn=90)))
    made = {path: path.stat().st_mtime_ns for path in vault.root.rglob("recognised-*/*.json")}
    twin = arrived(scanned_text(1, turn=90), "another name.pdf")
    read_through(arrivals, twin)
    version, [page], paragraphs = found(database, twin.id)
    assert (version.recognition, page.turn) == (Recognition.READY, 90)
    assert alike(SENTENCE, texts(paragraphs))
    assert {path: path.stat().st_mtime_ns for path in made} == made


def test_a_new_version_that_comes_meanwhile_breaks_nothing(
    database, writer, arrived, arrivals_with
):
    arrivals = arrivals_with(None)
    paper = arrived(scanned_text(3))
    arrivals.start(paper.id)
    arrivals.wait()
    other = arrived(text_paper(2))
    kept = received_as(other)
    later = writer.perform(lambda session: replace(session, paper.document_id, kept))
    arrivals.start(later.id)
    arrivals.wait()
    arrivals.wait_for_scans()
    assert found(database, paper.id)[0].pages_recognised == 3
    assert found(database, later.id)[0].recognition == Recognition.NONE


@pytest.mark.skipif("PAPERS_DIR" not in os.environ, reason="PAPERS_DIR names no folder of papers")
@pytest.mark.parametrize("number", [3, 26])
def test_a_page_of_a_real_scan_is_read(number, database, arrived, arrivals_with):
    import pymupdf

    whole = pymupdf.open(Path(os.environ["PAPERS_DIR"], "van-ban-10209609-scan.pdf"))
    whole.select([number - 1])
    paper = arrived(whole.tobytes())
    read_through(arrivals_with(None), paper)
    _, [page], paragraphs = found(database, paper.id)
    assert (page.recognised, page.turn) == (True, 0)
    whole_text = " ".join(texts(paragraphs))
    expected = {
        3: "kinh tế",
        26: "Hoàn thành Báo cáo kiểm kê đất đai và xây dựng bản đồ",
    }[number]
    assert expected in whole_text
    if number == 26:
        assert [each.kind for each in paragraphs].count("row") == 15


SLOW_AT_FIRST = """#!/bin/sh
if [ ! -e seen ] && [ ! -e {count} ]; then touch {count}; sleep 600; fi
exec /usr/bin/tesseract "$@"
"""


def path_without_tesseract():
    """Return a PATH with everything but Tesseract."""
    kept = Path("/tmp") / f"without-{os.getpid()}"
    kept.mkdir(exist_ok=True)
    for folder in ("/usr/bin", "/bin"):
        for program in Path(folder).iterdir():
            place = kept / program.name
            if program.name != "tesseract" and not place.exists() and not place.is_symlink():
                place.symlink_to(program)
    return str(kept)


def path_with(folder, program):
    """Return a PATH on which Tesseract is this program."""
    place = folder / "bin" / "tesseract"
    place.parent.mkdir()
    place.write_text(program)
    place.chmod(place.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return f"{place.parent}:{os.environ['PATH']}"


def sleeping(folder):
    """Return whatever is left of a slow program."""
    told = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return [line for line in told.stdout.splitlines() if str(folder) in line and "bin" in line]


def kill_a_child_named(name, killed):
    """Kill the first process below us that bears this name."""
    until = time.monotonic() + 20
    while time.monotonic() < until and not killed:
        told = subprocess.run(
            ["ps", "-eo", "pid,ppid,comm"], capture_output=True, text=True, check=True
        )
        rows = [line.split(None, 2) for line in told.stdout.splitlines()[1:]]
        ours = {str(os.getpid())}
        for pid, parent, comm in rows * 6:
            if parent in ours:
                ours.add(pid)
                if comm.strip() == name and not killed:
                    killed.append(int(pid))
                    os.kill(int(pid), signal.SIGKILL)
        time.sleep(0.02)


def received_as(version):
    from documents.received import Received

    return Received(
        version.file_name,
        version.sha256,
        version.readable_sha256,
        version.media_type,
        version.size,
        [(595.0, 842.0)] * version.page_count,
    )
