"""What a partner agency sends: one CloudEvent a report, over its Kafka topic or POST /reports.

Strict where it must be (no unknown fields, no guessing), lenient where refusing would itself be a risk:
odd dates are taken in with a flag for an officer to look at.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import AfterValidator, Field

from services.intake import oddities
from services.intake.reported_child import NEW, SEVERAL, NewLine, NewText, ReportedChild, YesOrNo
from shared.authorities import authority
from shared.calendar import london_date
from shared.edge import BadInput, Closed, Code, Day, Instant, Line, Text, not_blank
from shared.events.intake import Child, Harm, Precision, ReportDetails, ReportedBy
from shared.events.report import (
    HarmType,
    LocationType,
    Suspected,
    TimePrecision,
)
from shared.ids import NAMESPACE

STRUCTURED_CHILDREN = 4  # of the policies since 2023; a test compares


def _english_authority(code: str) -> str:
    if authority(code) is None:
        raise ValueError("must be the code of an English authority with children's services")
    return code


_SHAPE = Field(json_schema_extra={"pattern": "^E[0-9]{8}$"})  # as the schema shows it; the table decides
AuthorityCode = Annotated[str, AfterValidator(_english_authority), _SHAPE]


def _not_empty(children: tuple[ReportedChild, ...]) -> tuple[ReportedChild, ...]:
    """Pydantic's own minimum counts only the valid ones, and would tell of a child too few beside each mistake."""
    if not children:
        raise ValueError("must name at least one child")
    return children


Children = Annotated[
    tuple[ReportedChild, ...],
    Field(max_length=50, json_schema_extra={"minItems": 1}),
    AfterValidator(_not_empty),
]


class ReportData(Closed):
    """One incident."""

    la_code: AuthorityCode
    harm: Harm
    incident_on: Day | None = None
    incident_precision: Precision = "day"
    agency_aware_at: Instant
    outline: Annotated[Text, AfterValidator(not_blank), Field(json_schema_extra={"minLength": 1})]
    place: Line = ""
    reporter_name: Line = ""
    reporter_contact: Line = ""
    children: Children
    further_children: NewText = ""
    incident_time: Annotated[str, Field(pattern="^(([01][0-9]|2[0-3]):[0-5][0-9])?$", **NEW)] = ""
    incident_time_precision: Annotated[TimePrecision, Field(exclude_if=lambda it: it == "exact")] = "exact"
    location_type: Annotated[LocationType | None, Field(**NEW)] = None
    harm_types: Annotated[tuple[HarmType, ...], Field(max_length=SEVERAL, **NEW)] = ()
    injuries: NewText = ""
    abuse_or_neglect: Annotated[Suspected, Field(exclude_if=lambda it: it == "not known")] = "not known"
    immediate_action: NewText = ""
    strategy_discussion_on: Annotated[Day | None, Field(**NEW)] = None
    police_reference: NewLine = ""
    arrests: YesOrNo = None
    coroner_informed: YesOrNo = None
    child_death_panel_informed: YesOrNo = None
    designated_officer_informed: YesOrNo = None
    media_interest: YesOrNo = None
    earlier_references: Annotated[tuple[Code, ...], Field(max_length=SEVERAL, **NEW)] = ()

    def details(self) -> ReportDetails:
        """What is personal in it."""
        told = {name: value for name, value in self if name in ReportDetails.model_fields and value is not None}
        children = tuple(
            Child(**{name: value for name, value in child.model_dump().items() if value is not None})
            for child in self.children
        )
        return ReportDetails(**{**told, "children": children})

    def flags(self, now: datetime) -> tuple[str, ...]:
        """Oddities. Taken in all the same: an officer looks at them."""
        today, aware_on = london_date(now), london_date(self.agency_aware_at)
        where = authority(self.la_code)
        odd = oddities.of_the_agency(self.incident_on, self.agency_aware_at, now)
        odd["the authority was abolished"] = bool(where and where.abolished_by(today))
        for child in self.children:
            born, died = child.date_of_birth, child.date_of_death
            for name, is_so in oddities.of_a_child(born, died, self.incident_on, aware_on, today).items():
                odd[name] = odd.get(name, False) or is_so
        return oddities.found(odd)


class Report(Closed):
    """The CloudEvent. `subject` is the agency's own reference; `source` is checked against the credential."""

    specversion: Literal["1.0"]
    id: Code
    source: Code
    type: Literal["cspr.partner.incident-report.v1", "cspr.partner.incident-report.v2"]
    subject: Code
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    # Excluded when written, so that what a real report's fingerprint is made of is as before there were tests.
    test: Annotated[bool, Field(exclude=True, description="true: it tries the way, and opens nothing")] = False
    data: ReportData

    def case(self) -> str:
        """The case this report opens: the same report always opens the same one."""
        return str(self.cause())

    def cause(self) -> UUID:
        """Tests have ids of their own: what was tried can be sent in earnest as it is."""
        return uuid5(NAMESPACE, f"{self.source}\n{self.id}" + ("\ntest" if self.test else ""))

    def reported_by(self) -> ReportedBy:
        return ReportedBy(agency=self.source, report=self.id, agency_reference=self.subject)

    def version(self) -> str:
        return self.type.rpartition(".")[2]

    def check(self) -> None:
        """What a field alone cannot know. Raises BadInput."""
        if self.version() != "v1" and len(self.data.children) > STRUCTURED_CHILDREN:
            raise BadInput(("/data/children", "at most four: tell of the others in further_children"))

    def details(self) -> ReportDetails:
        return self.data.details()

    def flags(self, now: datetime) -> tuple[str, ...]:
        return self.data.flags(now)
