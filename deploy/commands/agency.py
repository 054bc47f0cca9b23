"""`cspr agency`: who reports to this partnership; listed, and another one added while the installation runs."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from aiokafka.errors import KafkaError  # type: ignore[import-untyped, unused-ignore]

from deploy.agency_keys import id_of
from deploy.commands import agency_access, agency_kafka
from deploy.commands.agency_access import Make, Public, key_text
from deploy.commands.asking import auth_of
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.refusing import in_words
from deploy.commands.say import say_error, say_progress
from deploy.local.process import ChildFailed
from deploy.local.record import Record, default_data_dir
from deploy.onboarding import Underway, onboard
from deploy.partnership import PartnershipUnreadable
from deploy.partnership_file import AgencyRefused, agency_of, read, text_of
from shared.recipients import Agency
from shared.topics import TopicsDiffer, feedback_to, incidents_of, returns_of

_PATIENCE_SECONDS = 15
_PERSON = re.compile(r"person:[A-Za-z0-9][A-Za-z0-9._-]{0,90}")
_EXPECTED = (Underway, ChildFailed, PartnershipUnreadable, TopicsDiffer, KafkaError, TimeoutError, OSError)

agency = typer.Typer(help="The agencies that report here, and how they are known.", no_args_is_help=True)
for command in (agency_access.add_key, agency_access.suspend, agency_access.resume):
    agency.command(command.__name__.replace("_", "-"))(command)
# A key's id is base64 for addresses: one in 64 begins as an option does, and must be taken out as well.
agency.command("revoke-key", context_settings={"ignore_unknown_options": True})(agency_access.revoke_key)
agency.add_typer(agency_kafka.kafka, name="kafka")


@agency.command()
def add(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="Small letters, digits and dashes: it names its topics.")
    ],
    kind: Annotated[str, typer.Option(help="police, health, education, local authority or other")],
    name: Annotated[str, typer.Option(help="As officers read it.")],
    actor: Annotated[str, typer.Option("--as", metavar="ACTOR", help="Who adds it: person:… with an id.")],
    address: Annotated[str, typer.Option(help="The mailbox that is asked for returns to rapid reviews.")] = "",
    public: Public = None,
    make: Make = None,
    data_dir: DataDir = None,
) -> None:
    """Onboard an agency: its topics made, written into the partnership's file, each service started anew with it.

    The file is the one that `cspr up --partnership` was given; without, deploy/partnership.toml of this checkout.
    """
    record = running(data_dir)
    with in_words(*_EXPECTED):
        _must_be_a_person(actor)
        key = key_text(public, make)
        new = agency_of(id=id_, kind=kind, name=name, address=address, keys=(key,) if key else ())
        note = f"Added with cspr agency add by {actor}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC."
        asyncio.run(onboard(record, (data_dir or default_data_dir()).resolve(), new, note, say_progress))
    typer.echo(f"{new.id} is an agency of this partnership: not yet conformant, until a test of it has passed.")
    for topic in (incidents_of, returns_of, feedback_to):
        typer.echo(f"    {topic(new.id)}")
    typer.echo(f"What it connects to Kafka with: cspr agency kafka connection {new.id} FILE")


def _must_be_a_person(actor: str) -> None:
    if not _PERSON.fullmatch(actor):
        raise AgencyRefused(("--as", "must be person: and an id"))


@agency.command("list")
def list_(data_dir: DataDir = None) -> None:
    """Every agency: its topics, whether it is conformant or suspended, and when it was last heard."""
    record = running(data_dir)
    with in_words(PartnershipUnreadable):
        agencies = read(text_of(Path(record.partnership))).agencies
    standing = _standing(record)
    for each in agencies:
        typer.echo(told_of(each, standing.get(each.id)))


def told_of(each: Agency, standing: dict[str, Any] | None) -> str:
    """On lines of its own, and whole; `standing` is intake's row, None where it has none."""
    how = "in the file only: add it once more"
    if standing:
        heard = standing["last_heard_at"]
        how = f"{standing['state']}, " + (f"last heard {heard[:16].replace('T', ' ')}" if heard else "never heard")
    topics = ", ".join(topic(each.id) for topic in (incidents_of, returns_of, feedback_to))
    keys = "".join(f"\n    key {id_of(key)}" for key in each.keys)
    return f"{each.id}  {each.name}\n    {how}\n    {topics}{keys}"


def _standing(record: Record) -> dict[str, dict[str, Any]]:
    try:
        answer = httpx.get(
            f"{record.urls['intake']}/partners", timeout=_PATIENCE_SECONDS, auth=auth_of(record)
        ).raise_for_status()
    except httpx.HTTPError as error:
        say_error(f"intake does not answer ({type(error).__name__})")
        raise SystemExit(1) from None
    return {row["agency"]: row for row in answer.json()}
