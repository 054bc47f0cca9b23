"""Whose view it is: each partner's stands under its own name, typed or to be checked. No server."""

import re
from collections.abc import Sequence

import pytest

from services.console.work.actions import Action
from services.console.work.answers import answers
from services.console.work.forms import Form
from services.console.work.schema import fields
from tests.console.shown import shown

ICB, POLICE = ("integrated-care-board", "Solent ICB"), ("police", "Solent Police")
THREE = (("authority", "Council"), ICB, POLICE)
FIVE = (*THREE, ("north-icb", "North ICB"), ("north-police", "North Police"))
VIEWS = {
    "type": "object",
    "additionalProperties": {"type": "string", "enum": ["agrees", "dissents"]},
    "description": "What each thinks",
}


def form(typed: dict[str, str], required: bool = True) -> Form:
    schema = {"type": "object", "properties": {"views": VIEWS}, "required": ["views"] if required else []}
    action = Action("reviews", "Decide", "/cases/{case}/decide", "Decide", "", ("case",), fields(schema))
    return Form(action, {"case": "c"}, typed)


def rows(typed: dict[str, str], partners: Sequence[tuple[str, str]] = THREE) -> list[tuple[str, str, str]]:
    """(the key that is posted, under which name, what is selected), in the page's order."""
    page = shown("form", form=form(typed), partners={"views": partners})
    return [
        (key, called, (re.findall(r'<option value="([^"]*)" selected', options) or [""])[0])
        for key, called, options in re.findall(
            r'name="views\.\d+\.key" value="([^"]*)">\s*<label[^>]*>([^<]*)</label>(.*?)</select>', page, re.DOTALL
        )
    ]


def test_a_draft_whose_partners_stood_in_another_order_shows_each_view_under_its_own_name() -> None:
    typed = {"views.0.key": "police", "views.0.value": "dissents"}
    assert rows(typed) == [
        ("authority", "Council", ""),
        ("integrated-care-board", "Solent ICB", ""),
        ("police", "Solent Police", "dissents"),
    ]


def test_a_view_of_which_nobody_said_whose_it_is_stands_where_it_was_chosen() -> None:
    assert [said for _, _, said in rows({"views.1.value": "agrees"})] == ["", "agrees", ""]


def test_of_two_views_of_one_partner_the_one_that_would_be_sent_is_shown() -> None:
    typed = {
        "views.0.key": "police",
        "views.0.value": "agrees",
        "views.3.key": "police",
        "views.3.value": "dissents",
    }
    assert answers(form(typed).action.fields, typed).document == {"views": {"police": "dissents"}}
    assert [said for _, _, said in rows(typed)] == ["", "", "dissents"]
    page = shown("form", form=form(typed), partners={"views": THREE})
    assert page.count('value="police"') == 1  # a second row would be sent instead of what is chosen now


def test_whoever_is_no_partner_any_more_stands_apart_with_what_was_typed() -> None:
    typed = {
        "views.0.key": "old-icb",
        "views.0.value": "agrees",
        "views.1.key": "police",
        "views.1.value": "agrees",
    }
    assert [said for _, _, said in rows(typed)] == ["", "", "agrees"]
    page = shown("form", form=form(typed), partners={"views": THREE})
    assert 'name="views.3.key" value="old-icb"' in page


@pytest.mark.parametrize("partners", [THREE, FIVE], ids=["three", "five"])
def test_every_partner_has_a_row_however_many_they_are(partners: Sequence[tuple[str, str]]) -> None:
    assert [(key, called) for key, called, _ in rows({}, partners)] == list(partners)
    page = shown("form", form=form({}), partners={"views": partners})
    assert "For whom or what" not in page


def test_a_field_of_pairs_that_is_not_about_partners_has_rows_to_type_in() -> None:
    assert shown("form", form=form({}), partners={}).count("For whom or what") == 4


def checked(typed: dict[str, str], required: bool = True) -> list[tuple[str, str]]:
    page = shown("check", form=form(typed, required), partners={"views": THREE})
    return re.findall(r'<dt>([^<]*)</dt><dd class="typed">([^<]*)</dd>', page)


TWO = {"views.0.key": "authority", "views.1.key": "integrated-care-board", "views.1.value": "agrees"}
AND_ONE_TO_SAY = {**TWO, "views.2.key": "police", "views.2.value": ""}


def test_whoever_checks_reads_names_and_no_id_that_nobody_typed() -> None:
    assert checked(AND_ONE_TO_SAY) == [
        ("Views: Council", "not said"),
        ("Views: Solent ICB", "agrees"),
        ("Views: Solent Police", "not said"),
    ]


def test_whoever_need_not_be_asked_and_was_not_is_left_out_of_what_is_checked() -> None:
    assert checked(AND_ONE_TO_SAY, required=False) == [("Views: Solent ICB", "agrees")]
    assert checked({"views.0.key": "authority", "views.0.value": ""}, required=False) == [("Views", "not said")]


def test_whoever_is_no_partner_any_more_is_checked_by_the_id_that_was_typed() -> None:
    gone = {"views.3.key": "old-icb", "views.3.value": "agrees"}
    assert ("Views: old-icb", "agrees") in checked({**AND_ONE_TO_SAY, **gone})
