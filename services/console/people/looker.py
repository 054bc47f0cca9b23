"""Who looks at a page, as far as they have shown it. The guard sets it for each request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import Request

from services.console.people.person import Person
from shared.identity.principal import Principal, Role
from shared.identity.speaking import Asker

_LATER = datetime.max.replace(tzinfo=UTC)  # how long a session lasts is kept elsewhere
SEES_TO_PEOPLE: frozenset[Role] = frozenset({"business manager", "system operator"})


@dataclass(frozen=True)
class Looker:
    """`acts`: in whose name; empty for nobody. `types`: whose what they type is, also when their time has run out.

    `second_factor`: whether in more than one way; None where their issuer does not say.
    `proven_at`: when they last proved who they are. `believed`: nobody had to prove anything.
    `program`: whom a token speaks for, where something is read as data without a session.
    """

    acts: str = ""
    types: str = ""
    person: Person | None = None
    proven_at: datetime | None = None
    believed: bool = False
    program: Principal | None = None
    second_factor: bool | None = None

    def principal(self) -> Principal | None:
        """By whose roles it is decided what they may see; None where nobody is signed in, or all are believed."""
        if self.person is None:
            return self.program
        it = self.person
        return Principal(it.id, it.roles, it.organisation, issuer="console", id="", expires_at=_LATER)

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
