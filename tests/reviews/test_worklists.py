"""What waits for somebody in what was learned, over HTTP: recurrences, impact, briefings, audits."""

from datetime import date
from typing import Any

import httpx
import pytest

from services.reviews.learning_commands.findings import DismissRecurrence
from shared.service import Service
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews import practice_examples as pr
from tests.reviews.conftest import SteppedClock
from tests.reviews.test_learning_register import LATER_CASE, LEARNED, ask, client, reviewed

pytestmark = pytest.mark.real
again = le.record.model_copy(update={"finding": "F3", "found_on": date(2027, 5, 1), "aspects": ()})
other_theme = again.model_copy(update={"finding": "F4", "theme": "capacity"})
elsewhere = again.model_copy(update={"finding": "F5", "organisations": ("Somebody else",)})


async def read(asked: httpx.AsyncClient, path: str, **query: Any) -> Any:
    answer = await asked.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_finding_that_may_be_an_earlier_one_waits_until_a_person_settles_it(
    service: Service, stepped: SteppedClock
) -> None:
    for case in (ex.CASE, LATER_CASE):
        await reviewed(service, stepped, case)
    stepped.at = le.TODAY
    await ask(service, ex.CASE, le.record, le.link)
    await ask(service, LATER_CASE, again, other_theme, elsewhere)
    async with client(service) as asked:
        (found,) = (await read(asked, "/learning/recurrences"))["findings"]
        assert (found["subject"], found["finding"]) == (LATER_CASE, "F3")
        (earlier,) = found["earlier"]
        assert (earlier["earlier_case"], earlier["grounds"]) == (ex.CASE, ["an organisation in common"])
        assert (await read(asked, "/learning/recurrences", theme="capacity"))["findings"] == []
        settled = DismissRecurrence(
            finding="F3", earlier_case=ex.CASE, earlier_finding="F1", reasons="Only alike."
        )
        await ask(service, LATER_CASE, settled)
        assert (await read(asked, "/learning/recurrences")) == {"findings": [], "next": None}


async def test_the_owner_of_a_recommendation_counts_as_an_organisation_of_its_finding(
    service: Service, stepped: SteppedClock
) -> None:
    for case in (ex.CASE, LATER_CASE):
        await reviewed(service, stepped, case)
    stepped.at = le.TODAY
    others = le.record.model_copy(update={"organisations": ("The Other Trust",), "aspects": ()})
    await ask(service, ex.CASE, others)
    await ask(service, LATER_CASE, again)
    async with client(service) as asked:
        assert (await read(asked, "/learning/recurrences"))["findings"] == []
        await ask(service, ex.CASE, le.link)  # R1 is asked of the hospital
        (found,) = (await read(asked, "/learning/recurrences"))["findings"]
        assert found["earlier"][0]["grounds"] == ["an organisation in common"]


async def test_what_a_joint_review_finds_of_a_case_that_it_covers_has_not_come_again(
    service: Service, stepped: SteppedClock
) -> None:
    """Found by walking the demo: a thematic review would have re-opened the very actions that it looks at."""
    await reviewed(service, stepped)
    stepped.at = le.TODAY
    await ask(service, ex.CASE, le.record)
    for covers, expected in (((ex.CASE,), 0), ((LATER_CASE,), 1)):
        joint = f"joint-{expected}"
        async with service.transaction() as tx:
            await service.keyring.find_or_make(tx, joint, may_make=True)
        finding = again.model_copy(update={"theme": le.record.theme, "found_on": date(2027, 5, 1 + expected)})
        await ask(service, joint, pr.initiate.model_copy(update={"covers": covers}), finding)
        async with client(service) as asked:
            recurring = (await read(asked, f"/cases/{joint}/learning"))["recurrences"]
        assert len([row for row in recurring if row["earlier_case"] == ex.CASE]) == expected


async def test_impact_is_awaited_first_at_six_and_then_at_twelve_months(
    service: Service, stepped: SteppedClock
) -> None:
    """Done on 31 August 2026: six calendar months end on 28 February 2027, twelve on 31 August 2027."""
    await reviewed(service, stepped)
    stepped.at = le.TODAY.replace(year=2027)
    await ask(service, ex.CASE, *LEARNED)
    async with client(service) as asked:
        seen = [await read(asked, "/learning/impact-awaited", due=True)]
        await ask(service, ex.CASE, le.six)
        seen += [
            await read(asked, "/learning/impact-awaited"),
            await read(asked, "/learning/impact-awaited", due=True),
        ]
        stepped.at = le.TODAY
        await ask(service, ex.CASE, le.twelve)
        seen.append(await read(asked, "/learning/impact-awaited"))
    days = [[row["measure_next_on"] for row in page["actions"]] for page in seen]
    assert days == [["2027-02-28"], ["2027-08-31"], [], []]


async def test_who_was_given_which_briefing_and_what_they_did_is_one_list_in_pages(
    service: Service, stepped: SteppedClock
) -> None:
    await reviewed(service, stepped)
    stepped.at = le.TODAY
    await ask(service, ex.CASE, le.disseminate, le.answer)
    async with client(service) as asked:
        first = await read(asked, "/learning/briefings", limit=1)
        second = await read(asked, "/learning/briefings", limit=1, after=first["next"])
        awaited = await read(asked, "/learning/briefings", awaited=True)
    told = [(row["organisation"], row["use"]) for page in (first, second) for row in page["briefings"]]
    assert (told, second["next"]) == ([(le.OTHER, "team discussion"), (le.OWNER, None)], None)
    assert [row["organisation"] for row in awaited["briefings"]] == [le.OWNER]


async def test_an_audit_is_open_until_it_is_concluded(service: Service, stepped: SteppedClock) -> None:
    await reviewed(service, stepped)
    stepped.at = le.TODAY
    await ask(service, ex.CASE, *LEARNED, le.plan)
    async with client(service) as asked:
        (planned,) = (await read(asked, "/learning/audits", open=True))["audits"]
        await ask(service, ex.CASE, le.conclude)
        assert (await read(asked, "/learning/audits", open=True))["audits"] == []
        (done,) = (await read(asked, "/learning/audits"))["audits"]
    assert (planned["done_on"], done["not_embedded"]) == (None, ["A1"])
