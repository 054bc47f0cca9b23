"""Reminders and alarms by mail link to the console as people's browsers reach it."""

from pathlib import Path

import pytest

from shared.alarms.mailing import Mailing
from shared.topics import SERVICES_THAT_SAY
from tests.identity.tokens import agency_key, authorities, partnership_file
from tests.identity.wiring import wired

INSIDE, OUTSIDE = "https://console:8400", "https://console.example"


@pytest.mark.parametrize(("told", "link"), [({}, INSIDE), ({"CSPR_CONSOLE_URL": OUTSIDE}, OUTSIDE)])
@pytest.mark.parametrize("service", SERVICES_THAT_SAY)
def test_mails_link_to_the_address_for_browsers_or_else_to_that_for_services(
    service: str, told: dict[str, str], link: str, tmp_path: Path
) -> None:
    partnership = partnership_file(tmp_path, {"hospital": [agency_key().text]})
    services = f'{{"console": "{INSIDE}"}}'
    module = wired(service, authorities(tmp_path), partnership, CSPR_SERVICES=services, **told)
    (mailing,) = (task for task in module.application.worker.tasks if isinstance(task, Mailing))
    assert mailing._console == link
