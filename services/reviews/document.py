"""The rapid review as the Panel reads it: the decision first, then the views, the criteria and the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from services.reviews.decider.rapid_review import AUTHORITY
from shared.deadline import Due, written
from shared.dispatch.letter import moment
from shared.dispatch.paper import Section
from shared.events.gathering import Purpose
from shared.events.notifier import NotificationSubmitted
from shared.events.reviews import Criterion, PracticeReviewInitiated, RapidReviewDecided
from shared.partnership import Partnership

CRITERIA: Mapping[Criterion, str] = {
    "11a": "highlights or may highlight improvements needed to safeguard and promote the welfare of children",
    "11b": "highlights or may highlight recurrent themes in safeguarding and promoting the welfare of children",
    "11c": "highlights or may highlight concerns about two or more organisations or agencies working together",
    "11d": "is one that the Panel considered, concluding that a local review may be more appropriate",
}
NEXT_STEPS = {
    "practice review": "A local child safeguarding practice review will be held.",
    "none": "No local child safeguarding practice review will be held.",
    "other learning": "No local child safeguarding practice review will be held; another learning review will.",
}
PURPOSES: Mapping[Purpose, str] = {  # in the order of the guidance; the last is the decision, told first
    "facts": "Facts, as far as readily established",
    "immediate action": "Action needed for children's safety",
    "improvements": "Potential for improvements",
    "context": "Context, and how inequalities influenced it",
}
Rows = tuple[tuple[str, str], ...]
WIDTH = 74  # of letters, which any mail program shows


@dataclass(frozen=True)
class Action:
    """What was done at once, for a child's safety."""

    owner: str
    taken_on: date
    text: str


@dataclass(frozen=True)
class Contents:
    """What is known, opened for this purpose. `findings`: per criterion, whether it is met and what was found."""

    case: str
    submitted: NotificationSubmitted
    due: Due
    findings: Mapping[Criterion, tuple[bool, str]]
    decided: RapidReviewDecided
    reasons: str
    practice_review: PracticeReviewInitiated | None
    accounts: Mapping[Purpose, str]
    returned: Mapping[str, bool]  # agency -> whether it told what it knows
    actions: Sequence[Action]


def sections(contents: Contents, partnership: Partnership) -> tuple[Section, ...]:
    """In the order in which the Panel reads it: the decision first, then what it rests on."""
    return (
        Section("Rapid review", _summary(contents, partnership)),
        _decision(contents),
        Section("Views of the safeguarding partners", _views(contents, partnership)),
        *(Section(title, text=contents.accounts[purpose]) for purpose, title in PURPOSES.items()),
        Section("Immediate action", text=_actions(contents.actions)),
        _agencies(contents, partnership),
        Section("Criteria (SI 2018/789, regulation 11)", text=_criteria(contents)),
        Section("Reasons for the decision", text=contents.reasons),
    )


def _summary(contents: Contents, partnership: Partnership) -> Rows:
    return (
        ("From", partnership.name),
        ("Authority", f"{partnership.authority.name} ({partnership.authority.code})"),
        ("Reference", f"{contents.case}, as in the notification"),
        ("Authority aware", moment(contents.submitted.incident_aware_at)),
        ("Notification sent", moment(contents.submitted.submitted_at)),
        ("Rapid review due", f"{written(contents.due.due_on)}, counted from {written(contents.due.start_on)}"),
        ("Contact", partnership.contact),
    )


def _decision(contents: Contents) -> Section:
    decided = contents.decided
    national = "yes" if decided.national_review_suggested else "no"
    found = [("Decided on", written(decided.decided_on)), ("National review suggested", national)]
    if contents.practice_review:
        found.append(("Report due by", written(contents.practice_review.due.due_on)))
    return Section("Decision", tuple(found), NEXT_STEPS[decided.next_step])


def _views(contents: Contents, partnership: Partnership) -> Rows:
    names = {AUTHORITY: partnership.authority.name}
    names |= {partner.id: partner.name for partner in partnership.with_role("safeguarding partner")}
    return tuple((name, contents.decided.views[id_]) for id_, name in names.items())


def _actions(actions: Sequence[Action]) -> str:
    told = (f"{written(it.taken_on)}, {it.owner}\n{it.text}" for it in actions)
    return "\n\n".join(told) or "None was recorded."


def _agencies(contents: Contents, partnership: Partnership) -> Section:
    title, names = "Agencies asked for a return", {agency.id: agency.name for agency in partnership.agencies}
    told = ((names.get(id_, id_), "received" if it else "not received") for id_, it in contents.returned.items())
    return Section(title, tuple(told)) if contents.returned else Section(title, text="None was asked.")


def _criteria(contents: Contents) -> str:
    return "\n\n".join(
        f"{criterion} - whether the case {CRITERIA[criterion]}: {'MET' if met else 'NOT MET'}\n{finding}"
        for criterion, (met, finding) in sorted(contents.findings.items())
    )


def prose(text: str) -> str:
    """Paragraphs, wrapped so that they can be read in any mail program; their breaks stay."""
    return "\n".join(fill(line, WIDTH, break_long_words=False) for line in text.splitlines())
