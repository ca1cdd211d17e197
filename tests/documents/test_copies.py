"""Copies that leave the house: clean, numbered, marked; and originals that stay as they are."""

import hashlib
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest

from documents.copies.cleaning import clean
from documents.copies.geometry import displayed
from documents.copies.keeping import COPY, Binding, Copies, Paper
from documents.copies.lettering import BOLD, REGULAR, face
from documents.copies.marks import Mark
from documents.copies.navigation import Bookmark, write_bookmarks
from documents.copies.volume import Entry, Heading, Part, Volume
from foundation.errors import Invalid, Refusal, Unavailable
from tests.documents.made_copies import (
    FORBIDDEN,
    SECRET,
    everything_in,
    hostile_paper,
    layered_paper,
    odd_paper,
    stamped_paper,
)
from tests.documents.made_papers import (
    encrypted_paper,
    flate_bomb,
    nested_forms,
    scan,
    sealed_paper,
    text_paper,
    turned_paper,
)

PAPERS = {
    "text": text_paper(3),
    "hostile": hostile_paper(),
    "stamped": stamped_paper(),
    "odd": odd_paper(),
    "layered": layered_paper(),
    "sealed": sealed_paper(),
    "scan": scan(),
    "turned": turned_paper(90),
    "nested forms": nested_forms(4, 2),
}


@pytest.fixture
def copies(workers, vault):
    return Copies(workers, vault)


@pytest.fixture
def kept(arrived):
    """Take a paper in and return what a copy is asked by."""

    def keep(content, name="paper.pdf"):
        version = arrived(content, name)
        return Paper(version.readable_sha256, version.page_count)

    return keep


def drawn(document, page, dpi=60):
    found = document[page].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    return np.frombuffer(found.samples, np.uint8).reshape(found.height, found.width).astype(int)


