"""Papers taken away from the screens, and pages found by the numbers that everybody has."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.people import Somebody
from tests.browser.screens import open_paper, take
from tests.browser.secretariat import PAPERS, Prepared, Secretariat
from tests.browser.test_accessible import RULES

People = Callable[..., Somebody]
FIELD = "Số trang, gõ để đến trang khác"


@pytest.fixture(scope="module")
def meeting(secretariat: Secretariat) -> Prepared:
    """Two items with a paper each; after the publication one was laid between them."""
    made = secretariat.prepare("Kỳ họp có tập tài liệu", items=("Thứ nhất", "Thứ hai"))
    secretariat.read(secretariat.send(made.items[1], PAPERS / "bao-cao-tham-tra.pdf"))
    secretariat.read(secretariat.send(made.items[0], PAPERS / "quyet-dinh-scan.pdf"))
    return made


def test_the_whole_pack_is_taken_from_the_meetings_page(
    meeting: Prepared, person: People, tmp_path: Path
) -> None:
    reader = person("dai.bieu", "phone")
    page = reader.open(f"/meetings/{meeting.id}")
    expect(page.get_by_text("trang 2a–2b của tập")).to_be_visible()
    with page.expect_download(timeout=60_000) as coming:
        reader.press(page.get_by_role("button", name="Tải cả bộ tài liệu (PDF)"))
    coming.value.save_as(place := tmp_path / "pack.pdf")
    document = pymupdf.open(place)
    labels = [each.get_label() for each in document]
    assert labels == ["i", "1", "2", "2a", "2b", "3", "4"]
    assert [each.get_text().split()[-1] for each in document][1:] == labels[1:]
    expect(page.get_by_role("button", name="Tải cả bộ tài liệu (PDF)")).not_to_have_attribute(
        "aria-busy", "true"
    )


def test_a_page_is_found_by_its_number_in_whichever_paper_it_is(
    meeting: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "tablet")
    page = open_paper(reader, meeting.paper)
    expect(page.locator("#pack-page")).to_have_text("Trang 1 của tập")
    field = page.get_by_label(FIELD)
    assert field.get_attribute("inputmode") == "text"
    field.fill("2b")
    field.press("Enter")
    page.wait_for_url(re.compile("#page=2"))
    expect(page.locator("#paper-title")).to_contain_text("quyet-dinh-scan")
    expect(page.locator("#pack-page")).to_have_text("Trang 2b của tập")
    field = page.get_by_label(FIELD)
    field.fill("2a")
    field.press("Enter")
    expect(field).to_have_value("1")
    expect(page.locator("#pack-page")).to_have_text("Trang 2a của tập")


def test_a_paper_is_taken_away_with_ones_own_marks(
    meeting: Prepared, person: People, secretariat: Secretariat, tmp_path: Path
) -> None:
    reader = person("dai.bieu", "desk")
    token = reader.context.request.get("/api/csrf").json()["token"]
    answer = reader.context.request.post(
        "/api/annotations",
        headers={"X-CSRFToken": token},
        data={
            "paper": meeting.paper.id,
            "version": meeting.paper.version,
            "motivation": "commenting",
            "visibility": "self",
            "color": "yellow",
            "note": "Hỏi lại",
            "target": {
                "page": 1,
                "paragraph": None,
                "boxes": [[1, 1000, 1000, 5000, 1500]],
                "selectors": [],
            },
        },
    )
    assert answer.ok, answer.text()
    page = open_paper(reader, meeting.paper)
    found = {}
    for name in ("Tải bản PDF", "Tải bản có ghi chú của tôi"):
        page.get_by_text("Tải về", exact=True).click()
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        coming.value.save_as(place := tmp_path / f"{len(found)}.pdf")
        with pikepdf.open(place) as pdf:
            found[name] = [
                str(each.get("/Contents", ""))
                for sheet in pdf.pages
                for each in sheet.get("/Annots", [])
                if each.Subtype != pikepdf.Name.Link
            ]
    assert found == {"Tải bản PDF": [], "Tải bản có ghi chú của tôi": ["Hỏi lại"]}


def test_on_a_phone_the_downloads_are_in_the_list_of_papers(
    meeting: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, meeting.paper)
    take(reader, "Tài liệu khác và tải về")
    side = page.locator("#side")
    expect(side.get_by_text("Trang 2a–2b của tập")).to_be_visible()
    expect(side.get_by_role("link", name="Tải bản PDF")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [each["id"] for each in violations] == []


@pytest.mark.parametrize("path", ["", "/desk"])
def test_the_way_to_the_pack_can_be_used_by_everybody(
    meeting: Prepared, person: People, path: str
) -> None:
    page = person("thu.ky", "desk").open(f"/meetings/{meeting.id}{path}")
    expect(page.get_by_role("button", name="Tải cả bộ tài liệu (PDF)")).to_be_visible()
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [each["id"] for each in violations] == []
