"""Whom this installation reaches, and by which address: its agencies, and the recipients of what it sends."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.addresses import wrong_url
from shared.edge import Name
from shared.events.dispatch import Channel
from shared.events.duties import Strength
from shared.events.intake import TriggerClass
from shared.identity.keys import KeyRefused, document_of, public_key


class Configured(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


_MAILBOX = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_LOCAL = {"localhost", "127.0.0.1", "::1"}


def wrong_address(channel: Channel, address: str, *, private_network: bool = False) -> str:
    """Why this channel cannot use it; empty when it can. Never the address itself."""
    match channel:
        case "email":
            return "" if _MAILBOX.fullmatch(address) else "must be one mailbox, name@domain"
        case "file":
            return "" if address.startswith("/") else "must be a folder, written from the root"
        case "webhook" | "portal":
            return wrong_page(address, private_network=private_network)


def wrong_page(address: str, *, private_network: bool) -> str:
    """The same of a web address."""
    return wrong_url(address, plain=lambda host: private_network and host in _LOCAL)


def mailbox_or_none(address: str) -> str:
    wrong = wrong_address("email", address) if address else ""
    if wrong:
        raise ValueError(wrong)
    return address


def _public_key(text: str) -> str:
    try:
        public_key(document_of(text.encode()))
    except KeyRefused as error:
        raise ValueError(str(error)) from None
    return text


class Agency(Configured):
    """`id` becomes part of its topics' names. `address`: the mailbox that is asked for a return to a rapid review;
    without one only its feed tells it. `keys`: public keys that it proves itself with over HTTP, each a JWK as
    text; two while it changes from one to the other.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    kind: Literal["police", "health", "education", "local authority", "other"]
    name: Name
    address: Annotated[str, AfterValidator(mailbox_or_none)] = ""
    keys: Annotated[tuple[Annotated[str, AfterValidator(_public_key)], ...], Field(max_length=2)] = ()


class Recipient(Configured):
    """`classes` are the trigger classes it is told of; `via` another's system where its evidence derives.

    `address` is what the channel needs: a mailbox, an https address, a folder, or the page of a portal.
    `la_code` makes it one of another authority's area, told only where that authority is concerned.
    The `repository` is the national collection of published reviews: it is sent each report after its publication.
    `private_network` lets a webhook go to an address that is not public, and without TLS on this machine.
    """

    id: str
    name: str
    role: Literal[
        "panel",
        "secretary of state",
        "inspectorate",
        "safeguarding partner",
        "other area",
        "repository",
        "agency",
    ]
    classes: tuple[TriggerClass, ...] = ()
    strength: Strength
    channel: Channel
    address: str
    via: str = ""
    la_code: str = ""
    private_network: bool = False

    @model_validator(mode="after")
    def _address_suits_channel(self) -> Self:
        wrong = wrong_address(self.channel, self.address, private_network=self.private_network)
        if wrong:
            raise ValueError(f"address {wrong}")
        if (self.role == "other area") != bool(self.la_code):
            raise ValueError("la_code belongs to a recipient of another area, and to no other")
        return self


def mailbox_of(agency: Agency) -> Recipient | None:
    """An agency as a recipient of mail; its id is no other recipient's, for theirs have no colon."""
    if not agency.address:
        return None
    return Recipient(
        id=f"agency:{agency.id}",
        name=agency.name,
        role="agency",
        strength="should",
        channel="email",
        address=agency.address,
    )
