"""Where paragraphs stand, stored and followed; and quotes found again among the words of pages."""

import pytest

from documents.matches import (
    BY_HAND,
    Standing,
    Step,
    Trails,
    less_sure,
    made_at,
    matched,
    note_steps,
    unmatched,
)
from documents.models import Document, Paragraph, Version, VersionState
from documents.quotes import Quote, boxes_of, find, quoted, words_within

ROADS = "Ưu tiên cứng hóa đường liên thôn tại các bản vùng cao còn khó khăn."


@pytest.fixture
def document(writer):
    """A document of three versions, each of four paragraphs: ids by version, then by place."""

    def make(session):
        document = Document()
        session.add(document)
        session.flush()
        found = []
        for number in (1, 2, 3):
            version = Version(
                document_id=document.id,
                number=number,
                file_name="x.pdf",
                sha256="a",
                readable_sha256="a",
                media_type="application/pdf",
                size=1,
                page_count=1,
                state=VersionState.READY,
            )
            session.add(version)
            session.flush()
            rows = [
                Paragraph(
                    version_id=version.id,
                    ordinal=n,
                    kind="body",
                    text=str(n),
                    address="",
                    boxes=[],
                    first_page=1,
                    last_page=1,
                )
                for n in range(4)
            ]
            session.add_all(rows)
            session.flush()
            found.append((version.id, [row.id for row in rows]))
        return document.id, found

    return writer.perform(make)


def steps(ours, theirs, **changed):
    """Steps from each to each; `changed` tells otherwise of the n-th as `_n`."""
    found = [Step(a, b, "same", 100.0) for a, b in zip(ours, theirs, strict=True)]
    for name, (there, rung, score) in changed.items():
        n = int(name[1:])
        found[n] = Step(ours[n], there, rung, score)
    return found


def noted(writer, version, found):
    return writer.perform(lambda session: note_steps(session, version, found))


def followed(database, document_id, made, by_hand=None):
    with database.session() as session:
        trails = Trails(session, document_id)
        return [
            (each.version_id, each.paragraph_id, each.rung, each.score)
            for each in trails.standings(made, by_hand)
        ]


def test_steps_are_stored_once_and_only_what_is_news_counts(writer, document):
    _, [(_, ours), (version, theirs), _] = document
    assert noted(writer, version, steps(ours, theirs)) == 4
    assert noted(writer, version, steps(ours, theirs)) == 0
    assert noted(writer, version, steps(ours, theirs, _2=(None, "not_placed", 40.0))) == 1


def test_a_version_is_matched_once_the_last_paragraph_was_looked_for(writer, database, document):
    _, [(first, ours), (second, theirs), (third, last)] = document

    def known():
        with database.session() as session:
            return matched(session, first, second), unmatched(session)

    noted(writer, second, steps(ours, theirs)[:3])
    assert known() == (False, [second, third])
    noted(writer, second, steps(ours, theirs))
    noted(writer, third, steps(theirs, last))
    assert known() == (True, [])


def test_what_was_read_anew_may_not_be_matched_yet(writer, database, document):
    _, [(_, ours), (second, theirs), (third, last)] = document
    noted(writer, second, steps(ours, theirs))
    noted(writer, third, steps(theirs, last))
    writer.perform(lambda s: setattr(s.get(Version, second), "reading", 2))
    with database.session() as session:
        assert unmatched(session) == [second]


def test_a_way_through_several_versions_is_as_sure_as_its_least_sure_step(
    writer, database, document
):
    document_id, [(first, ours), (second, theirs), (third, last)] = document
    noted(writer, second, steps(ours, theirs, _1=(theirs[1], "edited", 81.5)))
    noted(writer, third, steps(theirs, last, _1=(last[2], "moved", 100.0)))
    assert followed(database, document_id, made_at(first, ours[1])) == [
        (second, theirs[1], "edited", 81.5),
        (third, last[2], "moved_edited", 81.5),
    ]


def test_what_has_no_place_has_none_after_that_either(writer, database, document):
    document_id, [(first, ours), (second, theirs), (third, last)] = document
    noted(writer, second, steps(ours, theirs, _1=(None, "not_placed", 12.0)))
    noted(writer, third, steps(theirs, last))
    assert [each[1:3] for each in followed(database, document_id, made_at(first, ours[1]))] == [
        (None, "not_placed")
    ] * 2


def test_where_nothing_was_looked_for_nothing_is_said(writer, database, document):
    document_id, [(first, ours), (second, theirs), _] = document
    noted(writer, second, steps(ours, theirs))
    assert [v for v, *_ in followed(database, document_id, made_at(first, ours[1]))] == [second]


def test_a_way_straight_to_a_version_is_taken_where_it_is_surer(writer, database, document):
    """As when a paper goes back to an old version: what was deleted in between is there again."""
    document_id, [(first, ours), (second, theirs), (third, last)] = document
    noted(writer, second, steps(ours, theirs, _1=(None, "not_placed", 0.0)))
    noted(writer, third, steps(theirs, last))
    noted(writer, third, steps(ours, last))
    assert followed(database, document_id, made_at(first, ours[1]))[1] == (
        third,
        last[1],
        "same",
        100.0,
    )


