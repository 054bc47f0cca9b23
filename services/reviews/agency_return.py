"""What an agency that was asked sends: one CloudEvent a return, over its topic of returns or POST /returns."""

from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import Field

from services.reviews.chronology import Told
from services.reviews.gathering_commands import MOST_ENTRIES, SubmitAgencyReturn
from shared.edge import Closed, Code, Instant, Reasons
from shared.ids import NAMESPACE

TYPE = "cspr.partner.agency-return.v1"


class ReturnData(Closed):
    """`case` is the reference that the agency was told when it was asked."""

    case: Code
    involvement: Reasons
    key_episodes: Reasons
    good_practice: Reasons | None = None
    immediate_action: Reasons | None = None
    chronology: Annotated[tuple[Told, ...], Field(max_length=MOST_ENTRIES)] = ()


class AgencyReturn(Closed):
    """The CloudEvent. `subject` is the agency's own reference; `source` is checked against the credential.

    A return of another `id` takes the place of the one before; the same `id` with the same content is a repeat.
    """

    specversion: Literal["1.0"]
    id: Code
    source: Code
    type: Literal["cspr.partner.agency-return.v1"]
    subject: Code
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    data: ReturnData

    def cause(self) -> UUID:
        return uuid5(NAMESPACE, f"{self.source}\n{self.id}\nreturn")

    def command(self) -> SubmitAgencyReturn:
        told = {name: value for name, value in self.data if name != "case"}
        return SubmitAgencyReturn(agency=self.source, **told)
