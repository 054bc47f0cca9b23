"""What Prometheus is told of the witness: whether it signs, and whether it had reason not to."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from deploy.witness.checkpoint import Checkpoint


class Told:
    """Gauges of one process. `signed` and `refused` say what the last look came to."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._at = self._gauge("witness_signed_timestamp_seconds", "When the last checkpoint was signed")
        self._number = self._gauge("witness_checkpoint", "The number of the last checkpoint")
        self._entries = self._gauge("witness_entries", "Entries that the last checkpoint stands for")
        self._departed = self._gauge("witness_departed", "Whether the log is not the one that was signed before")

    def signed(self, checkpoint: Checkpoint) -> None:
        self._at.set(checkpoint.at.timestamp())
        self._number.set(checkpoint.number)
        self._entries.set(sum(head.size for head in checkpoint.trees.values()))
        self._departed.set(0)

    def refused(self) -> None:
        self._departed.set(1)

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(f"cspr_{name}", text, registry=self._registry)
