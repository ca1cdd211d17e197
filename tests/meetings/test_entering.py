"""Codes that let a delegate in on a shared tablet: once, for two minutes, on one tablet."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from foundation.clock import now, seconds
from foundation.errors import Conflict, NotFound, NotPermitted, NotSignedIn
from meetings.agendas.operations.meetings import close_meeting
from meetings.agendas.operations.seats import vacate_seat
from meetings.agendas.queries import meetings_of, paper_of, seat_of
from meetings.agendas.readable import Readables
from meetings.commands import Actor, carry_out
from meetings.doorway import Doorway
from meetings.entering import guessing
from meetings.entering.models import EntryCode, Guessing
from meetings.entering.operations import (
    MOST_IN_A_MEETING,
    decline_code,
    enter_digits,
    enter_meeting,
    show_code,
    withdraw_code,
)
from meetings.entering.queries import Held, invited
from meetings.entering.secrets import digits_in, hash_of_digits
from meetings.people.confinement import confined
from meetings.people.models import Participant, Person, Role, SignIn
from meetings.people.operations import end_what_is_over, token_hash
from meetings.people.queries import running_sign_in
from tests.cast import meeting_with_paper, seat_id

KEY = "the house's own"
TABLET, ANOTHER = "the tablet by the window", "the tablet by the door"


@pytest.fixture
def seat(writer, cast):
    """The seat of a delegate."""
    return writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.amina))


@pytest.fixture
def show(writer, cast, seat):
    """Show a code for a seat, as the secretary."""
    return lambda at=seat, by=cast.secretary: writer.perform(lambda s: show_code(s, by, at, KEY))


@pytest.fixture
def enter(writer):
    """Type digits on a tablet; returns the refusal."""

    def type_in(digits, tablet=TABLET):
        return writer.perform(lambda s: enter_digits(s, KEY, digits, tablet)).refusal

    return type_in


@pytest.fixture
def confirm(writer):
    """Say on a tablet that it is oneself; returns the hash of the token."""

    def say(tablet=TABLET, link=None):
        held = Held(tablet, link)
        return token_hash(writer.perform(lambda s: enter_meeting(s, held, "tablet"))[0])

    return say


def whom(database, tablet=TABLET, link=None):
    with database.session() as session:
        return invited(session, Held(tablet, link))


def runs(database, token):
    with database.session() as session:
        found = running_sign_in(session, token)
    return bool(found) and Doorway(database).who(token) is not None


def change_code(writer, **values):
    def change(session):
        for name, value in values.items():
            setattr(session.scalars(select(EntryCode)).one(), name, value)

    writer.perform(change)


def wrong(digits):
    return f"{(int(digits) + 1) % 10**6:06}"


def test_a_code_asks_for_the_delegate_and_lets_in_after_the_answer(
    database, cast, show, enter, confirm, heard
):
    code = show()
    assert enter(code.digits) is None
    asked = whom(database)
    assert (asked.name, asked.post, asked.unit) == ("Lò Thị Amina", "Đại biểu", "Thôn Đông")
    assert asked.meeting == "Kỳ họp thứ ba"
    token = confirm()
    assert Doorway(database).who(token).meeting_id == cast.here.meeting
    told = [(fact.stream, fact.name) for fact in heard if fact.name.startswith("code.")]
    desk = f"desk:{cast.here.meeting}"
    assert told == [(desk, "code.entered"), (desk, "code.used")]


def test_a_scanned_code_needs_no_digits(database, show, confirm):
    code = show()
    assert whom(database, link=code.link).name == "Lò Thị Amina"
    assert runs(database, confirm(link=code.link))


def test_looking_at_a_scanned_code_uses_nothing_up(database, show, confirm):
    code = show()
    for tablet in (ANOTHER, TABLET, ANOTHER):
        whom(database, tablet, code.link)
    assert runs(database, confirm(link=code.link))


def test_the_database_does_not_know_the_code(database, show):
    code = show()
    with database.session() as session:
        kept = session.scalars(select(EntryCode)).one()
        words = {str(value) for value in vars(kept).values()}
    assert not {code.digits, code.link} & words
    assert hash_of_digits(KEY, code.digits) != hash_of_digits("another house's", code.digits)


def test_a_code_works_once(show, enter, confirm):
    code = show()
    enter(code.digits)
    confirm()
    assert enter(code.digits) == enter(code.digits, ANOTHER) == "code.used"
    with pytest.raises(Conflict, match=r"code\.used"):
        confirm()
    with pytest.raises(Conflict, match=r"code\.used"):
        confirm(ANOTHER, code.link)


def test_a_code_is_good_for_two_minutes(writer, show, enter, confirm):
    code = show()
    assert code.seconds == 120
    enter(code.digits)
    change_code(writer, expires=now() - timedelta(seconds=1))
    assert enter(code.digits) == "code.expired"
    for link in (None, code.link):
        with pytest.raises(Conflict, match=r"code\.expired"):
            confirm(link=link)


def test_a_code_is_for_the_tablet_it_was_first_entered_on(show, enter, confirm):
    code = show()
    assert enter(code.digits) is None
    assert enter(code.digits, ANOTHER) == "code.elsewhere"
    with pytest.raises(Conflict, match=r"code\.elsewhere"):
        confirm(ANOTHER, code.link)
    with pytest.raises(NotFound):
        confirm(ANOTHER)
    assert enter(code.digits) is None  # the same tablet may type it again
    confirm()


def test_another_code_kills_the_former_one(show, enter):
    former, code = show(), show()
    assert enter(former.digits) == "code.withdrawn"
    assert enter(code.digits) is None


def test_who_is_not_the_delegate_says_so_and_the_desk_hears_it(show, enter, confirm, writer, heard):
    code = show()
    enter(code.digits)
    writer.perform(lambda s: decline_code(s, Held(TABLET)))
    assert heard[-1].name == "code.declined"
    with pytest.raises(Conflict, match=r"code\.withdrawn"):
        confirm()
    assert enter(show().digits) is None
    confirm()


def test_a_tablet_that_declined_takes_an_older_code_of_another_delegate(
    database, writer, cast, show, enter
):
    other = writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.bruno))
    older, code = show(other), show()
    enter(code.digits)
    writer.perform(lambda s: decline_code(s, Held(TABLET)))
    enter(older.digits)
    assert whom(database).name == "Giàng A Bruno"


def test_a_code_that_is_taken_back_is_dead_but_not_once_a_tablet_asks(
    writer, cast, seat, show, enter, confirm
):
    code = show()
    writer.perform(lambda s: withdraw_code(s, cast.secretary, seat))
    assert enter(code.digits) == "code.withdrawn"
    enter(show().digits)
    writer.perform(lambda s: withdraw_code(s, cast.secretary, seat))
    confirm()


def test_the_chair_shows_codes_too_and_others_may_not(show, cast):
    assert show(by=cast.chair).digits
    for person in (cast.amina, cast.observer, cast.guest):
        with pytest.raises(NotPermitted):
            show(by=person)
    for person in (cast.stranger, cast.administrator):
        with pytest.raises(NotFound):
            show(by=person)


def test_a_seat_vacated_meanwhile_lets_nobody_in(writer, cast, seat, show, enter, confirm):
    code = show()
    enter(code.digits)
    writer.perform(lambda s: vacate_seat(s, cast.secretary, seat))
    assert enter(code.digits) == "code.no_seat"
    with pytest.raises(Conflict, match=r"code\.no_seat"):
        confirm()
    with pytest.raises(NotFound):
        show()


def test_a_disabled_person_is_not_let_in(writer, cast, show, enter, confirm):
    code = show()
    enter(code.digits)

    def disable(session):
        session.get(Person, cast.amina).disabled = now()

    writer.perform(disable)
    assert enter(code.digits) == "code.disabled"
    for act in (confirm, show):
        with pytest.raises(Conflict, match=r"code\.disabled"):
            act()


def test_a_meeting_closed_meanwhile_lets_nobody_in(writer, cast, show, enter, confirm):
    code = show()
    enter(code.digits)
    writer.perform(lambda s: close_meeting(s, cast.chair, cast.here.meeting))
    assert enter(code.digits) == "code.not_under_way"
    with pytest.raises(Conflict, match=r"code\.not_under_way"):
        confirm()
    with pytest.raises(Conflict, match=r"meeting\.closed"):
        show()


def test_a_draft_shows_no_codes(writer, cast):
    seats = ((cast.amina, Role.DELEGATE),)
    draft = writer.perform(
        lambda s: meeting_with_paper(s, cast.secretary, None, seats, published=False).meeting
    )
    with pytest.raises(Conflict, match=r"meeting\.draft"):
        writer.perform(lambda s: show_code(s, cast.secretary, seat_id(s, draft, cast.amina), KEY))


def test_few_codes_hold_at_a_time(writer, cast, show):
    def seats(session):
        return list(session.scalars(select(Participant.id).filter_by(meeting_id=cast.here.meeting)))

    held = writer.perform(seats)[:MOST_IN_A_MEETING]
    assert len(held) == MOST_IN_A_MEETING
    for each in held:
        show(each)
    assert show(held[0]).digits  # another one for the same seat takes its place

    def one_more(session):
        more = Participant(meeting_id=cast.here.meeting, person_id=cast.stranger, role=Role.GUEST)
        session.add(more)
        session.flush()
        return more.id

    with pytest.raises(Conflict, match=r"code\.too_many"):
        show(writer.perform(one_more))


# Guessing


def guess(enter, digits, times):
    tried = [enter(wrong(digits), f"tablet {number}") for number in range(times)]
    assert set(tried) <= {"code.wrong"}


def test_digits_that_are_guessed_at_too_often_hold_no_longer_but_the_qr_code_does(
    database, writer, show, enter, confirm, heard
):
    code = show()
    guess(enter, code.digits, guessing.MOST_A_MINUTE)
    assert heard[-1].name == "code.guessed"
    assert enter(code.digits) == "code.closed"
    writer.perform(lambda s: setattr(s.get(Guessing, 1), "closed_until", seconds()))
    assert enter(code.digits) == "code.guessed"
    assert runs(database, confirm(link=code.link))


def test_while_somebody_guesses_only_qr_codes_are_shown(show, enter, confirm):
    guess(enter, show().digits, guessing.MOST_A_MINUTE)
    code = show()
    assert code.digits is None
    confirm(link=code.link)


def test_who_has_entered_a_code_already_goes_on_while_others_guess(show, enter, confirm):
    code = show()
    enter(code.digits)
    guess(enter, code.digits, guessing.MOST_A_MINUTE)
    confirm()


def test_each_pause_is_longer_than_the_one_before(writer, show, enter):
    digits, pauses = show().digits, []
    for _ in range(6):
        guess(enter, digits, guessing.MOST_A_MINUTE)
        pauses.append(writer.perform(guessing.closed_for))
        writer.perform(lambda s: setattr(s.get(Guessing, 1), "closed_until", seconds()))
    assert pauses == sorted(pauses)
    assert pauses[0] <= 60
    assert pauses[-1] > 14 * 60


def test_a_few_wrong_ones_a_minute_close_nothing(writer, show, enter):
    code = show()
    for _ in range(3):
        guess(enter, code.digits, guessing.MOST_A_MINUTE - 1)
        writer.perform(lambda s: setattr(s.get(Guessing, 1), "since", seconds() - 60))
    assert enter(code.digits) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("12-34-56", "123456")],
)
def test_digits_are_read_however_they_are_spaced(typed, read):
    assert digits_in(typed) == read


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_what_is_not_six_digits_is_no_guess(typed, enter):
    assert digits_in(typed) is None
    assert enter(digits_in(typed)) == "code.shape"


# What a shared tablet opens


@pytest.fixture
def tablet(database, show, confirm):
    """Who came in by a code."""
    return Doorway(database).who(confirm(link=show().link))


def second_meeting(writer, cast, person, role=Role.DELEGATE):
    return writer.perform(lambda s: meeting_with_paper(s, cast.secretary, None, ((person, role),)))


def test_a_shared_tablet_reaches_one_meeting(writer, database, cast, tablet):
    other = second_meeting(writer, cast, cast.amina)
    with database.session() as session, confined(session, tablet.meeting_id):
        assert [m.id for m, _ in meetings_of(session, cast.amina)] == [cast.here.meeting]
        assert seat_of(session, cast.amina, cast.here.meeting)
        with pytest.raises(NotFound):
            seat_of(session, cast.amina, other.meeting)
        with pytest.raises(NotFound):
            paper_of(session, cast.amina, other.paper)
    with database.session() as session:
        assert len(meetings_of(session, cast.amina)) == 2


def test_pages_of_another_meeting_are_not_looked_at_the_quick_way(
    writer, cast, database, show, confirm
):
    other = second_meeting(writer, cast, cast.amina)
    token, readables = confirm(link=show().link), Readables(database)
    assert readables.version(token, cast.here.version)
    assert readables.version(token, other.version) is None
    writer.perform(lambda s: close_meeting(s, cast.chair, cast.here.meeting))
    assert readables.version(token, cast.here.version) is None


def test_a_command_over_another_meeting_is_refused(writer, cast, tablet):
    other = second_meeting(writer, cast, cast.amina)

    def comment(place):
        return {
            "paper": place.paper,
            "paragraph": place.paragraphs[0],
            "text": "x",
            "visibility": "meeting",
        }

    assert carry_out(writer, tablet, "comment.create", comment(cast.here))["id"]
    with pytest.raises(NotFound):
        carry_out(writer, tablet, "comment.create", comment(other))
    unbound = Actor(tablet.person_id, tablet.sign_in_id)  # what the sign-in says counts
    with pytest.raises(NotFound):
        carry_out(writer, unbound, "comment.create", comment(other))


def test_what_the_person_may_outside_meetings_is_not_done_from_a_shared_tablet(
    writer, cast, database, show, confirm
):
    seat = writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.secretary))
    secretary = Doorway(database).who(confirm(link=show(seat, cast.chair).link))
    new = {
        "title": "x",
        "kind": "other",
        "place": "",
        "starts": "2026-12-01T08:00:00+07:00",
        "ends": "2026-12-01T11:00:00+07:00",
    }
    with pytest.raises(NotPermitted, match=r"tablet\.one_meeting"):
        carry_out(writer, secretary, "meeting.create", new)
    here = {"meeting": cast.here.meeting, "title": "Nội dung mới"}
    assert carry_out(writer, secretary, "item.create", here)["id"]


def test_the_sign_in_ends_with_the_seat(writer, cast, seat, database, show, confirm, heard):
    token = confirm(link=show().link)
    writer.perform(lambda s: vacate_seat(s, cast.secretary, seat))
    assert not runs(database, token)
    assert [fact.name for fact in heard][-2:] == ["sign_in.ended", "sign_in.ended"]


def test_the_sign_in_ends_with_the_meeting(writer, cast, database, show, confirm):
    token = confirm(link=show().link)
    writer.perform(lambda s: close_meeting(s, cast.chair, cast.here.meeting))
    assert not runs(database, token)


def test_the_sign_in_ends_by_the_next_morning(writer, cast, database, show, confirm, heard):
    token = confirm(link=show().link)
    actor = Doorway(database).who(token)

    def a_day_later(session):
        session.get(SignIn, actor.sign_in_id).until = seconds()

    writer.perform(a_day_later)
    assert not runs(database, token)
    with pytest.raises(NotSignedIn):
        carry_out(writer, actor, "item.create", {"meeting": cast.here.meeting, "title": "x"})
    writer.perform(end_what_is_over)
    assert heard[-1].name == "sign_in.ended"


def test_a_seat_is_on_one_shared_tablet_at_a_time(database, show, confirm):
    former = confirm(link=show().link)
    token = confirm(ANOTHER, show().link)
    assert (runs(database, former), runs(database, token)) == (False, True)


def test_a_sign_in_by_password_opens_all_and_stays(writer, cast, database, show, confirm):
    from meetings.people.operations import begin_sign_in

    at_home = token_hash(writer.perform(lambda s: begin_sign_in(s, cast.amina, "")))
    confirm(link=show().link)
    writer.perform(lambda s: close_meeting(s, cast.chair, cast.here.meeting))
    assert Doorway(database).who(at_home).meeting_id is None
