"""A document that goes with a case's reviews. Said by reviews; its bytes are kept sealed beside the log."""

from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed

About = Literal["agency return", "written request"]


class DocumentKept(Event):
    """Of an agency that was asked for a return; or what is sent to the reviewer in writing."""

    document: UUID
    about: About
    agency: str  # whose return it goes with; empty: none
    sha256: str
    size: int  # bytes
    media_type: str  # as its bytes tell
    name: Sealed[str]


EVENTS = (DocumentKept,)
