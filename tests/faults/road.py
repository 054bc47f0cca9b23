"""Intake and notifier on a real installation: a case driven down the road, and what must hold of it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from deploy.commands.verify import findings_of
from deploy.local.record import Record
from deploy.local.runtime import Runtime
from tests.toys import put, until

AWAY = (httpx.TransportError,)
OFFICER, DIRECTOR = "person:officer", "person:director"


def report(id_: str, source: str = "hospital") -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id_,
        "source": source,
        "type": "cspr.partner.incident-report.v1",
        "subject": f"ref-{id_}",
        "time": "2026-11-02T10:00:00Z",
        "data": {
            "la_code": "E06000045",
            "harm": "serious harm",
            "incident_on": "2026-11-01",
            "agency_aware_at": "2026-11-02T09:00:00Z",
            "outline": "A fictional incident.",
            "children": [{"first_name": "Rowan", "last_name": "Exampleby"}],
        },
    }


class Client:
    """Keeps asking until it is answered, with the same key: as partners and officers' systems do."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.http = httpx.AsyncClient(timeout=10)
        self.told: dict[str, str] = {}  # report id -> case, as we were told: these must survive
        self.aware_at = "2026-11-02T11:00:00Z"  # so long ago that every date has passed
        self.put: set[str] = set()  # reports that stand on an agency's topic
        self.approved: set[str] = set()  # cases whose notices must reach everybody

    async def post(self, service: str, path: str, body: Any, actor: str, key: str) -> dict[str, Any]:
        headers = {"Actor": actor, "Idempotency-Key": key}
        url = f"{self.runtime.url(service)}{path}"

        async def answered() -> httpx.Response | None:
            try:
                response = await self.http.post(url, json=body, headers=headers)
            except AWAY:
                return None
            return response if response.status_code < 500 else None

        response = await until(answered)
        assert response.status_code in (200, 202), response.text
        return response.json()

    async def report(self, id_: str) -> str:
        answer = await self.post("intake", "/reports", report(id_), "agency:hospital", id_)
        self.told[id_] = answer["case"]
        return answer["case"]

    async def put_report(self, id_: str) -> None:
        """On the agency's own topic."""
        body = report(id_, "police")
        record = (body["subject"].encode(), json.dumps(body).encode())
        await put(self.runtime.kafka.bootstrap, "partner.police.incidents", record)
        self.put.add(id_)

    async def get(self, service: str, path: str) -> Any:
        async def answered() -> Any:
            try:
                response = await self.http.get(f"{self.runtime.url(service)}{path}")
            except AWAY:
                return None
            return [response.json()] if response.status_code == 200 else None

        return (await until(answered))[0]

    async def reports(self) -> list[str]:
        """The reports of all cases, page by page."""
        found: list[str] = []
        while page := await self.get("intake", f"/cases?offset={len(found)}"):
            found += [case["report"] for case in page]
        return found

    async def command(self, service: str, case: str, name: str, body: Any, actor: str = OFFICER) -> None:
        await self.post(service, f"/cases/{case}/{name}", body, actor, f"{case}-{name}-{actor}")

    async def decide(self, case: str) -> None:
        """From report to the decision to notify."""
        at = self.aware_at
        await self.command("intake", case, "record-awareness", {"incident_aware_at": at, "channel": "desk"})
        met = {"limb": "in area", "suspicion": "suspected", "criteria_met_at": at}
        await self.command("intake", case, "record-criteria-met", met)
        decided = {"grounds": "g", "authority": "Director", "reasons": "r", "trigger_class": "A"}
        await self.command("intake", case, "decide-to-notify", decided, DIRECTOR)

    async def notify(self, case: str) -> None:
        """Drafted and approved: from here the notifier sends by itself."""
        await until(lambda: self._opened(case))
        await self.command("notifier", case, "draft-notification", {"narrative": "n"})
        await self.command("notifier", case, "approve-notification", {"revision": 1}, DIRECTOR)
        self.approved.add(case)

    async def list_past_review(self, number: int) -> None:
        body = {"title": f"Review {number}", "kind": "practice review", "year": 2020}
        await self.post("publisher", "/past-reviews", body, OFFICER, f"past-{number}")

    async def _opened(self, case: str) -> bool:
        return any(n["subject"] == case for n in await self.get("notifier", "/notifications"))

    async def notices(self) -> list[dict[str, Any]]:
        """The mails to recipients. Reminders to our own people may come at any time, and twice after a crash."""
        mails = (await self.http.get(f"{self.runtime.url('mail-viewer')}/messages.json", timeout=60)).json()
        return [mail for mail in mails if "X-Reminder" not in mail["headers"]]

    async def sent(self, case: str) -> dict[str, str]:
        rows = await self.get("notifier", f"/cases/{case}/dispatches")
        return {row["recipient"]: row["state"] for row in rows}

    async def resolve_doubts(self, case: str) -> None:
        """An officer rings the recipient, who does not know; so it goes again, marked."""
        for row in await self.get("notifier", f"/cases/{case}/dispatches"):
            if row["state"] == "in doubt":
                body = {"dispatch": row["dispatch"], "decision": "send again", "reason": "Nobody knows."}
                key = f"{row['dispatch']}-{row['attempts']}"
                await self.post("notifier", f"/cases/{case}/resolve-doubt", body, OFFICER, key)


