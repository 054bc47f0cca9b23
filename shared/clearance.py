"""What stands in the way of erasing a case, as the last of the services to hear of it states it, under a seal.

Facts go one way, so intake, which decides, never hears how a case ended. Whoever proposes or approves carries this
statement from the publisher to intake: signed, so that nobody words one, and soon too old to be relied on.
"""

import base64
import hmac
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from shared.edge import BadInput
from shared.events.keeping import RecordClass

PURPOSE = "clearance for an erasure"
GOOD_FOR = timedelta(minutes=15)
Hash = Callable[[str], str]


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Joint(_Stated):
    """A joint review that tells of the case. `others`: the cases it covers besides, that are not erased.

    `closed_on`: London's day of the last fact of its own.
    """

    case: str
    others: tuple[str, ...]
    closed_on: date
    open: tuple[str, ...]
    public: bool


class Clearance(_Stated):
    """`cases`: the case and those merged into it. `open`: a sentence for each thing that is not settled.

    `closed_on`: London's day of the last fact that any service recorded of them, holds and proposals apart.
    `public`: its report stands on the site. `held`: on which of the cases a legal hold stands. `heard`: intake's
    version of each case that this was stated by. `classed`: the record class of each case that somebody classed.
    """

    case: str
    cases: tuple[str, ...]
    closed_on: date
    open: tuple[str, ...]
    public: bool
    held: tuple[str, ...]
    joint: tuple[Joint, ...]
    classed: Mapping[str, RecordClass]
    heard: Mapping[str, int]
    stated_at: AwareDatetime

    def outdated(self, at: datetime) -> bool:
        return not self.stated_at - GOOD_FOR <= at <= self.stated_at + GOOD_FOR


def sealed(clearance: Clearance, hash_: Hash) -> str:
    """One line that can be carried: base64, a dot, and the keyed hash of it."""
    body = base64.urlsafe_b64encode(clearance.model_dump_json().encode()).decode()
    return f"{body}.{hash_(body)}"


def opened(statement: str, hash_: Hash) -> Clearance:
    """Raises BadInput where it is not what the publisher stated."""
    body, _, signature = statement.strip().partition(".")
    if not body.isascii() or not hmac.compare_digest(hash_(body).encode(), signature.encode()):
        raise BadInput(
            ("/clearance", "is not a statement of the publisher's: GET /cases/{case}/erasure-clearance")
        )
    try:
        return Clearance.model_validate_json(base64.urlsafe_b64decode(body))
    except (ValueError, ValidationError):
        raise BadInput(("/clearance", "was stated by another release: ask the publisher again")) from None
