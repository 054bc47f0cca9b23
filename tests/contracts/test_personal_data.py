"""Nothing personal crosses Kafka in the clear: what is not sealed is listed here, with the reason."""

import json
import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from shared.events.base import Event, RecordQuarantined
from shared.events.calendar import (
    CalendarExtended,
    HolidayDropped,
    HolidayProposed,
    HolidayWithdrawalDropped,
    HolidayWithdrawalProposed,
    HolidayWithdrawn,
)
from shared.events.intake import Child, JurisdictionRecorded, ReportDetails, TriggerClassified
from shared.events.learning import (
    BriefingAnswered,
    BriefingDisseminated,
    FindingRecorded,
    FindingRecurred,
    RecurrenceConfirmed,
    RecurrenceDismissed,
)
from shared.events.practice import ReviewsClosed
from shared.events.publisher import CorrigendumPublished, PastReviewListed, PublicText, ReportPublished
from shared.events.recipients import RecipientChangeConfirmed, RecipientChangeProposed
from shared.events.report import Relative
from shared.events.reviews import Recommendation
from shared.proclaimed import Holiday
from shared.sealed import Sealed
from tests.contracts import records

# Names that tell of a person or of what somebody wrote about one. Unsealed, only where PUBLIC says so.
PERSONAL = frozenset(
    """
    name first_name last_name reporter_name reporter_contact reporter reviewer pseudonym author address place
    outline narrative reasons stated_grounds finding text report title record details improvements
     systemic_reasons briefing response easy_read requester reply_to explanation
    further_children incident_time injuries immediate_action police_reference earlier_references information
    incident_time_precision location_type harm_types abuse_or_neglect strategy_discussion_on arrests
    coroner_informed child_death_panel_informed designated_officer_informed media_interest
    la_child_id other_names date_of_birth_precision estimated_age date_of_death_precision sex ethnicity
    disabilities health first_language religion residence_la_code legal_status placement_type placing_la_code
    child_in_need child_protection_plan child_protection_category care_leaver education known_to family
    relationship in_household alleged_responsible mail_address
    children date_of_birth expected_date_of_birth date_of_death nhs_number unique_pupil_number phone email
    """.split()  # noqa: SIM905
)
PUBLIC = {
    (ReportPublished, "text"): "published: everybody may read it, and anonymity was certified by two people",
    (CorrigendumPublished, "text"): "published in its place, and certified by two people anew",
    (PublicText, "correction"): "the published words on what was corrected",
    (PublicText, "title"): "part of ReportPublished's text; in DraftSaved the whole is sealed",
    (PublicText, "pseudonym"): "stands for the child so that nobody need be named",
    (PublicText, "reviewer"): "a published report names its reviewer (Working Together, chapter 5)",
    (PublicText, "report"): "the published report itself",
    (PublicText, "briefing"): "the published briefing itself",
    (PublicText, "response"): "the published response of the partners itself",
    (PublicText, "easy_read"): "the published Easy Read version itself",
    (RecipientChangeProposed, "address"): "an organisation's mailbox, web address or portal",
    (RecipientChangeConfirmed, "address"): "an organisation's mailbox, web address or portal",
    (JurisdictionRecorded, "residence_la_code"): "an authority's code: whose the duty is depends on it",
    (TriggerClassified, "care_leaver"): "yes or no, as is the class that it makes",
    (PastReviewListed, "title"): "on the public site before this system was",
    (FindingRecorded, "finding"): "its reference within the case; what was found is its text, and sealed",
    (ReviewsClosed, "learning_open"): "references within the case",
    (FindingRecurred, "finding"): "a reference within the case",
    (RecurrenceConfirmed, "finding"): "a reference within the case",
    (RecurrenceDismissed, "finding"): "a reference within the case",
    (BriefingDisseminated, "briefing"): "its reference",
    (HolidayProposed, "place"): "a part of the country, by whose holidays is counted",
    (HolidayDropped, "place"): "a part of the country, by whose holidays is counted",
    (CalendarExtended, "place"): "a part of the country, by whose holidays is counted",
    (HolidayWithdrawalProposed, "place"): "a part of the country, by whose holidays is counted",
    (HolidayWithdrawalDropped, "place"): "a part of the country, by whose holidays is counted",
    (HolidayWithdrawn, "place"): "a part of the country, by whose holidays is counted",
    (Holiday, "place"): "a part of the country, by whose holidays is counted",
    (Holiday, "name"): "what a public holiday is called",
    (BriefingAnswered, "briefing"): "its reference; what was done with it is the text, and sealed",
}
NOT_PERSONAL_HERE = {"children": "how many, not who", "report": "the agency's own id of its report"}

