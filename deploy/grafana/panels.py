"""What a dashboard is made of, as far as ours need it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

WIDTH, HEIGHT = 8, 8  # three panels beside one another: a row has 24 columns
DATASOURCE = {"type": "prometheus", "uid": "prometheus"}


@dataclass(frozen=True)
class Panel:
    """One question, and the PromQL that answers it. `stat`: a number now; `timeseries`: how it came to be."""

    title: str
    query: str
    legend: str = ""
    unit: Literal["none", "s", "d"] = "none"
    kind: Literal["stat", "timeseries"] = "timeseries"
    alarming_from: float | None = None
    text: str = ""

    def as_json(self, number: int) -> dict[str, Any]:
        steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
        if self.alarming_from is not None:
            steps.append({"color": "red", "value": self.alarming_from})
        return {
            "id": number + 1,
            "type": self.kind,
            "title": self.title,
            "description": self.text,
            "datasource": DATASOURCE,
            "gridPos": {
                "x": WIDTH * (number % 3),
                "y": HEIGHT * (number // 3),
                "w": WIDTH,
                "h": HEIGHT,
            },
            "targets": [{"refId": "A", "expr": self.query, "legendFormat": self.legend}],
            "fieldConfig": {
                "defaults": {"unit": self.unit, "min": 0, "thresholds": {"mode": "absolute", "steps": steps}},
                "overrides": [],
            },
        }


@dataclass(frozen=True)
class Dashboard:
    uid: str
    title: str
    panels: Sequence[Panel]

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "title": self.title,
            "timezone": "Europe/London",
            "refresh": "30s",
            "time": {"from": "now-24h", "to": "now"},
            "schemaVersion": 41,
            "editable": False,
            "panels": [panel.as_json(number) for number, panel in enumerate(self.panels)],
        }
