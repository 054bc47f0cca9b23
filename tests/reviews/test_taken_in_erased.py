"""The bytes of a return that was set aside and taken in go with its case, though intake names no such key."""

from uuid import uuid4

import pytest

from shared import views
from shared.keys import Erased
from shared.quarantine import Quarantine, ReplayRecord, subject_of
from shared.service import Service
from tests.contracts import examples_keeping as kx
from tests.examples import QUARANTINE, quarantined
from tests.reviews import examples as ex
from tests.reviews.stories import Others, with_the_cases_key

pytestmark = pytest.mark.real
KEY = subject_of(QUARANTINE)
ERASED = kx.erased.model_copy(update={"cases": (ex.CASE,), "keys": (ex.CASE,)})
KEYS = "SELECT key_id FROM log.case_key ORDER BY key_id"
SET_ASIDE = Quarantine(
    **quarantined.model_dump(exclude={"record", "headers"}),
    record="eyJzcGVjdmVyc2lvbiI6IjEuMCJ9",
)


async def taken_in(service: Service, case: str = ex.CASE) -> None:
    await with_the_cases_key(service)
    replayed = ReplayRecord(case=case, corrected=False, reason="The agency confirmed it.")
    for command in (SET_ASIDE, replayed):
        await service.do(KEY, command, actor="person:manager", cause=uuid4())


async def keys(service: Service) -> list[str]:
    return [row["key_id"] for row in await service.log.pool.fetch(KEYS)]


async def test_the_key_of_a_return_that_was_taken_in_goes_with_its_case(service: Service) -> None:
    await taken_in(service)
    assert await keys(service) == sorted([ex.CASE, KEY])
    await Others(service).say("intake", ERASED)
    assert await keys(service) == []
    with pytest.raises(Erased):
        await service.keyring.find(service.log.pool, KEY, "to see what it is")


async def test_so_it_does_when_the_log_is_read_anew(service: Service) -> None:
    await taken_in(service)
    await Others(service).say("intake", ERASED)
    await service.log.pool.execute("INSERT INTO log.case_key VALUES ($1, $2, true, 1)", KEY, b"an old backup's")
    async with service.log.pool.acquire() as connection:
        await views.rebuild(service, connection)
    assert await keys(service) == []


async def test_what_was_taken_in_on_another_case_keeps_its_key(service: Service) -> None:
    await taken_in(service, "another-case")
    await Others(service).say("intake", ERASED)
    assert await keys(service) == [KEY]
