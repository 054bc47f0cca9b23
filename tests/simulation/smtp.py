"""A fake mail server behind the port `Post`: it notes every message before it answers."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.dispatch.outgoing import Mail, NotNow, OutcomeUnknown, Refusal
from tests.simulation.kafka import Kafka, attempted
from tests.simulation.world import World

Happening = Literal["", "busy", "refuses", "hangs up", "answer lost"]


@dataclass(frozen=True)
class Taken:
    """A mail that arrived. `attempt_on_kafka`: whether Kafka had its attempt, or what it reminds of, by then."""

    mail: Mail
    at: datetime
    attempt_on_kafka: bool

    @property
    def marked(self) -> bool:
        return ("X-Possible-Duplicate", "yes") in self.mail.headers

    @property
    def dispatch(self) -> str:
        return dict(self.mail.headers)["X-Dispatch"]


class FakePost:
    """`script` is what happens next; when it is empty, chance says."""

    def __init__(self, world: World, kafka: Kafka) -> None:
        self.world, self._kafka = world, kafka
        self.mailbox: list[Taken] = []  # notices
        self.reminders: list[Taken] = []
        self.script: deque[Happening] = deque()

    async def send(self, mail: Mail, at: datetime) -> str:
        await self.world.latency()
        reminds = "X-Reminder" in dict(mail.headers)  # the script is for notices alone
        happening = self.script.popleft() if self.script and not reminds else await self._by_chance()
        if happening in _NOT_TAKEN:
            raise _NOT_TAKEN[happening]
        if reminds:
            self.reminders.append(Taken(mail, at, self._raised(mail)))
        else:
            self.mailbox.append(Taken(mail, at, attempted(self._kafka, mail.message_id)))
        self.world.trace(f"mail {mail.message_id}")
        if happening == "answer lost" or await self.world.point("smtp done", "send"):
            raise OutcomeUnknown("the answer was lost")
        await self.world.latency()
        return "250 taken"

    def _raised(self, mail: Mail) -> bool:
        """Whether every event that it tells of is there."""
        names = ("intake", "notifier", "reviews")
        said = [value for name in names for value in self._kafka.committed(f"{name}.events")]
        ids = dict(mail.headers)["X-Reminder"].split(",")
        return all(any(f'"id":"{id_}"'.encode() in value for value in said) for id_ in ids)

    async def _by_chance(self) -> Happening:
        if not await self.world.point("smtp", "send"):
            return ""
        return self.world.dice.choices(list(_NOT_TAKEN), [6, 1, 2])[0]


_NOT_TAKEN: dict[Happening, Exception] = {
    "busy": NotNow("busy"),
    "refuses": Refusal("SMTP 550"),
    "hangs up": OutcomeUnknown("lost"),
}
