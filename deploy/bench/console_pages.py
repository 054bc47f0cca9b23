"""The console's pages over very many cases: how long the server takes for each, at planned moments.

Nobody but the console runs: its System page tells of services that are away, and what that endangers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import httpx

from deploy.bench.case_history import EVENTS_A_CASE, PARTNER, case_id, key_of, said_by_intake, said_by_notifier
from deploy.bench.console_live import live
from deploy.bench.figure import Figure
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.history import take_all_in
from deploy.bench.open_loop import Latencies, at_fixed_rate
from deploy.bench.sending import KeyedRecord, keyed, send_all
from deploy.bench.waiting import as_figure
from shared.events.base import Recorded
from shared.topics import events_of

NAME = "console-pages"
EVENTS = 1_000_000  # of 100,000 cases
RUNS = 1
A_SECOND = 10  # more than a whole partnership's staff click
ASKED = 110
WARM_UP = 5
NO_LIMITS = httpx.Limits(max_connections=None)
PEER = f"the same process answering without its record (GET /you), {A_SECOND}/s"


@dataclass(frozen=True)
class Page:
    """`query` is given the number of each request, so that no answer is that of the one before."""

    name: str
    path: str
    query: Mapping[str, str]
    a_second: int = A_SECOND

    def asked(self, number: int, cases: int) -> tuple[str, dict[str, str]]:
        words = {"case": case_id(number * 31 % cases), "page": str(1 + number % 40)}
        words["reference"] = words["case"][:8].upper()
        words["day"] = str(date(2024, 4, 1) + timedelta(days=number % 28))
        return self.path.format(**words), {name: value.format(**words) for name, value in self.query.items()}


PAGES = (
    Page("duties", "/", {}),
    Page("duties-filtered", "/", {"owed_to": PARTNER}),
    Page("duties-unacknowledged", "/", {"seen": "nobody"}),
    Page("waiting", "/waiting", {"group": "undated", "page": "{page}"}),
    Page("cases", "/cases", {"page": "{page}"}),
    Page("cases-newest", "/cases", {"order": "newest", "page": "{page}"}),
    Page("cases-by-reference", "/cases", {"q": "{reference}"}),
    Page("cases-overdue", "/cases", {"owing": "overdue"}),
    Page("cases-of-an-area", "/cases", {"area": "E10000014", "page": "{page}"}),
    Page("cases-owing-nothing", "/cases", {"owing": "nothing", "page": "{page}"}),
    Page("case", "/cases/{case}", {}),
    Page("case-as-known", "/cases/{case}", {"known_on": "2025-06-01"}),
    Page("system", "/system", {}),
    Page("report", "/report", {"from": "{day}"}, a_second=2),  # asked for by few
)
Said = Callable[[int, bytes], list[Recorded]]


async def run(ground: Ground, events: int) -> list[Figure]:
    """p99 of each page, from the moment that each request was planned for; and of its being told of a change."""
    service = await ground.service("console")
    cases = max(1, events // EVENTS_A_CASE)
    await put_past(ground, cases)
    await take_all_in(service)
    await _settled(ground)
    async with httpx.AsyncClient(base_url=ground.ports.url("console"), timeout=60, limits=NO_LIMITS) as client:
        peer = await _ask(client, Page("you", "/you", {}), cases)
        figures = []
        for page in PAGES:
            with ground.meter(console=service.child.pid) as meter:
                took = await _ask(client, page, cases)
            figures.append(
                as_figure(f"{NAME}-{page.name}", took, (PEER, peer), meter.bound_by(), cases * EVENTS_A_CASE)
            )
        figures.append(await live(ground, service, cases))
    await service.stop()
    return figures


async def _settled(ground: Ground) -> None:
    """As a database is that did not take all of it in just now: swept, and known to its planner."""
    connection = await ground.connect("console")
    try:
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


async def put_past(ground: Ground, cases: int) -> None:
    """What intake and the notifier said of so many, onto their topics."""
    wrapping_key = ground.keys.wrapping_key_file.read_bytes()
    keys = [key for key, _ in (key_of(number, wrapping_key) for number in range(cases))]
    for source, said in (("intake", said_by_intake), ("notifier", said_by_notifier)):
        await send_all(ground.bootstrap, events_of(source), _all(said, keys))


def _all(said: Said, keys: list[bytes]) -> Iterator[KeyedRecord]:
    for number, key in enumerate(keys):
        yield from keyed(said(number, key))


async def _ask(client: httpx.AsyncClient, page: Page, cases: int) -> Latencies:
    async def send(number: int) -> None:
        path, query = page.asked(number, cases)
        answer = await client.get(path, params=query)
        if not answer.is_success:
            raise NotMeasured(f"{path} was answered with {answer.status_code}")

    await at_fixed_rate(send, WARM_UP, page.a_second)
    return await at_fixed_rate(send, min(ASKED, cases), page.a_second)
