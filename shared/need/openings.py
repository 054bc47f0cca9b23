"""What sealed things may be opened for, on which routes, and who may say so: the one table.

A purpose that is stated is said by whoever asks, beside what their role may do by its relation to the case: a
row names the roles whose work it is. Whoever was let in says what their grant is for; whoever broke the glass may
say any, and is asked about it the next working day. Of the other purposes, the route is what it is for; those
without a route are of a task of ours. What is in no row is refused.

Information is used for the function that it was asked for (Children Act 2004 s16D and s16H); who states what is
local practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from shared.events.need import Purpose as LetInFor
from shared.identity.principal import Role
from shared.purposes import STATED, Purpose

OFFICERS: Sequence[Role] = ("decision-maker", "safeguarding partner lead", "business manager")
ALL_OF_THEM: Sequence[Role] = (*OFFICERS, "legal and data protection")
REVIEWS: Sequence[LetInFor] = ("rapid review", "practice review")
REPORT: Sequence[str] = (
    "GET /cases/{case}/report",
    "GET /cases/{case}/attachments/{attachment}",
    "GET /cases/{case}/reasons",
)
TEXTS: Sequence[str] = ("GET /cases/{case}/learning/texts",)
ASIDE: Sequence[str] = ("GET /quarantine/{quarantine_id}/record",)
TO_COPY = "GET /cases/{case}/dispatches/{dispatch}/to-copy"


@dataclass(frozen=True)
class Opening:
    """`roles`: whose work it is. `let_in_for`: what somebody was let in for, whatever role they have."""

    purpose: Purpose
    routes: Sequence[str]
    why: str
    roles: Sequence[Role] = ()
    let_in_for: Sequence[LetInFor] = ()


OPENINGS: Sequence[Opening] = (
    Opening("screening", REPORT, "whether it may be notifiable", (*OFFICERS, "referrer"), ("screening",)),
    Opening("duplicate check", REPORT, "one incident or two", (*OFFICERS, "referrer"), ("screening",)),
    Opening("decision", REPORT, "to notify or not, with advice", ALL_OF_THEM, ("legal advice",)),
    Opening(
        "notification",
        REPORT,
        "what the notice has to say",
        ("decision-maker", "business manager", "notifier"),
        ("publication",),
    ),
    Opening("quality check", REPORT, "how it was done", ALL_OF_THEM, (*REVIEWS, "scrutiny", "publication")),
    Opening(
        "review",
        (*REPORT, *TEXTS),
        "what happened, and what is learned from it",
        (*ALL_OF_THEM, "agency contributor"),
        (*REVIEWS, "scrutiny", "legal advice"),
    ),
    Opening(
        "subject access",
        (*REPORT, *TEXTS),
        "whoever answers for lawful use answers it (UK GDPR art. 15)",
        ("business manager", "legal and data protection", "agency contributor"),
        ("legal advice",),
    ),
    Opening(
        "assurance",
        TEXTS,
        "whether it was done, and helped",
        (*ALL_OF_THEM, "agency contributor"),
        (*REVIEWS, "scrutiny"),
    ),
    Opening(
        "carrying out an action",
        TEXTS,
        "by whoever owns it",
        (*OFFICERS, "referrer", "agency contributor"),
        REVIEWS,
    ),
    Opening("audit", TEXTS, "of practice", (*ALL_OF_THEM, "agency contributor"), (*REVIEWS, "scrutiny")),
    Opening("briefing", TEXTS, "to spread it", (*OFFICERS, "agency contributor"), (*REVIEWS, "publication")),
    Opening("yearly report", TEXTS, "what the partners tell the public", OFFICERS, ("scrutiny",)),
    Opening("to mend it", ASIDE, "so that it is taken in after all", OFFICERS),
    Opening("to see what it is", ASIDE, "a report may be behind it", ALL_OF_THEM),
    Opening("to answer its sender", ASIDE, "who thinks that it arrived", ALL_OF_THEM),
    Opening(
        "composing a notice",
        (
            "GET /notifications/{case}/preview",
            "GET /notifications/{case}/completeness",
            "GET /notifications/{case}/supplements/{number}",
            TO_COPY,
        ),
        "its recipients read it",
    ),
    Opening("composing a rapid review", (TO_COPY,), "the Panel reads it"),
    Opening("composing a letter", (TO_COPY,), "whoever it is to reads it"),
    Opening(
        "attestation",
        ("GET /cases/{case}/dispatches/{dispatch}/proofs/{proof}",),
        "whoever attests a submission, or doubts it, sees its proof",
    ),
    Opening(
        "gathering",
        (
            "GET /cases/{case}/returns",
            "GET /cases/{case}/asked-about",
            "GET /cases/{case}/chronology",
            "GET /cases/{case}/documents",
            "GET /cases/{case}/documents/{document}",
        ),
        "what is reviewed together",
    ),
    Opening("finding duplicates", (), "keyed hashes of names and dates, no text"),
    Opening(
        "checking anonymity",
        (
            "GET /cases/{case}/findings",
            "GET /cases/{case}/preview",
            "GET /cases/{case}/pseudonyms",
        ),
        "nobody is identified in what becomes public",
    ),
    Opening(
        "preparing a publication",
        (
            "GET /cases/{case}/preview",
            "GET /cases/{case}/preview.pdf",
            "GET /cases/{case}/findings",
            "GET /cases/{case}/drafts/{text_hash}",
            "POST /cases/{case}/import-docx",
        ),
        "drafts, and the text at the hour of publication",
    ),
    Opening(
        "telling people beforehand",
        ("GET /cases/{case}/people-to-tell", "GET /cases/{case}/copy-comments"),
        "those whom it touches are told first, and what was said of copies is weighed",
    ),
    Opening("answering a request", ("GET /requests/{case}", TO_COPY), "where whoever asked is reached"),
    Opening("inviting somebody", (TO_COPY,), "whoever was let in to a case is told so by mail"),
    Opening("scanning for malware", (), "before anybody opens a document"),
    Opening(
        "approving an export",
        (
            "GET /exports/{export}",
            "GET /exports/{export}/cases.csv",
            "POST /exports",
            "POST /exports/{export}/approve",
            "POST /exports/{export}/decline",
        ),
        "whoever decides sees what was asked for, and what is fetched is that",
    ),
    Opening(
        "taking in what was set aside", ("POST /quarantine/{quarantine_id}/replay-record",), "a person decided so"
    ),
)


def asked_as(method: str, route: str) -> str:
    """As the table has it."""
    return f"{'GET' if method == 'HEAD' else method} {route}"


@cache
def opened_on(route: str) -> frozenset[str]:
    """What a route, as `GET /cases/{case}`, may open anything for; of one that opens nothing, nothing."""
    return frozenset(each.purpose for each in OPENINGS if route in each.routes)


@cache
def of_purpose(purpose: str) -> Opening | None:
    """None: no purpose that anybody may have."""
    return next((each for each in OPENINGS if each.purpose == purpose), None)


def stated_on(route: str, asked: str) -> str:
    """The purpose that whoever asks states; empty where none is to be stated there, or what they say is none."""
    return asked if asked in STATED and asked in opened_on(route) else ""
