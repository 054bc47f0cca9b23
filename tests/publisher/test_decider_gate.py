"""The anonymity gate as it is decided: it fails closed, and whatever changes voids what was signed."""

from uuid import UUID

import pytest

from services.publisher.anonymity import SOURCES
from services.publisher.gate.scan import EDITION
from services.publisher.passage import AddIdentifiers, LearnOfPeople, RecordScan, SettleFinding
from shared.events.anonymity import CertificateVoided, FindingSettled, Found, IdentifiersAdded
from shared.sealed import Sealed
from shared.testing import SOMEBODY, Given
from tests.publisher import examples as ex

it = Given(ex.decider())
NAME = Found(mark="a" * 16, rule="name", certain=True)
AGE = Found(mark="b" * 16, rule="age in days, weeks or months", certain=False)
CLOSED = "not-through-the-gate"
accept = SettleFinding(finding=AGE.mark, decision="accept", reason="The age is in the inquest's public record.")
blur = SettleFinding(finding=AGE.mark, decision="blur", reason="Weeks are too exact.")
TOLD_BY = UUID(int=77)
learn = LearnOfPeople(told_by=TOLD_BY)
learned = CertificateVoided(
    publication=ex.PUBLICATION, text_hash=ex.HASH, because="more became known", told_by=TOLD_BY
)


def record(*found: Found, hash_: str = ex.HASH, opened: int = 1, asked: int = 1) -> RecordScan:
    return RecordScan(text_hash=hash_, edition=EDITION, opened=opened, found=found, asked=asked)


def settled(command: SettleFinding) -> FindingSettled:
    return FindingSettled(
        publication=ex.PUBLICATION,
        mark=command.finding,
        decision=command.decision,
        settled_by=SOMEBODY,
        reason=Sealed.of(command.reason),
    )


def test_a_text_that_was_not_scanned_cannot_be_certified() -> None:
    it.given(*ex.drafted_so_far).when(ex.sign(), actor=ex.FIRST).then_refused(CLOSED)


def test_a_scan_that_had_nothing_to_compare_with_lets_nothing_through() -> None:
    history = (*ex.drafted_so_far, ex.scanned(opened=0))
    it.given(*history).when(ex.sign(), actor=ex.FIRST).then_refused(CLOSED)


def test_a_name_in_the_text_must_go_and_cannot_be_accepted() -> None:
    history = (*ex.drafted_so_far, ex.scanned(NAME))
    it.given(*history).when(ex.sign(), actor=ex.FIRST).then_refused(CLOSED)
    allow = SettleFinding(finding=NAME.mark, decision="accept", reason="It is a common name.")
    it.given(*history).when(allow).then_refused("must-go")


def test_what_may_tell_who_it_was_is_accepted_with_a_reason_before_anybody_signs() -> None:
    history = (*ex.drafted_so_far, ex.scanned(AGE))
    it.given(*history).when(ex.sign(), actor=ex.FIRST).then_refused(CLOSED)
    it.given(*history).when(accept).then(settled(accept))
    it.given(*history, settled(accept)).when(ex.sign(), actor=ex.FIRST).then(ex.signed(ex.FIRST))


def test_what_is_to_be_blurred_holds_the_text_until_it_is_gone() -> None:
    history = (*ex.drafted_so_far, ex.scanned(AGE), settled(blur))
    it.given(*history).when(ex.sign(), actor=ex.FIRST).then_refused(CLOSED)
    mended = (*history, ex.drafted(ex.other_text), ex.scanned(words=ex.other_text))
    it.given(*mended).when(ex.sign(ex.OTHER_HASH), actor=ex.FIRST).then_one(type(ex.signed(ex.FIRST)))


def test_what_was_accepted_stays_accepted_in_the_next_draft_if_its_sentence_does() -> None:
    history = (*ex.drafted_so_far, ex.scanned(AGE), settled(accept), ex.drafted(ex.other_text))
    again = (*history, ex.scanned(AGE, words=ex.other_text))
    assert it.given(*again).when(ex.sign(ex.OTHER_HASH), actor=ex.FIRST).happened


