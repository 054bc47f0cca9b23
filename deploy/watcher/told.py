"""What Prometheus is told of each group and partition. A topic and a partition are no case's."""

from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from deploy.watcher.lag import Group

_BY_PARTITION = ("group", "topic", "partition")


class Told:
    """The last round, as text. A round that failed leaves no numbers: old ones would look like good ones."""

    def __init__(self) -> None:
        self._groups: Sequence[Group] = ()
        self._reachable = False

    def found(self, groups: Sequence[Group]) -> None:
        self._groups, self._reachable = groups, True

    def failed(self) -> None:
        self._groups, self._reachable = (), False

    def text(self, now: float, canary_accepted: bool | None = None) -> bytes:
        registry = CollectorRegistry()
        if canary_accepted is not None:
            taken = Gauge("cspr_canary_accepted", "Whether intake took the last canary", registry=registry)
            taken.set(canary_accepted)
        Gauge("cspr_kafka_reachable", "Whether Kafka answers the watcher", registry=registry).set(self._reachable)
        members = Gauge("cspr_group_members", "Instances that hear for this group", ["group"], registry=registry)
        age = Gauge("cspr_group_read_age_seconds", "How old these numbers are", ["group"], registry=registry)
        for group in self._groups:
            members.labels(group.name).set(group.members)
            age.labels(group.name).set(now - group.read_at)
        self._partitions(registry, now)
        return generate_latest(registry)

    def rows(self, now: float) -> list[dict[str, str | int | float]]:
        """The same for the console, and where each group would go on."""
        return [
            {
                "group": group.name,
                "topic": at.topic,
                "partition": at.partition,
                "next_offset": it.next_offset,
                "records": it.records,
                "seconds": it.seconds(now),
            }
            for group in self._groups
            for at, it in group.partitions.items()
        ]

    @property
    def reachable(self) -> bool:
        return self._reachable

    def _partitions(self, registry: CollectorRegistry, now: float) -> None:
        for name, text, numbers in _measures(self._groups, now):
            gauge = Gauge(name, text, _BY_PARTITION, registry=registry)
            for labels, number in numbers:
                gauge.labels(*labels).set(number)


_Numbers = list[tuple[tuple[str, str, str], float]]


def _measures(groups: Sequence[Group], now: float) -> Iterable[tuple[str, str, _Numbers]]:
    records: _Numbers = []
    seconds: _Numbers = []
    unmoved: _Numbers = []
    for group in groups:
        for at, it in group.partitions.items():
            labels = (group.name, at.topic, str(at.partition))
            records.append((labels, it.records))
            seconds.append((labels, it.seconds(now)))
            unmoved.append((labels, group.unmoved_seconds[at]))
    yield "cspr_group_lag_records", "Records that the group has not heard", records
    yield "cspr_group_lag_seconds", "How long the oldest of them has waited", seconds
    yield "cspr_group_unmoved_seconds", "Since the group's offset last moved, as far as was watched", unmoved
