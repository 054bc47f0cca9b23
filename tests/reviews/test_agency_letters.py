"""What an agency reads that is asked by mail: whom it is about, by when; a reminder names nobody."""

import pytest

from services.reviews.gathering_commands import ChaseAgencyReturn
from services.reviews.worker import composer
from shared.deadline import written
from shared.dispatch import post
from shared.events.amendments import ReportCorrected
from shared.events.intake import IncidentReported
from shared.events.report import ReportDetails
from shared.sealed import Sealed
from shared.sealing import seal
from tests import examples
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import stories

reported = next(event for event in examples.INTAKE if isinstance(event, IncidentReported))


async def sealed_for(service, details: ReportDetails) -> Sealed[ReportDetails]:
    key = await service.keyring.find(service.log.pool, ex.CASE, "composing a letter")
    return seal(Sealed.of(details), ex.CASE, key)


@pytest.mark.real
async def test_the_request_names_the_children_and_a_reminder_names_nobody(service):
    await stories.with_the_cases_key(service)
    others = stories.Others(service)
    await others.say("notifier", stories.submitted)
    details: ReportDetails = reported.details.plain
    corrected = details.model_copy(
        update={"children": tuple(c.model_copy(update={"last_name": "Penhaligon"}) for c in details.children)}
    )
    await others.say("intake", reported.model_copy(update={"details": await sealed_for(service, details)}))
    plain = {name: getattr(reported, name) for name in ReportCorrected.model_fields if hasattr(reported, name)}
    await others.say(
        "intake",
        ReportCorrected(
            **{
                **plain,
                "amendment": "c1",
                "reasons": Sealed(key=ex.CASE, box="AAAA"),
                "details": await sealed_for(service, corrected),
            }
        ),
    )
    schools = ge.ask.model_copy(update={"agency": "schools"})
    await stories.do(service, schools, ChaseAgencyReturn(agency="schools", step="due soon"))
    request, reminder = sorted(await post.of_case(service.log.pool, ex.CASE), key=lambda row: row.purpose[::-1])
    compose = composer(service, ex.partnership())
    mails = {row.purpose: await compose(row) for row in (request, reminder)}
    asked, chased = mails["agency return request"], mails["agency return reminder"]
    child = corrected.children[0]
    assert f"{child.first_name} Penhaligon, born {written(child.date_of_birth)}" in asked.text
    assert "Mon 27 Apr 2026" in asked.text and "Mon 27 Apr 2026" in chased.text
    assert asked.to == chased.to == "safeguarding@schools-trust.example"
    assert "Penhaligon" in asked.html
    assert not any("Penhaligon" in told for told in (chased.text, chased.html, chased.subject, asked.subject))
