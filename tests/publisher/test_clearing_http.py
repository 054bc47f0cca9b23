"""The publisher's statement over HTTP: of a case, what was merged into it, and a joint review that tells of it."""

import httpx
import pytest

from shared.calendar import london_date
from shared.clearance import PURPOSE, Clearance, opened
from shared.events.practice import CoveredBy, IncidentTakenUp
from shared.keys import sealed_under
from shared.sealing import new_key
from shared.service import Service
from tests import examples as told
from tests.contracts import examples_keeping as kx
from tests.contracts.examples_reports import taken_over
from tests.publisher import examples as ex
from tests.publisher.conftest import HeldInMind
from tests.publisher.stories import accepted, hear
from tests.publisher.test_gate_joint import JOINT, joint

pytestmark = pytest.mark.real
OTHER = "5b1c2d3e-0000-5000-8000-000000000001"


async def stated(service: Service, staff: httpx.AsyncClient) -> Clearance:
    """As it is read; and the line that is carried says the same."""
    answer = await staff.get(f"/cases/{ex.CASE}/erasure-clearance")
    assert answer.status_code == 200, answer.text
    found = Clearance.model_validate(answer.json()["stated"], strict=False)
    assert opened(answer.json()["statement"], service.keyring.hasher(PURPOSE)) == found
    return found


async def test_an_open_case_is_stated_with_what_is_open(service: Service, staff: httpx.AsyncClient) -> None:
    await accepted(service)
    found = await stated(service, staff)
    assert (found.case, found.cases, found.held, found.joint) == (ex.CASE, (ex.CASE,), (), ())
    assert "Its publication is neither made nor ended." in found.open
    assert found.heard == {ex.CASE: 1} and found.stated_at == service.clock.now()


async def test_what_nobody_reported_is_no_case(staff: httpx.AsyncClient) -> None:
    answer = await staff.get(f"/cases/{ex.CASE}/erasure-clearance")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:cspr:problem:no-such-case")


async def test_a_legal_hold_is_stated(service: Service, staff: httpx.AsyncClient) -> None:
    await accepted(service)
    await hear(service, "intake", sealed_under(kx.hold_put, ex.CASE, new_key()), after=1)
    assert (await stated(service, staff)).held == (ex.CASE,)


async def test_what_each_case_was_classed_as_is_stated(service: Service, staff: httpx.AsyncClient) -> None:
    """Of one that was merged into it too."""
    await accepted(service)
    assert (await stated(service, staff)).classed == {}
    key = new_key()
    await hear(service, "intake", sealed_under(kx.classed, ex.CASE, key), after=1)
    await hear(
        service, "intake", sealed_under(taken_over.model_copy(update={"merged": OTHER}), ex.CASE, key), after=2
    )
    await hear(service, "intake", sealed_under(told.incident_reported, OTHER, new_key()), subject=OTHER)
    longer = kx.classed.model_copy(update={"record_class": "adopted child"})
    await hear(service, "intake", sealed_under(longer, OTHER, new_key()), after=1, subject=OTHER)
    found = await stated(service, staff)
    assert found.cases == (ex.CASE, OTHER)
    assert found.classed == {ex.CASE: "child protection", OTHER: "adopted child"}


taken_up = IncidentTakenUp(case=OTHER, practice_review=ex.PRACTICE_REVIEW)


async def begun_to_cover_two(service: Service) -> None:
    """Of which the first has answered that it is covered."""
    await accepted(service)
    two = joint.model_copy(update={"covers": (ex.CASE, OTHER)})
    await hear(service, "reviews", two, subject=JOINT)
    await hear(service, "reviews", CoveredBy(case=JOINT, practice_review=ex.PRACTICE_REVIEW), after=2)


async def test_a_case_that_never_said_that_it_is_covered_does_not_hold_the_joint_review_for_ever(
    service: Service, staff: httpx.AsyncClient
) -> None:
    """It had no rapid review, or nobody ever reported it under this id: it can never be erased first."""
    await begun_to_cover_two(service)
    (one,) = (await stated(service, staff)).joint
    assert one.others == ()


async def test_a_case_that_said_that_it_is_covered_counts_before_the_joint_review_notes_it(
    service: Service, staff: httpx.AsyncClient
) -> None:
    await begun_to_cover_two(service)
    covered = CoveredBy(case=JOINT, practice_review=ex.PRACTICE_REVIEW)
    await hear(service, "reviews", covered, subject=OTHER)
    (one,) = (await stated(service, staff)).joint
    assert one.others == (OTHER,)


async def test_a_joint_review_is_stated_with_the_other_cases_that_it_covers(
    service: Service, staff: httpx.AsyncClient
) -> None:
    """Once they are erased, it may go with the last of them."""
    await begun_to_cover_two(service)
    await hear(service, "reviews", taken_up, after=1, subject=JOINT)
    (one,) = (await stated(service, staff)).joint
    assert (one.case, one.others, one.public) == (JOINT, (OTHER,), False)
    assert one.closed_on == london_date(ex.ACCEPTED_AT)
    await hear(service, "intake", sealed_under(told.incident_reported, OTHER, new_key()), subject=OTHER)
    certificate = kx.erased.model_copy(update={"cases": (OTHER,), "keys": (OTHER,)})
    await hear(service, "intake", certificate, after=1, subject=OTHER)
    (one,) = (await stated(service, staff)).joint
    assert one.others == ()


async def test_while_nothing_of_the_joint_review_has_been_heard_nothing_is_stated(
    service: Service, staff: httpx.AsyncClient
) -> None:
    """It is on a case of its own, which may come later than the news that it covers this one."""
    await accepted(service)
    await hear(service, "reviews", CoveredBy(case=JOINT, practice_review=ex.PRACTICE_REVIEW), after=2)
    answer = await staff.get(f"/cases/{ex.CASE}/erasure-clearance")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:cspr:problem:not-now")


async def test_while_kafka_holds_what_was_not_heard_nothing_is_stated(
    service: Service, staff: httpx.AsyncClient, in_kafka: HeldInMind
) -> None:
    """A review that was begun would not be in it."""
    await accepted(service)
    in_kafka.ends["reviews.events", 1] = 1
    answer = await staff.get(f"/cases/{ex.CASE}/erasure-clearance")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:cspr:problem:not-now")
    await service.log.pool.execute("INSERT INTO log.consumed VALUES ('reviews.events', 1, 'this-kafka', 1)")
    assert (await stated(service, staff)).case == ex.CASE


@pytest.mark.parametrize(("about", "status"), [(ex.CASE, 503), (OTHER, 200)])
async def test_while_something_of_the_case_waits_for_what_it_builds_on_nothing_is_stated(
    service: Service, staff: httpx.AsyncClient, about: str, status: int
) -> None:
    """Of this case; what waits of another is no matter."""
    await accepted(service)
    lifted = sealed_under(kx.hold_lifted, about, new_key())
    await hear(service, "intake", lifted, after=2, subject=about)  # the second never came
    assert (await staff.get(f"/cases/{ex.CASE}/erasure-clearance")).status_code == status
