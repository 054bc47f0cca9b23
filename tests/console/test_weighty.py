"""What cannot be undone asks once more who it is, by the names that the services give their commands."""

import json
from pathlib import Path

import pytest

from services.console.proving import WEIGHTY
from services.console.work.actions import actions

API = Path(__file__).parents[2] / "docs" / "api"


def test_erasing_a_case_and_publishing_ask_for_proof_anew() -> None:
    erasing, publishing = ("intake", "ApproveErasure"), ("publisher", "ApprovePublication")
    assert {erasing, publishing} <= WEIGHTY


@pytest.mark.parametrize("service, command", sorted(WEIGHTY))
def test_what_asks_for_proof_is_a_form_of_the_console(service: str, command: str) -> None:
    """Under another name it would ask for none, and nobody would see it."""
    document = json.loads((API / f"{service}.openapi.json").read_text())
    assert command in {each.id for each in actions(service, document)}
