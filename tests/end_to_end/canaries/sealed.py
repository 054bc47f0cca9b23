"""Every text that some event seals, by what it is called: read from the events, so that none is forgotten.

Into each of them a value is planted wherever the story has it, or `NOT_PLANTED` says why not.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from services.reviews.chronology import Told
from shared.events.base import Vocabulary
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.sealed import Sealed

VOCABULARIES: tuple[Vocabulary, ...] = (INTAKE, NOTIFIER, REVIEWS, PUBLISHER)
_CODED = "a code, a number or one of a few words: nobody is known by it alone"
_PUBLIC = "becomes public: everybody reads it"
_MINTED = "planted by itself, in a child of every report: see `planted._more`"
_READ = "the story is found again by it, or two reports are alike by it"
# What is sealed, and has no planted word in any service: why.
NOT_PLANTED: Mapping[str, str] = {
    **dict.fromkeys(("address", "known_to", "nhs_number", "other_names"), _MINTED),
    **dict.fromkeys(("first_name", "last_name"), _READ),
    **dict.fromkeys(("title", "pseudonym", "report", "briefing", "easy_read", "correction", "reviewer"), _PUBLIC),
    **dict.fromkeys(
        (
            *("ethnicity", "first_language", "religion", "disabilities", "health"),
            *("incident_time", "la_child_id", "legal_status", "placement_type", "placing_la_code"),
            *("police_reference", "earlier_references", "residence_la_code", "unique_pupil_number"),
        ),
        _CODED,
    ),
    "mail_address": "a mailbox has no space to plant at: looked for in tests/end_to_end/test_invited.py",
    "reference": "a court's number, which the story has none of",
    "content": "a file's bytes: what is in one is planted by its parts",
    "record": "the bytes of a record: planted as one, see `planted._with`",
    "headers": "what Kafka's headers say of a record",
    "values": "what the gate looks for in drafts: names that are planted elsewhere",
    "person": "who was invited: the story says by which relation",
    **dict.fromkeys(("organisation", "purpose", "reply_to"), "typed on the public site, not in the story"),
}

# What the demo's story never says there: whoever lets it say so plants it, and takes it out here.
NOT_IN_STORY: frozenset[tuple[str, str]] = frozenset(
    {
        *(("intake", "account"), ("intake", "information"), ("intake", "note"), ("intake", "reason")),
        *(("intake", "further_children"), ("intake", "immediate_action"), ("intake", "injuries")),
        ("intake", "reporter_contact"),
        ("notifier", "information"),
        *(("publisher", "explanation"), ("publisher", "reasons")),
        *(("reviews", "evidence"), ("reviews", "explained"), ("reviews", "immediate_action")),
        *(("reviews", "justification"), ("reviews", "name"), ("reviews", "rationale")),
        *(("reviews", "response"), ("reviews", "said")),
    }
)


def sealed() -> Iterator[tuple[str, str, str]]:
    """(service, event, the name of a text that it seals), as commands and reports call it."""
    for vocabulary in VOCABULARIES:
        for event in vocabulary.classes.values():
            if isinstance(event, type) and issubclass(event, BaseModel):
                for name in sorted(set(_fields(event, inside=False))):
                    yield vocabulary.source, event.__name__, name.removeprefix("stated_")


def names() -> frozenset[str]:
    """Those that are planted in, with the parts of an entry of a chronology, which is sealed as one text."""
    parts = {name for name, field in Told.model_fields.items() if str in _types(field.annotation)}
    return frozenset({name for _, _, name in sealed()} | parts) - NOT_PLANTED.keys()


def _fields(model: type[BaseModel], *, inside: bool) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield from _named(name, field.annotation, inside)


def _named(name: str, annotation: Any, inside: bool) -> Iterator[str]:
    if (get_origin(annotation) or annotation) is Sealed:
        for each in get_args(annotation):
            yield from _named(name, each, True)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _fields(annotation, inside=inside)
    elif annotation is str and inside:
        yield name
    elif get_origin(annotation) is not Literal:
        for each in get_args(annotation):
            yield from _named(name, each, inside)


def _types(annotation: Any) -> set[Any]:
    return {annotation, *(each for inner in get_args(annotation) for each in _types(inner))}
