"""Measuring: that figures come out whole, and that what they are made of is right. No duration is asserted."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from msgspec import structs

from deploy.bench import learning_history, open_loop, public_history, review_lists
from deploy.bench.case_history import EVENTS_A_CASE, case_id, said_by_intake, said_by_notifier
from deploy.bench.figure import Figure, best_of
from deploy.bench.meter import Meter, sentence
from deploy.bench.peers import replay
from deploy.bench.run import BENCHMARKS
from deploy.bench.table import markdown
from deploy.bench.workload import SAID_BY_ANSWERER, SAID_BY_CALLER, answers, readings
from shared.events.base import Recorded, decode
from shared.events.learning import ActionProposed
from shared.events.publisher import PUBLISHER, PastReviewListed, ReportPublished
from shared.events.reviews import REVIEWS
from tests.contracts.records import VOCABULARIES

WHOLE = {"name", "value", "unit", "peer", "peer_value", "ratio", "bound_by"}
FIGURE = Figure(name="drain", value=200.0, unit="events/s", peer="theirs", peer_value=100.0, bound_by="CPU")


def unwired(recorded: Recorded) -> Recorded:
    return structs.replace(recorded, wire=b"")


def cspr(*arguments: str, before: str = "pass") -> subprocess.CompletedProcess[str]:
    program = f"import sys; {before}; sys.argv = {['cspr', *arguments]!r}; from deploy.cli import main; main()"
    return subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.real
def test_a_benchmark_answers_json_with_a_peer_of_the_same_run() -> None:
    answer = cspr("bench", "--only", "relay-drain", "--events", "500", "--runs", "1", "--json")
    assert answer.returncode == 0, answer.stderr
    [figure] = json.loads(answer.stdout)
    assert figure.keys() >= WHOLE
    told = {"name": "relay-drain", "unit": "events/s", "events": 500, "runs": 1}
    assert {name: figure[name] for name in told} == told
    assert figure["value"] > 0
    assert figure["peer_value"] > 0
    assert figure["event_bytes"] > 0
    assert figure["ratio"] == pytest.approx(figure["value"] / figure["peer_value"], rel=0.01, abs=0.001)
    assert "PostgreSQL" in figure["bound_by"]
    assert "run 1 of 1" in answer.stderr


@pytest.mark.real
def test_the_consoles_pages_are_measured_over_cases_that_it_has_heard() -> None:
    answer = cspr("bench", "--only", "console-pages", "--events", "200", "--runs", "1", "--json")
    assert answer.returncode == 0, answer.stderr
    figures = {figure["name"]: figure for figure in json.loads(answer.stdout)}
    assert {"console-pages-duties-p99", "console-pages-cases-p99", "console-pages-case-p99"} <= figures.keys()
    live = figures.pop("console-pages-live-update-p99")
    assert live["value"] >= live["p50"] > 0 and live["events"] == 20  # so many changes were told
    assert all(figure["value"] > 0 and figure["events"] == 200 for figure in figures.values())


@pytest.mark.real
def test_the_consoles_rebuild_is_measured_beside_a_services_from_the_same_topics() -> None:
    answer = cspr("bench", "--only", "console-rebuild", "--events", "200", "--runs", "1", "--json")
    assert answer.returncode == 0, answer.stderr
    [figure] = json.loads(answer.stdout)
    assert (figure["name"], figure["unit"], figure["events"]) == ("console-rebuild", "events/s", 200)
    assert figure["value"] > 0 and figure["peer_value"] > 0


@pytest.mark.parametrize("number", [0, 1, 49, 50])
def test_a_case_of_the_consoles_past_is_ten_events_that_read_as_what_they_are(number: int) -> None:
    said = [*said_by_intake(number, bytes(32)), *said_by_notifier(number, bytes(32))]
    assert len(said) == EVENTS_A_CASE
    assert all(decode(recorded.wire, VOCABULARIES).data == recorded.data for recorded in said)
    assert {recorded.subject for recorded in said} == {case_id(number)}


def test_an_unknown_name_is_told_which_there_are() -> None:
    answer = cspr("bench", "--only", "everything")
    assert answer.returncode == 2
    told = " ".join(answer.stderr.split())
    assert all(benchmark.name in told for benchmark in BENCHMARKS)


def test_without_the_peers_packages_one_line_says_what_to_run() -> None:
    answer = cspr("bench", before="sys.modules['eventsourcing'] = None")
    assert answer.returncode == 1
    assert answer.stderr == "cspr: eventsourcing is not installed, and only measuring needs it: make setup\n"


def test_each_figure_is_of_its_best_run_and_beside_the_peers_best() -> None:
    slow_beside_quick = replace(FIGURE, value=150.0, peer_value=120.0)
    [best] = best_of([[FIGURE], [slow_beside_quick]])
    assert (best.value, best.peer_value, best.runs) == (200.0, 120.0, 2)


def test_of_milliseconds_the_least_is_the_best() -> None:
    latency = replace(FIGURE, unit="ms", better="less")
    [best] = best_of([[latency], [replace(latency, value=150.0, peer_value=120.0)]])
    assert (best.value, best.peer_value) == (150.0, 100.0)


def test_who_uses_the_processor_is_measured() -> None:
    meter = Meter({"client": os.getpid()})
    with meter:
        until = process_time() + 0.2
        while process_time() < until:
            pass
    assert meter.seconds * meter.shares()["client"] / 100 >= 0.15  # the kernel counts in hundredths
    assert meter.bound_by()


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ({"client": 92.0, "Kafka": 11.0}, "CPU of client (client 92 %, Kafka 11 % of a core)"),
        (
            {"client": 60.0, "other programs": 120.0},
            "CPU: all 2 cores are busy (client 60 % of",
        ),
        ({"client": 60.0, "Kafka": 35.0}, "CPU, each in its turn"),
        ({"client": 60.0, "other programs": 20.0}, "nobody's CPU: waiting"),
        ({"client": 60.0, "waiting for the disk": 40.0}, "nobody's CPU: waiting"),
    ],
)
def test_what_bounds_a_figure_is_told_from_who_used_the_processors(shares: dict[str, float], told: str) -> None:
    assert sentence(shares, cores=2).startswith(told)


async def test_a_late_answer_counts_from_the_moment_its_request_was_planned_for() -> None:
    held = asyncio.Event()
    sent = []

    async def send(number: int) -> None:
        sent.append(number)
        if number == 2:
            held.set()
        await held.wait()

    took = await open_loop.at_fixed_rate(send, 3)
    assert sent == [0, 1, 2]  # the third was sent though none had been answered
    interval_ms = 1_000 / open_loop.A_SECOND
    assert took.ms[-1] >= 2 * interval_ms  # the first waited for the third
    assert took.ms == tuple(sorted(took.ms))


def test_percentiles_are_of_what_was_measured() -> None:
    took = open_loop.Latencies(tuple(map(float, range(1, 101))))
    assert (took.percentile(0.5), took.percentile(0.99), took.percentile(1.0)) == (51.0, 100.0, 100.0)


def test_the_workload_is_events_as_services_say_them() -> None:
    heard = list(readings(6))
    vocabularies = {vocabulary.source: vocabulary for vocabulary in (SAID_BY_CALLER, SAID_BY_ANSWERER)}
    for said in [*heard, *answers(heard)]:
        assert unwired(decode(said.wire, vocabularies)) == unwired(said)
        assert 500 < len(said.wire) < 700


def test_the_public_list_is_made_of_events_as_the_publisher_says_them() -> None:
    said = list(public_history.said(date(2026, 11, 27)))
    vocabularies = {PUBLISHER.source: PUBLISHER}
    assert all(unwired(decode(it.wire, vocabularies)) == unwired(it) for it in said)
    published = [it.data for it in said if isinstance(it.data, ReportPublished)]
    titles = [it.data for it in said if isinstance(it.data, PastReviewListed)]
    assert (len(published), len(titles)) == (public_history.REPORTS, public_history.TITLES)
    shown = {it.reference for it in (*published, *titles)}
    assert len(shown) == len(published) + len(titles)  # none has another's address


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ([], False),
        ([{"subject": "a"}], True),
        ({"reviews": [], "next": None}, False),
        ({"reviews": [{"subject": "a"}], "next": None}, True),
        ({"edition": "2024", "themes": {"assessment": ["risk to babies"]}}, True),
    ],
)
def test_a_list_that_is_answered_with_nothing_is_not_measured(answer: object, told: bool) -> None:
    assert review_lists.tells(answer) is told


def test_the_reviews_and_their_learning_are_made_of_events_as_reviews_says_them() -> None:
    vocabularies = {REVIEWS.source: REVIEWS}
    said = [it for number in range(3) for it in learning_history.said_of(number, bytes(32))]
    assert all(unwired(decode(it.wire, vocabularies)) == unwired(it) for it in said)
    actions = [it.data for it in said if isinstance(it.data, ActionProposed)]
    assert len(actions) == 3 * learning_history.ACTIONS_A_CASE


def test_the_library_replays_every_event_that_it_was_given() -> None:
    cases = replay.filled(9)
    states = replay.replayed(cases)
    assert len(states) == 3
    assert {state.version for state in states.values()} == {3}


def test_the_markdown_table_has_a_row_for_each_figure() -> None:
    lines = markdown([FIGURE, FIGURE]).splitlines()
    assert lines[2:] == ["| drain | 200 events/s | 100 | 2.00 | theirs | CPU |"] * 2
