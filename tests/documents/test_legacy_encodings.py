"""Vietnamese typed before Unicode: the tables, and when they are used."""

import os
import unicodedata
from pathlib import Path

import pytest

from documents.paragraphs.legacy_encodings import (
    TCVN3,
    VNI,
    already_unicode,
    converted_by_font,
    decoder_of,
    from_tcvn3,
    from_vni,
    in_tcvn3,
    in_vni,
    with_marks_at_home,
)

BASES = "aăâeêioôơuưyđ"
TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
LETTERS = [
    unicodedata.normalize("NFC", base + tone)
    for base in BASES
    for tone in (TONES if base != "đ" else [""])
]
MARKED = [letter for letter in LETTERS if not letter.isascii()]
TEXT = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Điều 5. Ủy ban nhân dân xã "
    "trình Hội đồng nhân dân dự toán ngân sách, mức chi cho đường liên thôn và nguồn vốn đối ứng."
)
OTHERS = {
    "French": "Les délégués ont été réunis à l'hôtel où le maire a présenté son rapport détaillé, "
    "déjà évoqué à Noël : naïveté, cœur, garçon, forêt, âge, même, très célèbre, île, août.",
    "German": "Die Größe der Straße über den Fluß führt zu höheren Gebühren für Anwohner, wäre "
    "natürlich möglich, müßte aber später geändert werden: Öffnung, Änderung, Überprüfung.",
    "Swedish": "På mötet beslöts att frågan skulle återremitteras för ytterligare överväganden, "
    "så att även små skärgårdsöar får bättre färjeförbindelser året om, både höst och vår.",
    "Spanish": "El año pasado la comisión señaló que los niños pequeños de la montaña, según el "
    "informe técnico, tenían más acceso a la educación pública: mañana, pingüino, corazón.",
}


def typed(text, table):
    """The text as it was typed in an old encoding."""
    back = {letter: code for code, letter in reversed(table.items())}
    return "".join(back.get(letter, letter) for letter in text)


TCVN3_TABLE = {chr(code): chr(letter) for code, letter in TCVN3.items()}


@pytest.mark.parametrize("letter", MARKED)
def test_every_small_letter_is_there_and_comes_back_from_both_tables(letter):
    assert from_tcvn3(typed(letter, TCVN3_TABLE)) == letter
    assert from_vni(typed(letter, VNI)) == letter


@pytest.mark.parametrize("letter", MARKED)
def test_every_capital_letter_comes_back(letter):
    assert from_vni(typed(letter.upper(), VNI)) == letter.upper()
    assert converted_by_font(typed(letter, TCVN3_TABLE), ".VnTimeH") == letter.upper()


def test_no_two_letters_are_typed_alike():
    assert len(set(TCVN3_TABLE.values())) == len(TCVN3_TABLE)
    assert {letter.lower() for letter in VNI.values()} == set(MARKED)


def test_whole_texts_come_back_from_both_encodings():
    assert from_vni(typed(TEXT, VNI)) == TEXT
    small = TEXT.lower()
    assert from_tcvn3(typed(small, TCVN3_TABLE)) == small


def test_a_name_has_a_small_mark_after_its_capital_letter():
    assert from_vni(
        "Uûy ban, Aân Ñoä, Yù kieán, Oâng Öùng"
    ) == "Ủy ban, Ấn Độ, Ý kiến, Ông Ứng".replace("Ấn", "Ân")


def test_texts_are_told_apart_by_their_letters():
    vni, tcvn3 = typed(TEXT, VNI), typed(TEXT.lower(), TCVN3_TABLE)
    assert (in_vni(vni), in_tcvn3(vni)) == (True, False)
    assert (in_vni(tcvn3), in_tcvn3(tcvn3)) == (False, True)
    assert decoder_of(vni) is from_vni
    assert decoder_of(TEXT) is None


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_left_alone(language):
    assert decoder_of(OTHERS[language] * 3) is None


def test_text_in_an_old_font_that_is_unicode_is_left_alone():
    assert converted_by_font("Độc lập", "VNI-Times") == "Độc lập"
    assert already_unicode(TEXT)
    assert not already_unicode(typed(TEXT, VNI))


@pytest.mark.parametrize(
    ("font", "code", "text"),
    [
        ("ABCDEF+VNI-Times", "Ñieàu", "Điều"),
        ("VNI-Helve-Condense,Bold", "Ñieàu", "Điều"),
        (".VnTime", "®iÒu", "điều"),
        ("ABCDEF+.VnArialH-Bold", "®iÒu", "ĐIỀU"),
        ("Times New Roman", "®iÒu", "®iÒu"),
    ],
)
def test_the_name_of_a_font_tells_its_encoding(font, code, text):
    assert converted_by_font(code, font) == text


def test_a_mark_in_the_next_run_goes_home_to_its_letter():
    assert with_marks_at_home(["Ñie", "", "àu ", "öu", "ùa"]) == ["Ñieà", "", "u ", "öuù", "a"]


@pytest.mark.skipif("PAPERS_DIR" not in os.environ, reason="PAPERS_DIR names no real papers")
def test_no_real_paper_in_unicode_is_taken_for_an_old_one():
    from documents.pdf import Paper

    for path in sorted(Path(os.environ["PAPERS_DIR"]).glob("*.pdf")):
        paper = Paper(path)
        for number in range(1, paper.count_pages() + 1):
            text = "".join(span.text for span in paper.page(number).content().spans)
            assert decoder_of(text) is None, (path.name, number)
