"""What a report says: the parts that events of intake are made of."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

# A: abuse or neglect known or suspected. B: a looked-after child's death without. C: a care leaver's. D: none.
TriggerClass = Literal["A", "B", "C", "D"]
Harm = Literal["death", "serious harm"]
# What an agency may know of the decision on its report; the class is the reason for the first two.
Outcome = Literal[
    "to be notified to the national Panel",
    "to be notified to the Secretary of State and Ofsted",
    "considered and not notified",
    "notification withdrawn",
]
Precision = Literal["exact", "day", "approximate", "unknown"]
DatePrecision = Literal["day", "month", "year", "estimated"]
TimePrecision = Literal["exact", "approximate"]
HarmType = Literal[
    "physical",
    "sexual",
    "emotional",
    "neglect",
    "sexual exploitation",
    "criminal exploitation",
    "suicide or self-harm",
    "sudden unexpected death",
    "outside the family",
    "online",
    "other",
]
LocationType = Literal[
    "home", "placement", "school", "health setting", "custody", "public place", "online", "other"
]
Plan = Literal["current", "previous", "never", "not known"]
Abuse = Literal["NEG", "PHY", "SAB", "EMO", "MUL"]  # the children in need census' categories
Education = Literal["at school", "at home", "elsewhere", "not in education", "below school age", "not known"]
CareLeaver = Literal["eligible", "relevant", "former relevant", "qualifying"]
Relationship = Literal["parent", "step-parent", "parent's partner", "sibling", "carer", "other relative", "other"]
Suspected = Literal["known", "suspected", "neither known nor suspected", "not known"]


class Relative(BaseModel):
    """Somebody around the child. Personal: only ever sealed."""

    model_config = ConfigDict(frozen=True)

    name: str
    relationship: Relationship
    date_of_birth: date | None = None
    in_household: bool | None = None
    alleged_responsible: bool = False


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
    la_child_id: str = ""
    other_names: tuple[str, ...] = ()
    date_of_birth_precision: DatePrecision = "day"
    estimated_age: int | None = None  # in years
    date_of_death_precision: DatePrecision = "day"
    sex: Literal["F", "M", "U"] | None = None
    ethnicity: str = ""
    disabilities: tuple[str, ...] = ()
    health: str = ""
    first_language: str = ""
    religion: str = ""
    residence_la_code: str = ""
    legal_status: str = ""
    placement_type: str = ""
    placing_la_code: str = ""
    child_in_need: bool | None = None
    child_protection_plan: Plan | None = None
    child_protection_category: Abuse | None = None
    care_leaver: CareLeaver | None = None
    education: Education | None = None
    known_to: tuple[str, ...] = ()
    family: tuple[Relative, ...] = ()


class ReportDetails(BaseModel):
    """What is personal in a report, kept together under the case's key."""

    model_config = ConfigDict(frozen=True)

    children: tuple[Child, ...]
    outline: str
    place: str = ""
    reporter_name: str = ""
    reporter_contact: str = ""
    further_children: str = ""  # beyond those that the policy has described field by field
    incident_time: str = ""  # HH:MM in London
    incident_time_precision: TimePrecision = "exact"
    location_type: LocationType | None = None
    harm_types: tuple[HarmType, ...] = ()
    injuries: str = ""
    abuse_or_neglect: Suspected = "not known"
    immediate_action: str = ""
    strategy_discussion_on: date | None = None
    police_reference: str = ""
    arrests: bool | None = None
    coroner_informed: bool | None = None
    child_death_panel_informed: bool | None = None
    designated_officer_informed: bool | None = None
    media_interest: bool | None = None
    earlier_references: tuple[str, ...] = ()


class ReportedBy(BaseModel):
    """Which report of which agency: what its feedback must name."""

    model_config = ConfigDict(frozen=True)

    agency: str
    report: str  # the agency's own event id
    agency_reference: str  # the agency's own subject; correction and withdrawal will use it
