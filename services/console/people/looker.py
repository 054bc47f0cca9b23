"""Who looks at a page, as far as they have shown it. The guard sets it for each request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request

from services.console.people.person import Person
from shared.identity.principal import Role
from shared.identity.speaking import Asker

SEES_TO_PEOPLE: frozenset[Role] = frozenset({"business manager", "system operator"})


@dataclass(frozen=True)
class Looker:
    """`acts`: in whose name; empty for nobody. `types`: whose what they type is, also when their time has run out.

    `proven_at`: when they last proved who they are. `believed`: nobody had to prove anything.
    """

    acts: str = ""
    types: str = ""
    person: Person | None = None
    proven_at: datetime | None = None
    believed: bool = False

    def asker(self) -> Asker | None:
        """As services are told of them; None for nobody."""
        if not self.acts:
            return None
        return Asker(self.acts, self.person.roles, self.person.organisation) if self.person else Asker(self.acts)


NOBODY = Looker()


def looker(request: Request) -> Looker:
    found: Looker = getattr(request.state, "looker", NOBODY)
    return found


def you(request: Request) -> str:
    """Who acts: person:…; empty for nobody."""
    return looker(request).acts


def typist(request: Request) -> str:
    """Whose drafts what is typed belongs to. Whoever was signed in until now still types, and acts no more."""
    return looker(request).types


def fresh(request: Request, minutes: int, now: datetime) -> bool:
    """Whether they proved who they are no longer than so ago. What cannot be undone asks for it first.

    Where nobody has to prove anything there is nothing to ask for again.
    """
    it = looker(request)
    if it.believed:
        return True
    return it.proven_at is not None and now - it.proven_at <= timedelta(minutes=minutes)
