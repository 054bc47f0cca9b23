"""Two people try to identify the family from exactly this text, and cannot."""

from shared.testing import Given
from tests.publisher import examples as ex

it = Given(ex.decider())


def test_one_signature_is_not_a_certificate() -> None:
    it.given(*ex.scanned_so_far).when(ex.sign(), actor=ex.FIRST).then(ex.signed(ex.FIRST))


def test_the_second_persons_signature_certifies() -> None:
    history = (*ex.scanned_so_far, ex.signed(ex.FIRST))
    it.given(*history).when(ex.sign(), actor=ex.SECOND).then(ex.signed(ex.SECOND), ex.certificate)


def test_the_same_person_cannot_be_both() -> None:
    it.given(*ex.scanned_so_far, ex.signed(ex.FIRST)).when(ex.sign(), actor=ex.FIRST).then_nothing()


def test_a_third_signature_adds_nothing() -> None:
    it.given(*ex.certified_so_far).when(ex.sign(), actor="person:third").then_nothing()


def test_whoever_drafted_may_not_certify() -> None:
    it.given(*ex.scanned_so_far).when(ex.sign(), actor=ex.WRITER).then_refused("two-people")


def test_nor_may_whoever_drafted_an_earlier_version() -> None:
    later = ex.drafted(ex.other_text).model_copy(update={"drafter": "person:editor"})
    history = (*ex.scanned_so_far, later)
    it.given(*history).when(ex.sign(ex.OTHER_HASH), actor=ex.WRITER).then_refused("two-people")


def test_a_certificate_is_for_the_present_text_only() -> None:
    it.given(*ex.scanned_so_far).when(ex.sign(ex.OTHER_HASH), actor=ex.FIRST).then_refused("another-text")


def test_a_changed_text_voids_the_first_signature() -> None:
    history = (*ex.scanned_so_far, ex.signed(ex.FIRST), ex.drafted(ex.other_text), ex.drafted(), ex.scanned())
    it.given(*history).when(ex.sign(), actor=ex.SECOND).then(ex.signed(ex.SECOND))


def test_there_is_nothing_to_certify_without_a_draft() -> None:
    it.given(*ex.accepted_so_far).when(ex.sign(), actor=ex.FIRST).then_refused("no-draft")