def told_by_mupdf(path, script):
    """Let another process look at a file with MuPDF, and return what it says."""
    program = (
        f"import json, sys, pymupdf\nd = pymupdf.open(sys.argv[1])\nprint(json.dumps({script}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize("name", PAPERS)
def test_a_copy_looks_and_reads_as_the_paper_does(copies, kept, name):
    path = copies.clean(kept(PAPERS[name]))
    before, after = pymupdf.open("pdf", PAPERS[name]), pymupdf.open(path)
    assert len(before) == len(after)
    lookless = ("FileAttachment", "Screen", "RichMedia")
    for xref in [each.xref for each in before[0].annots() if each.type[1] in lookless]:
        before[0].delete_annot(before[0].load_annot(xref))  # MuPDF draws an icon of its own
    for page in range(len(before)):
        old, new = drawn(before, page), drawn(after, page)
        assert old.shape == new.shape
        assert np.abs(old - new).max() <= 2, f"page {page + 1} looks otherwise"
        assert before[page].get_text("words") == after[page].get_text("words")


def test_nothing_that_acts_leaves_the_house(copies, kept):
    path = copies.clean(kept(PAPERS["hostile"]))
    with pikepdf.open(path) as pdf:
        found = list(everything_in(pdf))
        said = {each for each in found if each.startswith(b"/")}
        assert said & {each.encode() for each in FORBIDDEN} == set()
        everything = b"\n".join(found)
        for word in (SECRET, b"javascript", b"app.alert", b"calc.exe", b"evil", b"passwd", b"xmp"):
            assert word not in everything.lower()
        assert b"So\xe1\xba\xa1n".lower() not in everything.lower()


def test_the_hostile_paper_has_all_that_is_looked_for(kept):
    """Or else the test above could not fail."""
    with pikepdf.open(io.BytesIO(PAPERS["hostile"])) as pdf:
        found = set(everything_in(pdf))
    lacking = {each for each in FORBIDDEN if each.encode() not in found}
    assert lacking <= {"/ImportData", "/Movie", "/Sound"}
    assert any(SECRET in each for each in found)


def test_plain_links_bookmarks_and_the_title_stay(copies, kept):
    path = copies.clean(kept(PAPERS["hostile"]))
    told = told_by_mupdf(
        path,
        "[[[l.get('uri'), l.get('page')] for l in d[0].get_links()], d.get_toc(), d.metadata]",
    )
    links, toc, about = told
    assert sorted(links, key=str) == [["https://chinhphu.vn/", None], [None, 1]]
    assert toc == [[1, "Mở chương trình", -1], [1, "Trang hai", 2]]
    assert (about["title"], about["author"]) == ("Tờ trình số 5", "")


def test_a_form_field_is_drawn_and_can_no_longer_be_filled_in(copies, kept):
    path = copies.clean(kept(PAPERS["hostile"]))
    assert told_by_mupdf(path, "[d.is_form_pdf, [a.type[1] for a in d[0].annots()]]") == [False, []]
    red = pymupdf.open(path)[0].get_pixmap(clip=(300, 202, 400, 242)).pixel(20, 20)
    assert red == (255, 0, 0)


def test_a_hidden_layer_stays_hidden(copies, kept):
    document = pymupdf.open(copies.clean(kept(PAPERS["layered"])))
    page = document[0].get_pixmap()
    assert page.pixel(250, 350) == (255, 255, 255)
    assert page.pixel(250, 550) == (0, 0, 255)


def test_the_original_stays_as_it_is_to_the_byte(copies, kept, vault):
    content = PAPERS["hostile"]
    paper = kept(content)
    copies.clean(paper)
    kept_bytes = vault.path_of(paper.sha256).read_bytes()
    assert kept_bytes == content
    assert hashlib.sha256(kept_bytes).hexdigest() == paper.sha256


def test_a_copy_is_made_once_and_again_when_it_has_gone(copies, kept):
    paper = kept(text_paper(2))
    path = copies.clean(paper)
    first = path.stat().st_mtime_ns
    assert copies.clean(paper).stat().st_mtime_ns == first
    path.unlink()
    assert copies.clean(paper).read_bytes()[:5] == b"%PDF-"


def test_twice_made_a_copy_is_the_same(copies, kept):
    paper = kept(PAPERS["hostile"])
    first = copies.clean(paper).read_bytes()
    copies.clean(paper).unlink()
    assert copies.clean(paper).read_bytes() == first


def test_an_encrypted_paper_never_gets_so_far(kept):
    with pytest.raises(Invalid, match=r"paper\.encrypted"):
        kept(encrypted_paper())


def test_what_is_packed_many_times_over_is_not_unpacked(copies, vault, workers):
    content = flate_bomb(100)
    sha = hashlib.sha256(content).hexdigest()
    vault.path_of(sha).parent.mkdir(parents=True)
    vault.path_of(sha).write_bytes(content)
    began = time.monotonic()
    path = copies.clean(Paper(sha, 1))
    assert time.monotonic() - began < 10
    assert path.stat().st_size < 1024 * 1024


def test_of_what_is_no_pdf_there_is_no_copy_and_nothing_stays(copies, vault):
    sha = hashlib.sha256(b"no").hexdigest()
    vault.path_of(sha).parent.mkdir(parents=True)
    vault.path_of(sha).write_bytes(b"no")
    with pytest.raises(Refusal, match=r"paper\.damaged"):
        copies.clean(Paper(sha, 1))
    assert not (vault.derived(sha) / COPY).exists()
    assert list(vault.root.rglob("*.part")) == []


def test_a_copy_with_other_pages_than_were_shown_is_not_given_out(copies, kept, vault):
    paper = kept(text_paper(3))
    with pytest.raises(Unavailable, match=r"copy\.not_made"):
        copies.clean(Paper(paper.sha256, 4))
    assert not (vault.derived(paper.sha256) / COPY).exists()


def test_the_serving_process_loads_nothing_that_opens_papers():
    program = "import sys, wsgi; print([m for m in ('pikepdf', 'pymupdf') if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


# Volumes


def volume_of(papers, *, numbers=None, title="Kỳ họp thứ ba"):
    numbers = numbers or [[str(n) for n in range(1, 1 + paper.pages)] for paper in papers]
    parts = tuple(
        Part(
            sha256=paper.sha256,
            pages=paper.pages,
            title=f"Tờ trình {index}",
            stamp=f"Tài liệu {index}",
            labels=tuple(labels),
            span=f"{labels[0]}–{labels[-1]}",
            headings=(Heading(0, "Điều 1", 1, 2000), Heading(1, "Khoản 2", 1, 4000)),
        )
        for index, (paper, labels) in enumerate(zip(papers, numbers, strict=True), 1)
    )
    entries = [Entry(0, "1.", "Ngân sách năm 2027", "Người trình bày: Bà Ưỡng")]
    entries += [
        Entry(1, f"Tài liệu {n}", part.title, part=n - 1) for n, part in enumerate(parts, 1)
    ]
    about = ("Hội trường", "8:00")
    return Volume(title, about, "Mục lục", "Không có trong tập này.", tuple(entries), parts)


def bound(copies, volume, within=60):
    until = time.monotonic() + within
    told = []
    while time.monotonic() < until:
        found = copies.volume(volume)
        if isinstance(found, Path):
            return found, told
        told.append(found.done)
        time.sleep(0.02)
    raise AssertionError("not bound in time")


def test_a_pack_is_bound_with_contents_bookmarks_labels_and_links(copies, kept):
    papers = [kept(PAPERS["text"]), kept(PAPERS["hostile"])]
    numbers = [["1", "2", "3"], ["3a", "3b", "3c"]]
    path, told = bound(copies, volume_of(papers, numbers=numbers))
    assert told == sorted(told)
    labels, toc, links, words, about = told_by_mupdf(
        path,
        "[[p.get_label() for p in d], d.get_toc(), [l['page'] for l in d[0].get_links()],"
        " [p.get_text() for p in d], d.metadata['title']]",
    )
    assert labels == ["i", "1", "2", "3", "3a", "3b", "3c"]
    assert links == [1, 4]
    assert about == "Kỳ họp thứ ba"
    assert [(level, title, page) for level, title, page in toc] == [
        (1, "Mục lục", 1),
        (1, "1. Ngân sách năm 2027", 2),
        (2, "Tài liệu 1 Tờ trình 1", 2),
        (3, "Điều 1", 2),
        (4, "Khoản 2", 2),
        (2, "Tài liệu 2 Tờ trình 2", 5),
        (3, "Điều 1", 5),
        (4, "Khoản 2", 5),
    ]
    for said in ("Kỳ họp thứ ba", "Ngân sách năm 2027", "Bà Ưỡng", "Tờ trình 2", "3a–3c"):
        assert said in words[0]
    for page, number in zip(words[1:], ["1", "2", "3", "3a", "3b", "3c"], strict=True):
        assert page.split()[-1] == number, "each page bears its number"


def test_bookmarks_are_beside_each_other_where_a_level_is_left_out(tmp_path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        levels = [(0, "Chương I"), (2, "Điều 1"), (2, "Điều 2"), (3, "Khoản 1"), (1, "Mục 2")]
        write_bookmarks(pdf, [Bookmark(level, title, None) for level, title in levels])
        pdf.save(tmp_path / "x.pdf")
    toc = pymupdf.open(tmp_path / "x.pdf").get_toc()
    assert [(level, title) for level, title, _ in toc] == [
        (1, "Chương I"),
        (2, "Điều 1"),
        (2, "Điều 2"),
        (3, "Khoản 1"),
        (2, "Mục 2"),
    ]


def test_links_within_a_paper_lead_to_its_pages_in_the_pack(copies, kept):
    papers = [kept(PAPERS["text"]), kept(PAPERS["hostile"])]
    path, _ = bound(copies, volume_of(papers))
    links = told_by_mupdf(path, "[[l.get('uri'), l.get('page')] for l in d[4].get_links()]")
    assert sorted(links, key=str) == [["https://chinhphu.vn/", None], [None, 5]]


def test_a_pack_is_as_harmless_as_its_copies(copies, kept):
    path, _ = bound(copies, volume_of([kept(PAPERS["hostile"]), kept(PAPERS["layered"])]))
    with pikepdf.open(path) as pdf:
        said = {each for each in everything_in(pdf) if each.startswith(b"/")}
    assert said & {each.encode() for each in FORBIDDEN} == set()
    page = pymupdf.open(path)[-1].get_pixmap()
    assert page.pixel(250, 350) == (255, 255, 255), "what a layer hides stays hidden"


@pytest.mark.parametrize("name", ["odd", "turned", "stamped", "scan"])
def test_a_stamp_stands_upright_in_a_free_margin_of_any_page(copies, kept, name):
    paper = kept(PAPERS[name])
    path, _ = bound(copies, volume_of([paper]))
    clean_copy, pack = pymupdf.open(copies.clean(paper)), pymupdf.open(path)
    for index in range(paper.pages):
        page = pack[index + 1]
        number = str(index + 1)
        lines = [
            line
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", [])
            if "BeVietnam" in line["spans"][0]["font"]
        ]
        assert lines, f"page {number} bears no stamp"
        said = " ".join(s["text"] for line in lines for s in line["spans"]).split()
        assert said == ["Tài", "liệu", "1", number]
        for line in lines:
            turned = page.rotation_matrix
            direction = pymupdf.Point(line["dir"]) * turned - pymupdf.Point(0, 0) * turned
            assert (round(direction.x), round(direction.y)) == (1, 0), "it reads from left to right"
        box = pymupdf.Rect()
        for line in lines:
            box |= pymupdf.Rect(line["bbox"])
        box = box * page.rotation_matrix
        assert box in page.rect, "it stands on the page"
        before = clean_copy[index].get_pixmap(dpi=72, colorspace=pymupdf.csGRAY, clip=box)
        assert min(before.samples) > 200, "nothing was printed there"


def test_a_stamp_covers_nothing_even_where_there_is_no_margin(copies, kept):
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    for line in range(70):
        page.insert_text((4, 14 + 12 * line), "mmmmmmmmmm " * 12, fontsize=9)
    paper = kept(document.tobytes())
    path, _ = bound(copies, volume_of([paper]))
    before = pymupdf.open("pdf", document.tobytes())[0].get_text("words")
    after = pymupdf.open(path)[1].get_text("words")
    assert [word[4] for word in after[: len(before)]] == [word[4] for word in before]


def test_of_a_paper_without_a_copy_the_contents_say_so(copies, kept, vault):
    papers = [kept(PAPERS["text"]), Paper(hashlib.sha256(b"bad").hexdigest(), 4)]
    place = vault.path_of(papers[1].sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"bad")
    path, _ = bound(copies, volume_of(papers))
    count, first = told_by_mupdf(path, "[len(d), d[0].get_text()]")
    assert count == 4
    assert "Tờ trình 2" in first
    assert "Không có trong tập này." in first


def test_the_same_pack_is_bound_once_and_another_anew(copies, kept):
    paper = kept(PAPERS["text"])
    path, _ = bound(copies, volume_of([paper]))
    assert copies.volume(volume_of([paper])) == path
    other = volume_of([paper], title="Kỳ họp thứ tư")
    assert isinstance(copies.volume(other), Binding)
    assert bound(copies, other)[0] != path


def test_a_pack_that_was_emptied_away_is_bound_again(copies, kept):
    volume = volume_of([kept(PAPERS["text"])])
    bound(copies, volume)[0].unlink()
    assert bound(copies, volume)[0].exists()


def test_a_pack_that_cannot_be_bound_says_so_and_may_be_tried_again(copies, kept, workers):
    volume = volume_of([kept(PAPERS["text"])])
    workers.close()
    copies.volume(volume)
    copies.wait()
    with pytest.raises(Unavailable, match=r"copy\.not_made"):
        copies.volume(volume)
    assert isinstance(copies.volume(volume), Binding), "whoever asks again tries again"
    copies.wait()


def test_many_papers_are_bound_a_few_at_a_time(copies, kept):
    papers = [kept(text_paper(pages)) for pages in range(1, 8)] * 8
    path, _ = bound(copies, volume_of(papers))
    count, last = told_by_mupdf(path, "[len(d), d[-1].get_text().split()[-1]]")
    sheets = count - sum(paper.pages for paper in papers)
    assert 2 <= sheets <= 4
    assert last == "7"
    assert [p.name for p in path.parent.iterdir()] == [path.name], "nothing else stays"


def test_300_pages_are_bound_in_time_and_in_little_memory(copies, kept, workers):
    papers = [kept(text_paper(100)), kept(text_paper(150)), kept(text_paper(50))]
    began = time.monotonic()
    path, told = bound(copies, volume_of(papers))
    taken = time.monotonic() - began
    assert taken < 20, f"{taken:.1f} s"
    assert len(told) > 1
    peaks = [_peak(process) for process in workers.processes()]
    assert max(peaks) < 400, f"{max(peaks)} MiB"
    assert told_by_mupdf(path, "len(d)") == 301


def _peak(process):
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    return 0


def test_vietnamese_letters_are_all_in_the_font():
    marked = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    for weight in (REGULAR, BOLD):
        for letters in (marked, marked.upper(), "0123456789–…“”·"):
            assert face(weight).fitted(letters) == letters


def test_a_letter_that_the_font_lacks_loses_its_marks():
    assert face(REGULAR).fitted("Ƀuôn Č 中") == "?uôn C ?"


def test_no_line_is_wider_than_it_may_be():
    text = "Nghị quyết " * 30 + "không-có-chỗ-ngắt" * 20
    for line in face(BOLD).wrapped(text, 12, 200):
        assert face(BOLD).width(line, 12) <= 200


# Marks


def mark(**changed):
    given = {
        "key": "annotation-1",
        "author": "Lò Thị Amina",
        "created": "2026-11-22T08:30:00+00:00",
        "modified": "2026-11-22T09:00:00+00:00",
        "colour": "yellow",
        "words": "Hỏi lại mức chi",
        "page": 1,
        "boxes": ((1, 1000, 2000, 5000, 2500),),
    }
    return Mark(**(given | changed))


READ = (
    "[[[a.type[1], list(a.rect), a.info['title'], a.info['content'], a.vertices, a.flags,"
    " a.info['modDate'], a.irt_xref > 0] for a in p.annots()] for p in d]"
)


def test_a_highlight_is_a_real_one_with_its_words_author_and_date(copies, kept):
    paper = kept(PAPERS["text"])
    with copies.annotated(paper, [mark()]) as path:
        ((found,), *others) = told_by_mupdf(path, READ)
    kind, rect, author, words, vertices, flags, at, _ = found
    assert others == [[], []]
    assert (kind, author, words) == ("Highlight", "Lò Thị Amina", "Hỏi lại mức chi")
    assert at.startswith("D:20261122090000")
    assert rect == pytest.approx([59.5, 168.4, 297.5, 210.5], abs=0.5)
    assert vertices[0] == pytest.approx([59.5, 168.4], abs=0.5)
    assert vertices[3] == pytest.approx([297.5, 210.5], abs=0.5)
    assert flags & 4, "it is printed, too"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_mark_is_where_it_was_on_a_turned_and_cropped_page(copies, kept, rotation):
    content = turned_paper(rotation)
    page = pymupdf.open("pdf", content)[0]
    x0, y0, x1, y1 = page.search_for("HERE")[0] * page.rotation_matrix
    unit = [
        round(each / size * 10_000)
        for each, size in zip(
            (x0, y0, x1, y1), (page.rect.width, page.rect.height) * 2, strict=True
        )
    ]
    given = mark(boxes=((1, min(unit[0::2]), min(unit[1::2]), max(unit[0::2]), max(unit[1::2])),))
    with copies.annotated(kept(content), [given]) as path:
        after = pymupdf.open(path)[0].get_pixmap(dpi=72)
    before = page.get_pixmap(dpi=72)
    washed = [
        (x, y)
        for y in range(before.height)
        for x in range(before.width)
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    across, down = [x for x, _ in washed], [y for _, y in washed]
    box = [min(across), min(down), max(across) + 1, max(down) + 1]
    wanted = [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]
    assert box == pytest.approx(wanted, abs=1.6)


def test_every_mark_brings_its_look_along(copies, kept):
    marks = [mark(), mark(key="annotation-2", boxes=(), words="Ghi chú trang")]
    marks.append(mark(key="comment-3", colour="grey", reply_to="annotation-1", words="Đồng ý"))
    with copies.annotated(kept(PAPERS["text"]), marks) as path, pikepdf.open(path) as pdf:
        found = list(pdf.pages[0].Annots)
        assert [str(each.Subtype) for each in found] == ["/Highlight", "/Text", "/Text"]
        for each in found:
            assert isinstance(each.AP.N, pikepdf.Stream)
            assert each.P.objgen == pdf.pages[0].objgen
        assert found[2].IRT.objgen == found[0].objgen
        assert str(found[2].Contents) == "Đồng ý"
        assert len(found[0].QuadPoints) == 8


def test_a_mark_over_two_pages_says_its_words_once(copies, kept):
    boxes = ((1, 1000, 9000, 9000, 9500), (2, 1000, 500, 9000, 900), (2, 1000, 900, 3000, 1300))
    with copies.annotated(kept(PAPERS["text"]), [mark(boxes=boxes)]) as path:
        first, second, _ = told_by_mupdf(path, READ)
    assert [each[3] for each in (*first, *second)] == ["Hỏi lại mức chi", ""]
    assert len(second[0][4]) == 8


def test_marks_on_pages_that_are_not_there_are_left_out(copies, kept):
    marks = [mark(boxes=((9, 0, 0, 100, 100),)), mark(key="b", boxes=(), page=7)]
    marks.append(mark(key="c", reply_to="nobody"))
    with copies.annotated(kept(PAPERS["text"]), marks) as path:
        assert told_by_mupdf(path, READ) == [[], [], []]


def test_notes_beside_a_page_do_not_lie_on_one_another(copies, kept):
    marks = [mark(key=f"n{n}", boxes=()) for n in range(20)]
    with copies.annotated(kept(PAPERS["text"]), marks) as path:
        rects = [pymupdf.Rect(each[1]) for each in told_by_mupdf(path, READ)[0]]
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[i + 1 :])


@pytest.mark.parametrize(
    ("point", "corner"), [((2000, 5000), (119.0, 421.0)), ((10_000, 10_000), (577.0, 824.0))]
)
def test_a_note_at_a_point_stands_there_and_never_beyond_its_page(copies, kept, point, corner):
    with copies.annotated(kept(PAPERS["text"]), [mark(boxes=(), point=point)]) as path:
        ((found,), *_) = told_by_mupdf(path, READ)
    assert (found[0], found[3]) == ("Text", "Hỏi lại mức chi")
    assert found[1][:2] == pytest.approx(corner, abs=1)


def test_of_a_marked_copy_nothing_stays(copies, kept, vault):
    paper = kept(PAPERS["text"])
    copies.clean(paper)
    before = sorted(vault.root.rglob("*"))
    with copies.annotated(paper, [mark()]) as path:
        assert path.exists()
    assert sorted(vault.root.rglob("*")) == before


def test_what_lies_in_a_link_stays_beside_the_marks(copies, kept):
    with copies.annotated(kept(PAPERS["hostile"]), [mark()]) as path:
        links = told_by_mupdf(path, "len(d[0].get_links())")
        assert links == 2
        assert len(told_by_mupdf(path, READ)[0]) == 1


def test_the_displayed_page_is_the_crop_box_turned():
    shown = displayed([0, 0, 600, 800], [100, 150, 500, 700], 90)
    assert (shown.width, shown.height) == (550, 400)
    assert shown.point(0, 0) == (100, 150)
    assert shown.point(10_000, 0) == (100, 700)
    assert shown.point(0, 10_000) == (500, 150)


@pytest.mark.parametrize(
    ("media", "crop", "size"),
    [
        ([], None, (612, 792)),
        ([0, 0, 0, 0], None, (612, 792)),
        ([600, 800, 0, 0], None, (600, 800)),
        ([0, 0, 600, 800], [700, 900, 800, 1000], (600, 800)),
        ([0, 0, 600, 800], [-100, 100, 300, 5000], (300, 700)),
    ],
)
def test_a_page_has_a_size_whatever_its_file_says(media, crop, size):
    shown = displayed(media, crop, 0)
    assert (shown.width, shown.height) == size


def test_real_papers_come_out_as_they_went_in(tmp_path):
    import os

    if "PAPERS_DIR" not in os.environ:
        pytest.skip("PAPERS_DIR names no papers")
    for source in sorted(Path(os.environ["PAPERS_DIR"]).glob("*.pdf")):
        place = tmp_path / source.name
        clean(source, place)
        before, after = pymupdf.open(source), pymupdf.open(place)
        assert len(before) == len(after)
        for page in range(len(before)):
            assert before[page].get_text() == after[page].get_text(), (source.name, page)
            if page % 5 == 0:
                difference = np.abs(drawn(before, page, 40) - drawn(after, page, 40)).max()
                assert difference <= 16, (source.name, page)


# Ink


def stroke(**changed):
    line = ((2000, 2000, 20), (5000, 3000, 60), (7000, 2500, 100))
    box = (1, 2000, 2000, 7000, 3000)
    return mark(**({"boxes": (box,), "line": line, "width": 60, "colour": "blue"} | changed))


def test_a_stroke_is_real_ink_with_its_author_and_its_line(copies, kept):
    given = stroke()
    with copies.annotated(kept(PAPERS["text"]), [given]) as path:
        [[kind, _, author, words, vertices, flags, *_]] = told_by_mupdf(path, READ)[0]
        with pikepdf.open(path) as pdf:
            (found,) = pdf.pages[0].Annots
            assert [float(n) for n in found.InkList[0]] == pytest.approx(
                [119, 673.6, 297.5, 589.4, 416.5, 631.5], abs=0.2
            )
            assert float(found.BS.W) == pytest.approx(595 * 0.006 * 0.74, abs=0.1)
    assert (kind, author, words) == ("Ink", "Lò Thị Amina", "Hỏi lại mức chi")
    assert vertices[0][0] == pytest.approx([119, 168.4], abs=0.2)
    assert flags & 4, "it is printed, too"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_stroke_is_drawn_where_it_was_on_a_turned_and_cropped_page(copies, kept, rotation):
    content = turned_paper(rotation)
    given = stroke(
        line=((2000, 1000, 100), (2000, 4000, 100)), boxes=((1, 2000, 1000, 2000, 4000),)
    )
    with copies.annotated(kept(content), [given]) as path:
        after = pymupdf.open(path)[0].get_pixmap(dpi=72)
    before = pymupdf.open("pdf", content)[0].get_pixmap(dpi=72)
    inked = [
        (x / before.width, y / before.height)
        for y in range(before.height)
        for x in range(before.width)
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    across, down = [x for x, _ in inked], [y for _, y in inked]
    assert sum(across) / len(across) == pytest.approx(0.2, abs=0.01)
    assert (min(down), max(down)) == pytest.approx((0.1, 0.4), abs=0.02)


def test_print_is_read_through_a_stroke_of_the_highlighter_which_is_nowhere_darker(copies, kept):
    line = ((2000, 5000, 100), (8000, 5000, 100), (2000, 5000, 100))
    given = stroke(line=line, boxes=((1, 2000, 5000, 8000, 5000),), width=280, wash=True)
    with copies.annotated(kept(PAPERS["text"]), [given]) as path:
        with pikepdf.open(path) as pdf:
            (found,) = pdf.pages[0].Annots
            assert (str(found.Subtype), str(found.AP.N.Group.S)) == ("/Ink", "/Transparency")
        after = pymupdf.open(path)[0].get_pixmap(dpi=72)
    washed = {after.pixel(x, 421) for x in range(125, 470, 5)}
    assert max(washed) == pytest.approx((140, 196, 255), abs=2)


def test_a_dot_is_drawn_too(copies, kept):
    given = stroke(line=((5000, 5000, 100),), boxes=((1, 5000, 5000, 5000, 5000),), width=100)
    with copies.annotated(kept(PAPERS["text"]), [given]) as path:
        red, _, blue = pymupdf.open(path)[0].get_pixmap(dpi=72).pixel(297, 421)
    assert blue > red + 60
