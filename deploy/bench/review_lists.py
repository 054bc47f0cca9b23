"""The lists of reviews and of what was learned, over very many of both: how long an officer waits for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.bench.figure import Figure
from deploy.bench.ground import Ground, NotMeasured
from deploy.bench.history import take_all_in
from deploy.bench.learning_history import ACTIONS_A_CASE, case_id, key_of, owner_of, said_of, theme_of
from deploy.bench.open_loop import A_SECOND, Latencies, at_fixed_rate
from deploy.bench.sending import KeyedRecord, keyed, send_all
from deploy.bench.waiting import as_figure
from shared.topics import CASE_KEYS, events_of

NAME = "review-lists"
EVENTS = 100_000  # actions, ten to a review
RUNS = 1
ASKED = 300  # six seconds of each question
WARM_UP = 25
NO_LIMITS = httpx.Limits(max_connections=None)  # who asks does not wait for those before
PEER = f"the same process answering from memory (GET /themes), {A_SECOND}/s"


@dataclass(frozen=True)
class Question:
    """`query` is given the number of each request, so that no answer is that of the one before."""

    name: str
    path: str
    query: Mapping[str, str]
    a_second: int = A_SECOND

    def asked(self, number: int, cases: int) -> tuple[str, dict[str, str]]:
        words = {"case": case_id(number * 31 % cases), "theme": theme_of(number), "owner": owner_of(number)}
        return self.path.format(**words), {name: value.format(**words) for name, value in self.query.items()}


QUESTIONS = (
    Question("reviews", "/reviews", {}),
    Question("actions", "/learning/actions", {}),
    Question("actions-of-a-theme", "/learning/actions", {"theme": "{theme}"}),
    Question("actions-of-an-owner-overdue", "/learning/actions", {"owner": "{owner}", "overdue": "true"}),
    Question("actions-in-a-state", "/learning/actions", {"state": "evidenced", "theme": "{theme}"}),
    Question("findings-of-a-theme", "/learning/findings", {"theme": "{theme}"}),
    Question("at-a-glance", "/learning/at-a-glance", {"by": "theme"}, a_second=10),  # counts them all; few ask
    Question("a-cases-learning", "/cases/{case}/learning", {}),
    Question("recurrences", "/learning/recurrences", {"theme": "{theme}"}, a_second=10),  # compares; few ask
    Question("briefings", "/learning/briefings", {}),
    Question("briefings-awaited", "/learning/briefings-awaited", {"organisation": "{owner}"}),
    Question("watched", "/watch", {}),
)


async def run(ground: Ground, events: int) -> list[Figure]:
    """p99 of each question, from the moment that each request was planned for."""
    service = await ground.service("reviews")
    cases = max(1, events // ACTIONS_A_CASE)
    await _put(ground, cases)
    await take_all_in(service)
    async with httpx.AsyncClient(base_url=ground.ports.url("reviews"), timeout=60, limits=NO_LIMITS) as client:
        peer = await _ask(client, Question("themes", "/themes", {}), cases)
        figures = []
        for question in QUESTIONS:
            with ground.meter(reviews=service.child.pid) as meter:
                took = await _ask(client, question, cases)
            figures.append(
                as_figure(f"{NAME}-{question.name}", took, (PEER, peer), meter.bound_by(), cases * ACTIONS_A_CASE)
            )
    await service.stop()
    return figures


async def _put(ground: Ground, cases: int) -> None:
    wrapping_key = ground.keys.wrapping_key_file.read_bytes()
    made = [key_of(number, wrapping_key) for number in range(cases)]
    await send_all(ground.bootstrap, CASE_KEYS, [record for _, record in made])
    await send_all(ground.bootstrap, events_of("reviews"), _said([key for key, _ in made]))


def _said(keys: list[bytes]) -> Iterator[KeyedRecord]:
    for number, key in enumerate(keys):
        yield from keyed(said_of(number, key))


async def _ask(client: httpx.AsyncClient, question: Question, cases: int) -> Latencies:
    told = 0

    async def send(number: int) -> None:
        nonlocal told
        path, query = question.asked(number, cases)
        answer = await client.get(path, params=query)
        if not answer.is_success:
            raise NotMeasured(f"{path} was answered with {answer.status_code}")
        told += tells(answer.json())

    await at_fixed_rate(send, WARM_UP, question.a_second)
    took = await at_fixed_rate(send, ASKED, question.a_second)
    if not told:
        raise NotMeasured(f"{question.name} was never answered with anything: too few reviews, or a fault")
    return took


def tells(answer: Any) -> bool:
    """Whether there is anything in it: a page without rows is answered soon, and its time says nothing."""
    values = answer.values() if isinstance(answer, dict) else [answer]
    return any(isinstance(each, list | dict) and each for each in values)
