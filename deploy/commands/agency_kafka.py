"""`cspr agency kafka connection`, `rotate` and `revoke`: an agency's way into Kafka."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from aiokafka.errors import KafkaError  # type: ignore[import-untyped, unused-ignore]

from deploy.access import agencies
from deploy.access.agencies import NoSuchAgency
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.refusing import in_words
from deploy.commands.say import say_error
from deploy.local.record import default_data_dir
from deploy.onboarding import Underway
from deploy.partnership import PartnershipUnreadable

Id = Annotated[str, typer.Argument(metavar="ID", help="The agency, as cspr agency list names it.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="Where the settings go; only its owner can read it.")]
_AWAY = "Kafka did not take it ({}): nothing is as it should be until the same command went through"


kafka = typer.Typer(
    help="An agency's way into Kafka: what it connects with, and the end of it.", no_args_is_help=True
)


@kafka.command()
def connection(id_: Id, file: File, data_dir: DataDir = None) -> None:
    """Write what an agency connects to Kafka with, its password too, into FILE."""
    record = running(data_dir)
    with _told():
        agencies.connection(record, id_, file)
    typer.echo(f"{file} is what {id_} connects with: hand it over by a way that nobody else sees.")


@kafka.command()
def rotate(id_: Id, file: File, data_dir: DataDir = None) -> None:
    """Give an agency a new password, into FILE. The old one, and whoever is connected with it, is refused at once.

    It lets an agency in again that was turned away.
    """
    record = running(data_dir)
    _carried_out(agencies.rotate(record, (data_dir or default_data_dir()).resolve(), id_, file))
    typer.echo(f"{file} is what {id_} connects with from now on; what it had before is refused.")


@kafka.command()
def revoke(id_: Id, data_dir: DataDir = None) -> None:
    """Turn an agency away from Kafka at once, connected or not. Its topics, and what it sent, stay."""
    record = running(data_dir)
    _carried_out(agencies.revoke(record, (data_dir or default_data_dir()).resolve(), id_))
    typer.echo(f"{id_} is turned away from Kafka; cspr agency kafka rotate lets it in again.")


def _carried_out(doing: Coroutine[Any, Any, None]) -> None:
    with _told():
        asyncio.run(doing)


@contextmanager
def _told() -> Iterator[None]:
    with in_words(NoSuchAgency, Underway, PartnershipUnreadable, OSError):
        try:
            yield
        except (KafkaError, TimeoutError) as error:
            say_error(_AWAY.format(type(error).__name__))
            raise SystemExit(1) from None
