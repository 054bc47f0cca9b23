"""What the partners decided, as the Panel reads it: the step, their views, criteria, circumstances, reasons."""

from collections.abc import Iterable, Mapping

from services.reviews.decider.rapid_review import AUTHORITY
from services.reviews.document.contents import Contents
from shared.deadline import written
from shared.dispatch.letter import moment, reference_rows
from shared.dispatch.paper import Section
from shared.events.gathering import Circumstance
from shared.events.reviews import Criterion
from shared.partnership import Partnership

CRITERIA: Mapping[Criterion, str] = {
    "11a": "highlights or may highlight improvements needed to safeguard and promote the welfare of children",
    "11b": "highlights or may highlight recurrent themes in safeguarding and promoting the welfare of children",
    "11c": "highlights or may highlight concerns about two or more organisations or agencies working together",
    "11d": "is one that the Panel considered, concluding that a local review may be more appropriate",
}
CIRCUMSTANCES: Mapping[Circumstance, str] = {
    "one organisation": "The case concerns one organisation or agency alone",
    "no organisation": "No organisation or agency was involved, and that is a cause for concern",
    "several areas": "More than one authority's, police or health area is concerned, also where a family moved",
    "institution": "The case may raise issues about an institution",
}
NEXT_STEPS = {
    "practice review": "A local child safeguarding practice review will be held.",
    "none": "No local child safeguarding practice review will be held.",
    "other learning": "No local child safeguarding practice review will be held; another learning review will.",
}
Rows = tuple[tuple[str, str], ...]


def summary(contents: Contents, partnership: Partnership) -> Section:
    rows = (
        ("From", partnership.name),
        ("Authority", f"{partnership.authority.name} ({partnership.authority.code})"),
        *reference_rows(contents.case),
        *_incident(contents),
        ("Authority aware", moment(contents.submitted.incident_aware_at)),
        ("Notification sent", moment(contents.submitted.submitted_at)),
        ("Rapid review due", f"{written(contents.due.due_on)}, counted from {written(contents.due.start_on)}"),
        ("Contact", partnership.contact),
    )
    return Section("Rapid review", rows)


def _incident(contents: Contents) -> Rows:
    told = contents.incident
    if told is None:
        return ()
    return (("Incident", f"{told.harm}, {written(told.on) if told.on else 'on a day that is not known'}"),)


def decision(contents: Contents) -> Section:
    decided = contents.decided
    national = "yes" if decided.national_review_suggested else "no"
    found = [("Decided on", written(decided.decided_on)), ("National review suggested", national)]
    if contents.practice_review:
        found.append(("Report due by", written(contents.practice_review.due.due_on)))
    return Section("Decision", tuple(found), NEXT_STEPS[decided.next_step])


def views(contents: Contents, partnership: Partnership) -> Section:
    names = {AUTHORITY: partnership.authority.name}
    names |= {partner.id: partner.name for partner in partnership.with_role("safeguarding partner")}
    rows = tuple((name, contents.decided.views[id_]) for id_, name in names.items())
    return Section("Views of the safeguarding partners", rows)


def criteria(contents: Contents) -> Section:
    told = (
        f"{criterion} - whether the case {CRITERIA[criterion]}: {'MET' if met else 'NOT MET'}\n{finding}"
        for criterion, (met, finding) in sorted(contents.findings.items())
    )
    return Section("Criteria (SI 2018/789, regulation 11)", text=_paragraphs(told))


def circumstances(contents: Contents) -> Section:
    """In the order of the guidance; empty of a rapid review that is older than this record of circumstances."""
    told = (
        f"{title}: {'YES' if applies else 'NO'}\n{account}"
        for circumstance, title in CIRCUMSTANCES.items()
        if circumstance in contents.circumstances
        for applies, account in [contents.circumstances[circumstance]]
    )
    return Section("What the partners had regard to", text=_paragraphs(told) or "Nothing was recorded.")


def _paragraphs(told: Iterable[str]) -> str:
    return "\n\n".join(told)
