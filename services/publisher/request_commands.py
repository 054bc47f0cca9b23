"""What can be asked about a request for a copy: by anybody on the site, then by the partnership's staff."""

from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Line, Name, Reasons, Text
from shared.events.requests import Ground, Means

MOST_DAYS_READABLE = 60


class RequestCopy(Command):
    """From the public form."""

    reference: str
    information_request: bool
    name: Name
    reply_to: Line = ""
    organisation: Line = ""
    purpose: Annotated[Reasons, Field(max_length=5000)]


class AcknowledgeRequest(Command):
    """I have this request in hand."""


class RecogniseInformationRequest(Command):
    """It is one under the Freedom of Information Act 2000. Its 20 working days run from the day it came."""


class SupplyCopy(Command):
    """By a link that can be read for so many days, today included; or by hand, outside this system."""

    means: Means = "by link"
    days_readable: Annotated[int, Field(ge=1, le=MOST_DAYS_READABLE)] = 14
    late_because: Text = ""  # needed after the 20 working days, where nobody has explained that yet


class RefuseRequest(Command):
    """No copy, on this ground; the requester reads the explanation."""

    ground: Ground
    explanation: Annotated[Reasons, Field(max_length=5000)]
    late_because: Text = ""  # needed after the 20 working days, where nobody has explained that yet


STAFF = (AcknowledgeRequest, RecogniseInformationRequest, SupplyCopy, RefuseRequest)
COMMANDS: tuple[type[Command], ...] = (RequestCopy, *STAFF)
