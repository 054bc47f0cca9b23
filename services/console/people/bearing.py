"""What the console shows another service of whoever asks by it: a token for that service alone, for a minute."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar

from services.console.people.looker import Looker
from shared.clock import Clock
from shared.identity.minting import Signer, minted

SECONDS = 60
Shown = Mapping[str, str]  # headers


def _nothing(address: str) -> Shown:
    return {}


_shows: ContextVar[Callable[[str], Shown]] = ContextVar("shows", default=_nothing)


class Tokens:
    """`signer`: None where services believe the header Actor. `addresses`: of the services, by name.

    `clock` is the wall's, by which tokens are dated.
    """

    def __init__(self, signer: Signer | None, addresses: Mapping[str, str], clock: Clock) -> None:
        self._signer = signer
        self._names = {address: name for name, address in addresses.items()}
        self._clock = clock

    def shown_for(self, looker: Looker) -> None:
        """From now on in this request, whatever a service is asked is asked in their name."""
        _shows.set(lambda address: self._headers(looker, address))

    def _headers(self, looker: Looker, address: str) -> Shown:
        """None for nobody, and for whoever is named as no token may name anybody: the service then says so."""
        name, person = self._names.get(address), looker.person
        if self._signer is None or name is None or not looker.acts:
            return {}
        try:
            token = minted(
                self._signer,
                actor=looker.acts,
                audience=name,
                clock=self._clock,
                roles=person.roles if person else (),
                org=person.organisation if person else "",
                seconds=SECONDS,
            )
        except ValueError:
            return {}
        return {"Authorization": f"Bearer {token}"}


def shown_to(address: str) -> Shown:
    """The headers for a service at this address, of whoever asks for the page that is being made."""
    return _shows.get()(address)
