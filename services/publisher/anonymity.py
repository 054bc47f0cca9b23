"""The anonymity certificate: two people tried to identify the family from exactly this text, and could not.

Nobody who drafted any version of it may sign: they know what they left out, and a stranger's eye is the test.
"""

from typing import get_args

from services.publisher.commands import SignAnonymityCertificate
from services.publisher.publication import Publication
from shared.decider import Occasion, Refused
from shared.events.anonymity import Searched
from shared.events.base import Event
from shared.events.publisher import AnonymityCertificateSigned, AnonymityCertified

SOURCES = get_args(Searched)  # each must have been searched


def sign(command: SignAnonymityCertificate, it: Publication, occasion: Occasion) -> list[Event]:
    assert it.id
    person = occasion.actor
    if not it.text_hash:
        raise Refused("no-draft", "No public text has been drafted.")
    if command.text_hash != it.text_hash:
        raise Refused("another-text", "This certificate is for another text than the present draft.")
    if person in it.drafters:
        raise Refused(
            "two-people", "Whoever drafted the text cannot certify that nobody will be recognised in it."
        )
    if person in it.signatures or it.certified:
        return []
    if against := list(it.passage.against(it.text_hash)):
        raise Refused("not-through-the-gate", " ".join(against))
    if missing := [source for source in SOURCES if source not in command.searched]:
        raise Refused("not-searched", f"A motivated intruder would also look here: {', '.join(missing)}.")
    signed = AnonymityCertificateSigned(
        publication=it.id,
        text_hash=it.text_hash,
        method=command.method,
        signed_by=person,
        searched=tuple(source for source in SOURCES if source in command.searched),
    )
    if not it.signatures:
        return [signed]
    both = (it.signatures[0], person)
    return [signed, AnonymityCertified(publication=it.id, text_hash=it.text_hash, signed_by=both)]
