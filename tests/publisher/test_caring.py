"""What staff do about a publication beside its text and its day."""

from services.publisher.care import ChooseThemes
from shared.events.publisher import ThemesChosen
from shared.testing import Given
from tests.publisher import examples as ex

TWO = ("Babies under one", "Information sharing")
chosen = ThemesChosen(publication=ex.PUBLICATION, themes=TWO)


def of(*history: object) -> Given:
    return Given(ex.decider()).given(*history)  # type: ignore[arg-type]


def test_themes_are_kept_in_the_order_of_the_partnerships_list_each_once() -> None:
    of(*ex.accepted_so_far).when(ChooseThemes(themes=(TWO[1], TWO[0], TWO[1]))).then(chosen)


def test_the_same_themes_again_say_nothing() -> None:
    of(*ex.accepted_so_far, chosen).when(ChooseThemes(themes=TWO)).then_nothing()


def test_what_is_not_in_the_partnerships_list_is_no_theme() -> None:
    of(*ex.accepted_so_far).when(ChooseThemes(themes=("Willow's mother",))).then_refused("not-a-theme")


def test_themes_may_be_chosen_after_publication_and_leave_certificate_and_hash_alone() -> None:
    of(*ex.published_so_far).when(ChooseThemes(themes=TWO)).then(chosen)
    before, after = (ex.decider().state(h) for h in (ex.certified_so_far, (*ex.certified_so_far, chosen)))
    assert (after.certified, after.text_hash) == (before.certified, before.text_hash) == (True, ex.HASH)


def test_without_a_publication_there_is_nothing_to_choose_for() -> None:
    of().when(ChooseThemes(themes=TWO)).then_refused("no-such-case")
