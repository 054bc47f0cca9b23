"""Who may see a case beyond what roles say: grants, conflicts and broken glass, the rules one by one."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.console.people.person import person_of
from services.intake.glass_alarm import GlassLetter
from services.intake.need import need
from services.intake.need.commands import (
    COMMANDS,
    BreakGlass,
    DeclareConflict,
    DeclareOwnConflict,
    EndAccess,
    EndConflict,
    GrantAccess,
    NoteGlassAlarmed,
    ReviewGlass,
)
from services.intake.views.glass import Broken
from shared.decider import Command
from shared.edge import BadInput, read
from shared.events.base import Event
from shared.events.need import (
    AccessEnded,
    AccessGranted,
    ConflictDeclared,
    ConflictEnded,
    GlassAlarmed,
    GlassBroken,
    GlassReviewed,
)
from shared.sealed import Sealed
from shared.testing import Given, Then
from tests import examples as ex
from tests.console.people.test_person import issuer
from tests.contracts import examples_keeping as kx
from tests.contracts import examples_need as nx

AT = datetime(2026, 4, 3, 21, 30, tzinfo=UTC)  # Good Friday, half past ten at night in London
MANAGER = "person:manager"
grant = GrantAccess(person=nx.REVIEWER, purpose="practice review", until_on=date(2026, 10, 30))
ADDRESS = "r.reviewer@reviews.example"
invite = grant.model_copy(update={"mail_address": ADDRESS})
end = EndAccess(grant=nx.GRANT)
declare = DeclareConflict(person=nx.NURSE, kind="named in the case", reason="She was on the ward that night.")
declare_own = DeclareOwnConflict(kind="close to somebody named", reason="She is my sister.")
end_conflict = EndConflict(conflict=nx.CONFLICT, reason="It was a nurse of the same name.")
break_glass = BreakGlass(reason="A brother is in the same house tonight.")
review = ReviewGlass(opening=nx.OPENING, outcome="justified", note="The brother was seen that night.")


def after(*history: Event) -> Given:
    return Given(need).given(ex.incident_reported, *history)


GIVEN = after()


def when(given: Given, command: Command, actor: str = MANAGER, at: datetime = AT) -> Then:
    return given.when(command, at=at, actor=actor)


def test_somebody_is_let_in_for_a_purpose_until_a_day() -> None:
    found = when(GIVEN, grant).then_one(AccessGranted)
    assert (found.person, found.purpose, found.until_on) == (nx.REVIEWER, "practice review", date(2026, 10, 30))


def test_nobody_lets_themselves_in() -> None:
    when(GIVEN, grant, nx.REVIEWER).then_refused("own-grant")


def test_whom_a_conflict_keeps_out_is_let_in_by_nobody() -> None:
    kept_out = nx.conflict.model_copy(update={"person": nx.REVIEWER})
    when(after(kept_out), grant).then_refused("conflict")
    assert when(after(kept_out, nx.conflict_ended), grant).then_one(AccessGranted)


@pytest.mark.parametrize("until_on", [date(2026, 4, 2), date(2027, 4, 5)])
def test_a_grant_is_time_boxed_to_a_year_from_today(until_on: date) -> None:
    when(GIVEN, grant.model_copy(update={"until_on": until_on})).then_refused("time-boxed")


@pytest.mark.parametrize("until_on", [date(2026, 4, 3), date(2027, 4, 4)])
def test_today_and_a_year_from_today_are_within(until_on: date) -> None:
    assert when(GIVEN, grant.model_copy(update={"until_on": until_on})).then_one(AccessGranted)


def test_where_whoever_is_let_in_is_told_of_it_is_sealed() -> None:
    found = when(GIVEN, invite).then_one(AccessGranted)
    assert found.mail_address == Sealed.of(ADDRESS)
    assert when(GIVEN, grant).then_one(AccessGranted).mail_address is None


def test_an_address_is_not_taken_with_a_grant_that_stands_already() -> None:
    """Nobody would be told at it, and whoever gave it would think so."""
    for standing in (nx.granted, nx.granted.model_copy(update={"mail_address": None})):
        when(after(standing), invite).then_refused("grant-stands")
        when(after(standing), grant).then_nothing()
    assert when(after(nx.granted, nx.ended), invite).then_one(AccessGranted).mail_address == Sealed.of(ADDRESS)


@pytest.mark.parametrize("address", ["", "r.reviewer", "a@b.example, c@d.example", f"{'r' * 65}@reviews.example"])
def test_what_is_no_mailbox_is_refused_without_being_told_again(address: str) -> None:
    body = {**grant.model_dump(mode="json"), "mail_address": address}
    with pytest.raises(BadInput) as refused:
        read(json.dumps(body).encode(), GrantAccess)
    assert refused.value.problems == (("/mail_address", "must be one mailbox, name@domain"),)


def test_a_grant_that_is_over_is_over_once() -> None:
    when(after(nx.granted), end).then(AccessEnded(grant=nx.GRANT))
    when(after(nx.granted, nx.ended), end).then_nothing()
    when(GIVEN, end).then_refused("no-such-grant")


def test_the_same_grant_may_be_given_again_once_it_was_ended() -> None:
    when(after(nx.granted), grant).then_nothing()
    assert when(after(nx.granted, nx.ended), grant).then_one(AccessGranted)


def test_anybody_may_declare_a_conflict_and_their_own() -> None:
    for actor in (MANAGER, nx.NURSE):
        found = when(GIVEN, declare, actor).then_one(ConflictDeclared)
        assert (found.person, found.reason) == (nx.NURSE, Sealed.of("She was on the ward that night."))
    when(after(nx.conflict), declare).then_nothing()


def test_whoever_signs_in_by_any_issuer_can_be_let_in_and_kept_out() -> None:
    police = issuer(people="police/")
    officer = person_of(police, {"sub": "m.ellis", "roles": ["CS-Duty"]}).id
    let_in = GrantAccess.model_validate({**grant.model_dump(), "person": officer})
    assert when(GIVEN, let_in).then_one(AccessGranted).person == officer
    kept_out = DeclareConflict.model_validate({**declare.model_dump(), "person": officer})
    assert when(GIVEN, kept_out).then_one(ConflictDeclared).person == officer
    for nobody in ("person:", "person:/m.ellis", "person:police/", "person:a/b/c", "agency:police", "m.ellis"):
        with pytest.raises(ValidationError):
            DeclareConflict.model_validate({**declare.model_dump(), "person": nobody})


def test_a_conflict_is_somebodys_however_their_reference_was_typed() -> None:
    shouted = f"person:{nx.NURSE.removeprefix('person:').upper()}"
    given = after(nx.conflict)
    when(given, break_glass, shouted).then_refused("conflict")
    when(given, end_conflict, shouted).then_refused("own-conflict")
    when(given, grant.model_copy(update={"person": shouted})).then_refused("conflict")
    when(given, declare.model_copy(update={"person": shouted})).then_nothing()


def test_whom_a_conflict_keeps_out_cannot_end_it() -> None:
    given = after(nx.conflict)
    when(given, end_conflict, nx.NURSE).then_refused("own-conflict")
    when(given, end_conflict).then_one(ConflictEnded)
    when(after(nx.conflict, nx.conflict_ended), end_conflict).then_nothing()
    when(GIVEN, end_conflict).then_refused("no-such-conflict")


def test_broken_glass_is_open_for_four_hours_and_reviewed_the_next_working_day() -> None:
    found = when(GIVEN, break_glass, nx.NIGHT_DUTY).then_one(GlassBroken)
    assert found.until == AT + timedelta(hours=4)
    # Good Friday 3 April; Saturday, Sunday and Easter Monday are none; Tuesday 7 April is.
    assert found.review_by == date(2026, 4, 7)
    assert found.reason == Sealed.of("A brother is in the same house tonight.")


def test_the_glass_is_broken_again_only_when_the_four_hours_are_over() -> None:
    given = after(nx.broken)  # until 01:30 UTC
    when(given, break_glass, nx.NIGHT_DUTY).then_nothing()
    when(given, break_glass, nx.NIGHT_DUTY, at=nx.broken.until - timedelta(seconds=1)).then_nothing()
    assert when(given, break_glass, nx.NIGHT_DUTY, at=nx.broken.until).then_one(GlassBroken)
    assert when(given, break_glass, "person:another").then_one(GlassBroken)


def test_a_conflict_is_not_broken_with_the_glass() -> None:
    when(after(nx.conflict), break_glass, nx.NURSE).then_refused("conflict")


@pytest.mark.parametrize("actor", ["service:intake", "agency:hospital"])
def test_only_a_person_breaks_the_glass(actor: str) -> None:
    when(GIVEN, break_glass, actor).then_refused("persons-alone")


def test_whoever_broke_the_glass_does_not_say_that_it_was_right() -> None:
    when(after(nx.broken), review, nx.NIGHT_DUTY).then_refused("own-glass")
    found = when(after(nx.broken), review).then_one(GlassReviewed)
    assert (found.opening, found.outcome) == (nx.OPENING, "justified")


def test_broken_glass_is_reviewed_once() -> None:
    given = after(nx.broken, nx.reviewed)
    when(given, review).then_nothing()
    when(given, review.model_copy(update={"outcome": "not justified"})).then_refused("reviewed")
    when(GIVEN, review).then_refused("no-such-opening")


def test_whoever_broke_the_glass_without_justification_does_not_break_it_again() -> None:
    wrong = nx.reviewed.model_copy(update={"outcome": "not justified"})
    given = after(nx.broken, wrong)
    when(given, break_glass, nx.NIGHT_DUTY).then_refused(
        "glass-found-wrong"
    )  # nor does it stand for its four hours
    when(given, break_glass, nx.NIGHT_DUTY, at=nx.broken.until).then_refused("glass-found-wrong")
    assert when(given, break_glass, "person:another").then_one(GlassBroken)
    justified = after(nx.broken, nx.reviewed)
    assert when(justified, break_glass, nx.NIGHT_DUTY, at=nx.broken.until).then_one(GlassBroken)


def test_the_alarm_is_noted_of_a_case_that_was_erased_meanwhile_too() -> None:
    noted = NoteGlassAlarmed(opening=nx.OPENING, outcome="mailed")
    assert when(after(nx.broken, kx.erased), noted).then_one(GlassAlarmed)


def test_the_alarm_is_noted_once_and_of_no_opening_that_never_was() -> None:
    noted = NoteGlassAlarmed(opening=nx.OPENING, outcome="mailed")
    when(after(nx.broken), noted).then(GlassAlarmed(opening=nx.OPENING, outcome="mailed"))
    when(after(nx.broken, nx.alarmed), noted).then_nothing()
    when(GIVEN, noted).then_nothing()


@pytest.mark.parametrize("command", [grant, invite, end, declare, end_conflict, break_glass, review])
def test_nothing_is_decided_on_a_case_that_is_none_or_was_erased(command: Command) -> None:
    when(Given(need), command).then_refused("no-such-case")
    when(Given(need).given(ex.report_tested), command).then_refused("no-such-case")
    when(after(kx.erased), command).then_refused("erased")


def test_every_command_is_answered() -> None:
    assert set(COMMANDS) == set(need.commands)


def test_the_alarm_tells_the_privacy_officer_which_case_and_nothing_of_it() -> None:
    row = Broken(
        opening=nx.OPENING,
        subject=ex.CASE,
        person=nx.NIGHT_DUTY,
        event=UUID(int=1),
        broken_at=AT,
        until=nx.broken.until,
        review_by=nx.broken.review_by,
        told=None,
        outcome=None,
        reviewed_by=None,
        reviewed_at=None,
    )
    mail = GlassLetter(row).mail("privacy@council.example", ex.partnership(), "https://console.example")
    assert mail.subject == "Broken glass: case 0F6C2A4E, to be reviewed by Tue 7 Apr 2026"
    assert f"https://console.example/cases/{ex.CASE}" in mail.text
    whole = mail.subject + mail.text
    for secret in (nx.NIGHT_DUTY, "n.duty", "brother", ex.child.first_name, ex.reported_by.agency):
        assert secret not in whole
    again = GlassLetter(row).mail(mail.to, ex.partnership(), "")
    assert mail.message_id == again.message_id


def test_whoever_declares_their_own_conflict_is_kept_out_themselves() -> None:
    assert when(GIVEN, declare_own, MANAGER).then_one(ConflictDeclared).person == MANAGER
