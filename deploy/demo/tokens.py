"""How everybody in a story says who they are: people by the installation's key, agencies by their own.

For httpx: whom a request names as its Actor it gets a token for.
"""

import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from time import monotonic

import httpx
from joserfc.jwk import Key

from deploy.agency_keys import add_key, public_text
from deploy.commands.token import assertion, token_form
from deploy.demo.people import LOOKING, roles_of
from deploy.local.issuing import OPERATOR
from deploy.local.runtime import Runtime
from deploy.local.secret_file import write_secret
from deploy.local.service import addresses
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from shared.identity.keys import new_key, private_document, public_text_of, read_private
from shared.identity.minting import signer
from shared.identity.principal import Role
from shared.identity.speaking import Speaking

RolesOf = Callable[[str], Sequence[Role]]
KEPT_SECONDS = 200.0  # of the five minutes that a token is good for


def known_agencies(folder: Path) -> Path:
    """A partnership's file in which each agency has a key; its private half stands beside it."""
    file = folder / "partnership.toml"
    shutil.copy(DEFAULT_PARTNERSHIP, file)
    for agency in agencies(file):
        key = new_key()
        write_secret(_key_file(folder, agency), private_document(key))
        add_key(file, folder, agency, public_text(public_text_of(key)))
    return file


def told_apart(runtime: Runtime, roles: RolesOf = roles_of) -> "ToldApart | None":
    """None where a header Actor is believed. `roles`: of each person whom a request names."""
    if not runtime.identified:
        return None
    at = addresses(runtime.ports)
    people = Speaking(signer(OPERATOR, runtime.keys.issuing.key_file(OPERATOR)), at, LOOKING, roles_of=roles)
    keys = {file.stem: read_private(file) for file in runtime.data_dir.glob("*.agency")}
    return ToldApart(people, keys, f"{at['intake']}/token")


class ToldApart(httpx.Auth):
    """`keys`: each agency's own. `at`: where tokens are asked for."""

    requires_response_body = True

    def __init__(self, people: Speaking, keys: Mapping[str, Key], at: str) -> None:
        self._people, self._keys, self._at = people, keys, at
        self._kept: dict[tuple[str, str], tuple[str, float]] = {}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Raises TransportError when there is no token just now: whoever asks tries again."""
        kind, _, agency = request.headers.get("Actor", "").partition(":")
        audience = self._people.audience(request.url)
        if kind != "agency" or audience is None:
            yield from self._people.auth_flow(request)
            return
        token, until = self._kept.get((agency, audience), ("", 0.0))
        if until < monotonic():
            form = token_form(assertion(self._keys[agency], agency, self._at), audience)
            answer = yield httpx.Request("POST", self._at, data=form, extensions=request.extensions)
            if answer.is_error:
                raise httpx.TransportError(f"no token for an agency: {answer.status_code}")
            token = answer.json()["access_token"]
            self._kept[agency, audience] = token, monotonic() + KEPT_SECONDS
        request.headers["Authorization"] = f"Bearer {token}"
        yield request


def _key_file(folder: Path, agency: str) -> Path:
    return folder / f"{agency}.agency"
