"""Findings, recommendations, recurrences, briefings and audits: given, when, then."""

from datetime import date

import pytest

from services.reviews.decider.learning import learning
from services.reviews.themes import EDITIONS, Found, grounds, vocabulary_on
from shared.decider import Command
from shared.events.learning import (
    AuditConcluded,
    BriefingAnswered,
    BriefingDisseminated,
    FindingRecorded,
    LearningReminderRaised,
    RecommendationLinked,
    RecurrenceConfirmed,
)
from shared.testing import Given, Then
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le

LINKED = le.stages()["no action"]


def when(command: Command, *history: object, actor: str = le.CLAIMANT) -> Then:
    return Given(learning).given(*history).when(command, at=le.TODAY, actor=actor)  # type: ignore[arg-type]


def test_learning_needs_a_review() -> None:
    when(le.record).then_refused("no-such-case")


def test_a_rapid_review_is_enough_to_learn_from() -> None:
    found = when(le.record, *ex.opened).then_one(FindingRecorded)
    assert (found.theme, found.vocabulary) == ("injuries in babies", EDITIONS[0].id)


def test_themes_and_aspects_come_from_the_kept_vocabulary() -> None:
    free = le.record.model_copy(update={"theme": "bad luck"})
    when(free, *ex.opened).then_refused("unknown-theme")
    elsewhere = le.record.model_copy(update={"aspects": ("caseloads",)})
    when(elsewhere, *ex.opened).then_refused("unknown-aspect")


def test_an_old_finding_has_a_theme_too() -> None:
    assert vocabulary_on(date(2009, 3, 12)) == EDITIONS[0]


def test_a_reference_stands_for_one_thing() -> None:
    other = le.record.model_copy(update={"theme": "capacity", "aspects": ()})
    when(other, *LINKED).then_refused("reference-taken")
    of_the_report = le.issue.model_copy(update={"recommendation": "R1", "owner": le.OTHER})
    when(of_the_report, *LINKED).then_refused("reference-taken")
    twice = le.propose.model_copy(update={"owner": le.OTHER})
    when(twice, *le.stages()["proposed"]).then_refused("reference-taken")


def test_the_reports_recommendations_have_numbers_in_its_order() -> None:
    assert set(learning.state((*ex.opened, ex.accepted)).recommendations) == {"R1"}


def test_a_recommendation_answers_findings_that_there_are() -> None:
    when(le.link, *ex.opened, ex.accepted).then_refused("no-such-finding")
    linked = when(le.link, *ex.opened, ex.accepted, *_found()).then_one(RecommendationLinked)
    assert linked.findings == ("F1",)


def test_an_action_answers_a_recommendation() -> None:
    when(le.propose, *ex.opened).then_refused("no-such-recommendation")


def test_what_was_dismissed_may_be_confirmed_later_but_not_the_reverse() -> None:
    dismissed = le.after(LINKED, le.dismiss)
    confirmed = when(le.confirm, *dismissed).then_one(RecurrenceConfirmed)
    when(le.dismiss, *dismissed, confirmed).then_refused("already-confirmed")


def test_each_organisation_is_given_a_briefing_once() -> None:
    first = le.disseminate.model_copy(update={"organisations": (le.OWNER,)})
    given = when(le.disseminate, *le.after(LINKED, first)).then_one(BriefingDisseminated)
    assert given.organisation == le.OTHER


def test_only_who_was_given_a_briefing_says_what_it_did_with_it() -> None:
    when(le.answer, *LINKED).then_refused("no-such-briefing")
    given = le.after(LINKED, le.disseminate)
    assert when(le.answer, *given).then_one(BriefingAnswered).people_reached == 45
    when(le.answer.model_copy(update={"answered_on": date(2026, 8, 31)}), *given).then_refused(
        "not-before-it-was-sent"
    )
    unused = le.answer.model_copy(update={"use": "not used yet"})
    when(unused, *given).then_refused("not-used-reaches-nobody")


def test_an_audit_re_opens_what_it_finds_not_to_hold() -> None:
    planned = le.after(le.stages()["embedded"], le.plan)
    said = when(le.conclude, *planned)
    assert [type(event).__name__ for event in said.happened] == ["AuditConcluded", "ActionReopened"]


def test_an_audit_finds_nothing_about_actions_it_was_not_planned_for() -> None:
    planned = le.after(LINKED, le.plan.model_copy(update={"actions": ()}))
    when(le.conclude, *planned).then_refused("not-audited")
    clean = when(le.conclude.model_copy(update={"not_embedded": ()}), *planned)
    assert clean.then_one(AuditConcluded).not_embedded == ()


def _found() -> tuple[FindingRecorded, ...]:
    return (when(le.record, *ex.opened).then_one(FindingRecorded),)


@pytest.mark.parametrize(
    ("state", "step", "day"),
    [
        ("proposed", "due soon", None),
        ("accepted", "due soon", date(2026, 9, 30)),
        ("in progress", "overdue", date(2026, 9, 30)),
        ("implemented", "overdue", None),
        ("verified", "measure at six months", date(2027, 2, 28)),
        ("measured once", "measure at six months", None),
        ("measured once", "measure at twelve months", date(2027, 8, 31)),
        ("embedded", "measure at twelve months", None),
        ("re-opened", "overdue", date(2026, 9, 30)),
    ],
)
def test_people_are_reminded_of_what_is_still_to_be_done(state: str, step: str, day: date | None) -> None:
    said = when(le.due_soon.model_copy(update={"step": step}), *le.stages()[state])
    assert [event.due_on for event in said.happened if isinstance(event, LearningReminderRaised)] == [day] * bool(
        day
    )


THEN = date(2024, 2, 29)
EARLIER = Found("neglect", frozenset({"thresholds"}), frozenset({"Meon Valley Police"}), THEN)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (
            Found("neglect", frozenset(), frozenset({"the Meon Valley  police"}), THEN),
            ("an organisation in common",),
        ),
        (Found("neglect", frozenset({"thresholds"}), frozenset(), date(2029, 2, 28)), ("an aspect in common",)),
        (Found("neglect", frozenset({"thresholds"}), frozenset(), date(2029, 3, 1)), ()),
        (Found("neglect", frozenset({"thresholds"}), frozenset(), date(2024, 2, 28)), ()),
        (Found("neglect", frozenset({"home conditions"}), frozenset({"A school"}), THEN), ()),
        (Found("capacity", frozenset({"thresholds"}), frozenset({"Meon Valley Police"}), THEN), ()),
    ],
)
def test_a_finding_recurs_by_theme_and_organisation_or_aspect_within_five_years(
    later: Found, expected: tuple[str, ...]
) -> None:
    assert grounds(EARLIER, later) == expected
