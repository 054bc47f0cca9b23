"""What an agency says after its report: beside it, each once, and never in its place."""

import json
from typing import Any

import pytest

from services.intake.amending import AddToReport, CorrectReport, WithdrawReport, amending
from services.intake.amendment import Addition, Correction, Withdrawal
from services.intake.partners import read_message, read_report
from services.intake.report import STRUCTURED_CHILDREN, ReportData
from services.intake.worker import Finder
from shared.clock import WallClock
from shared.edge import BadInput
from shared.events.amendments import ReportAddedTo, ReportCorrected, ReportWithdrawn
from shared.events.intake import ReportDetails
from shared.policy import POLICIES
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_reports as er
from tests.intake.conftest import Intake
from tests.intake.examples import JsonObject, body, child, report, wire

REASONS = "Entered for the wrong child."
reported = Given(amending, [ex.incident_reported])


def amendment(what: str, **data: Any) -> JsonObject:
    envelope = {name: value for name, value in body().items() if name != "data"}
    return {
        **envelope,
        "id": f"{what}-1",
        "type": f"cspr.partner.report-{what}.v1",
        "data": {"report": "rep-0001", **data},
    }


def correction(**changes: Any) -> JsonObject:
    return amendment("correction", reasons="The child died.", corrected=body(data=changes)["data"])


addition = amendment("addition", information="A scan was made at noon.")
withdrawal = amendment("withdrawal", reasons=REASONS)


def read(document: JsonObject) -> Any:
    return read_message(json.dumps(document).encode())


def test_a_type_says_what_is_read() -> None:
    assert [type(read(each)) for each in (correction(), addition, withdrawal)] == [
        Correction,
        Addition,
        Withdrawal,
    ]


def test_it_goes_to_the_case_that_the_report_opened() -> None:
    demand = read_report(json.dumps(addition).encode(), "hospital")
    assert demand.ask.subject == report().case()
    assert demand.id != report().cause()


def test_of_another_agencys_report_nothing_can_be_said() -> None:
    theirs = read_report(json.dumps({**addition, "source": "police"}).encode(), "police")
    assert theirs.ask.subject != report().case()
    with pytest.raises(BadInput):
        read_report(json.dumps(addition).encode(), "police")


def test_without_a_report_there_is_nothing_to_amend() -> None:
    for command in (AddToReport(addition=read(addition)), WithdrawReport(withdrawal=read(withdrawal))):
        Given(amending).when(command).then_refused("no-such-report")
        Given(amending, [ex.report_tested]).when(command).then_refused("no-such-report")


def test_a_correction_says_the_whole_anew_with_its_reason() -> None:
    said = reported.when(CorrectReport(correction=read(correction(harm="death")))).then_one(ReportCorrected)
    assert (said.harm, said.amendment, said.reasons.plain) == ("death", "correction-1", "The child died.")
    assert said.details.plain == report().details()


def test_an_addition_and_a_withdrawal_are_said() -> None:
    assert reported.when(AddToReport(addition=read(addition))).then_one(ReportAddedTo).information.plain
    assert (
        reported.when(WithdrawReport(withdrawal=read(withdrawal))).then_one(ReportWithdrawn).reasons.plain
        == REASONS
    )


def test_what_is_withdrawn_is_not_withdrawn_again() -> None:
    gone = reported.given(ex.incident_reported, er.report_withdrawn)
    gone.when(WithdrawReport(withdrawal=read(withdrawal))).then_nothing()


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (correction(harm="none"), "/data/corrected/harm"),
        (amendment("correction", corrected=body()["data"]), "/data/reasons"),
        (amendment("withdrawal", reasons="  "), "/data/reasons"),
        (amendment("addition", information="x", more=1), "/data"),
        ({**addition, "test": True}, "/test"),
    ],
    ids=["harm", "no reasons", "blank", "more", "a test"],
)
def test_it_is_looked_at_as_strictly_as_a_report(document: JsonObject, pointer: str) -> None:
    with pytest.raises(BadInput) as bad:
        read(document)
    assert bad.value.problems[0][0] == pointer


# A report's second version.


def test_a_first_versions_fingerprint_is_what_it_was() -> None:
    """Of a report that was sent before there were more fields: the same, sent again, must be known as the same."""
    was = (
        '{"la_code":"E06000045","harm":"serious harm","incident_on":"2026-04-02","incident_precision":"day",'
        '"agency_aware_at":"2026-04-02T16:30:00+01:00","outline":"Brought in unresponsive.","place":"",'
        '"reporter_name":"","reporter_contact":"","children":[{"first_name":"Ffion","last_name":"Example",'
        '"date_of_birth":"2025-11-03","expected_date_of_birth":null,"date_of_death":null,"nhs_number":null,'
        '"unique_pupil_number":null,"address":""}]}'
    )
    assert report().data.model_dump_json() == was


