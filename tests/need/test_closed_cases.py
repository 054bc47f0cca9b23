"""With routes that do not ask, a case that was not opened is to each of them one that never was."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from services.publisher.all_heard import AllHeard
from shared.event_log import Database
from shared.keys import Keyring
from shared.need.opened import opened
from shared.purposes import Purpose
from shared.web.asking import Asking
from tests.need.served import Served
from tests.need.told import Told, told

pytestmark = pytest.mark.real
PURPOSE: Mapping[str, str] = {
    "/cases/{case}/reasons": "?purpose=quality%20check",
    "/cases/{case}/report": "?purpose=quality%20check",
    "/cases/{case}/attachments/{attachment}": "?purpose=quality%20check",
}
PROOF = "/cases/{case}/dispatches/{dispatch}/proofs/{proof}"
PARTS = re.compile(r"\{(\w+)\}")
NO_ID = str(UUID(int=0))
# What these cases have nothing of, so that it says the same of them as of any.
HAVE_NONE: Mapping[str, frozenset[str]] = {
    "intake": frozenset({"/erasures/{case}"}),
    "notifier": frozenset({"/erasures/{case}"}),
    "reviews": frozenset({"/erasures/{case}", PROOF}),
    "publisher": frozenset({"/erasures/{case}", "/requests/{case}", "/cases/{case}/pseudonyms", PROOF}),
}


async def answered(asked: Served, path: str, it: Told, case: str) -> tuple[int, bytes]:
    """Status and body, but for what names the case itself."""
    ids = {part: it.parts.get(part, NO_ID) for part in PARTS.findall(path)}
    query = it.queries.get(path, PURPOSE.get(path, ""))
    answer = await asked.get(path.format(**{**ids, "case": case}) + query)
    return answer.status_code, answer.content.replace(case.encode(), b"")


def asked_for_keys(patch: pytest.MonkeyPatch) -> list[str]:
    """Of which cases, from now on: nothing is opened without."""
    found, find = list[str](), Keyring.find

    async def noted(keyring: Keyring, db: Database, key_id: str, purpose: Purpose) -> bytes:
        found.append(key_id)
        return await find(keyring, db, key_id, purpose)

    patch.setattr(Keyring, "find", noted)
    return found


async def test_a_route_that_does_not_ask_knows_no_more_of_a_case_than_of_one_that_never_was(
    empty: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each, in every service; and once the case is opened, each shows what there is."""
    opens: set[str] = set()

    async def lets_by(*_: Any, **__: Any) -> None:
        opened().cases(opens)

    async def nothing_waits(_: AllHeard) -> set[str]:
        return set()

    monkeypatch.setattr(Asking, "_needs_to_know", lets_by)
    monkeypatch.setattr(AllHeard, "waiting", nothing_waits)
    it, keys = await told(empty.service), asked_for_keys(monkeypatch)
    of_a_case = {path for path in empty.paths if "{case}" in path}
    never = {path: await answered(empty, path, it, "never-was") for path in of_a_case}
    assert {path for path in of_a_case if await answered(empty, path, it, it.case) != never[path]} == set()
    assert keys == []
    opens.add(it.case)
    shown = {path for path in of_a_case if await answered(empty, path, it, it.case) != never[path]}
    assert of_a_case - shown == HAVE_NONE[empty.service.name]