# Every other text that stands in the clear, and why it may.
PLAIN_TEXT = {
    # Ids and references, made by machines or by an office.
    "agency": "an organisation's id",
    "agency_reference": "the agency's own reference",
    "case": "our reference",
    "amendment": "the agency's own id of what it said afterwards",
    "report_version": "of the type that the agency sent",
    "media_type": "as the bytes of a document tell",
    "sha256": "a hash",
    "found": "malware, by the name that a scanner's signatures give it",
    "scanner": "a program's release, and that of its signatures",
    "other": "our reference of another case",
    "into": "our reference of another case",
    "merged": "our reference of another case",
    "la_code": "an authority's code",
    "incident_la_code": "an authority's code",
    "residence_la_code": "an authority's code",
    "held_by": "an authority's code",
    "partner": "an organisation's id",
    "told_by": "an organisation's id, or an officer's",
    "message_id": "derived from the dispatch's id",
    "recipient": "an organisation's id",
    "owed_to": "an organisation's id",
    "owner": "an organisation",
    "covers": "our references of the cases that a joint review covers",
    "cases": "our references of cases",
    "keys": "the ids of keys: our references of cases, and of records that were set aside",
    "reference": "a receipt's, a portal's or a publication's reference",
    "evidence": "a dispatch's id or a recipient's",
    "topic": "a topic's name",
    "pointer": "where in a record, in our own field names",
    "policy": "a policy's id",
    "calendar": "a calendar's version",
    # Of learning: references within a case, words of the kept vocabulary, organisations.
    "findings": "references within a case",
    "by_finding": "a reference within a case",
    "earlier_finding": "a reference within a case",
    "recommendation": "a reference within its case, such as R1",
    "action": "a reference within its case, such as A1",
    "actions": "references within a case",
    "not_embedded": "references within a case",
    "audit": "a reference within its case",
    "in_case": "our reference of another case",
    "earlier_case": "our reference of another case",
    "attended": "agencies' and offices' ids",
    "theme": "a word of the kept vocabulary",
    "aspects": "words of the kept vocabulary",
    "vocabulary": "an edition's id",
    "organisation": "an organisation",
    "organisations": "organisations",
    "claimed_by": "an officer's id",
    "by": "the id of the person who sees to a duty",
    "role": "an office, as the partnership's file names it",
    "verified_by": "an officer's id",
    "holiday": "what a public holiday is called",
    # Hashes.
    "document_hash": "a hash",
    "proof": "a hash",
    "response_hash": "a hash",
    "report_hash": "a hash",
    "text_hash": "a hash",
    "pdf_hash": "a hash",
    "replaces": "a hash",
    "pdf_made_with": "a program's release",
    # Who acted for an organisation: officers' ids and offices.
    "drafter": "an officer's id",
    "proposer": "an officer's id",
    "attested_by": "an officer's id",
    "signed_by": "two officers' ids",
    "second_signature": "an officer's id",
    "proposed_by": "an officer's id",
    "decided_by": "an officer's id",
    "scheduled_by": "an officer's id",
    "approved_by": "an officer's id",
    "confirmed_by": "an officer's id",
    "agreed_by": "two officers' ids",
    "asked": "an officer's id",
    "officer": "an officer's id",
    "person": "an officer's, a reviewer's or a contributor's id, as they sign in: never a child's or a family's",
    "deputy": "an officer's id",
    "authority": "the decision-maker's office",
    # Short words of our own making, or of an officer about the process and never about a person.
    "flags": "constants",
    "reason": "constants: a rule that was broken, or what a case was reclassified to",
    "detail": "a server's code",
    "channel": "how the authority was told",
    "grounds": "constants: in what two reports are alike; of a decision it is empty now, and sealed elsewhere",
    "authorised_by": "two officers' ids",
    "court_order": "the court's own number",
    "means": "constants",
    "ground": "constants: on what a copy is refused",
    "themes": "of the partnership's own list",
    "method": "how anonymity was tested",
    "edition": "of the anonymity gate's rules",
    "mark": "a keyed hash of what was found",
    "rule": "constants: which rule of the anonymity gate",
    "settled_by": "an officer's id",
    "independence": "empty now; what a reviewer declares is sealed beside it",
    "partner_views": "an organisation's id, and one of three views",
    "views": "an organisation's id, and one of two views",
}

