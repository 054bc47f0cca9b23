"""A fake mail server behind the port `Post`: it notes every message before it answers."""

from dataclasses import dataclass
from datetime import datetime

from shared.dispatch.outgoing import Mail, NotNow, OutcomeUnknown, Refusal
from tests.simulation.kafka import Kafka
from tests.simulation.world import World


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
    def __init__(self, world: World, kafka: Kafka) -> None:
        self.world, self._kafka = world, kafka
        self.mailbox: list[Taken] = []  # notices
        self.reminders: list[Taken] = []

    async def send(self, mail: Mail, at: datetime) -> str:
        await self.world.latency()
        if await self.world.point("smtp", "send"):
            raise self.world.dice.choices(
                [NotNow("busy"), Refusal("SMTP 550"), OutcomeUnknown("lost")], [6, 1, 2]
            )[0]
        if "X-Reminder" in dict(mail.headers):
            self.reminders.append(Taken(mail, at, self._raised(mail)))
        else:
            self.mailbox.append(Taken(mail, at, self._attempted(mail)))
        self.world.trace(f"mail {mail.message_id}")
        if await self.world.point("smtp done", "send"):
            raise OutcomeUnknown("the answer was lost")
        await self.world.latency()
        return "250 taken"

    def _raised(self, mail: Mail) -> bool:
        """Whether every event that it tells of is there."""
        said = [value for name in ("intake", "notifier") for value in self._kafka.committed(f"{name}.events")]
        ids = dict(mail.headers)["X-Reminder"].split(",")
        return all(any(f'"id":"{id_}"'.encode() in value for value in said) for id_ in ids)

    def _attempted(self, mail: Mail) -> bool:
        needle = mail.message_id.encode()
        said = self._kafka.committed("notifier.events")
        return any(needle in value and b"dispatch-attempted" in value for value in said)