def test_what_was_placed_by_hand_stays_and_is_followed_from_there(writer, database, document):
    document_id, [(first, ours), (second, theirs), (third, last)] = document
    noted(writer, second, steps(ours, theirs))
    noted(writer, third, steps(theirs, last, _3=(last[0], "edited", 77.0)))
    by_hand = {second: Standing(second, theirs[3], BY_HAND, 100.0)}
    assert followed(database, document_id, made_at(first, ours[1]), by_hand) == [
        (second, theirs[3], BY_HAND, 100.0),
        (third, last[0], "edited", 77.0),
    ]


def test_a_paragraph_that_went_in_a_new_reading_is_followed_within_its_version(
    writer, database, document
):
    document_id, [(first, ours), (second, theirs), _] = document
    noted(writer, second, steps(ours, theirs))
    noted(writer, first, [Step(ours[3], ours[2], "merged", 88.0)])
    writer.perform(lambda s: setattr(s.get(Paragraph, ours[3]), "ordinal", None))
    assert followed(database, document_id, made_at(first, ours[3])) == [
        (first, ours[2], "merged", 88.0),
        (second, theirs[2], "merged", 88.0),
    ]


def test_a_circle_of_readings_ends(writer, database, document):
    document_id, [(first, ours), *_] = document
    noted(writer, first, [Step(ours[2], ours[3], "same", 100), Step(ours[3], ours[2], "same", 100)])
    for each in ours[2:]:
        writer.perform(lambda s, each=each: setattr(s.get(Paragraph, each), "ordinal", None))
    assert followed(database, document_id, made_at(first, ours[2]))[0][1] is None


def test_rungs_are_compared_by_how_sure_they_are():
    assert less_sure("same", "moved") == less_sure("moved", BY_HAND) == "moved"
    assert less_sure(BY_HAND, BY_HAND) == "same"
    assert less_sure("merged", "not_placed") == "not_placed"


# Quotes


def words(*texts):
    lines = []
    for n, text in enumerate(texts):
        count = len(text.split(" "))
        places = [[1000 + 500 * w, 1400 + 500 * w] for w in range(count)]
        lines.append([1000, 1000 * n, 1000 + 500 * count, 1000 * n + 800, text, places])
    return list(words_within(1, lines, [(0, 0, 10_000, 10_000)]))


def said(found, among):
    return " ".join(word.text for word in among[found.first : found.last + 1])


def test_a_quote_is_found_over_the_end_of_a_line():
    among = words("Ưu tiên cứng hóa đường", "liên thôn tại các bản")
    found = find(Quote("hóa đường\nliên thôn"), among)
    assert (said(found, among), found.score) == ("hóa đường liên thôn", 100)
    assert [box[2] for box in boxes_of(among[found.first : found.last + 1])] == [0, 1000]


def test_repeated_words_are_told_by_what_surrounds_them():
    among = words("chi 10 triệu đồng cho thôn Đông và 10 triệu đồng cho thôn Đoài")
    found = find(Quote("10 triệu đồng", "thôn Đông và ", " cho thôn Đoài"), among)
    assert found.first == 8


def test_a_few_words_in_quite_another_place_are_not_the_ones_that_were_marked():
    among = words("Kinh phí do xã bảo đảm và các thôn thực hiện")
    assert find(Quote("xã", "Ủy ban nhân dân ", " chịu trách nhiệm"), among) is None


def test_words_that_changed_a_little_are_found():
    among = words(f"1. {ROADS}")
    found = find(Quote("cứng hóa đường liên bản tại các bản"), among)
    assert said(found, among) == "cứng hóa đường liên thôn tại các bản"
    assert 75 <= found.score < 100


def test_words_that_have_gone_are_not_found():
    assert find(Quote("Hỗ trợ hộ nghèo lắp bồn chứa nước"), words(ROADS)) is None
    assert find(Quote("xã"), words("xãm")) is None
    assert find(Quote(" "), words(ROADS)) is find(Quote("xã"), []) is None


def test_a_very_long_quote_that_is_not_there_takes_no_time():
    assert find(Quote("không có " * 2000), words(*[ROADS] * 200)) is None


def test_what_was_found_is_quoted_with_what_surrounds_it():
    among = words(ROADS)
    found = find(Quote("đường liên thôn"), among)
    assert quoted(among, found) == Quote(
        "đường liên thôn", "Ưu tiên cứng hóa ", " tại các bản vùng cao còn khó khă"[:32]
    )


def test_only_words_within_the_boxes_are_looked_through():
    line = [1000, 1000, 9000, 1400, "trong ngoài", [[1000, 2000], [8000, 9000]]]
    assert [w.text for w in words_within(1, [line], [(0, 0, 5000, 5000)])] == ["trong"]
