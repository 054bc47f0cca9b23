"""An instance of a service, as the operating system sees it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


class Gone(BaseException):
    """This process is dead: whatever its finalisers still try has no effect."""


@dataclass(eq=False)
class Process:
    """`hooks` are what servers do when its connections break."""

    name: str
    number: int
    dead: bool = False
    frozen: bool = False
    calls: list["asyncio.Future[Any]"] = field(default_factory=list)  # of clients that wait for its answer

    def __str__(self) -> str:
        return f"{self.name}.{self.number}"
