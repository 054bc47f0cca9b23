"""Which topics each service hears; its consumer group bears its name. Held to the services' wiring by a test."""

from collections.abc import Mapping, Sequence

from shared.topics import CASE_KEYS, SERVICES_THAT_SAY, events_of, incidents_of, returns_of


def groups(agencies: Sequence[str]) -> Mapping[str, Sequence[str]]:
    return {
        "intake": (CASE_KEYS, *map(incidents_of, agencies)),
        "notifier": (CASE_KEYS, events_of("intake")),
        "reviews": (CASE_KEYS, events_of("intake"), events_of("notifier"), *map(returns_of, agencies)),
        "publisher": (CASE_KEYS, *map(events_of, ("intake", "notifier", "reviews"))),
        "console": tuple(map(events_of, SERVICES_THAT_SAY)),
    }
