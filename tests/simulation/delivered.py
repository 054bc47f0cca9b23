"""What recipients have: O, each notice once, or known for a repeat; P, its attempt was on Kafka before it left."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from shared.dispatch.outgoing import Mail
from shared.events.base import Recorded
from shared.events.dispatch import DispatchAttempted, DispatchDue, DispatchHandedOver
from shared.events.need import GlassAlarmed, GlassBroken
from tests.simulation.installation import Installation


def problems(at: Installation, said: list[Recorded]) -> Iterator[str]:
    due = {str(r.data.dispatch) for r in said if isinstance(r.data, DispatchDue)}
    yield from _mail(at, said, due)
    for mail in at.post.reminders:
        if not mail.attempt_on_kafka:
            yield f"P: {mail.mail.message_id} left before what it tells of was on Kafka"
    yield from _webhooks(at, due)
    yield from _files(at, due)
    yield from _portal(at, said)


def _mail(at: Installation, said: list[Recorded], due: set[str]) -> Iterator[str]:
    """One unmarked copy of each at most, all by one name."""
    ids = {str(r.data.dispatch): r.data.message_id for r in said if isinstance(r.data, DispatchAttempted)}
    plain = Counter(mail.dispatch for mail in at.post.mailbox if not mail.marked)
    yield from (f"O: {count} unmarked copies of {dispatch}" for dispatch, count in plain.items() if count > 1)
    for mail in at.post.mailbox:
        if mail.dispatch not in due or not mail.attempt_on_kafka:
            yield f"P: {mail.dispatch} left before its attempt was on Kafka"
        if mail.mail.message_id != ids.get(mail.dispatch):
            yield f"O: {mail.dispatch} went under another name"


def problems_of_glass(at: Installation, said: list[Recorded]) -> Iterator[str]:
    """Of each opening the privacy officer was told, or it is known that they could not be."""
    outcomes = {r.data.opening: r.data.outcome for r in said if isinstance(r.data, GlassAlarmed)}
    for recorded in said:
        if not isinstance(recorded.data, GlassBroken):
            continue
        outcome = outcomes.get(recorded.data.opening)
        if outcome is None:
            yield f"O: nobody was told that the glass of {recorded.subject} was broken"
        elif outcome == "mailed" and not any(_tells_of(mail.mail, recorded) for mail in at.post.reminders):
            yield f"O: the privacy officer has no word of {recorded.id}, though it is said"


def _tells_of(mail: Mail, recorded: Recorded) -> bool:
    return dict(mail.headers)["X-Reminder"] == str(recorded.id)


def _webhooks(at: Installation, due: set[str]) -> Iterator[str]:
    """Every request about a notice bears its one id, and the same words."""
    told: dict[str, set[tuple[str, bytes]]] = defaultdict(set)
    for received in at.system.got:
        dispatch = json.loads(received.body)["data"]["dispatch"]
        told[dispatch].add((received.id, received.body))
        if dispatch not in due or not received.attempt_on_kafka:
            yield f"P: {dispatch} was called about before its attempt was on Kafka"
    yield from (f"O: {dispatch} was taken as {len(it)} notices" for dispatch, it in told.items() if len(it) > 1)


def _files(at: Installation, due: set[str]) -> Iterator[str]:
    """Whoever looks finds a whole file or none; and under one name always the same."""
    told: dict[str, set[bytes]] = defaultdict(set)
    for carried in at.disk.carried:
        told[carried.name].add(carried.content)
        if not carried.whole:
            yield f"O: {carried.name} was there before it was whole"
        elif json.loads(carried.content)["data"]["dispatch"] not in due:
            yield f"P: {carried.name} is no notice of ours"
    yield from (f"O: {name} was {len(it)} different files" for name, it in told.items() if len(it) > 1)


def _portal(at: Installation, said: list[Recorded]) -> Iterator[str]:
    """What waits for a person is never tried by a machine, and is handed over when the person says so."""
    by_hand = {
        str(r.data.dispatch) for r in said if isinstance(r.data, DispatchDue) and r.data.channel == "portal"
    }
    references = {str(r.data.dispatch): r.data.reference for r in said if isinstance(r.data, DispatchHandedOver)}
    for recorded in said:
        if isinstance(recorded.data, DispatchAttempted) and str(recorded.data.dispatch) in by_hand:
            yield f"O: a machine tried {recorded.data.dispatch}, which is put in by hand"
    for dispatch in by_hand | at.portal.submissions.keys():
        if at.portal.submissions.get(dispatch) != references.get(dispatch):
            yield f"O: of {dispatch} the portal has one reference, and the log another"
