"""Kafka runs from the very jars that somebody chose, and from no others."""

from pathlib import Path

import pytest

from deploy.local import kafka
from deploy.local.kafka_settings import KAFKA_VERSION
from deploy.local.process import ChildFailed
from deploy.supply import jars
from deploy.supply.jars import NotAsPinned, bill, check, digest, table, written

NAME = "org.example:thing:1.0"


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    path = tmp_path / "thing-1.0.jar"
    path.write_bytes(b"PK and the rest")
    return path


def test_a_jar_with_one_byte_changed_is_refused(jar: Path) -> None:
    pinned = {NAME: digest(jar)}
    check(NAME, jar, pinned)
    jar.write_bytes(b"PK and the Rest")
    with pytest.raises(NotAsPinned, match="is not what"):
        check(NAME, jar, pinned)


def test_a_jar_that_nobody_chose_is_refused(jar: Path) -> None:
    with pytest.raises(NotAsPinned, match="is not in"):
        check(NAME, jar, {"org.example:thing:1.1": digest(jar)})


def test_kafka_is_not_started_from_what_is_not_pinned(jar: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "resolved", lambda: [(NAME, jar)])
    kafka._pinned.cache_clear()
    with pytest.raises(ChildFailed, match=r"is not in jars\.txt"):
        kafka.classpath()


def test_the_bill_names_each_jar_with_its_hash() -> None:
    components = bill(table())["components"]
    assert len(components) == len(table()) > 30
    (itself,) = [each for each in components if each["name"] == "kafka_2.13"]
    assert itself["purl"] == f"pkg:maven/org.apache.kafka/kafka_2.13@{KAFKA_VERSION}"
    (hashed,) = itself["hashes"]
    assert hashed["alg"] == "SHA-256" and len(hashed["content"]) == 64


def test_what_is_written_is_what_is_read(jar: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "jars.txt"
    file.write_text(written([(NAME, jar), (NAME, jar)]))
    monkeypatch.setattr(jars, "TABLE", file)
    table.cache_clear()
    try:
        assert table() == {NAME: digest(jar)}
    finally:
        table.cache_clear()


@pytest.mark.real
def test_the_table_names_exactly_what_kafka_is_started_from() -> None:
    assert written(kafka.resolved()) == jars.TABLE.read_text()
