"""What waits for a person and no law dates is a list: what it is, whose turn, its case, and where it is done."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest

from services.console.reading.reads import reads
from services.console.views.waiting import WaitRow
from services.console.views.waiting import waiting as listed
from services.console.waiting.told import TITLES, Waiting, waiting
from services.console.waits.changes import changes
from services.console.waits.wait import GROUPS, Agreed, Begun, Done
from services.console.work.actions import actions
from shared.events.base import Event, Recorded
from shared.events.beforehand import ApprovalTakenBack
from shared.events.dispatch import DispatchInDoubt
from shared.events.intake import CaseSnoozed, DecisionReopened, SnoozeEnded
from shared.events.merging import DuplicateSuspected, KeptApart, MergeUndone
from shared.events.recipients import RecipientChangeConfirmed
from shared.need.seen import LOOKING
from shared.need.visible import Visible
from shared.web.needing import seen
from tests.console.conftest import Console
from tests.console.examples import AWARE, CASE, NOT_NOTIFY, NOTIFY, PUBLICATION, REPORTED, SECRET, day
from tests.console.owner import API
from tests.console.story import Story
from tests.console.test_pages import look, words
from tests.console.waits import (
    AGREED,
    BY_PORTAL,
    DOUBTED,
    ERASED,
    HANDED_OVER,
    ID,
    KINDS,
    OTHER,
    PLANNED,
    PROPOSED,
    RESOLVED,
    TO_ERASE,
)

BEGUN = [(source, begins) for source, begins, _ in KINDS]


def rows() -> Iterator[WaitRow]:
    """A row of every kind, as its event begins it."""
    for source, event in BEGUN:
        for it in changes(event):
            if isinstance(it, Begun):
                yield WaitRow(
                    subject=CASE,
                    what=it.what,
                    item=it.item,
                    source=source,
                    name=it.name,
                    by=it.by,
                    asked=it.asked,
                    recipient=it.recipient,
                    since=day(0),
                )
    for name in ("awareness", "", "reopened"):
        yield WaitRow(
            subject=CASE,
            what="decision",
            item="",
            source="intake",
            name=name,
            by="",
            asked="",
            recipient="",
            since=day(0),
        )


def told(row: WaitRow) -> Waiting:
    (it,) = waiting([row], str.capitalize)
    return it


def test_every_kind_of_waiting_stands_in_one_group_and_is_begun_by_some_event() -> None:
    grouped = [what for group in GROUPS.values() for what in group]
    assert len(grouped) == len(set(grouped))
    assert {row.what for row in rows()} == set(grouped)
    assert TITLES.keys() == GROUPS.keys()


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"{row.what} {row.name}")
def test_each_leads_to_pages_that_exist_and_fills_in_only_what_they_ask(row: WaitRow) -> None:
    it = told(row)
    assert it.what and it.links
    for _, address in it.links:
        _leads(address)


def documented(service: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((API / f"{service}.openapi.json").read_bytes())
    return found


def _leads(address: str) -> None:
    parts = urlsplit(address)
    said = [name for name, _ in parse_qsl(parts.query)]
    place = parts.path.strip("/").split("/")
    match place:
        case ["work", service, id_]:
            (action,) = (it for it in actions(service, documented(service)) if it.id == id_)
            assert set(said) <= {*action.parameters, *(field.name for field in action.fields)}
            assert set(action.parameters) <= set(said)
        case ["read", service, id_]:
            (read,) = (it for it in reads(service, documented(service)) if it.id == id_)
            assert set(said) == {f"in.{name}" for name in read.parameters}
        case _:
            assert place[0] in ("calendar", "exports", "cases", "partners", "system")


def test_whoever_signed_first_is_named_as_who_may_not_be_the_second() -> None:
    (proposed,) = changes(PROPOSED)
    assert isinstance(proposed, Begun)
    row = next(row for row in rows() if row.what == "reclassification")
    it = told(row)
    assert it.whose == "person:two is asked; anybody but person:one"
    assert it.what == (
        "Move the incident from class A (death or serious harm of a child, abuse or neglect known or suspected)"
        " to class B (death of a looked-after child, abuse or neglect neither known nor suspected)"
    )


def test_what_is_about_no_case_names_none() -> None:
    row = next(row for row in rows() if row.what == "record")
    assert told(row.model_copy(update={"subject": "quarantine/7"})).case == ""
    assert told(row).case == CASE


def test_an_approval_that_is_taken_back_waits_again_as_it_was() -> None:
    back = ApprovalTakenBack(publication=PUBLICATION, because="a copy came back")
    assert list(changes(AGREED)) == [Agreed("publication")]
    assert list(changes(back)) == [Agreed("publication", back=True)]
    assert Done("publication") in list(changes(PLANNED)), "another day takes the place of the one before"


@pytest.mark.real
async def test_whatever_ends_a_wait_takes_it_off_the_list(console: Console) -> None:
    left = []
    for number, (source, begins, ends) in enumerate(KINDS):
        for other, ended in enumerate(ends):
            told = Story(f"{number}-{other}")
            await console.hears([told.said(source, begins, day(0))])
            assert told.subject in await _subjects(console), begins
            await console.hears([told.said(source, ended, day(1))])
            if told.subject in await _subjects(console):
                left.append((type(begins).__name__, type(ended).__name__))
    assert left == []


@pytest.mark.real
async def test_an_approval_is_listed_again_once_it_is_taken_back(console: Console) -> None:
    told = Story()
    back = ApprovalTakenBack(publication=PUBLICATION, because="a copy came back")
    await console.hears([told.said("publisher", PLANNED, day(0)), told.said("publisher", AGREED, day(1))])
    assert await _subjects(console) == set()
    await console.hears([told.said("publisher", back, day(2))])
    page = await look(console, "/waiting?group=signature")
    assert "Approve publication on Mon 1 Jun 2026" in words(page)
    assert f'href="/work/publisher/ApprovePublication?case={CASE}&amp;text_hash={"1" * 64}' in page.text
    assert "&amp;publish_on=2026-06-01" in page.text


@pytest.mark.real
async def test_what_is_due_waits_for_a_person_only_while_its_recipient_is_reached_by_hand(
    console: Console,
) -> None:
    """Whatever its channel was when it fell due: people may have changed how the recipient is reached since."""
    case, panel = Story(), Story("recipients/panel")
    by_mail = BY_PORTAL.model_copy(update={"channel": "email"})
    change = {"recipient": "panel", "channel": "portal", "address": "https://panel.example/"}
    await console.hears([case.said("notifier", by_mail, day(0))])
    assert await _subjects(console) == set()
    proposed = RecipientChangeConfirmed.model_validate({"change": ID, **change})
    await console.hears([panel.said("notifier", proposed, day(1))])
    shown = words(await look(console, "/waiting?group=person"))
    assert "Put what is due to panel into its portal by hand" in shown
    doubted = DispatchInDoubt(dispatch=by_mail.dispatch, attempt=1, resend_at=None)
    await console.hears([case.said("notifier", doubted, day(2))])
    assert "Find out whether what was sent to panel arrived" in words(await look(console, "/waiting?group=person"))
    back = proposed.model_copy(update={"channel": "email"})
    await console.hears([panel.said("notifier", back, day(3))])
    assert await _subjects(console) == {CASE}, "in doubt it waits, however the recipient is reached"
    await console.hears([case.said("notifier", HANDED_OVER, day(4))])
    assert await _subjects(console) == set()


@pytest.mark.real
async def test_what_is_to_go_again_after_a_doubt_waits_by_hand_only_where_its_recipient_is_reached_so(
    console: Console,
) -> None:
    """Nobody else puts it into the portal. What goes by mail is sent again by the notifier itself."""
    to_panel, to_ofsted = Story("case-1"), Story("case-2")
    by_mail = BY_PORTAL.model_copy(update={"channel": "email", "recipient": "ofsted"})
    again = RESOLVED.model_copy(update={"decision": "send again"})
    for told, due in ((to_panel, BY_PORTAL), (to_ofsted, by_mail)):
        await console.hears(told.said("notifier", it, day(at)) for at, it in enumerate((due, DOUBTED)))
    assert await _subjects(console) == {"case-1", "case-2"}
    await console.hears([to_panel.said("notifier", again, day(2)), to_ofsted.said("notifier", again, day(2))])
    assert await _subjects(console) == {"case-1"}
    shown = words(await look(console, "/waiting?group=person"))
    assert "Put what is due to panel into its portal by hand" in shown
    await console.hears([to_panel.said("notifier", HANDED_OVER, day(3))])
    assert await _subjects(console) == set()


@pytest.mark.real
async def test_a_pair_found_alike_from_both_sides_is_one_and_settled_from_either(console: Console) -> None:
    here, there = Story(), Story(OTHER)
    alike = [
        here.said("intake", DuplicateSuspected(other=OTHER, grounds=("the same day",)), day(0)),
        there.said("intake", DuplicateSuspected(other=CASE, grounds=("the same day",)), day(1)),
    ]
    await console.hears(alike)
    assert await _subjects(console) == {CASE}
    await console.hears([there.said("intake", KeptApart(other=CASE, reasons=SECRET), day(2))])
    assert await _subjects(console) == set()
    await console.hears([there.said("intake", MergeUndone(into=CASE, reasons=SECRET), day(3))])
    assert await _subjects(console) == {CASE}


@pytest.mark.real
@pytest.mark.parametrize("hidden", [CASE, OTHER])
async def test_a_pair_waits_for_whoever_may_see_both_cases(console: Console, hidden: str) -> None:
    here, there = Story(), Story(OTHER)
    await console.hears(
        [
            here.said("intake", DuplicateSuspected(other=OTHER, grounds=("the same day",)), day(0)),
            here.said("notifier", DOUBTED, day(0)),
            there.said("notifier", DOUBTED, day(0)),
        ]
    )
    dispatches = {(case, "dispatch") for case in (CASE, OTHER)}
    expected = {
        Visible(True, frozenset()): {*dispatches, (CASE, "duplicate")},
        Visible(True, frozenset({hidden})): dispatches - {(hidden, "dispatch")},
    }
    for looking, shown in expected.items():
        with looking_at(looking):
            found = await listed(seen(console.service), "person", day(1).date(), 10)
        assert {(row.subject, row.what) for row in found.rows} == shown
        assert found.how_many == len(shown)


@contextmanager
def looking_at(cases: Visible) -> Iterator[None]:
    """As whoever may see these."""
    before = LOOKING.set(cases)
    try:
        yield
    finally:
        LOOKING.reset(before)


@pytest.mark.real
async def test_an_erasure_waits_for_its_second_signature(console: Console) -> None:
    """A proposal anew takes the place of the one before, which is of another day."""
    told = Story()
    anew = TO_ERASE.model_copy(update={"proposal": UUID(int=41), "proposed_by": "person:three"})
    await console.hears([told.said("intake", TO_ERASE, day(0)), told.said("intake", anew, day(1))])
    page = await look(console, "/waiting?group=signature")
    assert page.text.count("ApproveErasure") == 1 and "anybody but person:three" in words(page)
    assert f"proposal={anew.proposal}" in page.text


@pytest.mark.real
async def test_nothing_waits_on_any_case_that_was_erased_whatever_is_heard_of_it_later(console: Console) -> None:
    """Also of one that was erased with another, and of a pair of which one is left."""
    merged, third = Story("case-2"), Story("case-3")
    alike = DuplicateSuspected(other=merged.subject, grounds=("the same day",))
    gone = ERASED.model_copy(update={"cases": (CASE, merged.subject), "keys": (CASE, merged.subject)})
    here = Story()
    await console.hears(
        [
            here.said("intake", REPORTED, day(0)),
            here.said("intake", TO_ERASE, day(0)),
            merged.said("intake", PROPOSED, day(0)),
            third.said("intake", alike, day(0)),
        ]
    )
    assert await _subjects(console) == {CASE, merged.subject, third.subject}
    await console.hears([here.said("intake", gone, day(1)), merged.said("notifier", BY_PORTAL, day(2))])
    assert await _subjects(console) == set()


@pytest.mark.real
async def test_a_case_that_nobody_decided_waits_with_no_date_until_it_is_decided(console: Console) -> None:
    told = Story()

    async def says(event: Event, number: int) -> str:
        await console.hears([told.said("intake", event, day(number))])
        console.it_is(day(number))
        return words(await look(console, "/waiting?group=undated"))

    assert "Say when the authority became aware" in await says(REPORTED, 0)
    assert "Decide whether to notify" in await says(AWARE, 1)
    asleep = CaseSnoozed(until_on=date(2026, 1, 20), due_on=date(2026, 1, 20), reason=SECRET)
    assert "Nothing waits here" in await says(asleep, 2)
    console.it_is(day(15))
    assert "Decide whether to notify" in words(await look(console, "/waiting?group=undated"))
    assert "Decide whether to notify" in await says(SnoozeEnded(because="an officer"), 3)
    assert "Nothing waits here" in await says(NOT_NOTIFY, 4)
    assert "Decide anew whether to notify" in await says(DecisionReopened(because="new information"), 5)
    assert "Nothing waits here" in await says(NOTIFY, 6)


@pytest.mark.real
async def test_the_duty_board_lists_what_waits_with_its_case_and_its_form(console: Console) -> None:
    await console.hears(_everything())
    page = await look(console, "/")
    shown = words(page)
    assert "For a second signature 14 things" in shown
    assert "Records set aside 1 thing" in shown
    assert "For somebody to see to 8 things" in shown
    assert "anybody but person:one" in shown
    assert page.text.count('href="/work/intake/ConfirmReclassification?case=') == 1
    assert "For a second signature" not in words(await look(console, "/?rule=notification")), "filtered by duty"


@pytest.mark.real
async def test_a_long_list_has_pages(console: Console) -> None:
    await console.hears(Story(f"case-{number}").said("intake", PROPOSED, day(0)) for number in range(60))
    board = await look(console, "/")
    assert "60 things, the first 10" in words(board)
    assert 'href="/waiting?group=signature"' in board.text
    first = await look(console, "/waiting?group=signature")
    assert "Page 1 of 2" in words(first) and first.text.count("ConfirmReclassification?") == 50
    last = await look(console, "/waiting?group=signature&page=2")
    assert last.text.count("ConfirmReclassification?") == 10
    assert "Nothing waits here any further" in words(await look(console, "/waiting?group=signature&page=9"))
    assert (await look(console, "/waiting?group=nothing&page=minus")).status_code == 200


def _everything() -> list[Recorded]:
    """On a case of its own each, as one may take the place of another."""
    return [Story(f"case-{number}").said(source, begins, day(0)) for number, (source, begins) in enumerate(BEGUN)]


async def _subjects(console: Console) -> set[str]:
    found = set()
    for group in GROUPS:
        it = await listed(console.service.log.pool, group, date(2026, 1, 5), 100)
        found |= {row.subject for row in it.rows}
        assert it.how_many == len(it.rows), group
    return found
