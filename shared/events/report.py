"""What a report says: the parts that events of intake are made of."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class Child(BaseModel):
    """A child as reported. Names follow the Standard Safeguarding Dataset. Personal: only ever sealed."""

    model_config = ConfigDict(frozen=True)

    first_name: str
    last_name: str
    date_of_birth: date | None = None
    expected_date_of_birth: date | None = None
    date_of_death: date | None = None
    nhs_number: str = ""
    unique_pupil_number: str = ""
    address: str = ""


class ReportDetails(BaseModel):
    """What is personal in a report, kept together under the case's key."""

    model_config = ConfigDict(frozen=True)

    children: tuple[Child, ...]
    outline: str
    place: str = ""
    reporter_name: str = ""
    reporter_contact: str = ""


class ReportedBy(BaseModel):
    """Which report of which agency: what its feedback must name."""

    model_config = ConfigDict(frozen=True)

    agency: str
    report: str  # the agency's own event id
    agency_reference: str  # the agency's own subject; correction and withdrawal will use it
