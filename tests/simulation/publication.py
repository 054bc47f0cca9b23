"""From a practice review to its report on the site: what people do. Its day and its last come by themselves."""

from datetime import date, timedelta

from services.publisher.beforehand import ApprovePublication
from services.publisher.commands import SaveDraft, SchedulePublication, SendAdvanceCopies
from services.publisher.passage import SettleFinding
from services.publisher.publication import Publication as State
from services.publisher.publication import evolve
from services.reviews.commands import AcceptReport, AppointReviewer, RecommendationMade
from services.reviews.views import reviews
from shared.calendar import england_and_wales
from shared.decider import Command
from tests.publisher import examples as public
from tests.simulation.asking import Asking
from tests.simulation.clock import LONDON
from tests.simulation.desk import DIRECTOR, MANAGER, OFFICER
from tests.simulation.installation import Running

WORKING_DAYS_BEFORE = 8  # that advance copies leave: one more than they must
NAMES = ("Willow", "Aspen", "Linden", "Bramble")


class Publication(Asking):
    async def of(self, case: str, number: int, *, whole: bool) -> None:
        """Once a practice review is under way. Not `whole`: perhaps nobody drafts a text, or lets it out."""
        if not await self._accepted(case) or (not whole and self.dice.random() < 0.3):
            return
        await self._certified(case, NAMES[number % len(NAMES)])
        while (day := await self._planned(case)) and (whole or self.dice.random() < 0.8):
            hash_ = (await self._state(case)).text_hash
            approval = ApprovePublication(
                text_hash=hash_,
                publish_on=day,
                untold_because="No family is known.",
                late_because="A copy was late.",  # kept only where it was
            )
            await self._ask(case, approval, DIRECTOR)
            await self.seen("publisher", lambda r, day=day: self._over(r, case, day))
            if (await self._state(case)).published_on:
                return

    async def _accepted(self, case: str) -> bool:
        """Whether there is a practice review, led by somebody, and its report."""

        async def decided(running: Running) -> str:
            row = await reviews.one(running.service.log.pool, case)
            return row.practice_review_state or "none" if row else ""

        if await self.until_done(lambda: self.at.ask("reviews", decided)) in ("", "none"):
            return False
        appointed = AppointReviewer(reviewer="Dr A.", suitability="s", independence="i", conflict=False)
        await self.command("reviews", case, appointed, MANAGER)
        asked = RecommendationMade(owner="o", due_on=self._today() + timedelta(days=90), text="t")
        accepted = AcceptReport(
            accepted_on=self._today(),
            report_hash="0" * 64,
            improvements="i",
            systemic_reasons="r",
            recommendations=(asked,),
        )
        await self.command("reviews", case, accepted, MANAGER)
        await self.seen("publisher", lambda r: _ready(r, case))
        return True

    async def _certified(self, case: str, pseudonym: str) -> None:
        text = public.text.model_copy(update={"pseudonym": pseudonym})
        await self._ask(case, SaveDraft(**text.model_dump()), MANAGER)

        async def scanned(running: Running) -> bool:
            state = await _folded(running, case)
            return bool(state.text_hash) and state.passage.scanned == state.text_hash

        await self.seen("publisher", scanned)
        state = await self._state(case)
        for found in state.passage.found:
            await self._ask(case, SettleFinding(finding=found.mark, decision="accept", reason="r"), OFFICER)
        for person in (OFFICER, DIRECTOR):
            await self._ask(case, public.sign(state.text_hash), person)

    async def _planned(self, case: str) -> date | None:
        """The day on which it is to be published, once everybody has a copy in advance."""
        day = self._in_time_for_copies()
        await self._ask(case, SendAdvanceCopies(publish_on=day), MANAGER)

        async def have_them(running: Running) -> bool:
            copies = (await _folded(running, case)).dispatches.values()
            return all(copy.handed_over_at for copy in copies)

        await self.seen("publisher", have_them)
        await self._ask(case, SchedulePublication(publish_on=day), MANAGER)
        return day

    def _in_time_for_copies(self) -> date:
        calendar, day, left = england_and_wales().guessing(), self._today(), WORKING_DAYS_BEFORE
        while left:
            day += timedelta(days=1)
            left -= calendar.is_working_day(day)
        return day

    async def _over(self, running: Running, case: str, day: date) -> bool:
        """It is public; or that day went by, because a copy had come back."""
        return bool((await _folded(running, case)).published_on) or self._today() > day

    def _today(self) -> date:
        return self.clock.now().astimezone(LONDON).date()

    async def _state(self, case: str) -> State:
        state: State = await self.until_done(lambda: self.at.ask("publisher", lambda r: _folded(r, case)))
        return state

    async def _ask(self, case: str, command: Command, actor: str) -> None:
        await self.command("publisher", case, command, actor, key=str(self._today()))


async def _ready(running: Running, case: str) -> bool:
    """It has heard that the report was accepted."""
    return bool((await _folded(running, case)).report_hash)


async def _folded(running: Running, case: str) -> State:
    state = State()
    for recorded in await running.service.log.about(case):
        if recorded.source == "publisher":
            state = evolve(state, recorded.data)
    return state
