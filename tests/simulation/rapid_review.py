"""The rapid review of a case that the Panel was told of: returns, purposes, criteria, decision, submission."""

from typing import get_args

from services.reviews.commands import AssessCriterion, DecideNextStep, SubmitRapidReview
from services.reviews.gathering_commands import (
    AddressPurpose,
    RequestAgencyReturn,
    SubmitAgencyReturn,
    WeighCircumstance,
)
from services.reviews.views import reviews
from shared.decider import Command
from shared.events.gathering import Circumstance, Purpose
from shared.events.reviews import Criterion
from tests.simulation.asking import Asking
from tests.simulation.clock import LONDON
from tests.simulation.desk import DIRECTOR, MANAGER
from tests.simulation.installation import Running

PARTNERS = ("authority", "integrated-care-board", "chief-officer-of-police")


class RapidReview(Asking):
    async def of(self, case: str, *, whole: bool) -> None:
        """From its opening, once the notice was handed over. Not `whole`: perhaps never decided, or sent."""

        async def opened(running: Running) -> bool:
            return await reviews.one(running.service.log.pool, case) is not None

        await self.seen("reviews", opened)
        await self._ask(case, RequestAgencyReturn(agency="hospital"))
        await self._ask(case, RequestAgencyReturn(agency="police"))
        await self.days_later(self.dice.choice([1, 6, 12]))
        told = SubmitAgencyReturn(agency="hospital", involvement="i", key_episodes="k")  # the police is chased
        await self.command("reviews", case, told, "agency:hospital")
        if not whole and self.dice.random() < 0.2:
            return
        await self._decided(case)
        await self.days_later(self.dice.choice([0, 1, 4]))
        if whole or self.dice.random() < 0.8:
            await self._ask(case, SubmitRapidReview(), DIRECTOR)

    async def _decided(self, case: str) -> None:
        for purpose in get_args(Purpose):
            await self._ask(case, AddressPurpose(purpose=purpose, account="a"))
        for circumstance in get_args(Circumstance):
            await self._ask(case, WeighCircumstance(circumstance=circumstance, applies=False, account="a"))
        for criterion in get_args(Criterion):
            await self._ask(case, AssessCriterion(criterion=criterion, met=True, finding="f"))
        decided = DecideNextStep(
            next_step=self.dice.choice(["practice review", "none"]),
            views=dict.fromkeys(PARTNERS, "agrees"),
            national_review_suggested=False,
            decided_on=self.clock.now().astimezone(LONDON).date(),
            reasons="r",
        )
        await self._ask(case, decided, DIRECTOR)

    async def _ask(self, case: str, command: Command, actor: str = MANAGER) -> None:
        await self.command("reviews", case, command, actor)
