"""Onboarding an agency into a running installation: its topics, then the file, then each service started anew.

In this order, so that no service looks for a topic that is not there, wherever it stops; the same command again
goes on from there.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.pause import paused
from deploy.local.record import Record
from deploy.partnership import DEFAULT_PARTNERSHIP
from deploy.partnership_file import read, replaced, text_of, with_agency
from deploy.provisioning import provision_access, provision_topics
from shared.recipients import Agency

Report = Callable[[str], None]


class Underway(Exception):
    """Another agency is being added to this installation."""


async def onboard(record: Record, data_dir: Path, agency: Agency, note: str, report: Report) -> None:
    """Until every service that runs knows it. Raises AgencyRefused, PartnershipUnreadable, Underway, ChildFailed,
    TopicsDiffer, KafkaError or OSError.
    """
    path = Path(record.partnership)
    with alone(data_dir):
        text = text_of(path)
        after = with_agency(text, agency, note)
        made = await provision_topics(record.broker(), [agency.id])
        report(f"its topics are as they must be ({len(made)} made)")
        known = [*(each.id for each in read(text).agencies), agency.id]
        granted = await provision_access(record.broker(), record.kafka_users, list(dict.fromkeys(known)))
        report(f"rights are as they must be ({granted})")
        if after != text:
            replaced(path, after)
            report(stands_in(path))
        for service in _readers(record):
            async with paused(data_dir, service):
                pass  # one at a time: it finishes what is in hand, and reads the file when it comes back
            report(f"{service} knows it")


def stands_in(path: Path) -> str:
    """Whoever named no file of their own has changed the one that comes with the code, and is told."""
    if path.resolve() == DEFAULT_PARTNERSHIP.resolve():
        return f"it stands in {path}, the file that comes with the code: cspr up was given no --partnership"
    return f"it stands in {path}"


def _readers(record: Record) -> list[str]:
    """Who reads the file: the services, and the watcher where there is one."""
    return [*record.services, *(["watcher"] if "watcher" in record.children else [])]


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Of two commands at once one goes on. Raises Underway in the other."""
    with (data_dir / "agency.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Underway("another agency is being added at this moment; try again when it is") from None
        yield
