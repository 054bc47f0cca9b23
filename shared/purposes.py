"""What anything sealed is opened for: every purpose that there is. Which routes it serves, and who may say so, is
shared/need/openings.py.

Information that was asked for by section 16H of the Children Act 2004 is used for that function alone, so nothing
is opened without one of these: `Keyring.open` takes it, and the audit log keeps it.
"""

from typing import Literal, get_args

from shared.events.base import Opening as SetAside
from shared.events.learning import ReadFor
from shared.events.openings import Purpose as Reading

# Said by whoever asks, and recorded as an event before anything is shown.
Stated = Reading | ReadFor | SetAside
# What the route, or the service's own task, is for: whoever asks need not say it.
Own = Literal[
    "composing a notice",
    "composing a rapid review",
    "composing a letter",
    "attestation",  # what was put into a portal, and the proof that it was
    "gathering",  # what agencies returned for a review
    "finding duplicates",
    "checking anonymity",
    "preparing a publication",
    "telling people beforehand",
    "answering a request",
    "inviting somebody",  # where whoever was let in to a case is reached
    "scanning for malware",
    "approving an export",  # what was asked for, and why
    "taking in what was set aside",
]
Purpose = Stated | Own
STATED: frozenset[str] = frozenset((*get_args(Reading), *get_args(ReadFor), *get_args(SetAside)))
OWN: frozenset[str] = frozenset(get_args(Own))
PURPOSES = STATED | OWN
