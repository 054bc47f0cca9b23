"""Whoever a token speaks for: the actor whose name events bear, its organisation, and the roles it has there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["person", "agency", "service"]

# The field's own words. What each may do is decided where it is asked; none of them is enough by itself.
Role = Literal[
    "referrer",  # of the local authority: brings an incident in
    "decision-maker",  # the director of children's services or an assistant director: whether to notify
    "notifier",  # fills in the notification, with an account of the Department for Education
    "safeguarding partner lead",  # of the authority, the care board or the police: `org` says which
    "business manager",  # of the partnership
    "agency contributor",  # writes returns for its own agency, and sees those alone
    "review group member",
    "independent scrutineer",
    "lead reviewer",
    "legal and data protection",
    "publisher",
    "auditor",  # sees who did what and when, never what about
    "system operator",  # sees no content
]


@dataclass(frozen=True)
class Principal:
    """`actor`: `person:…`, `agency:…` or `service:…`. `expires_at` in UTC. `id` is the token's own."""

    actor: str
    roles: Sequence[Role]
    org: str
    issuer: str
    id: str
    expires_at: datetime
    via: str = ""  # an agency's: the id of its own key, which may be taken back meanwhile

    @property
    def kind(self) -> str:
        return self.actor.partition(":")[0]
