"""Who this installation is: its authority, agencies, recipients and public words. One file, read at start."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.events.dispatch import Channel
from shared.events.duties import Strength
from shared.events.intake import TriggerClass


class _Configured(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Authority(_Configured):
    code: str
    name: str


class Agency(_Configured):
    id: str
    kind: Literal["police", "health", "education", "local authority", "other"]
    name: str


class Recipient(_Configured):
    """`classes` are the trigger classes it is told of; `via` another's system where its evidence derives."""

    id: str
    name: str
    role: Literal["panel", "secretary of state", "inspectorate", "safeguarding partner"]
    classes: tuple[TriggerClass, ...]
    strength: Strength
    channel: Channel
    address: str
    via: str = ""


class Site(_Configured):
    introduction: str
    partners: tuple[str, ...]
    years_on_site: int = 1


class Partnership(_Configured):
    name: str
    contact: str
    sender: str
    authority: Authority
    site: Site
    agencies: tuple[Agency, ...]
    recipients: tuple[Recipient, ...]

    def recipient(self, id_: str) -> Recipient:
        """Raises KeyError for one that is not configured."""
        return {recipient.id: recipient for recipient in self.recipients}[id_]

    def told_of(self, trigger_class: TriggerClass) -> tuple[Recipient, ...]:
        return tuple(r for r in self.recipients if trigger_class in r.classes)

    def with_role(self, *roles: str) -> tuple[Recipient, ...]:
        return tuple(r for r in self.recipients if r.role in roles)


def load(path: Path) -> Partnership:
    """Raises OSError, tomllib.TOMLDecodeError or pydantic's ValidationError: nothing runs on a bad file."""
    return Partnership.model_validate(tomllib.loads(path.read_text()))
