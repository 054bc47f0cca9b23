"""Two releases of one day: what is said of an awareness has a second version, and a view another table.

`previous` says the first version and reads the second ahead; `following` says the second and reads the first. So a
type that is said gets another version without anybody stopping: see CONTRIBUTING.md.
"""

from importlib import import_module
from types import ModuleType
from typing import Any, ClassVar

from shared.events import intake
from shared.events.base import Recorded, event_type
from shared.writes import Write

RELEASE = "RELEASE"  # in a service's environment
PREVIOUS, FOLLOWING = "previous", "following"
FIRST = intake.AuthorityBecameAware


class AuthorityBecameAware(FIRST):
    """Its second version: who noticed is told, too."""

    VERSION: ClassVar[int] = 2
    noticed_by: str = "the desk"


ONE, TWO = (event_type("intake", event) for event in (FIRST, AuthorityBecameAware))


class Noticed:
    """A view that the following release has and the previous one has not."""

    SCHEMA = "CREATE TABLE noticed (subject text PRIMARY KEY, by text NOT NULL);"

    @staticmethod
    def project(write: Write, recorded: Recorded) -> None:
        if isinstance(recorded.data, AuthorityBecameAware):
            write("INSERT INTO noticed VALUES ($1, $2)", recorded.subject, recorded.data.noticed_by)


def imported(service: str, release: str) -> ModuleType:
    """The service's own wiring in this release; of none, as it is. Once in a process, before anything else is."""
    if release == PREVIOUS:
        read_ahead(vars(intake.INTAKE)["ahead"])
    if release == FOLLOWING:
        _say_the_second()
    module = import_module(f"services.{service}.app")
    if release == FOLLOWING and service == "intake":
        module.service.views = [*module.service.views, Noticed()]
    return module


def read_ahead(ahead: dict[str, Any]) -> None:
    ahead[TWO] = FIRST


def _say_the_second() -> None:
    said: dict[str, Any] = vars(intake.INTAKE)
    del said["classes"][ONE]
    said["classes"][TWO] = AuthorityBecameAware
    said["upcasters"][ONE] = dict
    intake.AuthorityBecameAware = AuthorityBecameAware  # type: ignore[misc]