def test_settling_twice_says_nothing_and_an_unknown_finding_is_refused() -> None:
    history = (*ex.drafted_so_far, ex.scanned(AGE), settled(accept))
    it.given(*history).when(accept).then_nothing()
    it.given(*history).when(SettleFinding(finding="c" * 16, decision="blur", reason="x")).then_refused(
        "no-such-finding"
    )


def test_nobody_changes_what_was_accepted_once_somebody_has_signed() -> None:
    history = (*ex.drafted_so_far, ex.scanned(AGE), settled(accept), ex.signed(ex.FIRST))
    it.given(*history).when(blur).then_refused("signed-already")


def test_the_checklist_of_a_motivated_intruder_must_be_complete() -> None:
    for source in SOURCES:
        fewer = ex.sign().model_copy(update={"searched": tuple(each for each in SOURCES if each != source)})
        answer = it.given(*ex.scanned_so_far).when(fewer, actor=ex.FIRST)
        answer.then_refused("not-searched")
        assert answer.refused and source in answer.refused.detail


def test_a_scan_is_recorded_once_and_not_for_a_text_that_was_replaced() -> None:
    it.given(*ex.drafted_so_far).when(record(AGE)).then(ex.scanned(AGE))
    it.given(*ex.scanned_so_far).when(record(AGE)).then_nothing()
    it.given(*ex.drafted_so_far).when(record(hash_=ex.OTHER_HASH)).then_nothing()
    it.given(*ex.published_so_far).when(record()).then_nothing()


@pytest.mark.parametrize("history", [ex.certified_so_far, ex.sent_so_far, ex.scheduled_so_far])
def test_what_becomes_known_later_voids_certificate_and_schedule(history: tuple[ex.Event, ...]) -> None:
    it.given(*history).when(learn).then(learned)
    state = ex.decider().state([*history, learned])
    assert not state.certified and not state.signatures and state.publish_on is None
    it.given(*history, learned, ex.scanned(NAME)).when(ex.sign(), actor=ex.FIRST).then_refused(CLOSED)


def test_a_text_certified_before_there_was_a_gate_is_scanned_and_loses_its_certificate() -> None:
    history = (*ex.drafted_so_far, ex.signed(ex.FIRST), ex.signed(ex.SECOND), ex.certificate)
    void = CertificateVoided(publication=ex.PUBLICATION, text_hash=ex.HASH, because="the scan found something")
    it.given(*history).when(record(NAME)).then(void, ex.scanned(NAME))
    assert not ex.decider().state([*history, void, ex.scanned(NAME)]).certified
    it.given(*history).when(record()).then(ex.scanned())


def test_what_staff_add_is_kept_and_has_every_text_looked_at_again() -> None:
    add = AddIdentifiers(addition=TOLD_BY, kind="school or setting", values=("Larkspur Meadow",))
    added = IdentifiersAdded(
        publication=ex.PUBLICATION, addition=TOLD_BY, kind=add.kind, values=Sealed.of(add.values)
    )
    it.given(*ex.accepted_so_far).when(add).then(added)
    voided = learned.model_copy(update={"told_by": None})
    it.given(*ex.certified_so_far).when(add).then(added, voided)
    it.given(*ex.certified_so_far, added, voided).when(add).then_nothing()
    it.given(*ex.published_so_far).when(add).then_refused("already-published")


def test_a_scan_that_began_before_more_became_known_does_not_count() -> None:
    it.given(*ex.drafted_so_far, learned).when(record(asked=1)).then_nothing()
    it.given(*ex.drafted_so_far, learned).when(record(asked=2)).then(ex.scanned())


def test_the_same_news_voids_once() -> None:
    it.given(*ex.certified_so_far, learned).when(learn).then_nothing()


def test_before_there_is_a_text_and_after_it_is_public_nothing_is_voided() -> None:
    it.given().when(learn).then_nothing()
    it.given(*ex.accepted_so_far).when(learn).then_nothing()
    it.given(*ex.published_so_far).when(learn).then_nothing()
