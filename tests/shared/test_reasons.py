"""What staff gave as reasons is opened on purpose: said first, each time anew. What of all that is said is one."""

from uuid import UUID

import pytest

from shared.events.base import Event, Recorded, event_type
from shared.events.openings import ReasonsOpened
from shared.events.reviews import ReviewerAppointed
from shared.reasons import OpenReasons, opening, reasons_told
from shared.sealed import Sealed
from shared.testing import Given
from tests import examples as ex
from tests.contracts.records import SAID, VOCABULARIES

# Sealed, and no reason: what was told or found out, who somebody is, and what stands where it can be read already.
NO_REASONS = {
    *("details", "narrative", "record", "headers", "text", "name", "person", "explained", "said", "reviewer"),
    *("content", "involvement", "key_episodes", "good_practice", "immediate_action", "teller", "values"),
    *("reference", "evidence", "requester", "mail_address"),
}


class Opened:
    """A keyring that opens everything, and knows who was asked."""

    async def open(self, _: object, value: Sealed[str], __: type[str], purpose: str) -> str:
        assert purpose == "review"
        return str(value.plain)


def recorded(source: str, event: Event) -> Recorded:
    return Recorded(
        id=UUID(int=1),
        source=source,
        type=event_type(source, type(event)),
        subject=ex.CASE,
        version=1,
        time=ex.AWARE_AT,
        cause=UUID(int=1),
        correlation=UUID(int=1),
        actor="person:officer",
        data=event,
    )


async def told(source: str, event: Event) -> list[dict[str, str]]:
    found = await reasons_told(Opened(), None, [recorded(source, event)], source, "review")  # type: ignore[arg-type]
    return [each.text for each in found]


def test_each_opening_of_reasons_is_said_with_its_purpose() -> None:
    opened = ReasonsOpened(case=ex.CASE, purpose="review")
    asked = OpenReasons(case=ex.CASE, purpose="review")
    Given(opening).when(asked).then(opened)
    Given(opening, [opened]).when(asked).then(opened)


@pytest.mark.parametrize("source", sorted(SAID))
async def test_whatever_is_sealed_is_a_reason_or_is_known_to_be_none(source: str) -> None:
    """So that the reasons of an event that is added are not forgotten here."""
    for event in SAID[source]:
        sealed = {name for name in type(event).model_fields if isinstance(getattr(event, name), Sealed)}
        names = {name for text in await told(source, event) for name in text}
        shown = names | {f"stated_{name}" for name in names}
        assert sealed - shown <= NO_REASONS | _of_an_agency(event), type(event).__name__


def _of_an_agency(event: Event) -> set[str]:
    """Read with the agency's report."""
    return {"reasons", "information"} if type(event).__name__.startswith("Report") else set()


async def test_reasons_are_told_of_what_a_service_says_itself_and_of_nothing_else() -> None:
    (decided,) = (each for each in SAID["reviews"] if type(each).__name__ == "RapidReviewDecided")
    assert (await told("reviews", decided))[0].keys() == {"reasons"}
    (found,) = await reasons_told(Opened(), None, [recorded("reviews", decided)], "reviews", "review")  # type: ignore[arg-type]
    assert (found.about, found.by) == (decided.next_step, "person:officer")  # type: ignore[attr-defined]
    other = await reasons_told(Opened(), None, [recorded("reviews", decided)], "publisher", "review")  # type: ignore[arg-type]
    assert other == []


async def test_what_says_why_in_the_clear_stands_beside_what_is_sealed() -> None:
    signed = next(each for each in SAID["publisher"] if type(each).__name__ == "AnonymityCertificateSigned")
    assert await told("publisher", signed) == [{"method": signed.method}]  # type: ignore[attr-defined]
    appointed = next(each for each in SAID["reviews"] if isinstance(each, ReviewerAppointed))
    assert "independence" in (await told("reviews", appointed))[0]
    before = appointed.model_copy(
        update={"independence": "Has worked for nobody here.", "stated_independence": None}
    )
    assert (await told("reviews", before))[0]["independence"] == "Has worked for nobody here."
    checked = next(each for each in SAID["reviews"] if type(each).__name__ == "ActionVerified")
    assert await told("reviews", checked) == []  # how it was looked at is no reason


def test_every_service_that_decides_says_who_read_its_reasons() -> None:
    for vocabulary in VOCABULARIES.values():
        assert ReasonsOpened in vocabulary.classes.values()
