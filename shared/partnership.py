"""Who this installation is: its authority, agencies, recipients and public words. One file, read at start."""

import tomllib
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from shared.escalation import Escalation, wrong_chain
from shared.events.dispatch import IN_NO_FILE
from shared.events.intake import TriggerClass
from shared.events.keeping import RecordClass
from shared.identity.keys import document_of, key_id, public_key
from shared.recipients import Agency, Configured, Recipient, mailbox_of, mailbox_or_none, wrong_address, wrong_page


class Authority(Configured):
    code: str
    name: str


Heading = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\r\n]*$")
]


class Site(Configured):
    """What the public reads, in the partnership's own words.

    `url` is where the site is seen from outside, without a slash at its end: feeds and the sitemap name whole
    addresses, and no address is ever made from what a request says of itself. `about` are paragraphs on what a
    review is, `complaints` on how to complain; `themes` is the list to choose a report's themes from; `briefing`
    are the six headings to begin a professionals' briefing with (no source gives them).
    """

    introduction: str
    partners: tuple[str, ...]
    years_on_site: int = 1
    url: str = "http://127.0.0.1:8404"
    about: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    briefing: Annotated[tuple[Heading, ...], Field(min_length=6, max_length=6)] = (
        "What happened",
        "Why it matters",
        "What we found",
        "What good looks like",
        "What to do now",
        "Reflect and record",
    )

    @model_validator(mode="after")
    def _seen_from_outside(self) -> Self:
        wrong = wrong_page(self.url, private_network=True)
        if wrong or self.url.endswith("/"):
            raise ValueError(f"url {wrong or 'must not end with a slash'}")
        return self


class RapidReviewPlan(Configured):
    """A rapid review's own milestones, in working days after its clock started. Local practice, not law."""

    scoping: int = 1
    returns: int = 10
    meeting: int = 12
    sign_off: int = 15

    @model_validator(mode="after")
    def _in_this_order(self) -> Self:
        if not 0 < self.scoping <= self.returns <= self.meeting <= self.sign_off <= 60:
            raise ValueError("scoping, returns, meeting and sign_off must follow one another, from 1 to 60")
        return self


class Reviews(Configured):
    """How the partners watch their practice reviews: at regular intervals (SI 2018/789, regulation 14(1))."""

    progress_check_days: int = Field(default=28, ge=1, le=180)  # the longest interval between two checks


class Team(Configured):
    """Officers who see to cases together; `members` are their staff references, as cases are assigned to."""

    name: str = Field(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")
    members: tuple[str, ...] = Field(min_length=1)


class Partnership(Configured):
    name: str
    contact: str
    sender: str
    authority: Authority
    site: Site
    agencies: tuple[Agency, ...]
    recipients: tuple[Recipient, ...]
    escalation: tuple[Escalation, ...]
    rapid_review_plan: RapidReviewPlan = RapidReviewPlan()
    reviews: Reviews = Reviews()
    teams: tuple[Team, ...] = ()
    privacy_officer: Annotated[str, AfterValidator(mailbox_or_none)] = ""  # is told of each broken glass
    retention: dict[RecordClass, Annotated[int, Field(ge=1, le=150)]] = Field(default_factory=dict)  # years

    @model_validator(mode="after")
    def _recipients_fit_together(self) -> Self:
        """Each id once, no requester's or guest's, and `via` a recipient that is not itself told through one."""
        direct = {recipient.id for recipient in self.recipients if not recipient.via}
        for number, recipient in enumerate(self.recipients):
            if recipient.via and recipient.via not in direct:
                raise ValueError(f"recipients.{number}.via must be a recipient that is told directly")
        ids = {recipient.id for recipient in self.reached()}
        for taken, who in IN_NO_FILE.items():
            if taken in ids:
                raise ValueError(f"recipients.id must not be {taken}: that is {who}")
        if len(ids) != len(self.reached()):
            raise ValueError("recipients.id must be each recipient's own")
        return self

    @model_validator(mode="after")
    def _no_two_agencies_are_one(self) -> Self:
        if len({agency.id for agency in self.agencies}) != len(self.agencies):
            raise ValueError("agencies.id must be each agency's own")
        keys = [key_id(public_key(document_of(text.encode()))) for each in self.agencies for text in each.keys]
        if len(set(keys)) != len(keys):
            raise ValueError("agencies.keys must be each agency's own, and each key once")
        return self

    @model_validator(mode="after")
    def _what_nobody_classed_has_no_years_of_its_own(self) -> Self:
        if "unclassified" in self.retention:
            raise ValueError("retention.unclassified is always the longest of the table")
        return self

    @model_validator(mode="after")
    def _somebody_is_told_of_dates(self) -> Self:
        wrong = wrong_chain(self.escalation)
        if wrong:
            raise ValueError(f"escalation {wrong}")
        for number, each in enumerate(self.escalation):
            unreachable = wrong_address("email", each.address)
            if unreachable:
                raise ValueError(f"escalation.{number}.address {unreachable}")
        return self

    def members(self, team: str) -> tuple[str, ...]:
        """Of the team with this name; none of one that is not configured."""
        return next((each.members for each in self.teams if each.name == team), ())

    def teams_of(self, person: str) -> tuple[str, ...]:
        return tuple(team.name for team in self.teams if person in team.members)

    def recipient(self, id_: str) -> Recipient:
        """Raises KeyError for one that is not configured."""
        return {recipient.id: recipient for recipient in self.reached()}[id_]

    def reached(self) -> tuple[Recipient, ...]:
        """Everybody who is sent anything: who must be told, and the agencies that are asked by mail."""
        return (*self.recipients, *(mailbox for each in self.agencies if (mailbox := mailbox_of(each))))

    def mailbox(self, agency: str) -> Recipient | None:
        """Where this agency is asked by mail; None where it is not."""
        found = [each for each in self.agencies if each.id == agency]
        return mailbox_of(found[0]) if found else None

    def told_of(self, trigger_class: TriggerClass) -> tuple[Recipient, ...]:
        return tuple(r for r in self.recipients if trigger_class in r.classes and not r.la_code)

    def of_area(self, la_code: str) -> tuple[Recipient, ...]:
        """Those of another authority's area: the authority itself and its safeguarding partners."""
        return tuple(r for r in self.recipients if r.la_code == la_code)

    def with_role(self, *roles: str) -> tuple[Recipient, ...]:
        return tuple(r for r in self.recipients if r.role in roles)


def load(path: Path) -> Partnership:
    """Raises OSError, tomllib.TOMLDecodeError or pydantic's ValidationError: nothing runs on a bad file."""
    return Partnership.model_validate(tomllib.loads(path.read_text()))
