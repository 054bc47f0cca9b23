"""Intake on a real database, asked over HTTP by tokens: who sees which case, in lists too, and what changes it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from services.intake.casework import AssignCase, RecordAbsence
from services.intake.decider.absences import SUBJECT
from services.intake.glass_alarm import waiting_letters
from services.intake.importing import COLUMNS
from services.intake.views import glass
from shared.alarms.mailing import Mailing
from shared.calendar import london_date
from shared.dispatch.outgoing import Mail, NotNow, Refusal
from tests import examples as ex
from tests.intake.test_spreadsheet import GOOD, table
from tests.need.conftest import Intake

pytestmark = pytest.mark.real


async def two_cases(intake: Intake) -> tuple[str, str]:
    """One of somebody in no team, and one that is nobody's."""
    taken, free = await intake.reported("rep-1"), await intake.reported("rep-2")
    await intake.do(taken, AssignCase(officer="person:s.elsewhere"))
    return taken, free


async def test_a_list_shows_whoever_asks_what_they_may_see_and_counts_nothing_else(intake: Intake) -> None:
    taken, free = await two_cases(intake)
    for path in ("/cases", "/cases?limit=1", "/assignments"):
        assert await intake.listed(path, "person:b.new", "referrer") == {free}, path
    everything = await intake.listed("/cases", "person:d.okafor", "decision-maker")
    assert everything == {taken, free}
    assert await intake.listed("/cases", "person:r.reviewer", "lead reviewer") == set()
    assert await intake.listed("/cases", "person:s.elsewhere", "referrer") == {taken, free}
    assert (await intake.get("/cases", "person:u.auditor", "auditor")).status_code == 403
    assert await intake.listed("/assignments", "person:u.auditor", "auditor") == {taken, free}
    assert (await intake.get("/assignments", "person:o.operator", "system operator")).status_code == 403


async def test_a_list_as_it_was_known_shows_what_whoever_asks_may_see_today(intake: Intake) -> None:
    taken, free = await two_cases(intake)
    known = intake.service.clock.now().isoformat().replace("+", "%2B")
    path = f"/cases?as_of={known}"
    assert await intake.listed(path, "person:b.new", "referrer") == {free}
    assert await intake.listed(path, "person:d.okafor", "decision-maker") == {taken, free}


async def test_whoever_is_let_in_sees_the_case_until_it_is_ended(intake: Intake) -> None:
    taken, _ = await two_cases(intake)
    reviewer, manager = ("person:r.reviewer", "lead reviewer"), ("person:b.manners", "business manager")
    closed = await intake.get(f"/cases/{taken}", *reviewer)
    assert (closed.status_code, closed.json()["type"]) == (403, "urn:cspr:problem:not-your-case")
    until = (intake.service.clock.now() + timedelta(days=30)).date().isoformat()
    asked = {"person": reviewer[0], "purpose": "practice review", "until_on": until}
    assert (await intake.post(f"/cases/{taken}/grant-access", *reviewer, **asked)).status_code == 403
    assert (await intake.post(f"/cases/{taken}/grant-access", *manager, **asked)).status_code == 202
    assert (await intake.get(f"/cases/{taken}", *reviewer)).status_code == 200
    assert await intake.listed("/cases", *reviewer) == {taken}
    told = (await intake.get(f"/cases/{taken}/access", *manager)).json()
    grants = [it for it in told["let_in"] if it["relation"] == "granted"]
    assert [(it["person"], it["purpose"]) for it in grants] == [(reviewer[0], "practice review")]
    ended = await intake.post(f"/cases/{taken}/end-access", *manager, grant=grants[0]["grant"])
    assert ended.status_code == 202
    assert (await intake.get(f"/cases/{taken}", *reviewer)).status_code == 403


async def test_whoever_stands_in_for_somebody_away_sees_their_cases_and_is_told_of(intake: Intake) -> None:
    taken, free = await two_cases(intake)
    deputy, manager = ("person:t.deputy", "referrer"), ("person:b.manners", "business manager")
    assert (await intake.get(f"/cases/{taken}", *deputy)).status_code == 403
    today = london_date(intake.service.clock.now())
    days = {"from_on": today - timedelta(days=7), "until_on": today + timedelta(days=7)}
    away = RecordAbsence(officer="person:s.elsewhere", deputy=deputy[0], **days)
    await intake.do(SUBJECT, away)
    assert (await intake.get(f"/cases/{taken}", *deputy)).status_code == 200
    assert await intake.listed("/assignments", *deputy) == {taken, free}
    told = (await intake.get(f"/cases/{taken}/access", *manager)).json()
    assert (deputy[0], "stands in") in {(it["person"], it["relation"]) for it in told["let_in"]}
    untouched = (await intake.get(f"/cases/{free}/access", *manager)).json()
    assert untouched["let_in"] == []


