"""The board tells who sees to a duty and whether its lateness is explained, live and rebuilt alike."""

import pytest

from shared import views
from shared.duties import board
from shared.duties.board import DutyRow
from shared.duties.life import AcknowledgeDuty
from shared.service import Service
from tests import examples as ex
from tests.duties.conftest import CASE, ask, say

pytestmark = pytest.mark.real
LATE = ex.duty_met.model_copy(update={"late": True})


async def row(service: Service) -> DutyRow:
    (found,) = await board.of_case(service.log.pool, CASE)
    return found


async def test_who_sees_to_a_duty_is_on_the_board(service: Service) -> None:
    await say(service, ex.duty_arose)
    assert (await row(service)).acknowledged_by is None
    await ask(service, AcknowledgeDuty(duty=ex.DUTY))
    shown = await row(service)
    assert (shown.acknowledged_by, shown.acknowledged_at) == (ex.DRAFTER, ex.CRITERIA_MET_AT)


async def test_a_duty_that_is_owed_again_is_acknowledged_and_explained_by_nobody(service: Service) -> None:
    await say(service, ex.duty_arose, ex.duty_acknowledged, LATE, ex.lateness_explained)
    assert (await row(service)).lateness_explained
    await say(service, ex.duty_reopened)
    shown = await row(service)
    assert (shown.state, shown.acknowledged_by, shown.lateness_explained) == ("open", None, False)


async def test_the_board_folded_anew_is_the_same(service: Service) -> None:
    await say(service, ex.duty_arose, ex.duty_acknowledged, ex.reminder_raised, ex.deadline_missed)
    async with service.log.pool.acquire() as connection:
        compared = await views.compared(service, connection)
    assert all(live == folded for live, folded in compared.values())
    assert compared["duties"][0][0] == 1
