"""The mail that a dispatch becomes: composed from the log at the moment it leaves, its subject telling nothing."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from services.notifier.worker import composer
from shared.dispatch.email import Mail
from shared.dispatch.post import DispatchRow
from shared.events.base import Event, Recorded
from shared.sealed import Sealed
from tests import examples as ex

KNOWN: tuple[Event, ...] = (
    ex.incident_reported,
    ex.became_aware,
    ex.criteria_met,
    ex.notify_decided,
    ex.opened,
    ex.duty_arose,
    ex.drafted,
    ex.approved,
    ex.dispatch_due,
)


@dataclass
class Log:
    """What the service knows of the case, without a database."""

    known: tuple[Event, ...]
    pool: None = None

    async def about(self, subject: str) -> list[Recorded]:
        assert subject == ex.CASE
        return [
            Recorded(
                id=UUID(int=number),
                source="",
                type="",
                subject=subject,
                version=number,
                time=ex.SENT_AT,
                cause=UUID(int=number),
                correlation=UUID(int=number),
                actor="",
                data=event,
            )
            for number, event in enumerate(self.known, 1)
        ]


class Keyring:
    """The examples' seals are open."""

    async def open(self, _: object, value: Sealed[Any], __: object) -> Any:
        return value.plain


@dataclass
class Service:
    log: Log
    keyring: Keyring = field(default_factory=Keyring)


row = DispatchRow(
    dispatch=ex.DISPATCH,
    subject=ex.CASE,
    about=ex.NOTIFICATION,
    purpose="notification",
    recipient=ex.PANEL,
    channel="email",
    revision=1,
    due_on=ex.DUE_ON,
    document_hash="",
    state="due",
    attempts=0,
    not_before=None,
    resend_at=None,
    handed_over_at=None,
    received_at=None,
    reference="",
    detail="",
    attested_by="",
    doubtful=False,
)


async def compose(*known: Event, **changes: Any) -> Mail:
    service: Any = Service(Log(known or KNOWN))
    return await composer(service, ex.partnership())(row.model_copy(update=changes))


async def test_it_goes_to_the_recipients_configured_address() -> None:
    assert (await compose()).to == "notifications@panel.example"
    to_ofsted = ex.duty_arose.model_copy(update={"owed_to": "ofsted"})
    mail = await compose(ex.opened, to_ofsted, *KNOWN, recipient="ofsted")
    assert mail.to == "incidents@inspectorate.example"


async def test_its_subject_is_a_reference_and_a_marking_and_nothing_else() -> None:
    assert (await compose()).subject == "Serious incident notification 0F6C2A4E [OFFICIAL-SENSITIVE]"


async def test_its_text_begins_with_the_marking() -> None:
    assert (await compose()).text.startswith("OFFICIAL-SENSITIVE\n\nNOTIFYING AUTHORITY\n")


async def test_nothing_about_the_child_is_in_any_header() -> None:
    mail = await compose()
    headers = f"{mail.to} {mail.subject} {mail.message_id} {mail.headers}"
    personal = [*ex.child.model_dump(mode="json").values(), ex.details.outline, ex.details.reporter_name]
    assert not [each for each in personal if each and each in headers]


async def test_the_child_is_in_the_text() -> None:
    assert "Ffion Example-ap-Gwilym" in (await compose()).text


async def test_every_attempt_has_the_same_message_id() -> None:
    first, second = await compose(), await compose(attempts=1, doubtful=True)
    assert first.message_id == second.message_id == f"<{ex.DISPATCH}@dispatch.cspr.invalid>"
    assert first.headers == (("X-Dispatch", str(ex.DISPATCH)),)


async def test_the_text_is_the_revision_that_was_approved() -> None:
    second = ex.drafted.model_copy(update={"revision": 2, "narrative": Sealed.of("The second account.")})
    known = (*KNOWN, second)
    assert "What the authority knows so far." in (await compose(*known)).text
    assert "The second account." in (await compose(*known, revision=2)).text


async def test_how_many_children_are_structured_is_the_policys_of_the_clock() -> None:
    six = ex.details.model_copy(update={"children": (ex.child,) * 6})
    reported = ex.incident_reported.model_copy(update={"details": Sealed.of(six)})
    assert "Further information: 2 more" in (await compose(reported, *KNOWN[1:])).text


async def test_without_criteria_it_can_still_be_composed() -> None:
    as_b = ex.opened.model_copy(update={"trigger_class": "B"})
    mail = await compose(
        *(as_b if event is ex.opened else event for event in KNOWN if event is not ex.criteria_met)
    )
    assert "B: death of a looked-after child" in mail.text


AFTER_ALL_B = (
    *KNOWN[:-2],
    ex.reclassified.model_copy(update={"trigger_class": "B", "clock_starts_at": ex.AWARE_AT}),
    ex.notification_reclassified,
    ex.duty_arose.model_copy(
        update={"owed_to": "ofsted", "due": ex.due.model_copy(update={"start": ex.AWARE_AT})}
    ),
    ex.approved,
    ex.dispatch_due,
)


async def test_after_a_reclassification_it_names_the_class_that_it_now_stands_on() -> None:
    mail = await compose(*AFTER_ALL_B)
    assert "B: death of a looked-after child" in mail.text
    assert "Abuse or neglect" not in mail.text


async def test_time_runs_from_when_this_recipients_own_duty_does() -> None:
    """A duty that the reclassification left open runs on; one that it raised runs from its own clock."""
    assert "Time runs from:  Thu 2 Apr 2026, 17:05" in (await compose(*AFTER_ALL_B)).text
    assert "Time runs from:  Thu 2 Apr 2026, 16:50" in (await compose(*AFTER_ALL_B, recipient="ofsted")).text


async def test_what_is_sent_again_after_a_reclassification_reads_as_it_was_approved() -> None:
    assert (await compose(*KNOWN, ex.notification_reclassified)).text == (await compose()).text


async def test_a_recipient_that_is_no_longer_configured_is_an_error_and_no_mail() -> None:
    to_a_stranger = ex.duty_arose.model_copy(update={"owed_to": "stranger"})
    with pytest.raises(KeyError):
        await compose(ex.opened, to_a_stranger, *KNOWN, recipient="stranger")
