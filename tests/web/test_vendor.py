"""What others wrote and the pages use: unchanged since it was fetched, and with its licence."""

import hashlib
import json
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
STATIC = WEB / "static"
VENDORED = json.loads((WEB / "vendor.json").read_text())
FILES = [(each["file"], each["sha256"]) for entry in VENDORED for each in entry["files"]]
OPEN_LICENCES = {"MIT", "ISC", "OFL-1.1"}


@pytest.mark.parametrize(("file", "sha256"), FILES)
def test_a_vendored_file_is_as_it_was_fetched(file, sha256):
    assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest() == sha256


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["name"])
def test_every_vendored_work_comes_with_its_licence(entry):
    assert entry["licence"] in OPEN_LICENCES
    text = (STATIC / entry["licence_file"]).read_text()
    for name in [entry["name"], *entry["parts"]]:
        assert name in text
    assert "permission" in text.lower()


def test_nothing_is_vendored_unlisted():
    found = {*STATIC.glob("vendor/*.js"), *STATIC.glob("fonts/*.woff2")}
    assert {str(path.relative_to(STATIC)) for path in found} == {file for file, _ in FILES}
