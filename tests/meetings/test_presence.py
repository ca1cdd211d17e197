from hypothesis import given
from hypothesis import strategies as st

from meetings.presence import BELIEVED_SECONDS, Presence

AMINA, BRUNO = 1, 2


def test_a_person_with_two_tablets_is_one_person_until_the_last_is_closed():
    presence = Presence()
    presence.arrive(7, AMINA)
    presence.arrive(7, AMINA)
    presence.arrive(7, BRUNO)
    presence.leave(7, AMINA)
    assert presence.present(7) == {AMINA, BRUNO}
    presence.leave(7, AMINA)
    assert presence.present(7) == {BRUNO}
    assert presence.present(8) == set()


def test_who_is_on_another_process_is_present_as_long_as_that_process_says_so():
    moment = [0.0]
    presence = Presence(lambda: moment[0])
    presence.arrive(7, AMINA)
    presence.hear("other", {"7": [AMINA, BRUNO], "8": [BRUNO]})
    assert presence.present(7) == {AMINA, BRUNO}
    assert presence.here() == {7: [AMINA]}
    moment[0] = BELIEVED_SECONDS + 1
    assert presence.present(7) == {AMINA}
    presence.hear("other", {"8": [BRUNO]})
    assert (presence.present(7), presence.present(8)) == ({AMINA}, {BRUNO})


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3), st.integers(1, 3))))
def test_present_are_those_who_arrived_more_often_than_they_left(moves):
    presence, open_ = Presence(), {}
    for arrives, meeting, person in moves:
        key = meeting, person
        if arrives:
            presence.arrive(meeting, person)
            open_[key] = open_.get(key, 0) + 1
        else:
            presence.leave(meeting, person)
            open_[key] = max(0, open_.get(key, 0) - 1)
    for meeting in range(1, 4):
        assert presence.present(meeting) == {
            person for (where, person), count in open_.items() if where == meeting and count
        }
