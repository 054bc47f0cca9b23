"""can(person, action, case, purpose): the one place that decides. Pure; what is not in the tables is refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from shared.identity.principal import Principal, Role
from shared.need.decision import ACTIONS, RELATIONS, Action, Decision, Relation
from shared.need.openings import of_purpose, opened_on
from shared.need.persons import folded
from shared.need.relations import Row
from shared.need.table import EVERYBODY, ROWS, SERVES
from shared.purposes import STATED

NO_ACTION, NOT_FOR_ROLE, NOT_RELATED, CONFLICT = "no-action", "not-for-your-role", "not-your-case", "conflict"
NOT_FOR_PURPOSE = "not-for-this-purpose"
ASKED_FOR: frozenset[Relation] = frozenset({"granted", "broken glass"})  # by what was said for it, not by a role
REFUSALS: Mapping[str, str] = {
    NO_ACTION: "Nobody has said who may do this, so nobody may.",
    NOT_FOR_ROLE: "None of your roles is for this. Ask the partnership's business manager who does it.",
    NOT_RELATED: "This case is closed to you: ask for access to it. If a child's safety cannot wait, break the"
    " glass: break-glass, with a reason, opens it for four hours, and another person reviews it.",
    NOT_FOR_PURPOSE: "You may open this, but not for this purpose: it is the work of others, or you were let in"
    " for something else. Say what you open it for.",
    CONFLICT: "A conflict of interest keeps you out of this case: ask somebody else to see to it.",
}


@dataclass(frozen=True)
class Standing:
    """How a person stands to a case. `relations`: all that hold now, but for those that the role brings.
    `serving`: of these, those by which the purpose that they state may be stated.
    """

    conflict: bool = False
    relations: frozenset[Relation] = field(default_factory=frozenset)
    serving: frozenset[Relation] = field(default_factory=frozenset)


@cache
def needed(roles: tuple[Role, ...], action: Action, purpose: str = "") -> frozenset[Relation]:
    """By any of which these roles may do it, and open what it shows for the purpose that is stated, if one is;
    empty: by none.
    """
    rows = [row for row in ROWS if row.role in roles and action in row.actions]
    if not purpose:
        return frozenset(need for row in rows for need in row.needs)
    opening = of_purpose(purpose)
    whose = opening.roles if opening else ()
    return frozenset(
        need for row in rows for need in row.needs if opening and (row.role in whose or need in ASKED_FOR)
    )


def some_way(roles: Sequence[Role], action: str) -> bool:
    """Whether these roles may do it with some case: to show what there is to do, and to decide nothing by."""
    return any(action == each and (each in EVERYBODY or needed(tuple(roles), each)) for each in ACTIONS)


def may_state(roles: Sequence[Role], action: str, route: str) -> frozenset[str]:
    """What they may open it for with some case: to show what there is to choose, and to decide nothing by."""
    does = next((each for each in ACTIONS if each == action), None)
    opened = opened_on(route) & STATED
    return frozenset(each for each in opened if does and needed(tuple(roles), does, each))


def can(person: Principal, action: Action | None, case: str, standing: Standing, purpose: str = "") -> Decision:
    """`standing`: to that case; of a route that is of no one case, none. `purpose`: what something sealed is
    opened for, where the route wants that stated.
    """
    decision = _by_table(person, action, case, standing)
    if not decision.allowed or not purpose or action is None:
        return decision
    by = needed(tuple(person.roles), action, purpose)
    if by and not case:
        return decision
    if held := by & (standing.serving | {"any case"}):
        return replace(decision, relation=first(held))
    return replace(decision, allowed=False, relation="none", reason=NOT_FOR_PURPOSE)


def _by_table(person: Principal, action: Action | None, case: str, standing: Standing) -> Decision:
    if action is None:
        return Decision(False, None, "none", NO_ACTION, case)
    if action in EVERYBODY:
        return Decision(True, action, "no case", "look-up", case)
    needs = needed(tuple(person.roles), action)
    if not needs:
        return Decision(False, action, "none", NOT_FOR_ROLE, case)
    if not case:
        by_role = needs != {"own agency"} or "own agency" in standing.relations
        return Decision(by_role, action, "no case", "by-role" if by_role else NOT_FOR_ROLE, case)
    if standing.conflict and action != "declare":
        return Decision(False, action, "none", CONFLICT, case)
    held = needs & (standing.relations | {"any case"})
    if not held:
        return Decision(False, action, "none", NOT_RELATED, case)
    return Decision(True, action, first(held), "by-relation", case)


def first(held: Collection[Relation]) -> Relation:
    """The one that is told: whoever needs no broken glass has not broken it."""
    return min(held, key=RELATIONS.index)


@dataclass(frozen=True)
class Asked:
    """`team`: everybody in a team with the person, themselves too. `at`: in UTC. `acts_for`: themselves, and
    officers who are away then and whom they stand in for. `purpose`: what they open something sealed for.
    """

    person: str
    team: frozenset[str]
    action: Action
    at: datetime
    acts_for: frozenset[str] = frozenset()
    purpose: str = ""


def acting(asked: Asked, rows: Sequence[Row]) -> Asked:
    """With whom whoever asks acts for, as the rows have it."""
    own = (row for row in rows if row.relation == "stands in" and row.person == asked.person)
    officers = (row.covers for row in own if stands(row, asked.at))
    return replace(asked, acts_for=frozenset({asked.person, *officers}))


def standing(case: str, rows: Sequence[Row], asked: Asked, needs: Collection[Relation]) -> Standing:
    """To a case, by the rows of it; to a joint review, by those of every case that it covers and its own.

    `needs`: by any of which it may be done. A joint review is open by the one that opens its most closed case: not
    each case need be open by the same.
    """
    asked = acting(asked, rows)
    covered = [row.covers for row in rows if row.relation == "covers" and row.subject == case]
    of_itself = _to_one(case, rows, asked)
    if not covered:
        return of_itself
    every = [_to_one(each, rows, asked) for each in covered]
    conflict = of_itself.conflict or any(it.conflict for it in every)
    held = [it.relations.intersection(needs) for it in every]
    weakest = {max(map(first, held), key=RELATIONS.index)} if all(held) else frozenset[Relation]()
    return Standing(conflict, of_itself.relations & {"to be published"} | weakest)


def _to_one(case: str, rows: Sequence[Row], asked: Asked) -> Standing:
    own = [row for row in rows if row.subject == case and stands(row, asked.at)]
    incident = merged_with({case}, rows)
    held = {relation for row in own if (relation := relation_by(row, asked))}
    if not any(row.relation in ("assigned", "erased") for row in own):
        held.add("nobody's yet")
    return Standing(any(keeps_out(row, asked) for row in rows if row.subject in incident), frozenset(held))


def merged_with(cases: Collection[str], rows: Sequence[Row]) -> frozenset[str]:
    """These cases and all that were merged with any of them, either way round: one incident."""
    found, pairs = frozenset(cases), [{row.subject, row.covers} for row in rows if row.relation == "merged"]
    while more := [pair for pair in pairs if pair & found and not pair <= found]:
        found = found.union(*more)
    return found


def stands(row: Row, at: datetime) -> bool:
    return (row.since is None or row.since <= at) and (row.until is None or at < row.until)


def keeps_out(row: Row, asked: Asked) -> bool:
    return row.relation == "conflict" and row.person == folded(asked.person)


def relation_by(row: Row, asked: Asked) -> Relation | None:
    """What a row that stands makes of whoever asks; None: nothing for this action."""
    match row.relation:
        case "assigned" if row.person in asked.acts_for | asked.team:
            return "assigned" if row.person in asked.acts_for else "team"
        case "granted" if row.person == asked.person:
            return "granted" if asked.action in served(row.purpose) and lets_open(row.purpose, asked) else None
        case "reported" | "broken glass" as relation if row.person == asked.person:
            return relation
        case "to be notified" | "to be published" as relation:
            return relation
    return None


def lets_open(let_in_for: str, asked: Asked) -> bool:
    """Whoever was let in for one thing opens nothing for another."""
    opening = of_purpose(asked.purpose)
    return not asked.purpose or (opening is not None and let_in_for in opening.let_in_for)


def served(purpose: str) -> Sequence[Action]:
    """None by a purpose that this release does not know."""
    return next((actions for known, actions in SERVES.items() if known == purpose), ())
