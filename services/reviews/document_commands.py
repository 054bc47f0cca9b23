"""A document is kept with a case: a route that has looked at its bytes asks for it, and nobody else."""

from uuid import UUID

from shared.decider import Command
from shared.edge import Name
from shared.events.documents import About


class KeepDocument(Command):
    """`size`: bytes; `media_type`: as they tell. `agency`: whose return it goes with; empty: a written request."""

    document: UUID
    about: About
    agency: str = ""
    sha256: str
    size: int
    media_type: str
    name: Name


DOCUMENTS = (KeepDocument,)
