"""A case's page says that it is held, or that it was erased and by whom; and offers nothing to do on it then."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from services.console.drafts import Drafts
from services.console.kept import kept
from services.console.pages import _PAGES as PAGES
from services.console.typed import Sent
from shared.events.base import Event, Recorded
from shared.keys import sealed_under
from shared.sealing import new_key
from tests.console.conftest import Console
from tests.console.examples import CASE, MONDAY
from tests.console.story import Story, whole_case
from tests.console.test_drafts import PLACE
from tests.contracts import examples_keeping as kx

erased = kx.erased.model_copy(update={"cases": (CASE,), "keys": (CASE,)})


def boxed(event: Event) -> Event:
    found: Event = sealed_under(event, CASE, new_key())
    return found


def known(*said: Event) -> list[Recorded]:
    told = Story()
    return [told.said("intake", boxed(event), MONDAY + timedelta(days=day)) for day, event in enumerate(said)]


def test_a_hold_stands_until_it_is_lifted() -> None:
    (hold,) = kept(known(kx.hold_put)).holds
    assert (hold.ground, hold.put_at) == ("inquest", MONDAY)
    assert kept(known(kx.hold_put, kx.hold_lifted)).holds == []


def test_of_two_holds_the_other_still_stands() -> None:
    second = kx.hold_put.model_copy(update={"hold": UUID(int=8), "ground": "civil claim"})
    assert [hold.ground for hold in kept(known(kx.hold_put, second, kx.hold_lifted)).holds] == ["civil claim"]


def test_a_kept_case_has_no_certificate_and_an_erased_one_has() -> None:
    assert kept(known(kx.proposed)).erased is None
    found = kept(known(kx.proposed, kx.erased)).erased
    assert found and (found.approved_by, found.erased_at) == (kx.erased.approved_by, MONDAY + timedelta(days=1))


def shown(*said: Event) -> str:
    """What stands on the case's page of it, as a reader reads it."""
    source = '{% from "tables.html" import day, instant %}{% include "case-kept.html" %}'
    page = PAGES.from_string(source).render(it={"kept": kept(known(*said))}, case={"subject": CASE})
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_page_says_that_a_legal_hold_stands_and_who_put_it() -> None:
    assert "Legal hold Nothing of this case may be destroyed. Inquest, since" in shown(kx.hold_put)
    assert shown(kx.hold_put, kx.hold_lifted) == ""


def test_the_page_of_an_erased_case_says_so_and_who_decided_it() -> None:
    said = shown(kx.hold_put, erased)
    assert "This case was erased" in said and f"{erased.approved_by} approved it" in said
    assert "Legal hold" not in said


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
    return [told.said("intake", boxed(event), MONDAY + timedelta(days=800))]
