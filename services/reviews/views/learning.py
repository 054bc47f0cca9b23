"""The learning register: what was found, what is recommended, and how each action stands, across all reviews.

Themes come from the findings that a recommendation answers; an action has those of its recommendation.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from services.reviews.themes import organisation
from shared.counting import months_after
from shared.events.base import Event, Recorded
from shared.events.learning import (
    ActionAgreed,
    ActionEmbedded,
    ActionImplemented,
    ActionProposed,
    ActionRejected,
    ActionReopened,
    ActionStarted,
    ActionVerified,
    EvidenceAdded,
    FindingRecorded,
    FindingRecurred,
    ImpactMeasured,
    RecommendationIssued,
    RecommendationLinked,
)
from shared.events.practice import LocalAction, NationalFindingsReceived
from shared.events.reviews import Recommendation, ReportAccepted
from shared.writes import Write

Recommended = Recommendation | RecommendationIssued | LocalAction
SCHEMA = """
CREATE TABLE learning_findings (
    subject text, finding text, theme text NOT NULL, aspects text[] NOT NULL, organisations text[] NOT NULL,
    found_on date NOT NULL, organisation_keys text[] NOT NULL,
    PRIMARY KEY (subject, finding));
CREATE TABLE learning_recurred (
    subject text, finding text, other text, by_finding text, PRIMARY KEY (subject, finding, other, by_finding));
CREATE INDEX ON learning_findings (theme, found_on, subject, finding);
CREATE INDEX ON learning_findings (found_on, subject, finding);
CREATE TABLE learning_recommendations (
    subject text, recommendation text, owner text NOT NULL, owner_key text NOT NULL, due_on date NOT NULL,
    findings text[] NOT NULL DEFAULT '{}', themes text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (subject, recommendation));
CREATE TABLE learning_actions (
    subject text, action text, recommendation text NOT NULL, owner text NOT NULL, owner_key text NOT NULL,
    due_on date NOT NULL, themes text[] NOT NULL, state text NOT NULL DEFAULT 'proposed',
    implemented_on date, evidence int NOT NULL DEFAULT 0, verified_on date, verified_by_organisation text,
    measured text[] NOT NULL DEFAULT '{}', measure_six_on date, measure_twelve_on date, measure_next_on date,
    reopened int NOT NULL DEFAULT 0, reopened_because text,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (subject, action));
