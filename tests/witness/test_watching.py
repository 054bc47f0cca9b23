"""The witness and the audit over a real Kafka and a real database, with somebody who may write in both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from deploy.postgres import connected
from deploy.witness import comparing
from deploy.witness.ledger import Ledger
from deploy.witness.watching import Departed, Witness
from shared.broker import client as at
from tests.toys import Toy, toys, until
from tests.witness.examples import BEGAN, EVERY, KEY

PUBLIC = KEY.public_key()
CASES = [f"case-{number}" for number in range(6)]  # so that both partitions have some


@pytest.fixture
async def teller(kafka, database) -> AsyncIterator[Toy]:
    async with toys(kafka.bootstrap, database) as (teller, _), teller.relaying():
        yield teller


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "notes")


def witness_of(teller: Toy, ledger: Ledger) -> Witness:
    return Witness(teller.bootstrap, [teller.topic], ledger, KEY)


async def told(teller: Toy, number: int) -> None:
    for case in CASES:
        await teller.tell(number, case)
    unpublished = "SELECT count(*) FROM event_log WHERE kafka_offset IS NULL"

    async def drained() -> bool:
        return not await teller.service.log.pool.fetchval(unpublished)

    await until(drained)


async def problems(teller: Toy, ledger: Ledger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the database and of Kafka, held to the notes, which are whole."""
    checkpoints, chain = comparing.notes(ledger, PUBLIC)
    assert chain.problems == ()
    in_database = await comparing.database(teller.url, teller.name, checkpoints)
    on_kafka = await comparing.kafka(teller.bootstrap, teller.name, checkpoints)
    assert in_database.witnessed == on_kafka.witnessed == len(CASES) * 2
    return in_database.problems, on_kafka.problems


async def witnessed_twice(teller: Toy, ledger: Ledger) -> None:
    witness = witness_of(teller, ledger)
    await told(teller, 1)
    await witness.look(BEGAN)
    await told(teller, 2)
    await witness.look(BEGAN + EVERY)


async def test_what_was_said_is_in_both_stores_as_it_was_witnessed(teller: Toy, ledger: Ledger) -> None:
    await witnessed_twice(teller, ledger)
    await told(teller, 3)  # not witnessed yet, and nothing wrong with it
    assert await problems(teller, ledger) == ((), ())


async def test_one_who_rewrites_the_database_is_found(teller: Toy, ledger: Ledger, postgres) -> None:
    await witnessed_twice(teller, ledger)
    async with connected(postgres.admin_url, teller.url.rpartition("/")[2]) as owner:
        changed = await owner.execute(
            "UPDATE log.event_log SET wire = convert_to(replace(convert_from(wire, 'UTF8'), '\"number\":2',"
            " '\"number\":7'), 'UTF8') WHERE subject = 'case-3' AND version = 2"
        )
    assert changed == "UPDATE 1"
    in_database, on_kafka = await problems(teller, ledger)
    assert len(in_database) == 1
    assert in_database[0].endswith("are not those of checkpoint 2 of 2026-01-05 09:05:00 UTC")
    assert on_kafka == ()


async def test_a_witness_that_was_restarted_goes_on_where_it_was(teller: Toy, ledger: Ledger) -> None:
    await witnessed_twice(teller, ledger)
    await told(teller, 3)
    third = await witness_of(teller, ledger).look(BEGAN + 2 * EVERY)
    assert third.number == 3
    assert sum(head.size for head in third.trees.values()) == 3 * len(CASES)
    assert comparing.notes(ledger, PUBLIC)[1].problems == ()


async def test_it_signs_nothing_while_kafka_lacks_what_was_signed(teller: Toy, ledger: Ledger) -> None:
    await witnessed_twice(teller, ledger)
    await _lose_the_beginning(teller)
    with pytest.raises(Departed, match=r"has \d entries, and had|are not those of checkpoint 2"):
        await witness_of(teller, ledger).look(BEGAN + 2 * EVERY)
    assert ledger.numbers() == [1, 2]


async def test_it_signs_nothing_onto_notes_that_were_changed(teller: Toy, ledger: Ledger) -> None:
    await witnessed_twice(teller, ledger)
    (ledger.folder / "00000001.note").write_bytes(ledger.note(2))
    with pytest.raises(Departed, match="note 1: holds checkpoint 2"):
        await witness_of(teller, ledger).look(BEGAN + 2 * EVERY)


async def _lose_the_beginning(teller: Toy) -> None:
    placed = await teller.service.log.pool.fetch(
        "SELECT kafka_partition AS partition, min(kafka_offset) AS first FROM event_log GROUP BY 1"
    )
    admin = AIOKafkaAdminClient(**at(teller.bootstrap))
    await admin.start()
    try:
        await admin.delete_records(
            {
                TopicPartition(teller.topic, row["partition"]): RecordsToDelete(before_offset=row["first"] + 1)
                for row in placed
            }
        )
    finally:
        await admin.close()
