"""`make audit`: bills of materials, licences, and what is known against anything. Ends with 1 unless all is well.

It needs the network, and is no part of any test: what is known changes from day to day, and a build is red for a
change only.
"""

import sys
from pathlib import Path

import typer

from deploy.supply import audit, bill, licences

PROJECT = Path(__file__).parents[2]


def main(tools: Path) -> int:
    npm = Path(sys.executable).with_name("npm")
    good = True
    try:
        for file in bill.written(PROJECT, tools, npm, PROJECT / "build"):
            typer.echo(f"{file.relative_to(PROJECT)} written")
    except bill.NoBill as none:
        typer.echo(str(none), err=True)
        good = False
    for name in licences.table().refused():
        typer.echo(f"{name}: its licence is not allowed", err=True)
        good = False
    for answer in audit.asked(PROJECT, tools, npm):
        typer.echo(told(answer), err=not answer.good)
        good = good and answer.good
    return 0 if good else 1


def told(answer: audit.Answer) -> str:
    if answer.not_looked:
        looked = f"{answer.of}: COULD NOT LOOK, and so cannot say that all is well: {answer.not_looked}"
        return "\n".join((looked, *answer.found))
    if answer.found:
        return "\n".join((f"{answer.of}: {len(answer.found)} known", *answer.found))
    if not answer.looked_at:
        return f"{answer.of}: COULD NOT LOOK: it names no package"
    return f"{answer.of}: {answer.looked_at} packages, nothing known against them"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