@contextmanager
def crashing(runtime: Runtime, service: str, point: str, nth: int) -> Iterator[None]:
    """The next process of this service dies at the nth visit of that point."""
    child = runtime.services[service].child
    healthy = dict(child.env or {})
    child.env = {**healthy, "CRASH_AT": f"{point}:{nth}"}
    try:
        yield
    finally:
        child.env = healthy


async def settled(runtime: Runtime, *names: str) -> None:
    """Until nothing is on its way any more."""
    async with httpx.AsyncClient(timeout=10) as http:

        async def quiet() -> bool:
            now = {}
            for name in names:
                try:
                    now[name] = (await http.get(f"{runtime.url(name)}/status")).json()
                except (*AWAY, json.JSONDecodeError):
                    return False
            return all(
                s.get("unpublished") == 0
                and s["parked"] == 0
                and all(now[source]["said"] == n for source, n in s["heard"].items())
                and s["lag"]  # empty while the group is still being formed
                and not any(s["lag"].values())
                for s in now.values()
            )

        await until(quiet, seconds=120)


async def nothing_lost_nothing_twice(client: Client, *names: str) -> None:
    """Invariants L, P, O, F and S over what was told, the log, Kafka, the views and the mail that arrived."""
    await settled(client.runtime, *names)
    await _every_notice_arrived(client)
    await settled(client.runtime, *names)  # what arrived is heard by those after the notifier
    await _nothing_differs(client, *names)
    await _every_report_is_one_case(client)
    await _no_unmarked_copy(client)


async def _nothing_differs(client: Client, *names: str) -> None:
    """F and S: streams without a gap, the log and Kafka byte for byte, states and views hash for hash."""
    for name in names:
        for finding in await findings_of(Record.read(client.runtime.data_dir), name):
            assert finding.problems == (), (name, finding)


async def _every_report_is_one_case(client: Client) -> None:
    """L and P: what was told or put is there, once, and nothing else is."""
    cases = Counter(await client.reports())
    expected = set(client.told) | client.put
    assert cases == dict.fromkeys(expected, 1), cases - Counter(expected)


async def _every_notice_arrived(client: Client) -> None:
    async def handed_over() -> bool:
        for case in set(client.approved):
            await client.resolve_doubts(case)
            if set((await client.sent(case)).values()) != {"handed over"}:
                return False
            client.approved.discard(case)
        return True

    await until(handed_over)


async def _no_unmarked_copy(client: Client) -> None:
    """O: a copy that may be a second one says so."""
    copies: dict[str, list[str]] = defaultdict(list)
    for mail in await client.notices():
        copies[mail["message_id"]].append("marked" if "X-Possible-Duplicate" in mail["headers"] else "plain")
    twice = {id_: marks for id_, marks in copies.items() if marks.count("plain") > 1}
    assert not twice, twice


async def dead(runtime: Runtime, service: str) -> None:
    async def is_dead() -> bool:
        return not runtime.services[service].running

    await until(is_dead)
