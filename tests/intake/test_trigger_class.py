"""The classes A to D by the facts that make them, and the two ages that they turn on."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.intake.casework import ClassifyTrigger
from shared.events.base import Event
from shared.events.intake import DecisionReopened, NotifyDecided, TriggerClass, TriggerClassified
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import aware, considered, death_reported, given, met, reported

death: tuple[Event, ...] = (death_reported, ex.became_aware)
harm = aware
CHILD, YOUNG_ADULT, ADULT = date(2025, 11, 3), date(2004, 6, 1), date(1999, 1, 1)
ON = date(2026, 4, 2)
FACTS: list[tuple[tuple[Event, ...], dict[str, Any], TriggerClass]] = [
    (harm, {"suspicion": "known", "born_on": CHILD}, "A"),
    (harm, {"suspicion": "suspected", "born_on": CHILD}, "A"),
    (death, {"suspicion": "suspected", "born_on": CHILD}, "A"),
    (death, {"suspicion": "suspected", "looked_after": True, "born_on": CHILD}, "A"),  # rather than B
    (
        death,
        {"suspicion": "suspected", "care_leaver": True, "born_on": date(2009, 1, 1)},
        "A",
    ),  # 17, rather than C
    (death, {"suspicion": "neither", "looked_after": True, "born_on": CHILD}, "B"),
    (death, {"suspicion": "neither", "care_leaver": True, "born_on": YOUNG_ADULT}, "C"),
    (death, {"suspicion": "suspected", "care_leaver": True, "born_on": YOUNG_ADULT}, "C"),  # no child any more
    (death, {"suspicion": "neither", "care_leaver": True, "born_on": date(2009, 1, 1)}, "C"),  # from 16 on
    (harm, {"suspicion": "neither", "looked_after": True, "born_on": CHILD}, "D"),  # harmed, and not by anybody
    (harm, {"suspicion": "neither", "care_leaver": True, "born_on": YOUNG_ADULT}, "D"),
    (death, {"suspicion": "neither", "born_on": CHILD}, "D"),
    (death, {"suspicion": "neither", "care_leaver": True, "born_on": ADULT}, "D"),
    (death, {"suspicion": "known", "born_on": YOUNG_ADULT}, "D"),  # an adult who was never in care
    (harm, {"suspicion": "suspected"}, "A"),  # whose age nobody knows counts as a child
]


def classified(history: tuple[Event, ...], **facts: Any) -> TriggerClassified:
    return given(*history).when(ClassifyTrigger(happened_on=ON, **facts)).then_one(TriggerClassified)


@pytest.mark.parametrize(("history", "facts", "class_"), FACTS)
def test_the_facts_make_the_class(history: tuple[Event, ...], facts: dict[str, Any], class_: TriggerClass) -> None:
    assert classified(history, **facts).trigger_class == class_


AGES = [
    # born, died, the 25th birthday had begun
    (date(2001, 5, 20), date(2026, 5, 19), "C"),  # the day before a 25th birthday
    (date(2001, 5, 20), date(2026, 5, 20), "D"),  # on it: attained at its first moment
    (date(2001, 5, 20), date(2025, 5, 20), "C"),  # on the 24th
    # 29 February: 2025 is a common year, and the birthday is 1 March.
    (date(2000, 2, 29), date(2025, 2, 28), "C"),
    (date(2000, 2, 29), date(2025, 3, 1), "D"),
    (date(2004, 2, 29), date(2026, 2, 28), "C"),
]


@pytest.mark.parametrize(("born_on", "died_on", "class_"), AGES)
def test_a_care_leavers_death_counts_until_the_25th_birthday_begins(
    born_on: date, died_on: date, class_: TriggerClass
) -> None:
    facts = ClassifyTrigger(suspicion="neither", care_leaver=True, born_on=born_on, happened_on=died_on)
    said = given(*death).when(facts).then_one(TriggerClassified)
    assert (said.trigger_class, said.under_25) == (class_, class_ == "C")


EIGHTEENTHS = [
    (date(2008, 6, 2), date(2026, 6, 1), "A"),
    (date(2008, 6, 1), date(2026, 6, 1), "D"),
    # Born on 29 February 2008, 18 on 1 March 2026.
    (date(2008, 2, 29), date(2026, 2, 28), "A"),
    (date(2008, 2, 29), date(2026, 3, 1), "D"),
]


@pytest.mark.parametrize(("born_on", "happened_on", "class_"), EIGHTEENTHS)
def test_a_child_is_one_until_the_18th_birthday_begins(
    born_on: date, happened_on: date, class_: TriggerClass
) -> None:
    facts = ClassifyTrigger(suspicion="known", born_on=born_on, happened_on=happened_on)
    assert given(*harm).when(facts).then_one(TriggerClassified).trigger_class == class_


def test_before_working_together_2023_no_care_leavers_death_was_to_be_notified() -> None:
    """The edition of 15 December 2023 brought it: what the authority knew of the day before is outside."""
    before, since = (datetime(2023, 12, day, 12, tzinfo=UTC) for day in (14, 15))
    facts = ClassifyTrigger(
        suspicion="neither", care_leaver=True, born_on=YOUNG_ADULT, happened_on=date(2023, 12, 1)
    )
    for aware_at, class_ in ((before, "D"), (since, "C")):
        knew = ex.became_aware.model_copy(update={"incident_aware_at": aware_at})
        assert given(death_reported, knew).when(facts).then_one(TriggerClassified).trigger_class == class_


def test_dates_are_used_and_not_kept() -> None:
    said = classified(death, suspicion="neither", care_leaver=True, born_on=YOUNG_ADULT)
    assert "2004" not in said.model_dump_json()


def test_without_another_date_the_reported_day_counts() -> None:
    """Reported as of Thu 2 April 2026: born that day 18 years before, it was no child."""
    facts = ClassifyTrigger(suspicion="known", born_on=date(2008, 4, 2))
    assert given(*reported).when(facts).then_one(TriggerClassified).trigger_class == "D"


def test_it_has_not_happened_in_the_future() -> None:
    later = ClassifyTrigger(suspicion="known", happened_on=date(2026, 6, 2))
    given(*reported).when(later).then_refused("not-in-the-future")


def test_nobody_was_born_in_the_future() -> None:
    """A mistyped year of birth would make a child of anybody, and a duty to notify of it."""
    unborn = ClassifyTrigger(suspicion="known", born_on=date(2090, 1, 1))
    given(*reported).when(unborn).then_refused("not-in-the-future")


def test_a_death_that_came_after_the_report_is_a_death() -> None:
    facts = ClassifyTrigger(suspicion="neither", looked_after=True)
    assert given(*harm).when(facts).then_one(TriggerClassified).trigger_class == "D"
    assert given(*harm, ex.child_died).when(facts).then_one(TriggerClassified).trigger_class == "B"


def test_a_decision_to_notify_is_in_the_class_of_the_facts() -> None:
    of_b = ex.classified.model_copy(update={"trigger_class": "B"})
    given(*met, of_b).when(asked.decide_to_notify).then_refused("classified-otherwise")
    given(*met, ex.classified).when(asked.decide_to_notify).then_one(NotifyDecided)


def test_other_facts_open_a_decision_not_to_notify_again() -> None:
    said = given(*considered).when(asked.classify).then_one(DecisionReopened)
    assert said.because == "classified otherwise"


def test_facts_that_leave_it_in_its_class_open_nothing() -> None:
    facts = ClassifyTrigger(suspicion="neither")
    said = given(*considered).when(facts)
    assert [type(event) for event in said.happened] == [TriggerClassified]
