"""A case's page says that it is held, or that it was erased and by whom; and offers nothing to do on it then."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.console.drafts import Drafts
from services.console.kept import kept
from services.console.pages import _PAGES as PAGES
from services.console.typed import Sent
from shared.calendar import london_date
from shared.erasing import Certificate
from shared.events.base import Event, Recorded, encode
from shared.keys import sealed_under
from shared.sealing import new_key
from tests.console.conftest import Console
from tests.console.examples import CASE, MONDAY, REPORTED
from tests.console.story import Story, whole_case
from tests.console.test_drafts import PLACE
from tests.console.test_pages import look, words
from tests.contracts import examples_keeping as kx
from tests.contracts import examples_need as nx

ERASED_AT = MONDAY + timedelta(days=800)
erased = kx.erased.model_copy(update={"cases": (CASE,), "keys": (CASE,)})


def boxed(event: Event) -> Event:
    found: Event = sealed_under(event, CASE, new_key())
    return found


NURSE = nx.conflict.person
OTHER = "9f3a9c21-0000-4000-8000-000000000009"


def certified(subject: str = CASE, at: datetime = MONDAY) -> Certificate:
    """Of the case itself, or of one that was erased with it."""
    plain = erased.model_dump(exclude={"proposal", "cases", "keys"})
    return Certificate(subject=subject, erased_with=CASE, erased_at=at, keys_destroyed=1, **plain)


def known(*said: Event) -> list[Recorded]:
    told = Story()
    return [told.said("intake", boxed(event), MONDAY + timedelta(days=day)) for day, event in enumerate(said)]


def test_a_hold_stands_until_it_is_lifted() -> None:
    (hold,) = kept(known(kx.hold_put), None).holds
    assert (hold.ground, hold.put_at) == ("inquest", MONDAY)
    assert kept(known(kx.hold_put, kx.hold_lifted), None).holds == []


def test_of_two_holds_the_other_still_stands() -> None:
    second = kx.hold_put.model_copy(update={"hold": UUID(int=8), "ground": "civil claim"})
    left = kept(known(kx.hold_put, second, kx.hold_lifted), None).holds
    assert [hold.ground for hold in left] == ["civil claim"]


def shown(*said: Event, certificate: Certificate | None = None) -> str:
    """What stands on the case's page of it, as a reader reads it."""
    source = '{% from "tables.html" import day, instant %}{% include "case-kept.html" %}'
    page = PAGES.from_string(source).render(it={"kept": kept(known(*said), certificate)})
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_page_says_that_a_legal_hold_stands_and_who_put_it() -> None:
    assert "Legal hold Nothing of this case may be destroyed. Inquest, since" in shown(kx.hold_put)
    assert shown(kx.hold_put, kx.hold_lifted) == ""


def test_the_page_of_an_erased_case_says_so_and_who_decided_it() -> None:
    said = shown(kx.hold_put, certificate=certified())
    assert "This case was erased" in said and f"{erased.approved_by} approved it" in said
    assert "Legal hold" not in said and "erased with case" not in said


def test_the_page_of_a_case_that_was_erased_with_another_names_the_other() -> None:
    assert f"erased with case {CASE[:8].upper()}" in shown(certificate=certified(OTHER))


@pytest.mark.real
async def test_the_page_of_an_erased_case_does_not_tell_who_kept_themselves_out_of_it(console: Console) -> None:
    """Nor as it was known before."""
    told = Story(OTHER)
    reported = told.said("intake", REPORTED, MONDAY)
    declared = replace(told.said("intake", boxed(nx.conflict), MONDAY), actor=NURSE)
    await console.hears([reported, replace(declared, wire=encode(declared)), *whole_case()])
    assert NURSE in words(await look(console, f"/cases/{OTHER}"))
    await console.hears(_afterwards(erased.model_copy(update={"cases": (CASE, OTHER), "keys": (CASE, OTHER)})))
    console.it_is(ERASED_AT + timedelta(days=9))
    for address in (f"/cases/{OTHER}", f"/cases/{OTHER}?known_on={london_date(MONDAY)}"):
        page = words(await look(console, address))
        assert "Conflict declared" in page and NURSE not in page


@pytest.mark.real
@pytest.mark.parametrize("subject", [CASE, OTHER])
async def test_every_case_that_was_erased_with_another_says_so_and_offers_nothing(
    console: Console, subject: str
) -> None:
    """Whichever of them it was decided on: no service answers about any."""
    both = erased.model_copy(update={"cases": (CASE, OTHER), "keys": (CASE, OTHER)})
    merged = [Story(OTHER).said("intake", REPORTED, MONDAY)]
    await console.hears([*merged, *whole_case()])
    assert "This case was erased" not in words(await look(console, f"/cases/{subject}"))
    await console.hears(_afterwards(both))
    page = await look(console, f"/cases/{subject}")
    console.it_is(ERASED_AT + timedelta(days=9))
    then = await look(console, f"/cases/{subject}?known_on={london_date(ERASED_AT)}")
    for said in (page, then):
        assert "This case was erased" in words(said) and 'data-part="stage">Erased</p>' in said.text
        assert f'href="/read/intake/erasures.case?in.case={subject}"' in said.text
        assert not re.findall(r'href="/work/', said.text)
    before = await look(console, f"/cases/{subject}?known_on={london_date(MONDAY)}")
    assert "This case was erased" not in words(before)
    listed = (await look(console, "/cases.json")).json()
    assert {each["subject"]: each["stage"] for each in listed} == {CASE: "Erased", OTHER: "Erased"}


@pytest.mark.real
async def test_drafts_of_an_erased_case_are_gone_and_none_is_kept_again(console: Console) -> None:
    drafts = Drafts(console.module.application)
    await console.hears(list(whole_case()))
    assert await drafts.keep("", "person:officer", PLACE, Sent({"information": "typed"}, None))
    await console.hears(_afterwards(erased))
    assert await drafts.of("person:officer") == []
    assert await drafts.keep("", "person:officer", PLACE, Sent({"information": "typed"}, None)) == ""


def _afterwards(event: Event) -> list[Recorded]:
    """Said by intake after all that it said in the story."""
    told = Story()
    for recorded in whole_case():
        told.said(recorded.source, recorded.data, recorded.time)
    return [told.said("intake", boxed(event), ERASED_AT)]
