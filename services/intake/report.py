"""What a partner agency sends: one CloudEvent a report, over its Kafka topic or POST /reports.

Strict where it must be (no unknown fields, no guessing), lenient where refusing would itself be a risk:
odd dates are taken in with a flag for an officer to look at.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import AfterValidator, Field

from shared.ages import attains
from shared.authorities import authority
from shared.calendar import england_and_wales, london_date
from shared.deadline import working_days_before
from shared.edge import Closed, Code, Day, Instant, Line, Name, Text, not_blank
from shared.events.intake import Child, Harm, Precision, ReportDetails, ReportedBy
from shared.ids import NAMESPACE

WORKING_DAYS_TO_NOTIFY = 5


def _english_authority(code: str) -> str:
    if authority(code) is None:
        raise ValueError("must be the code of an English authority with children's services")
    return code


_SHAPE = Field(json_schema_extra={"pattern": "^E[0-9]{8}$"})  # as the schema shows it; the table decides
AuthorityCode = Annotated[str, AfterValidator(_english_authority), _SHAPE]


def _nhs_number(text: str) -> str:
    """Ten digits, the last a check digit modulo 11."""
    if len(text) != 10 or not text.isdecimal() or not text.isascii():
        raise ValueError("must be ten digits")
    total = sum(int(digit) * weight for digit, weight in zip(text, range(10, 1, -1), strict=False))
    if (11 - total % 11) % 11 != int(text[9]):
        raise ValueError("its check digit is wrong")
    return text


NhsNumber = Annotated[str, AfterValidator(_nhs_number), Field(json_schema_extra={"pattern": "^[0-9]{10}$"})]


class ReportedChild(Closed):
    """Field names follow the Standard Safeguarding Dataset."""

    first_name: Name
    last_name: Line = ""
    date_of_birth: Day | None = None
    expected_date_of_birth: Day | None = None
    date_of_death: Day | None = None
    nhs_number: NhsNumber | None = None
    unique_pupil_number: Annotated[str, Field(pattern=r"^[A-Z][0-9]{11}[0-9A-Z]$")] | None = None
    address: Line = ""

    def oddities(self, incident_on: date | None, aware_on: date, today: date) -> dict[str, bool]:
        """By name. Without a date of the incident, the child's age is that of when the agency knew."""
        born, died = self.date_of_birth, self.date_of_death
        return {
            "a child was born after the incident": bool(born and incident_on and born > incident_on),
            "a child was 18 or over": bool(born and attains(born, 18) <= (incident_on or aware_on)),
            "a child's birth lies in the future": bool(born and born > today),
            "a child died before birth": bool(born and died and died < born),
            "a child's death lies in the future": bool(died and died > today),
        }


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


class Report(Closed):
    """The CloudEvent. `subject` is the agency's own reference; `source` is checked against the credential."""

    specversion: Literal["1.0"]
    id: Code
    source: Code
    type: Literal["cspr.partner.incident-report.v1"]
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

    def details(self) -> ReportDetails:
        children = tuple(
            Child(**{k: v for k, v in child.model_dump().items() if v is not None}) for child in self.data.children
        )
        return ReportDetails(
            children=children,
            outline=self.data.outline,
            place=self.data.place,
            reporter_name=self.data.reporter_name,
            reporter_contact=self.data.reporter_contact,
        )

    def flags(self, now: datetime) -> tuple[str, ...]:
        """Oddities. Taken in all the same: an officer looks at them."""
        data, today = self.data, london_date(now)
        aware_on = london_date(data.agency_aware_at)
        where = authority(data.la_code)
        odd = {
            "the incident lies in the future": bool(data.incident_on and data.incident_on > today),
            "the agency was aware before the incident": bool(data.incident_on and aware_on < data.incident_on),
            "the agency was aware in the future": data.agency_aware_at > now + timedelta(days=1),
            "the agency was aware five working days ago or more": aware_on <= _too_long_ago(today),
            "the authority was abolished": bool(where and where.abolished_by(today)),
        }
        for child in data.children:
            for name, is_so in child.oddities(data.incident_on, aware_on, today).items():
                odd[name] = odd.get(name, False) or is_so
        return tuple(name for name, is_so in odd.items() if is_so)


def _too_long_ago(today: date) -> date:
    """For whoever knew since that day or longer there is no time left to notify."""
    return working_days_before(today, WORKING_DAYS_TO_NOTIFY, england_and_wales().guessing())
