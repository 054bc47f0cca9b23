"""The desk looks after what waits for a person, and puts into the portal what goes by hand."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable

from shared.dispatch import post
from shared.dispatch.life import ResolveDoubt
from shared.dispatch.portal import AttestPortalSubmission, KeepProof
from tests.simulation.asking import Asking, Told
from tests.simulation.installation import Installation, Running
from tests.simulation.portal import PROOF

OFFICER, DIRECTOR, MANAGER = "person:officer", "person:director", "person:manager"
NIGHT_DUTY = "person:night-duty"  # nobody gave them this case
SENDERS = ("notifier", "reviews", "publisher")


class Desk(Asking):
    """`cases` are those that were opened."""

    def __init__(self, installation: Installation, told: Told) -> None:
        super().__init__(installation, told)
        self.cases: list[str] = []

    async def look_after(self) -> None:
        """Now and then an officer rings a recipient: it came, or not; or nobody rings, and the date decides."""
        while True:
            await asyncio.sleep(self.dice.uniform(5, 20))
            for name in SENDERS:
                for case in [*self.cases]:
                    for row in await self._dispatches(name, case):
                        await self._look_at(name, case, row)

    async def carry_files(self) -> None:
        """The recipient's own job: it looks at any time, and mostly takes what it finds."""
        while True:
            await asyncio.sleep(self.dice.uniform(0.2, 3))
            self.at.disk.carry(away=self.dice.random() < 0.7)

    async def _dispatches(self, name: str, case: str) -> list[post.DispatchRow]:
        return await self.until_done(lambda: self.at.ask(name, _of(case))) or []

    async def _look_at(self, name: str, case: str, row: post.DispatchRow) -> None:
        if row.state == "refused" or (row.state == "in doubt" and self.dice.random() < 0.5):
            await self._resolve(name, case, row)
        if row.state == "due" and row.channel == "portal" and self.dice.random() < 0.5:
            await self._by_hand(name, case, row)

    async def _resolve(self, name: str, case: str, row: post.DispatchRow) -> None:
        came = any(mail.dispatch == str(row.dispatch) for mail in self.at.post.mailbox)
        decision = "it arrived" if came and row.state == "in doubt" else "send again"
        command = ResolveDoubt(dispatch=row.dispatch, decision=decision, reason="Rang them.")  # type: ignore[arg-type]
        await self.command(name, case, command, OFFICER, key=str(row.attempts))

    async def _by_hand(self, name: str, case: str, row: post.DispatchRow) -> None:
        reference = self.at.portal.submit(str(row.dispatch))
        at, proof = self.clock.now(), hashlib.sha256(PROOF).hexdigest()
        kept = KeepProof(
            dispatch=row.dispatch,
            proof=proof,
            media_type="application/pdf",
            size_bytes=len(PROOF),
            content=base64.b64encode(PROOF).decode(),
        )
        attested = AttestPortalSubmission(dispatch=row.dispatch, reference=reference, submitted_at=at, proof=proof)
        for command in (kept, attested):
            await self.command(name, case, command, OFFICER)


def _of(case: str) -> Callable[[Running], Awaitable[list[post.DispatchRow]]]:
    return lambda running: post.of_case(running.service.log.pool, case)
