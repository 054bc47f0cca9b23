"""Whom something is owed to, as people call them."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.console.records import Records
from tests import examples as ex


@pytest.mark.parametrize(
    ("owed_to", "name"),
    [
        ("national-panel", "Child Safeguarding Practice Review Panel"),
        ("authority", ex.partnership().authority.name),
        ("authority/E10000008", "Devon"),
        ("authority/E99999999", "authority/E99999999"),
        ("child-death-overview-panel", "child-death-overview-panel"),
    ],
)
def test_an_authority_that_the_file_does_not_know_has_its_name(owed_to: str, name: str) -> None:
    application: Any = SimpleNamespace(service=None)
    assert Records(application, ex.partnership()).name_of(owed_to) == name
