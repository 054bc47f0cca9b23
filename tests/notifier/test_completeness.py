"""What a notification lacks is listed by field and rule; it blocks nothing, and never shows a value."""

from dataclasses import replace
from datetime import date

from services.notifier.completeness import lacking
from services.notifier.document import Contents
from shared.events.intake import Child, ReportDetails
from tests.notifier.test_document import contents

WHOLE = Child(
    first_name="Ada",
    last_name="Example",
    date_of_birth=date(2020, 1, 1),
    health="asthma",
    address="1 Nowhere Lane",
    sex="F",
    ethnicity="WBRI",
    legal_status="none",
    child_in_need=False,
    child_protection_plan="never",
    known_to=("health",),
)
DETAILS = ReportDetails(
    children=(WHOLE,), outline="o", place="At home", harm_types=("physical",), immediate_action="a"
)


def of(details: ReportDetails, **changes: object) -> dict[str, str]:
    it: Contents = replace(contents(), details=details, **changes)  # type: ignore[arg-type]
    return {each.field: each.rule for each in lacking(it)}


def test_a_whole_notification_lacks_nothing() -> None:
    assert of(DETAILS) == {}


def test_each_thing_that_the_form_asks_for_is_named_by_its_place() -> None:
    bare = ReportDetails(children=(WHOLE, Child(first_name="Bryn", last_name="")), outline="o")
    assert set(of(bare, narrative="")) == {
        *(
            f"/children/1/{field}"
            for field in (
                "last_name",
                "date_of_birth",
                "health",
                "residence_la_code",
                "sex",
                "ethnicity",
                "legal_status",
                "child_in_need",
                "child_protection_plan",
                "known_to",
            )
        ),
        "/place",
        "/harm_types",
        "/immediate_action",
        "/narrative",
    }


def test_an_estimated_age_or_an_expected_date_does_for_a_date_of_birth() -> None:
    for known in ({"estimated_age": 3}, {"expected_date_of_birth": date(2026, 8, 1)}):
        child = WHOLE.model_copy(update={"date_of_birth": None, **known})
        assert of(DETAILS.model_copy(update={"children": (child,)})) == {}


def test_class_a_lacks_its_criteria_until_they_are_recorded() -> None:
    assert set(of(DETAILS, criteria=None)) == {"/criteria"}
    assert of(DETAILS, criteria=None, trigger_class="B") == {}


def test_beyond_the_structured_children_a_text_tells_of_the_others() -> None:
    many = DETAILS.model_copy(update={"children": (WHOLE,) * 5})
    assert set(of(many)) == {"/further_children"}


def test_no_value_is_shown() -> None:
    shown = " ".join(
        f"{field} {rule}" for field, rule in of(ReportDetails(children=(WHOLE,), outline="o")).items()
    )
    assert "Ada" not in shown and "asthma" not in shown
