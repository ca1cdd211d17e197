"""What people write, made safe for screens."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings.opinions import markup
from meetings.opinions.markup import cleaned

WRITTEN = st.text(st.one_of(st.sampled_from("ab.vn*>'\"\n \t/:@-_&<;1ộſ\u00a0"), st.characters()))
PIECES = st.sampled_from(
    [
        "vd.vn",
        "a@b.vn",
        "http://",
        "*a*",
        "1.250",
        "&gt;",
        "<b>",
        "> ",
        "\n",
        " ",
        "Điều 1.",
        "x.ſe",
    ]
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Dòng một\nDòng hai", "Dòng một<br>Dòng hai"),
        ("Chi < 5 triệu & > 2 triệu", "Chi &lt; 5 triệu &amp; &gt; 2 triệu"),
        ("<b>đậm</b> và <i>nghiêng</i>", "<b>đậm</b> và <i>nghiêng</i>"),
        ("*nhấn mạnh* thế", "<strong>nhấn mạnh</strong> thế"),
        ("2*3*4 = 24", "2*3*4 = 24"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<b onclick=alert(1)>x</b>", "<b>x</b>"),
        ("<b>chưa đóng", "<b>chưa đóng</b>"),
    ],
)
def test_only_emphasis_passes(written, shown):
    assert cleaned(written) == shown


def test_an_address_becomes_a_link_that_tells_nothing_of_us():
    assert cleaned("xem https://vd.vn/a?b=1&c=2") == (
        'xem <a href="https://vd.vn/a?b=1&amp;c=2" rel="nofollow noopener noreferrer" '
        'target="_blank">https://vd.vn/a?b=1&amp;c=2</a>'
    )


@pytest.mark.parametrize(
    "written", ["javascript:alert(1)", "data:text/html,x", "<a href='javascript:x'>y</a>"]
)
def test_an_address_that_runs_is_no_link(written):
    assert "<a" not in cleaned(written)


@settings(max_examples=1000, deadline=None)
@given(WRITTEN | st.lists(PIECES).map("".join))
@example("*a > b* 1.250 đ.\nb")
def test_plain_text_is_shown_as_the_parser_would_show_it(written):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "PARSED", markup.re.compile(""))
        parsed = cleaned(written)
    assert cleaned(written) == parsed
