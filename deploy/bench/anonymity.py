"""How many planted identifiers the anonymity gate finds, and how often it cries wolf, on made-up drafts."""

import re
from dataclasses import dataclass

from deploy.bench.drafts import Draft, clean, planted
from deploy.bench.figure import Figure
from deploy.bench.ground import Ground
from services.publisher.gate.finding import Finding
from services.publisher.gate.identifiers import of_report
from services.publisher.gate.scan import scan

NAME = "anonymity"
EVENTS = 1  # the corpus is what it is
RUNS = 1
PEER = "plain search for names, dates, numbers and addresses as the report writes them"


@dataclass(frozen=True)
class Measured:
    """`missed`: planted drafts in which nothing was found where it was planted."""

    drafts: int
    missed: tuple[Draft, ...]
    clean_drafts: int
    clean_words: int
    certain_alarms: int
    likely_alarms: int

    @property
    def recall(self) -> float:
        return 100 * (1 - len(self.missed) / self.drafts)


async def run(_: Ground, __: int) -> list[Figure]:
    found = measured()
    plain = [draft for draft in planted() if any(value in draft.text for value in _values(draft))]
    return [
        Figure(
            name=NAME,
            value=found.recall,
            unit="% of planted identifiers",
            peer=PEER,
            peer_value=100 * len(plain) / found.drafts,
            bound_by="rules, not speed",
            events=found.drafts + found.clean_drafts,
            extra=(
                ("false_alarms_per_1000_words", 1000 * found.likely_alarms / found.clean_words),
                ("false_certain_alarms", float(found.certain_alarms)),
            ),
        )
    ]


def measured() -> Measured:
    drafts, good = list(planted()), list(clean())
    alarms = [finding for draft in good for finding in _found(draft)]
    return Measured(
        drafts=len(drafts),
        missed=tuple(draft for draft in drafts if not is_caught(draft)),
        clean_drafts=len(good),
        clean_words=sum(len(re.findall(r"\w+", draft.text)) for draft in good),
        certain_alarms=sum(finding.level == "certain" for finding in alarms),
        likely_alarms=sum(finding.level == "likely" for finding in alarms),
    )


def is_caught(draft: Draft) -> bool:
    """Something was found that lies, even in part, on what was planted."""
    end = draft.start + len(draft.planted)
    return any(finding.start < end and draft.start < finding.end for finding in _found(draft))


def _found(draft: Draft) -> tuple[Finding, ...]:
    return scan({"report": draft.text}, of_report(draft.case.details), lambda text: f"{len(text):016}")


def _values(draft: Draft) -> list[str]:
    child = draft.case.child
    return [
        *(child.first_name, child.last_name, draft.case.mother, child.nhs_number, child.la_child_id),
        *(f"{child.date_of_birth:%d/%m/%Y}", draft.case.street, draft.case.postcode),
        *(draft.case.details.police_reference, draft.case.details.reporter_name, *child.other_names),
    ]