EVENTS = sorted({e for v in records.VOCABULARIES.values() for e in v.classes.values()}, key=lambda e: e.__name__)


def _names(of: type[Event]) -> str:
    return of.__name__


@pytest.mark.parametrize("event", EVENTS, ids=_names)
def test_what_tells_of_a_person_is_sealed(event: type[Event]) -> None:
    for model, name, kind in _fields(event):
        if name in PERSONAL and name not in NOT_PERSONAL_HERE and (model, name) not in PUBLIC:
            assert _sealed(kind), f"{model.__name__}.{name} must be Sealed"


@pytest.mark.parametrize("event", EVENTS, ids=_names)
def test_every_text_in_the_clear_is_listed_with_its_reason(event: type[Event]) -> None:
    for model, name, kind in _fields(event):
        if not _sealed(kind) and str in _inside(kind):
            listed = name in PLAIN_TEXT or name in NOT_PERSONAL_HERE or (model, name) in PUBLIC
            assert listed, f"{model.__name__}.{name} is plain text: seal it, or say here why it may be plain"


def test_the_names_a_report_has_for_people_are_among_those_watched() -> None:
    """A new field of a child or a report is watched too, should it ever stand outside its seal."""
    assert set(Child.model_fields) | set(ReportDetails.model_fields) | set(Relative.model_fields) <= PERSONAL


def test_nothing_listed_as_public_is_there_for_nothing() -> None:
    there = {(model, name) for event in EVENTS for model, name, _ in _fields(event)}
    assert set(PUBLIC) <= there


def test_nothing_listed_as_plain_is_there_for_nothing() -> None:
    there = {name for event in EVENTS for _, name, _ in _fields(event)}
    assert set(PLAIN_TEXT) | set(NOT_PERSONAL_HERE) <= there


def test_sealed_values_do_not_show_on_the_wire() -> None:
    """The same, looked at from outside: no text that was sealed in an example stands in its golden file."""
    public: set[type[Event]] = {ReportPublished, CorrigendumPublished, PastReviewListed}
    for recorded in records.examples():
        example = next(e for e in records.SAID[recorded.source] if type(e) is type(recorded.data))
        if type(example) not in public:
            for secret in _texts(example):
                assert json.dumps(secret).encode() not in records.read(records.path_of(recorded))


def test_a_quarantined_record_is_sealed_as_a_whole() -> None:
    assert _sealed(RecordQuarantined.model_fields["record"].annotation)
    assert _sealed(Recommendation.model_fields["text"].annotation)


Field = tuple[type[BaseModel], str, Any]


def _fields(model: type[BaseModel]) -> Iterator[Field]:
    """Every field of a model and of the models in it, but none behind a seal."""
    for name, field in model.model_fields.items():
        yield model, name, field.annotation
        for inner in _inside(field.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _fields(inner)


def _inside(kind: Any) -> set[Any]:
    """The types that make up an annotation; a seal hides its own."""
    if _sealed(kind) or get_origin(kind) is None:
        return set() if _sealed(kind) else {kind}
    return {found for part in get_args(kind) if part is not types.EllipsisType for found in _inside(part)}


def _sealed(kind: Any) -> bool:
    if get_origin(kind) in (types.UnionType, Union):  # a seal, or nothing
        return all(part is types.NoneType or _sealed(part) for part in get_args(kind))
    return kind is Sealed or get_origin(kind) is Sealed


def _texts(value: Any) -> Iterator[str]:
    """Every longer text behind a seal of this event."""
    match value:
        case Sealed(plain=plain):
            yield from _plain_texts(plain)
        case BaseModel():
            for name in type(value).model_fields:
                yield from _texts(getattr(value, name))
        case tuple():
            for item in value:
                yield from _texts(item)


def _plain_texts(value: Any) -> Iterator[str]:
    match value:
        case str() if len(value) > 3:
            yield value
        case BaseModel():
            for name in type(value).model_fields:
                yield from _plain_texts(getattr(value, name))
        case tuple():
            for item in value:
                yield from _plain_texts(item)
