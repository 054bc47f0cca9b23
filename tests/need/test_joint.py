"""The own case of a joint review is open to whoever may see each case that it covers; any conflict closes it."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from msgspec import structs

from shared.events.base import Event, Recorded
from shared.events.practice import CoveredBy
from shared.need import joint, relations
from shared.need.can import Asked, standing
from shared.need.decision import Relation
from shared.need.relations import Row
from shared.need.table import GLASS, LET_IN, OWN
from shared.need.visible import visible
from shared.writes import Write
from tests import examples as ex
from tests.contracts import examples_need as nx
from tests.contracts.records import examples
from tests.need.matrix import ANOTHER, LATER, MATE, NOW, WHO, row
from tests.reviews import examples as rx

Project = Callable[[Write, Recorded], None]
ASKED = Asked(WHO, frozenset({WHO}), "read", NOW)
GRANTED = row("granted", WHO, "practice review", LATER)
TAKEN = row("assigned", ANOTHER)
JOINT = [Row("joint", "covers", "", "", None, UUID(int=2), case) for case in ("one", "two")]


def of(case: str, *rows: Row) -> list[Row]:
    return [replace(each, subject=case) for each in (TAKEN, *rows)]


def test_a_joint_review_is_open_to_whoever_may_see_each_of_its_cases() -> None:
    both = [*JOINT, *of("one", GRANTED), *of("two", GRANTED)]
    assert standing("joint", both, ASKED, OWN).relations == {"granted"}
    assert visible(both, frozenset({"granted"}), ASKED).only == {"one", "two", "joint"}


def test_each_of_its_cases_may_be_open_by_another_relation_and_the_weakest_is_told() -> None:
    mine, mate_s = replace(row("assigned", WHO), subject="one"), replace(row("assigned", MATE), subject="two")
    in_a_team = replace(ASKED, team=frozenset({WHO, MATE}))
    rows = [*JOINT, mine, mate_s]
    assert standing("joint", rows, in_a_team, OWN).relations == {"team"}
    assert visible(rows, frozenset(OWN), in_a_team).only == {"one", "two", "joint"}
    assert standing("joint", rows, in_a_team, LET_IN).relations == frozenset()
    broken = [*JOINT, mine, *of("two", row("broken glass", WHO, "", LATER))]
    assert standing("joint", broken, ASKED, (*OWN, *GLASS)).relations == {"broken glass"}
    assert standing("joint", broken, ASKED, OWN).relations == frozenset()  # to be seen, and not worked on


def test_whoever_may_see_some_of_them_does_not_see_it() -> None:
    some = [*JOINT, *of("one", GRANTED), *of("two")]
    assert standing("joint", some, ASKED, OWN).relations == frozenset()
    assert visible(some, frozenset({"granted"}), ASKED).only == {"one"}


def test_a_conflict_in_any_of_them_closes_it() -> None:
    rows = [*JOINT, *of("one"), *of("two", row("conflict", WHO))]
    assert standing("joint", rows, ASKED, OWN).conflict
    assert visible(rows, frozenset({"any case"}), ASKED).hidden == {"two", "joint"}
    others = replace(ASKED, person=ANOTHER)
    assert not standing("joint", rows, others, OWN).conflict


def test_a_joint_review_over_cases_that_are_nobody_s_is_listed_to_whom_they_are() -> None:
    needs: frozenset[Relation] = frozenset({"nobody's yet", "assigned"})
    assert visible(JOINT, needs, ASKED).only == {"joint"}
    assert visible(JOINT, frozenset({"granted"}), ASKED).only == frozenset()
    assert visible([*JOINT, *of("one")], needs, ASKED).only == frozenset()
    assert visible([*JOINT, replace(row("assigned", WHO), subject="one")], needs, ASKED).only == {"one", "joint"}
    assert visible([*JOINT, replace(row("conflict", WHO), subject="one")], needs, ASKED).only == frozenset()


def test_a_conflict_in_a_case_closes_what_it_was_merged_with_and_a_grant_opens_that_one_alone() -> None:
    merged = [Row("into", "merged", "", "", None, UUID(int=2), case) for case in ("one", "another")]
    taken = [replace(TAKEN, subject="into"), *of("another")]
    rows = [*merged, *taken, *of("one", row("conflict", WHO), GRANTED)]
    for case in ("one", "into", "another"):
        assert standing(case, rows, ASKED, OWN).conflict, case
    assert visible(rows, frozenset({"any case"}), ASKED).hidden == {"one", "into", "another"}
    let_in = [*merged, *taken, *of("one", GRANTED)]
    assert not standing("into", let_in, ASKED, OWN).conflict
    assert standing("into", let_in, ASKED, OWN).relations == frozenset()
    assert visible(let_in, frozenset({"granted"}), ASKED).only == {"one"}


def test_a_conflict_in_what_was_merged_with_a_covered_case_closes_the_joint_review() -> None:
    merged = Row("two", "merged", "", "", None, UUID(int=2), "twin")
    rows = [*JOINT, merged, *of("one"), *of("two"), *of("twin", row("conflict", WHO))]
    assert standing("joint", rows, ASKED, OWN).conflict
    assert visible(rows, frozenset({"any case"}), ASKED).hidden == {"two", "twin", "joint"}


def statements(
    event: Event, actor: str = "person:officer", by: Project = relations.project
) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    recorded = next(it for it in examples() if type(it.data) is type(event))
    by(lambda *written: found.append(written), structs.replace(recorded, data=event, actor=actor))
    return found


def test_a_report_that_a_person_typed_in_is_theirs_and_an_agency_s_is_nobody_s() -> None:
    ((_, _, relation, person, *_),) = statements(ex.incident_reported, WHO)
    assert (relation, person) == ("reported", WHO)
    assert statements(ex.incident_reported, "agency:hospital") == []


def test_a_grant_stands_until_the_end_of_its_last_day_in_london() -> None:
    ((_, _, relation, person, purpose, until, said, *_),) = statements(nx.granted)
    assert (relation, person, purpose, said) == ("granted", nx.REVIEWER, "practice review", nx.GRANT)
    assert str(until) == "2026-10-30 23:59:59.999999+00:00"  # winter time since the 25th


def test_a_joint_review_covers_what_it_was_initiated_over_whether_or_not_a_case_says_so() -> None:
    over_two = rx.initiated.model_copy(update={"covers": ("one", "two")})
    said = statements(over_two, by=joint.project)
    found = [(subject, relation, covers) for _, subject, relation, *_, covers, _ in said[:2]]
    (own,) = {subject for subject, *_ in found}
    assert [(relation, covers) for _, relation, covers in found] == [("covers", "one"), ("covers", "two")]
    assert own not in ("one", "two")
    answered = CoveredBy(case="joint", practice_review=UUID(int=3))
    assert statements(answered, by=joint.project) == statements(answered) == []
