"""A child as an agency tells of it, and those around it."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from shared.edge import Closed, Code, Day, Line, Name, Text
from shared.events.report import Abuse, CareLeaver, DatePrecision, Education, Plan, Relationship


def _nhs_number(text: str) -> str:
    """Ten digits, the last a check digit modulo 11."""
    if len(text) != 10 or not text.isdecimal() or not text.isascii():
        raise ValueError("must be ten digits")
    total = sum(int(digit) * weight for digit, weight in zip(text, range(10, 1, -1), strict=False))
    if (11 - total % 11) % 11 != int(text[9]):
        raise ValueError("its check digit is wrong")
    return text


NhsNumber = Annotated[str, AfterValidator(_nhs_number), Field(json_schema_extra={"pattern": "^[0-9]{10}$"})]


def _absent(value: object) -> bool:
    return value in (None, "", ())


# Left out when written where it says nothing, so that the fingerprint of a report is what it was before the field.
NEW: dict[str, Any] = {"exclude_if": _absent}
NewLine = Annotated[Line, Field(**NEW)]
NewText = Annotated[Text, Field(**NEW)]
YesOrNo = Annotated[bool | None, Field(**NEW)]
ShortCode = Annotated[str, Field(pattern="^[A-Z0-9]{1,8}$")]
AnyAuthority = Annotated[str, Field(pattern="^[EWSN][0-9]{8}$")]  # a child may live beyond England
SEVERAL = 20
ToTheDay = Annotated[DatePrecision, Field(exclude_if=lambda it: it == "day")]


class ReportedRelative(Closed):
    """Somebody around the child: family, household, or who is alleged to be responsible."""

    name: Name
    relationship: Relationship
    date_of_birth: Day | None = None
    in_household: bool | None = None
    alleged_responsible: bool = False


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
    la_child_id: Annotated[Code | None, Field(**NEW)] = None
    other_names: Annotated[tuple[Name, ...], Field(max_length=SEVERAL, **NEW)] = ()
    date_of_birth_precision: ToTheDay = "day"
    estimated_age: Annotated[int | None, Field(ge=0, le=25, **NEW)] = None
    date_of_death_precision: ToTheDay = "day"
    sex: Annotated[Literal["F", "M", "U"] | None, Field(**NEW)] = None
    ethnicity: Annotated[ShortCode | None, Field(**NEW)] = None
    disabilities: Annotated[tuple[ShortCode, ...], Field(max_length=SEVERAL, **NEW)] = ()
    health: NewText = ""
    first_language: NewLine = ""
    religion: NewLine = ""
    residence_la_code: Annotated[AnyAuthority | None, Field(**NEW)] = None
    legal_status: Annotated[ShortCode | None, Field(**NEW)] = None
    placement_type: Annotated[ShortCode | None, Field(**NEW)] = None
    placing_la_code: Annotated[AnyAuthority | None, Field(**NEW)] = None
    child_in_need: YesOrNo = None
    child_protection_plan: Annotated[Plan | None, Field(**NEW)] = None
    child_protection_category: Annotated[Abuse | None, Field(**NEW)] = None
    care_leaver: Annotated[CareLeaver | None, Field(**NEW)] = None
    education: Annotated[Education | None, Field(**NEW)] = None
    known_to: Annotated[tuple[Name, ...], Field(max_length=SEVERAL, **NEW)] = ()
    family: Annotated[tuple[ReportedRelative, ...], Field(max_length=SEVERAL, **NEW)] = ()
