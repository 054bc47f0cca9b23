"""A guest's invitation on real servers: it arrives once, and where it went to is told nowhere else."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from deploy.commands.rebuild import from_kafka
from shared.calendar import london_date
from shared.clock import WallClock
from tests.end_to_end.canaries.places import rows
from tests.faults.installation import Installation, installed
from tests.faults.road import DIRECTOR, Client, settled
from tests.toys import until

pytestmark = pytest.mark.real
SERVICES = ("intake", "notifier")
MAILBOX = "qzvxkjwq.{}@guests.example"


class Guests:
    """Each with a number, by which their mailbox is known."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.until_on = london_date(WallClock().now()) + timedelta(days=30)

    def asked(self, number: int) -> dict[str, Any]:
        who = {"person": f"person:guest.{number}", "purpose": "practice review"}
        return {**who, "until_on": self.until_on.isoformat(), "mail_address": MAILBOX.format(number)}

    async def let_in(self, case: str, number: int) -> None:
        await self.client.post("intake", f"/cases/{case}/grant-access", self.asked(number), DIRECTOR, str(number))

    async def mails(self) -> list[dict[str, Any]]:
        return [
            mail for mail in await self.client.notices() if mail["subject"].startswith("You were given access")
        ]

    async def invited(self) -> list[str]:
        return [to for mail in await self.mails() for to in mail["to"]]

    async def states(self, case: str) -> list[str]:
        sent = await self.client.get("notifier", f"/cases/{case}/dispatches")
        return sorted(row["state"] for row in sent if row["purpose"] == "invitation")


async def test_a_guest_is_told_once_and_their_address_is_told_nowhere_else() -> None:
    async with installed(SERVICES) as runtime:
        watching = asyncio.create_task(runtime.watch())  # a rebuild asks it to hold a service down
        client = Client(runtime)
        guests = Guests(client)
        try:
            case = await client.report("guest")
            await guests.let_in(case, 1)
            await until(lambda: _are(guests, case, ["handed over"]))
            (mail,) = await guests.mails()
            last = guests.until_on
            assert mail["to"] == [MAILBOX.format(1)]
            assert mail["subject"] == f"You were given access to case {case[:8].upper()}"
            assert f"Until: the end of {last.day} {last:%B %Y}, London time" in mail["body"].splitlines()
            assert runtime.url("console") in mail["body"].splitlines()
            assert "Rowan" not in mail["body"] and case not in mail["body"]

            await guests.let_in(case, 1)  # the same request again
            await from_kafka(runtime.data_dir, "notifier")
            await _ended_before_it_was_sent(guests, case)

            await guests.let_in(case, 3)
            await until(lambda: _are(guests, case, ["handed over", "handed over", "withdrawn"]))
            assert await guests.invited() == [MAILBOX.format(1), MAILBOX.format(3)]
            await settled(runtime, *SERVICES)
            assert await _told_in(runtime) == []
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await client.http.aclose()


async def _are(guests: Guests, case: str, states: list[str]) -> bool:
    return await guests.states(case) == states


async def _ended_before_it_was_sent(guests: Guests, case: str) -> None:
    """The mail server is away meanwhile."""
    runtime = guests.client.runtime
    await runtime.stop_part("mail")
    await guests.let_in(case, 2)
    let_in = (await guests.client.get("intake", f"/cases/{case}/access"))["let_in"]
    (grant,) = [it["grant"] for it in let_in if it["person"] == "person:guest.2"]
    await guests.client.command("intake", case, "end-access", {"grant": grant}, DIRECTOR)
    await until(lambda: _are(guests, case, ["handed over", "withdrawn"]))
    await runtime.start_part("mail")


async def _told_in(runtime: Installation) -> list[str]:
    """Where any of the addresses can be read: logs, what Kafka keeps, and every table."""
    address = MAILBOX.partition(".")[0].encode()
    files = [path for name in ("logs", "kafka") for path in (runtime.data_dir / name).rglob("*.log")]
    assert {"notifier.log", "intake.log"} <= {path.name for path in files}
    found = [str(path) for path in files if address in path.read_bytes()]
    for service in SERVICES:
        found += [place async for place, content in rows(runtime, service) if address in content]
    return found