def test_words_that_stand_for_nothing_elsewhere_are_kept_as_text() -> None:
    told = report(children=[child(religion="day", health="not known")]).details().children[0]
    assert (told.religion, told.health) == ("day", "not known")


FULL_CHILD = {
    name: value
    for name, value in json.loads(er.child.model_dump_json()).items()
    if value not in (None, "", []) and name != "address"
}
FULL = json.loads(json.dumps(er.RESPONSE))


def test_every_new_field_is_kept_behind_the_seal() -> None:
    second = body(children=[FULL_CHILD], data=FULL, type="cspr.partner.incident-report.v2")
    details = read(second).details()
    assert details.children[0].family == er.child.family
    assert details.model_dump(mode="json", include=set(FULL)) == FULL
    assert details.children[0].model_dump(mode="json", include=set(FULL_CHILD)) == FULL_CHILD


def test_no_field_of_a_report_is_forgotten_behind_the_seal() -> None:
    in_the_clear = {"la_code", "harm", "incident_on", "incident_precision", "agency_aware_at"}
    assert set(ReportData.model_fields) - in_the_clear == set(ReportDetails.model_fields)


def test_the_second_version_has_so_many_children_as_the_policy_describes() -> None:
    assert POLICIES[-1].structured_children == STRUCTURED_CHILDREN
    five = [child(first_name=f"Child {number}") for number in range(5)]
    assert len(read(body(children=five)).data.children) == 5
    with pytest.raises(BadInput) as bad:
        read(body(children=five, type="cspr.partner.incident-report.v2"))
    assert bad.value.problems[0][0] == "/data/children"


# Through the doors.


async def send(intake: Intake, document: JsonObject, status: int = 202) -> JsonObject:
    answer = await intake.client.post("/reports", json=document, headers={"Actor": "agency:hospital"})
    assert answer.status_code == status, answer.text
    found: JsonObject = answer.json()
    return found


@pytest.mark.real
async def test_amendments_over_http_and_kafka_change_what_is_shown_and_are_acknowledged(intake: Intake) -> None:
    case = (await send(intake, body()))["case"]
    await send(intake, correction(harm="death"))
    await intake.bring(json.dumps(withdrawal).encode())
    await send(intake, addition)
    shown = (await intake.client.get(f"/cases/{case}")).json()
    assert (shown["harm"], shown["state"]) == ("death", "received")
    assert shown["corrected_at"] and shown["withdrawn_at"]
    assert await intake.types(case) == [
        "incident-reported",
        "report-corrected",
        "report-withdrawn",
        "report-added-to",
    ]
    assert await intake.types("feedback/hospital") == ["report-acknowledged", *["amendment-acknowledged"] * 3]


@pytest.mark.real
async def test_an_amendment_again_is_a_repeat_and_with_other_content_a_conflict(intake: Intake) -> None:
    await send(intake, body())
    first = await send(intake, addition)
    assert await send(intake, addition) == first
    other = amendment("addition", information="Something else.")
    assert (await send(intake, other, 409))["type"] == "urn:cspr:problem:key-reused"


@pytest.mark.real
async def test_an_amendment_of_no_report_is_refused_and_over_kafka_set_aside(intake: Intake) -> None:
    assert (await send(intake, addition, 404))["type"] == "urn:cspr:problem:no-such-report"
    await intake.bring(json.dumps(addition).encode())
    (row,) = (await intake.client.get("/quarantine")).json()
    assert row["reason"] == "There is no report of yours with this id."


@pytest.mark.real
async def test_a_corrected_report_is_compared_as_corrected(intake: Intake) -> None:
    theirs = {"source": "police", "id": "hc-1", "children": [child(first_name="Tomasz", last_name="Nowak")]}
    await send(intake, body())
    answer = await intake.client.post("/reports", json=body(**theirs), headers={"Actor": "agency:police"})
    assert answer.status_code == 202
    finder = Finder(intake.service)
    await finder.work(WallClock().now())
    assert (await intake.client.get("/duplicates")).json() == []
    await send(intake, correction(children=theirs["children"]))
    await finder.work(WallClock().now())
    (pair,) = (await intake.client.get("/duplicates")).json()
    assert "the same name and date of birth" in pair["grounds"]


async def test_the_bytes_on_the_wire_are_looked_at_once() -> None:
    assert read_message(wire()) == report()
