"""What an agency sends after a report: a correction, more information, or that it takes it back.

Each is a CloudEvent by the same two ways as the report, whose id it names.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID, uuid5

from pydantic import Field

from services.intake.report import Report, ReportData
from shared.edge import Closed, Code, Instant, Reasons
from shared.events.amendments import Amendment as What
from shared.ids import NAMESPACE


class CorrectionData(Closed):
    """`corrected` is the whole report as it should have been."""

    report: Code
    reasons: Reasons
    corrected: ReportData


class AdditionData(Closed):
    report: Code
    information: Reasons


class WithdrawalData(Closed):
    report: Code
    reasons: Reasons


class _Amendment(Closed):
    """The CloudEvent. `data.report` is the id of the report that it is about."""

    specversion: Literal["1.0"]
    id: Code
    source: Code
    subject: Code
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    test: Annotated[Literal[False], Field(exclude=True)] = False
    WHAT: ClassVar[What]

    def cause(self) -> UUID:
        return uuid5(NAMESPACE, f"{self.source}\n{self.id}\n{self.WHAT}")

    def flags(self, now: datetime) -> tuple[str, ...]:
        return ()


class Correction(_Amendment):
    WHAT = "correction"
    type: Literal["cspr.partner.report-correction.v1"]
    data: CorrectionData

    def flags(self, now: datetime) -> tuple[str, ...]:
        return self.data.corrected.flags(now)


class Addition(_Amendment):
    WHAT = "addition"
    type: Literal["cspr.partner.report-addition.v1"]
    data: AdditionData


class Withdrawal(_Amendment):
    WHAT = "withdrawal"
    type: Literal["cspr.partner.report-withdrawal.v1"]
    data: WithdrawalData


Amendment = Correction | Addition | Withdrawal
AMENDMENTS: dict[str, type[Amendment]] = {
    "cspr.partner.report-correction.v1": Correction,
    "cspr.partner.report-addition.v1": Addition,
    "cspr.partner.report-withdrawal.v1": Withdrawal,
}
Message = Report | Amendment


def case_of(source: str, report: str) -> str:
    """The case that this report opened."""
    return str(uuid5(NAMESPACE, f"{source}\n{report}"))
