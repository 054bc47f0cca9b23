"""`cspr agency add-key`, `revoke-key`, `suspend`, `resume`: how an agency proves itself, and no longer can."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import httpx
import typer

from deploy import agency_keys
from deploy.commands.asking import auth_of
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.refusing import in_words
from deploy.commands.say import say_error
from deploy.local.record import default_data_dir
from deploy.local.secret_file import write_secret
from deploy.onboarding import Underway
from deploy.partnership import PartnershipUnreadable
from deploy.partnership_file import AgencyRefused
from shared.identity.keys import new_key, private_document, public_text_of

_PATIENCE_SECONDS = 15
_EXPECTED = (Underway, PartnershipUnreadable, OSError)
Id = Annotated[str, typer.Argument(metavar="ID", help="The agency's.")]
Who = Annotated[str, typer.Option("--as", metavar="ACTOR", help="Who decides: person:… with an id.")]
Why = Annotated[str, typer.Option(help="Why: it stands in the event.")]
Public = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="The agency's public key: a file with one JWK.")
]
Make = Annotated[Path | None, typer.Option(help="Make a pair instead: the private key goes into this new file.")]


def add_key(
    agency: Id,
    public: Public = None,
    make: Make = None,
    data_dir: DataDir = None,
) -> None:
    """One more key that the agency may prove itself with, at once; two at most."""
    record = running(data_dir)
    with in_words(*_EXPECTED):
        text = key_text(public, make)
        if not text:
            raise AgencyRefused(("key", "give its public key with --public, or --make a pair"))
        where = (data_dir or default_data_dir()).resolve()
        agency_keys.add_key(Path(record.partnership), where, agency, text)
    typer.echo(f"{agency} is believed by the key {agency_keys.id_of(text)}, from now on")


def revoke_key(
    agency: Id, key: Annotated[str, typer.Argument(metavar="KEY", help="Its id.")], data_dir: DataDir = None
) -> None:
    """A key that is believed no more, nor is any token that it brought; at once."""
    record = running(data_dir)
    with in_words(*_EXPECTED):
        where = (data_dir or default_data_dir()).resolve()
        agency_keys.revoke_key(Path(record.partnership), where, agency, key)
    typer.echo(f"{agency} is not believed by the key {key} any more")


def suspend(agency: Id, actor: Who, reason: Why, data_dir: DataDir = None) -> None:
    """What it sends is set aside or refused, it gets no token, and those that it has are refused; at once."""
    _settle(agency, "suspend", actor, reason, data_dir)


def resume(agency: Id, actor: Who, reason: Why, data_dir: DataDir = None) -> None:
    """Take in again what it sends."""
    _settle(agency, "resume", actor, reason, data_dir)


def _settle(agency: str, command: str, actor: str, reason: str, data_dir: Path | None) -> None:
    record = running(data_dir)
    try:
        answer = httpx.post(
            f"{record.urls['intake']}/partners/{agency}/{command}",
            json={"reasons": reason},
            headers={"Actor": actor, "Idempotency-Key": str(uuid4()), "Prefer": "wait=recorded"},
            timeout=_PATIENCE_SECONDS,
            auth=auth_of(record),
        )
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        say_error(f"intake does not answer ({type(error).__name__})")
        raise SystemExit(1) from None
    if answer.is_error:
        say_error(told["detail"])
        raise SystemExit(1)
    typer.echo(f"{agency}: {command} ({told['receipt']})")


def key_text(public: Path | None, make: Path | None) -> str:
    """As it stands in the partnership's file; empty where neither is given. Raises AgencyRefused and OSError."""
    if public and make:
        raise AgencyRefused(("key", "give --public or --make, not both"))
    if make:
        return _made(make)
    return agency_keys.public_text(public.read_bytes()) if public else ""


def _made(private: Path) -> str:
    """Its public half. Raises AgencyRefused where something is there already: a key is never written over."""
    if private.exists():
        raise AgencyRefused(("--make", "must be a file that is not there yet"))
    key = new_key()
    write_secret(private, private_document(key))
    return agency_keys.public_text(public_text_of(key))
