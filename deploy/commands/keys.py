"""`cspr keys`: the wrapping key, under which every case's own key is kept: is it the right one, and a new one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from cryptography.exceptions import InvalidTag

from deploy.commands.escrow import escrow, officer, recover
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.local.record import Record
from deploy.local.secret_file import write_secret
from deploy.rewrapping import begin, begin_in_token, retire, retire_in_token, rewrap, under_an_old_one
from shared.settings import WrappingSettings
from shared.token_keys import PUBLIC, TokenKeys
from shared.wrapped_by import wrapping_of
from shared.wrapping import KeyServiceAway, Wrapping

_NAME_IT = "set CSPR_PKCS11_MODULE, CSPR_PKCS11_TOKEN and CSPR_PKCS11_PIN_FILE as the services have them"
_NONE_OPENS = "a case's key opens under none of the wrapping keys: put back the copy of the keys folder"
keys = typer.Typer(help="The wrapping key: check it, rotate it, put it in escrow.", no_args_is_help=True)
keys.command()(officer)
keys.command()(escrow)
keys.command()(recover)


@keys.command()
def check(data_dir: DataDir = None) -> None:
    """Whether every case's key opens under the wrapping key that is there: the first thing after a restore."""
    record = running(data_dir)
    for sentence in asyncio.run(_old_ones(record)):
        typer.echo(sentence)
    typer.echo("every case's key opens")


@keys.command()
def rotate(data_dir: DataDir = None) -> None:
    """A new wrapping key, and every case's key wrapped under it, while services run. Told again, it goes on."""
    record = running(data_dir)
    wrapping, file = _wrapping(record), Path(record.wrapping_key_file)
    with _answering():
        if isinstance(wrapping, TokenKeys):
            begun = begin_in_token(wrapping.token, file, write_secret)
        else:
            begun = begin(file, write_secret)
    if not begun:
        typer.echo("a rotation is under way: it goes on")
    with _answering():
        asyncio.run(_rewrap(record, wrapping))
    typer.echo(
        "Make a copy of the keys folder now. Once case-keys is compacted, within a day or so: cspr keys retire"
    )


@keys.command("retire")
def retire_(data_dir: DataDir = None) -> None:
    """The wrapping key before the newest opens nothing any more. Refused while anything is still under it."""
    record = running(data_dir)
    waiting = asyncio.run(_old_ones(record))
    for sentence in waiting:
        say_error(sentence)
    if waiting:
        raise SystemExit(1)
    wrapping, file = _wrapping(record), Path(record.wrapping_key_file)
    with _answering():
        if isinstance(wrapping, TokenKeys):
            retire_in_token(wrapping.token, file, write_secret)
        else:
            retire(file, write_secret)
    typer.echo("retired. A backup from before the rotation opens with a copy of the old key only.")


def _wrapping(record: Record) -> Wrapping:
    """As the services are told: the token's where the environment names one."""
    file = Path(record.wrapping_key_file)
    settings = WrappingSettings(wrapping_key_file=file)
    if settings.pkcs11_module is None and file.with_name(PUBLIC).exists():
        _refuse(f"the wrapping key is in a token ({PUBLIC} is there): {_NAME_IT}")
    try:
        return wrapping_of(settings)
    except (OSError, ValueError):
        _refuse(f"there is no wrapping key in {file.parent}: put back the copy of the keys folder")


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except KeyServiceAway:
        _refuse("the token that keeps the wrapping key does not answer: try again when it does")
    except InvalidTag:
        _refuse(_NONE_OPENS)


def _refuse(sentence: str) -> NoReturn:
    say_error(sentence)
    raise SystemExit(1)


async def _rewrap(record: Record, wrapping: Wrapping) -> None:
    """Twice: a service that had not looked at the file yet may have made a key under the old one meanwhile."""
    for service in record.services:
        done = sum([await rewrap(record.admin_url(), service, wrapping) for _ in range(2)])
        typer.echo(f"{service}: {done} keys wrapped anew")


async def _old_ones(record: Record) -> list[str]:
    wrapping = _wrapping(record)
    with _answering():
        return await under_an_old_one(record.admin_url(), list(record.services), record.broker(), wrapping)
