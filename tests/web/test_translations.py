"""Every word for people is in every language, and what is compiled is what was written."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from deploy.refresh_translations import LOCALES, TRANSLATIONS, found_words

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def path_of(locale: str, ending: str) -> Path:
    return TRANSLATIONS / locale / "LC_MESSAGES" / f"messages.{ending}"


@pytest.fixture(params=LOCALES)
def locale(request):
    return request.param


@pytest.fixture
def written(locale):
    with path_of(locale, "po").open("rb") as opened:
        return read_po(opened, locale=locale)


def forms(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def key_of(message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def words_of(catalogue) -> list[tuple[str, ...]]:
    return sorted((str(message.id), *forms(message)) for message in catalogue if message.id)


def test_every_word_is_translated(written):
    ids = [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in found_words()
        if message.id
    ]
    assert ids
    assert [
        each for each in ids if not written.get(each) or not all(forms(written.get(each)))
    ] == []


def test_no_translation_is_a_guess_or_left_over(written):
    wanted = {message.id for message in found_words() if message.id}
    assert [message.id for message in written if message.fuzzy and message.id] == []
    assert [message.id for message in written if message.id and message.id not in wanted] == []


def test_a_translation_shows_the_same_values(written):
    for message in written:
        if not message.id:
            continue
        for each in forms(message):
            assert set(PLACEHOLDER.findall(each)) == set(PLACEHOLDER.findall(key_of(message)))


def test_the_compiled_catalogue_is_fresh(locale, written):
    made = io.BytesIO()
    write_mo(made, written)
    made.seek(0)
    with path_of(locale, "mo").open("rb") as opened:
        kept = read_mo(opened)
    assert words_of(kept) == words_of(read_mo(made))
