"""Static files on the line: without what only their writers read, and otherwise to the letter."""

import gzip

import pytest

from web.assets import STATIC, asset, without_remarks

PACKED = {"Accept-Encoding": "gzip"}
OURS = sorted(
    str(path.relative_to(STATIC))
    for path in STATIC.rglob("*.js")
    if not path.is_relative_to(STATIC / "vendor")
)
COMMENT = ("/*", "*")
"""How each line of one begins in our files."""


def sent(app, name):
    return gzip.decompress(app.test_client().get(asset(name), headers=PACKED).data).decode()


def test_every_line_of_a_module_comes_at_its_number_or_was_a_comment(app):
    for name in OURS:
        written, came = (STATIC / name).read_text().split("\n"), sent(app, name).split("\n")
        assert len(written) == len(came), name
        left_out = [(was, now) for was, now in zip(written, came, strict=True) if was != now]
        assert all(not now and was.lstrip().startswith(COMMENT) for was, now in left_out), name


@pytest.mark.parametrize(
    "line",
    [
        "const a = /** @type {A} */ (b)",
        "/** @type {A} */ (b).c()",
        "f()   // and so on",
        "const words = '/** no comment */'",
    ],
)
def test_what_shares_its_line_with_code_stays(line):
    script = f"{line}\n/** A comment. */\nlast()\n"
    assert without_remarks(script) == f"{line}\n\nlast()\n"


def test_what_others_wrote_comes_as_they_wrote_it(app):
    name = "vendor/idb.js"
    assert sent(app, name) == (STATIC / name).read_text()
