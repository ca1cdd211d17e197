"""What a device is given to open kept pages without the server, and whose an answer is."""

import json
import re

import pytest

from web.assets import STATIC, asset
from web.off_line import shell_files

LISTED = r'<script type="application/json" id="%smodules">(.+?)</script>'
ASSETS = re.compile(r'/assets/[0-9a-f]+/([^"\s]+)')


@pytest.mark.parametrize("path", ["/meetings", "/off-line"])
def test_the_shell_has_all_that_a_kept_page_names(browser, path):
    named = set(ASSETS.findall(browser("amina").client.get(path).text))
    beside = {"vendor/sortablejs.js", "icons/phien-192.png"}  # the desk's, and the installer's
    assert {"controllers/frame.js", "css/base.css"} < named
    assert named - set(shell_files()) == beside


def test_the_shell_has_what_the_reader_imports_later():
    files = shell_files()
    assert {"controllers/open_paper.js", "controllers/keep_panel.js"} <= set(files)
    assert len(files) == len(set(files))
    assert all((STATIC / each).is_file() for each in files)


def test_a_papers_page_names_each_module_once_those_of_its_tools_for_later(browser, settled):
    page = browser("amina").client.get(f"/papers/{settled.here.paper}").text
    first, later = (json.loads(re.search(LISTED % each, page)[1]) for each in ("", "later-"))
    soon = {*first["names"], "controllers/reader_screen.js"}
    assert first["at"] == later["at"] == asset("")
    assert {"controllers/open_paper.js", "vendor/socket.io-client.js"} <= {*later["names"]}
    assert not soon & {*later["names"]}
    assert len(later["names"]) == len({*later["names"]})
    assert soon | {*later["names"]} <= set(shell_files())


def test_the_worker_is_another_one_with_every_version(browser):
    answer = browser().client.get("/service-worker.js")
    assert asset("worker/worker.js") in answer.text
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_program_can_be_installed(browser):
    answer = browser().client.get("/manifest.webmanifest")
    said = answer.get_json()
    assert answer.mimetype == "application/manifest+json"
    assert said["short_name"] == "Phiên"
    assert {"192x192", "512x512"} <= {each["sizes"] for each in said["icons"]}
    for each in said["icons"]:
        name = each["src"].removeprefix(asset(""))
        assert (STATIC / name).is_file()


def test_an_answer_says_whose_it_is(browser):
    amina, nobody = browser("amina"), browser()
    own = str(amina.get("/api/me").get_json()["person"]["id"])
    for path in ("/meetings", "/api/meetings", "/api/me"):
        assert amina.client.get(path).headers["X-Signed-In"] == own, path
    assert nobody.client.get("/sign-in").headers["X-Signed-In"] == "nobody"
    assert nobody.client.get("/api/meetings").headers["X-Signed-In"] == "nobody"
    assert "X-Signed-In" not in amina.client.get("/service-worker.js").headers


def test_the_page_that_stands_in_for_others_is_nobodys(browser):
    amina = browser("amina")
    name = amina.get("/api/me").get_json()["person"]["name"]
    page = amina.client.get("/off-line").text
    assert name not in page
    assert "csrf" not in page
