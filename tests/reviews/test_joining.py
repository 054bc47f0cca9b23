"""Staff join entries of a composite chronology that tell of one event, and separate what does not."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.reviews.alike import Groups, joined, separated
from services.reviews.decider.joining import joining
from services.reviews.joining_commands import JoinEntries, SeparateEntries
from shared.testing import Given
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge

it = Given(joining)
told = (*ex.opened, ge.told, ge.other_told)
A, B, C, D = (UUID(int=number) for number in range(1, 5))


def test_entries_of_two_agencies_are_joined_and_joined_again_they_are_no_news() -> None:
    it.given(*told).when(ge.join).then(ge.joined)
    it.given(*told, ge.joined).when(JoinEntries(entries=ge.ENTRIES[::-1])).then_nothing()


def test_what_was_joined_is_separated_once_and_can_be_joined_anew() -> None:
    it.given(*told, ge.joined).when(ge.separate).then(ge.separated)
    it.given(*told, ge.joined, ge.separated).when(ge.separate).then_nothing()
    it.given(*told).when(ge.separate).then_nothing()
    it.given(*told, ge.joined, ge.separated).when(ge.join).then(ge.joined)


def test_only_what_stands_in_the_chronology_is_joined_and_a_revised_return_has_new_entries() -> None:
    it.given(*ex.opened, ge.told).when(ge.join).then_refused("not-in-chronology")
    revised = ge.told.model_copy(update={"revision": 2, "chronology": ()})
    it.given(*told, revised).when(ge.join).then_refused("not-in-chronology")
    it.given(*told).when(JoinEntries(entries=ge.ENTRIES[:1] * 2)).then_refused("two-entries")


def test_an_entry_of_a_file_is_joined_like_one_of_a_return() -> None:
    file = ge.given_by_file(ge.other_told)
    it.given(*ex.opened, ge.told, file).when(ge.join).then(ge.joined)


def test_no_agency_joins_or_separates() -> None:
    for command in (ge.join, ge.separate):
        it.given(*told, ge.joined).when(command, actor="agency:hospital").then_refused("staff-alone")


def test_without_a_rapid_review_there_is_nothing_to_join() -> None:
    it.given().when(ge.join).then_refused("no-such-case")
    it.given().when(SeparateEntries(entries=(A,))).then_refused("no-such-case")


def test_joining_two_groups_makes_one_and_separating_leaves_the_rest_together() -> None:
    groups = joined(joined((), (A, B)), (C, D))
    assert set(groups) == {frozenset({A, B}), frozenset({C, D})}
    (one,) = joined(groups, (B, C))
    assert one == {A, B, C, D}
    assert separated((one,), (A,)) == ({B, C, D},)
    assert separated((frozenset({A, B}),), (A,)) == ()


@given(st.lists(st.sets(st.sampled_from([A, B, C, D]), min_size=2), max_size=5), st.randoms())
def test_the_order_in_which_entries_were_joined_makes_no_difference(asked, dice) -> None:
    def all_joined(sets) -> set[frozenset[UUID]]:
        groups: Groups = ()
        for each in sets:
            groups = joined(groups, each)
        return set(groups)

    shuffled = list(asked)
    dice.shuffle(shuffled)
    assert all_joined(asked) == all_joined(shuffled)
    assert sum(len(group) for group in all_joined(asked)) == len(frozenset().union(*asked))
