"""The partnership that is shipped, with its recipients reached by every channel there is."""

from pathlib import Path
from typing import Any

from shared.dispatch.signatures import Secrets
from shared.partnership import Partnership
from tests import examples as ex
from tests.simulation.webhook import ADDRESS, SECRET

WEBHOOK, PORTAL, FILE = "ofsted", "department-for-education", "chief-officer-of-police"
SECRETS: Secrets = {WEBHOOK: (SECRET,)}


def simulated(folder: Path) -> Partnership:
    """The Panel and the care board by mail; the police by file, into this folder; each told for itself."""
    changes: dict[str, dict[str, Any]] = {
        WEBHOOK: {"channel": "webhook", "address": ADDRESS, "via": ""},
        PORTAL: {"channel": "portal", "address": "https://portal.example/report", "via": ""},
        FILE: {"channel": "file", "address": str(folder)},
    }
    shipped = ex.partnership()
    reached = [r.model_copy(update=changes.get(r.id, {})) for r in shipped.recipients]
    return shipped.model_copy(update={"recipients": type(shipped.recipients)(reached)})
