"""Facts about the synthetic report that goes the whole way, again and again. Subject: canary/<day>. No case."""

from pydantic import AwareDatetime

from shared.events.base import Event


class CanarySent(Event):
    """Said by intake: a synthetic report came in by the agencies' door. It is counted nowhere."""

    sent_at: AwareDatetime


class CanaryHandedOver(Event):
    """Said by the notifier's worker: it was handed to a recipient that is nobody. Nothing left the house."""

    sent_at: AwareDatetime  # of the canary, not of the handing over
