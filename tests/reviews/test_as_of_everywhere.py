"""Every read of a case, a review, a chronology or the register can be asked as known on an instant."""

from datetime import timedelta

import pytest

from shared.service import Service
from tests.reviews import examples as ex
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock
from tests.reviews.routed import app_of, client_of, reads

pytestmark = pytest.mark.real
NOT_ASKED = {
    "/cases/{case}/asked-about": "an agency looks for children by the names that are known now, and by no others",
    "/cases/{case}/reasons": "each reason stands with the instant at which it was given",
    "/events": "an agency's feedback: a stream that is never anything but what was told",
    "/dispatches/waiting": "what somebody has to do now",
    "/cases/{case}/dispatches/{dispatch}/to-copy": "what is copied into a portal now",
    "/cases/{case}/dispatches/{dispatch}/proofs/{proof}": "a document under its own hash, which never changes",
    "/cases/{case}/documents/{document}": "a document under its own id, which never changes",
    "/chronology/template.csv": "a form to be filled in now",
    "/chronology/template.json": "a form to be filled in now",
    "/duties/moved-by-holiday": "what a holiday would do to what is owed now",
    "/quarantine": "what somebody has to settle now",
    "/quarantine/{quarantine_id}/record": "a record as it was set aside, which never changes",
    "/quarantine/{quarantine_id}": "a record as it was set aside, which never changes",
}


async def test_every_read_takes_as_of_or_says_why_it_has_none(service: Service) -> None:
    found = reads(app_of(service))
    without = {path for path, names in found.items() if "as_of" not in names}
    assert without == NOT_ASKED.keys()
    assert len(found) - len(without) >= 25


async def test_every_read_answers_of_an_instant_and_refuses_the_future(
    service: Service, stepped: SteppedClock
) -> None:
    """Before the case was known each answers as of no case of ours; of tomorrow nobody can ask."""
    before = stepped.at.isoformat().replace("+00:00", "Z")
    stepped.at += timedelta(hours=1)
    await stories.decided(service)
    tomorrow = (stepped.at + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    app = app_of(service)
    async with client_of(app) as client:
        for path, names in reads(app).items():
            if "as_of" not in names:
                continue
            url, asked = path.format(case=ex.CASE, document=ex.REVIEW), dict(OTHER_QUERIES)
            headers = {"Actor": "person:manager"}
            then = await client.get(url, params={**asked, "as_of": before}, headers=headers)
            assert then.status_code in (200, 404), (path, then.text)
            assert ex.CASE not in then.text, path
            ahead = await client.get(url, params={**asked, "as_of": tomorrow}, headers=headers)
            assert ahead.status_code == 422 and "/query/as_of" in ahead.text, path


OTHER_QUERIES = {"theme": "assessment", "organisation": "Meon Valley Police", "purpose": "assurance"}
