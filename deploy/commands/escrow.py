"""`cspr keys officer|escrow|recover`: the wrapping key, kept by officers of whom any two open it together."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.escrow import ESCROWED, EscrowRefused, fingerprint, made, officers_key, opened, read_private
from deploy.local.keys import Keys
from deploy.local.record import default_data_dir
from deploy.local.secret_file import write_secret

FEWEST_LETTERS = 12
Public = Annotated[list[Path], typer.Argument(help="The officers' public keys, two or more.", exists=True)]
Private = Annotated[list[Path], typer.Option("--key", help="An officer's private key; twice.", exists=True)]


def officer(name: Annotated[Path, typer.Argument(help="NAME.key and NAME.pub are written.")]) -> None:
    """A key pair for an officer, the private half under a passphrase that they alone type."""
    # Put behind the whole name: of j.smith a suffix would be replaced, and j.jones have the same files.
    private, public = (name.with_name(f"{name.name}.{half}") for half in ("key", "pub"))
    for there in (private, public):
        if there.exists():
            _refuse(f"{there} is there already")
    passphrase = typer.prompt("passphrase", hide_input=True, confirmation_prompt=True)
    if len(passphrase) < FEWEST_LETTERS:
        _refuse(f"use {FEWEST_LETTERS} letters or more")
    its_private, its_public = officers_key(passphrase)
    write_secret(private, its_private)
    public.write_bytes(its_public)
    typer.echo(f"{private} is the officer's, to be kept where nobody else gets at it; {public} makes escrows")


def escrow(
    officers: Public, into: Annotated[Path, typer.Option(help="The file to write.")], data_dir: DataDir = None
) -> None:
    """The wrapping key, in a file that any two of these officers open together. Make it anew after a rotation."""
    folder = Keys(data_dir or default_data_dir()).wrapping_key_file.parent
    files = {name: (folder / name).read_bytes() for name in ESCROWED if (folder / name).exists()}
    if not files:
        _refuse(f"there is no wrapping key in {folder}")
    try:
        content = made(files, [each.read_bytes() for each in officers])
    except EscrowRefused as refused:
        _refuse(str(refused))
    write_secret(into, content)
    typer.echo(f"{into} holds {', '.join(files)}")
    typer.echo(f"Note its fingerprint where it does not lie itself: {fingerprint(content)}")
    if "wrapping.pub" in files:
        typer.echo("A token keeps its private half to itself: back the token up as its maker says.")


def recover(
    file: Annotated[Path, typer.Argument(help="The escrow.", exists=True)],
    key: Private,
    into: Annotated[Path, typer.Option(help="A folder, made if it is not there.")],
) -> None:
    """What is in escrow, by two officers, each with their own key and passphrase. It overwrites nothing."""
    try:
        keys = [read_private(each.read_bytes(), _passphrase(each)) for each in key]
        sealed = file.read_bytes()
        files = opened(sealed, keys)
    except EscrowRefused as refused:
        _refuse(str(refused))
    if there := [name for name in files if (into / name).exists()]:
        _refuse(f"{into} has {', '.join(there)} already: nothing was written")
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in files.items():
        write_secret(into / name, content)
    typer.echo(f"{', '.join(files)} written into {into}")
    typer.echo(f"Is this the fingerprint that was noted? {fingerprint(sealed)}")


def _passphrase(key: Path) -> str:
    return str(typer.prompt(f"passphrase of {key.name}", hide_input=True))


def _refuse(sentence: str) -> NoReturn:
    say_error(sentence)
    raise SystemExit(1)
