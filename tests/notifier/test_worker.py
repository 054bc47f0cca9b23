"""The mail that a dispatch becomes: composed from the log at the moment it leaves, its subject telling nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from services.notifier.worker import composer, in_a_thread
from shared.dispatch.email import Mail
from shared.dispatch.post import DispatchRow
from shared.events.amendments import ReportAddedTo, ReportCorrected
from shared.events.base import Event, Recorded
from shared.events.merging import CaseReleased, CaseTakenOver
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
    others: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    pool: None = None

    async def about(self, subject: str) -> list[Recorded]:
        known = {ex.CASE: self.known, **self.others}[subject]
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
            for number, event in enumerate(known, 1)
        ]


@dataclass
class Keyring:
    """The examples' seals are open, for what each is opened for."""

    purpose: str

    async def open(self, _: object, value: Sealed[Any], __: object, purpose: str) -> Any:
        assert purpose == self.purpose
        return value.plain


@dataclass
class Service:
    log: Log
    keyring: Keyring = field(default_factory=lambda: Keyring("composing a notice"))


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


async def cheap(html: str) -> bytes:
    """Stands for the PDF where only the text is looked at."""
    return html.encode()


async def compose(
    *known: Event, others: Mapping[str, tuple[Event, ...]] | None = None, pdf: bool = False, **changes: Any
) -> Mail:
    service: Any = Service(Log(known or KNOWN, others or {}))
    printed = in_a_thread if pdf else cheap
    return await composer(service, ex.partnership(), printed)(row.model_copy(update=changes))


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
    known = (*KNOWN[:-1], second, ex.dispatch_due)
    assert "What the authority knows so far." in (await compose(*known)).text
    assert "The second account." in (await compose(*known, revision=2)).text


async def test_how_many_children_are_structured_is_the_policys_of_the_clock() -> None:
    six = ex.details.model_copy(update={"children": (ex.child,) * 6})
    reported = ex.incident_reported.model_copy(update={"details": Sealed.of(six)})
    assert "CHILD 5 (FURTHER INFORMATION)" in (await compose(reported, *KNOWN[1:])).text


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


# What was said after the first report: a notice of what was reported first would be wrong.

corrected = ReportCorrected(
    reported_by=ex.reported_by,
    amendment="cor-1",
    la_code="E06000045",
    harm="death",
    incident_on=date(2026, 4, 1),
    incident_precision="day",
    agency_aware_at=ex.AGENCY_AWARE_AT,
    children=1,
    details=Sealed.of(ex.details.model_copy(update={"place": "At the childminder's"})),
    reasons=Sealed.of("The ward had written down the wrong day."),
)
added = ReportAddedTo(
    reported_by=ex.reported_by, amendment="add-1", information=Sealed.of("There is an older sister.")
)


async def test_what_an_agency_corrected_is_told_as_corrected_and_with_its_reason() -> None:
    text = (await compose(*KNOWN[:-1], corrected, ex.dispatch_due)).text
    assert "Place: At the childminder's" in text and "At home" not in text
    assert "Nature:           death" in text and "Wed 1 Apr 2026" in text
    assert "Portsea General Hospital corrected its report.\nThe ward had written down the wrong day." in text


async def test_what_an_agency_added_is_told() -> None:
    text = (await compose(*KNOWN[:-1], added, ex.dispatch_due)).text
    assert "Portsea General Hospital added.\nThere is an older sister." in text


async def test_what_came_after_it_was_let_out_is_not_in_it() -> None:
    """What is sent a second time must not read otherwise: the same bytes, by their hash."""
    first, second = await compose(pdf=True), await compose(*KNOWN, corrected, added, pdf=True)
    assert first.document_hash() == second.document_hash() != ""
    assert first.text == second.text


async def test_the_report_of_a_case_that_was_merged_into_it_is_told() -> None:
    other = ex.incident_reported.model_copy(
        update={"reported_by": ex.reported_by.model_copy(update={"agency": "police"})}
    )
    taken = CaseTakenOver(merged="other-case", reported_by=other.reported_by)
    known = (*KNOWN[:-1], taken, ex.dispatch_due)
    text = (await compose(*known, others={"other-case": (other,)})).text
    assert "Meon Valley Police reported it too." in text
    released = (*KNOWN[:-1], taken, CaseReleased(merged="other-case"), ex.dispatch_due)
    assert "reported it too" not in (await compose(*released, others={"other-case": (other,)})).text


async def test_the_partners_views_are_told_to_the_panel_and_to_no_partner() -> None:
    assert "Portsea and Meon Integrated Care Board: notify" in (await compose()).text
    assert "VIEWS" not in (await to_recipient("integrated-care-board")).text


async def test_another_area_is_told_who_it_is_about_and_not_the_account() -> None:
    text = (await to_recipient("hampshire-county-council")).text
    assert "Name: Ffion Example-ap-Gwilym\nBorn: Mon 3 Nov 2025" in text
    assert not [each for each in ("9434765919", "unresponsive", "What the authority knows") if each in text]


# Three forms that say the same.


async def test_the_page_and_the_pdf_say_what_the_text_says() -> None:
    mail = await compose(pdf=True)
    pages = " ".join(page.extract_text() for page in PdfReader(BytesIO(mail.files[0].content)).pages)
    for told in ("Ffion Example-ap-Gwilym", "What the authority knows so far.", "Mon 13 Apr 2026"):
        assert told in mail.text and told in mail.html and told in " ".join(pages.split())


async def test_what_people_wrote_is_no_markup() -> None:
    nasty = ex.details.model_copy(update={"outline": '<img src="http://evil.example/"><script>x</script>'})
    reported = ex.incident_reported.model_copy(update={"details": Sealed.of(nasty)})
    html = (await compose(reported, *KNOWN[1:])).html
    assert "<script>" not in html and "<img" not in html and "&lt;script&gt;" in html


async def test_its_file_is_named_by_a_reference_and_nothing_else() -> None:
    (file,) = (await compose(pdf=True)).files
    assert (file.name, file.media_type) == ("serious-incident-notification-0F6C2A4E-1.pdf", "application/pdf")
    assert b"Ffion" not in file.content[:2000] and b"CreationDate" not in file.content


async def test_a_supplement_has_what_is_new_and_a_number_and_nothing_of_the_rest() -> None:
    due = ex.dispatch_due.model_copy(update={"dispatch": UUID(int=7), "supplement": 1, "due_on": None})
    known = (*KNOWN, ex.handed_over, ex.submitted, ex.supplement_drafted, ex.supplement_approved, due)
    mail = await compose(*known, dispatch=UUID(int=7))
    assert mail.subject == "Further information on a notification 0F6C2A4E [OFFICIAL-SENSITIVE]"
    assert "older fractures" in mail.text and "number 1" in mail.text and "Ffion" not in mail.text


async def to_recipient(recipient: str) -> Mail:
    owed = ex.duty_arose.model_copy(update={"owed_to": recipient})
    return await compose(*KNOWN[:-1], owed, ex.dispatch_due, recipient=recipient)


async def test_a_recipient_that_is_no_longer_configured_is_an_error_and_no_mail() -> None:
    to_a_stranger = ex.duty_arose.model_copy(update={"owed_to": "stranger"})
    with pytest.raises(KeyError):
        await compose(ex.opened, to_a_stranger, *KNOWN, recipient="stranger")
