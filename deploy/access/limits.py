"""How much each user may ask of Kafka, as a table: one limit for whoever is not named, and none for our own.

A new agency, or its new user, is limited because nobody names it. A service that somebody forgot would be slow,
which is noticed; an agency that somebody forgot would not be.
"""

from collections.abc import Iterable, Mapping

from deploy.access.users import MAY_ALL, agency_of

Who = tuple[tuple[str, str | None], ...]  # as Kafka names it; without a name: everybody of that kind who has none
Limits = Mapping[Who, Mapping[str, float]]

EACH_AGENCY: Mapping[str, float] = {
    "producer_byte_rate": 256 * 1024,  # a second; kept up, 21 GiB a day. A report has a few KiB
    "consumer_byte_rate": 4 * 1024 * 1024,
    "request_percentage": 50,  # of one of the broker's threads: small records cost time rather than room
}
_NO_LIMIT = float(2**62)  # bytes must fit into Java's long; Kafka has no word for none
_WHOEVER_IS_NOT_NAMED: Who = (("user", None),)


def limits_of(users: Iterable[str]) -> Limits:
    """For a broker with these users, and its own."""
    ours = {*MAY_ALL, *(user for user in users if agency_of(user) is None)}
    none = dict.fromkeys(EACH_AGENCY, _NO_LIMIT)
    return {_WHOEVER_IS_NOT_NAMED: EACH_AGENCY, **{(("user", user),): none for user in ours}}