async def test_a_conflict_closes_a_case_to_whoever_may_see_any(intake: Intake) -> None:
    taken, free = await two_cases(intake)
    director = ("person:d.okafor", "decision-maker")
    said = {"person": director[0], "kind": "line manages somebody named", "reason": "She is my deputy."}
    assert (await intake.post(f"/cases/{taken}/declare-conflict", *director, **said)).status_code == 202
    refused = await intake.get(f"/cases/{taken}", *director)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:cspr:problem:conflict")
    assert await intake.listed("/cases", *director) == {free}
    assert await intake.listed("/assignments", *director) == {free}
    told = (await intake.get(f"/cases/{taken}/access", "person:b.manners", "business manager")).json()
    assert [(it["subject"], it["person"]) for it in told["kept_out"]] == [(taken, director[0])]


async def test_a_case_that_is_named_beside_another_is_closed_by_a_conflict_too(intake: Intake) -> None:
    taken, free = await two_cases(intake)
    director = ("person:d.okafor", "decision-maker")
    said = {"person": director[0], "kind": "line manages somebody named", "reason": "She is my deputy."}
    assert (await intake.post(f"/cases/{taken}/declare-conflict", *director, **said)).status_code == 202
    for command, named in (("merge-case", "into"), ("keep-apart", "other")):
        body = {named: taken, "reasons": "The same evening."}
        refused = await intake.post(f"/cases/{free}/{command}", *director, **body)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:cspr:problem:conflict")
    allowed = await intake.post(
        f"/cases/{free}/merge-case", "person:b.manners", "decision-maker", into=taken, reasons="The same evening."
    )
    assert allowed.status_code == 202
    assert (await intake.get(f"/cases/{free}", *director)).status_code == 403  # it is the same incident now
    assert await intake.listed("/cases", *director) == set()


async def test_a_file_of_open_cases_names_none_from_which_a_conflict_keeps_out_whoever_brings_it(
    intake: Intake,
) -> None:
    director, manager = ("person:d.okafor", "decision-maker"), ("person:b.manners", "business manager")
    file = table({**GOOD, "agency": "hospital"}, columns=COLUMNS).encode()
    taken = await intake.send("/import", *manager, file, dry_run="false")
    await intake.kept_out(taken.json()["rows"][0]["case"], *director)
    refused = await intake.send("/import", *director, file)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:cspr:problem:conflict")
    assert (await intake.send("/import", *manager, file)).status_code == 200


async def test_broken_glass_opens_the_case_and_alarms_and_is_reviewed_by_another(intake: Intake) -> None:
    taken, _ = await two_cases(intake)
    night, manager = ("person:n.duty", "referrer"), ("person:b.manners", "business manager")
    assert (await intake.get(f"/cases/{taken}", *night)).status_code == 403
    reason = "A brother is in the same house tonight."
    assert (await intake.post(f"/cases/{taken}/break-glass", *night, reason=reason)).status_code == 202
    assert (await intake.get(f"/cases/{taken}", *night)).status_code == 200
    assert taken in await intake.listed("/cases", *night)
    worked = await intake.post(f"/cases/{taken}/wake-case", *night)
    assert worked.status_code == 403  # to be seen, and not worked on
    (waiting,) = (await intake.get("/broken-glass", *manager)).json()
    assert (waiting["subject"], waiting["person"], waiting["told"]) == (taken, night[0], None)
    asked = {"opening": waiting["opening"], "outcome": "justified", "note": "He was seen that night."}
    assert (await intake.post(f"/cases/{taken}/review-glass", *night, **asked)).status_code == 403
    assert (await intake.post(f"/cases/{taken}/review-glass", *manager, **asked)).status_code == 202
    assert (await intake.get("/broken-glass", *manager)).json() == []


class Lease:
    async def check(self) -> None:
        return


@dataclass
class Postbox:
    """In the mail server's place. `fails`: what comes of the next mails, in their order."""

    fails: list[Exception]
    sent: list[Mail]

    async def send(self, mail: Mail, _: Any) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(mail)


@pytest.mark.parametrize(
    ("fails", "told"), [([], "mailed"), ([NotNow("later")], "mailed"), ([Refusal("550")], "undeliverable")]
)
async def test_the_privacy_officer_is_mailed_once_the_event_is_on_kafka(
    intake: Intake, fails: list[Exception], told: str
) -> None:
    taken, _ = await two_cases(intake)
    await intake.post(f"/cases/{taken}/break-glass", "person:n.duty", "referrer", reason="Tonight.")
    box, pool = Postbox(list(fails), []), intake.service.log.pool
    alarm = Mailing(intake.service, box, ex.partnership(), "", waiting_letters)
    await alarm.begin(Lease())  # type: ignore[arg-type]
    now = intake.service.clock.now()
    assert not await alarm.work(now)  # Kafka does not have it yet
    assert not box.sent
    await pool.execute("UPDATE event_log SET kafka_partition = 0, kafka_offset = position")  # as the relay does
    later = now + timedelta(minutes=6)
    while not await alarm.work(later):
        assert await alarm.next_at(later) is not None
        later += timedelta(minutes=6)
    (row,) = await glass.of_case(pool, taken)
    assert row.told == told
    assert len(box.sent) == (told == "mailed")
    assert not await alarm.work(later)
    assert len(box.sent) == (told == "mailed")
