"""Personal values planted in a case, from its report to its reviews' end; and where any of them can still be read.

What can be read is everything in a database as it stands, and whatever the keys in it still open.
"""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from cryptography.exceptions import InvalidTag

from deploy.postgres import connected
from shared.events.gathering import Circumstance, Purpose
from shared.events.reviews import Criterion
from shared.sealing import unseal_bytes
from shared.wrapping import WrappingKeys
from tests.faults.installation import Installation
from tests.faults.road import DIRECTOR, OFFICER, Client, report
from tests.toys import until

PARTNERS = ("authority", "integrated-care-board", "chief-officer-of-police")
_BOX = re.compile(rb'"key":"([^"]{1,200})","box":"([A-Za-z0-9+/=]+)"')


class Planted:
    """Fifty values and more, each found nowhere else: `word` begins every one of them."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.values: list[str] = []

    def __call__(self) -> str:
        self.values.append(f"{self.word}{len(self.values):03d}zq")
        return self.values[-1]


def told_by_an_agency(id_: str, planted: Planted, at: str) -> dict[str, Any]:
    """Twenty children, each with two values of their own."""
    event = report(id_)
    children = [{"first_name": planted(), "last_name": planted()} for _ in range(20)]
    event["data"] |= {"outline": planted(), "children": children, "agency_aware_at": at, "incident_on": at[:10]}
    return {**event, "time": at}


async def decided(client: Client, case: str, planted: Planted, at: str) -> None:
    """From report to the decision to notify, and the notification with the national Panel."""
    guest = {"person": "person:guest", "purpose": "scrutiny", "until_on": f"{at[:4]}-12-31"}
    invited = {**guest, "mail_address": f"{planted()}@guests.example"}
    await client.command("intake", case, "grant-access", invited, DIRECTOR)
    await client.command("intake", case, "record-awareness", {"incident_aware_at": at, "channel": "desk"})
    met = {"limb": "in area", "suspicion": "suspected", "criteria_met_at": at}
    await client.command("intake", case, "record-criteria-met", met)
    said = {"grounds": planted(), "authority": "Director", "reasons": planted(), "trigger_class": "A"}
    await client.command("intake", case, "decide-to-notify", said, DIRECTOR)
    await until(lambda: client._opened(case))
    await client.command("notifier", case, "draft-notification", {"narrative": planted()})
    await client.command("notifier", case, "approve-notification", {"revision": 1}, DIRECTOR)


async def reviewed(client: Client, case: str, planted: Planted, on: str) -> None:
    """The rapid review, decided with no further step, sent to the Panel, and closed."""
    await client.get("reviews", f"/reviews/{case}")  # once there is one
    asked = [("address-purpose", {"purpose": each, "account": planted()}) for each in get_args(Purpose)]
    asked += [
        ("weigh-circumstance", {"circumstance": each, "applies": False, "account": planted()})
        for each in get_args(Circumstance)
    ]
    asked += [
        ("assess-criterion", {"criterion": each, "met": True, "finding": planted()})
        for each in get_args(Criterion)
    ]
    for number, (name, body) in enumerate(asked):
        await client.post("reviews", f"/cases/{case}/{name}", body, OFFICER, f"{case}-{name}-{number}")
    said = {"next_step": "none", "views": dict.fromkeys(PARTNERS, "agrees"), "national_review_suggested": False}
    said |= {"decided_on": on, "reasons": planted()}
    await client.command("reviews", case, "decide-next-step", said, DIRECTOR)
    await client.command("reviews", case, "submit-rapid-review", {}, DIRECTOR)
    await until(lambda: _with_the_panel(client, case))
    await client.command("reviews", case, "record-panel-reply", {"outcome": "agrees", "replied_on": on})
    await client.command("reviews", case, "close-reviews", {"closed_on": on, "reasons": planted()})


async def _with_the_panel(client: Client, case: str) -> bool:
    return bool((await client.get("reviews", f"/reviews/{case}"))["state"] == "submitted")


async def readable(runtime: Installation, service: str) -> bytes:
    """Everything in a service's database, as text and as bytes, and what every key that is in it opens."""
    async with connected(runtime.postgres.admin_url, service) as owner:
        tables = await owner.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        parts: list[bytes] = []
        for table in tables:
            for row in await owner.fetch(f"SELECT * FROM {table['name']}"):
                parts += [value if isinstance(value, bytes) else str(value).encode() for value in row.values()]
        keys = {row["key_id"]: row["wrapped"] for row in await owner.fetch("SELECT * FROM log.case_key")}
        boxes = [(r["subject"], str(r["id"]), r["box"]) for r in await owner.fetch("SELECT * FROM log.attachment")]
    everything = b"\n".join(parts)
    wrapping = WrappingKeys(Path(runtime.keys.wrapping_key_file))
    opened = {key_id: wrapping.unwrap(wrapped, key_id) for key_id, wrapped in keys.items()}
    return b"\n".join([everything, *_unsealed(everything, opened), *_documents(boxes, opened)])


def _unsealed(everything: bytes, keys: dict[str, bytes]) -> Iterator[bytes]:
    """With every key that is there, not only the one that a seal names: none may be there by another name."""
    for key_id, box in _BOX.findall(everything):
        for key in [keys[key_id.decode()]] if key_id.decode() in keys else keys.values():
            try:
                content = unseal_bytes(base64.b64decode(box), key_id.decode(), key)
            except InvalidTag:
                continue
            yield json.dumps(json.loads(content), ensure_ascii=False).encode()
            yield from _inside(json.loads(content))


def _inside(value: Any) -> Iterator[bytes]:
    """A record that was set aside is base64 within its seal."""
    if isinstance(value, str) and len(value) > 40 and re.fullmatch(r"[A-Za-z0-9+/=]+", value):
        yield base64.b64decode(value, validate=False)


def _documents(boxes: list[tuple[str, str, bytes]], keys: dict[str, bytes]) -> Iterator[bytes]:
    for subject, id_, box in boxes:
        if subject in keys:
            yield unseal_bytes(box, id_, keys[subject])


def found(planted: Planted, where: bytes) -> list[str]:
    return [value for value in planted.values if value.encode() in where]