CREATE INDEX ON learning_actions (due_on, subject, action);
CREATE INDEX ON learning_actions (state, due_on, subject, action);
CREATE INDEX ON learning_actions (owner_key, due_on, subject, action);
CREATE INDEX ON learning_actions (themes, state, due_on);
CREATE INDEX ON learning_actions (measure_next_on, subject, action) WHERE measure_next_on IS NOT NULL;
"""
_RECOMMENDED = (
    "INSERT INTO learning_recommendations (subject, recommendation, owner, owner_key, due_on, findings)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
)
_THEMES = (
    "UPDATE learning_recommendations SET themes = array(SELECT DISTINCT theme FROM learning_findings f"
    " WHERE f.subject = $1 AND f.finding = ANY(findings) ORDER BY 1) WHERE subject = $1 AND recommendation = $2"
)
_ACTIONS_THEMES = (
    "UPDATE learning_actions a SET themes = r.themes FROM learning_recommendations r WHERE a.subject = $1"
    " AND a.recommendation = $2 AND r.subject = $1 AND r.recommendation = $2"
)
_OWNERS = (  # a finding is about the practice of whoever is asked to do something about it, too
    "UPDATE learning_findings f SET organisations = array(SELECT unnest(f.organisations) UNION SELECT r.owner"
    " ORDER BY 1), organisation_keys = array(SELECT unnest(f.organisation_keys) UNION SELECT r.owner_key"
    " ORDER BY 1) FROM learning_recommendations r WHERE f.subject = $1 AND f.finding = ANY(r.findings)"
    " AND r.subject = $1 AND r.recommendation = $2"
)
_PROPOSED = (
    "INSERT INTO learning_actions (subject, action, recommendation, owner, owner_key, due_on, themes, changed_at)"
    " SELECT $1, $2, $3, $4, $5, $6, themes, $7 FROM learning_recommendations"
    " WHERE subject = $1 AND recommendation = $3"
)
_ANEW = (
    "implemented_on = NULL, evidence = 0, verified_on = NULL, verified_by_organisation = NULL, measured = '{}',"
    " measure_six_on = NULL, measure_twelve_on = NULL, measure_next_on = NULL"
)
_STATES: Mapping[type[Event], str] = {
    ActionAgreed: "accepted",
    ActionRejected: "rejected",
    ActionStarted: "in progress",
    ActionImplemented: "implemented",
    ActionVerified: "verified",
    ActionEmbedded: "embedded",
    ActionReopened: "re-opened",
}


def project(write: Write, recorded: Recorded) -> None:
    case = recorded.subject
    match recorded.data:
        case FindingRecorded() as it:
            write(
                "INSERT INTO learning_findings VALUES ($1, $2, $3, $4, $5, $6, $7)",
                *(case, it.finding, it.theme, list(it.aspects), list(it.organisations), it.found_on),
                _keys(it.organisations),
            )
        case FindingRecurred(finding=finding, in_case=other, by_finding=by):
            write(
                "INSERT INTO learning_recurred VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                case,
                finding,
                other,
                by,
            )
        case ReportAccepted(recommendations=made):
            for number, each in enumerate(made, 1):
                _recommended(write, case, f"R{number}", each)
        case NationalFindingsReceived(actions=asked):
            for number, local in enumerate(asked, 1):
                _recommended(write, case, f"N{number}", local)
        case RecommendationIssued() as it:
            _recommended(write, case, it.recommendation, it, it.findings)
            _linked(write, case, it.recommendation)
        case RecommendationLinked(recommendation=reference, findings=findings):
            change = "findings = findings || $3 WHERE subject = $1 AND recommendation = $2"
            write(f"UPDATE learning_recommendations SET {change}", case, reference, list(findings))
            _linked(write, case, reference)
        case _:
            _action(write, recorded)


def _recommended(write: Write, case: str, reference: str, it: Recommended, findings: Iterable[str] = ()) -> None:
    owner = (it.owner, organisation(it.owner))
    write(_RECOMMENDED, case, reference, *owner, it.due_on, list(findings))


def _keys(names: Iterable[str]) -> list[str]:
    return sorted({organisation(name) for name in names})


def _linked(write: Write, case: str, reference: str) -> None:
    for statement in (_THEMES, _ACTIONS_THEMES, _OWNERS):
        write(statement, case, reference)


def _action(write: Write, recorded: Recorded) -> None:
    it = recorded.data
    if isinstance(it, ActionProposed):
        owner = (it.owner, organisation(it.owner))
        write(_PROPOSED, recorded.subject, it.action, it.recommendation, *owner, it.due_on, recorded.time)
        return
    if type(it) in _STATES:
        _set(write, recorded, "state = $3", _STATES[type(it)])
    match it:
        case ActionStarted(due_on=day) if day:
            _set(write, recorded, "due_on = $3", day)
        case ActionImplemented(implemented_on=day):
            change = "implemented_on = $3, measure_six_on = $4, measure_twelve_on = $5"
            _set(write, recorded, change, day, _months_after(day, 6), _months_after(day, 12))
        case EvidenceAdded():
            state = "CASE state WHEN 'implemented' THEN 'evidenced' ELSE state END"
            _set(write, recorded, f"evidence = evidence + 1, state = {state}")
        case ActionVerified(verified_on=day, organisation=name):
            change = "verified_on = $3, verified_by_organisation = $4, measure_next_on = measure_six_on"
            _set(write, recorded, change, day, name)
        case ImpactMeasured(after=after):
            then = "measure_twelve_on" if after == "six months" else "NULL"
            _set(write, recorded, f"measured = measured || $3::text, measure_next_on = {then}", after)
        case ActionReopened(times=times, because=because):
            _set(write, recorded, f"{_ANEW}, reopened = $3, reopened_because = $4", times, because)


def _months_after(day: date, months: int) -> date:
    return months_after(day, months)[-1].date


def _set(write: Write, recorded: Recorded, change: str, *values: object) -> None:
    statement = f"UPDATE learning_actions SET {change}, changed_at = ${len(values) + 3}"
    write(
        f"{statement} WHERE subject = $1 AND action = $2",
        *(recorded.subject, recorded.data.action, *values, recorded.time),
    )
