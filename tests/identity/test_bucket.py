"""How often one may ask is counted for each by itself, by a clock that the test moves."""

import pytest

from shared.web.bucket import Buckets, TooMany


class Moved:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def taken(buckets: Buckets, whose: str, most: int = 1_000) -> int:
    for number in range(most):
        try:
            buckets.take(whose)
        except TooMany:
            return number
    return most


def test_five_seconds_worth_may_come_at_once_and_then_as_many_as_a_second_has() -> None:
    now = Moved()
    buckets = Buckets(4.0, now)
    assert taken(buckets, "agency:hospital") == 20
    now.seconds += 2.0
    assert taken(buckets, "agency:hospital") == 8
    now.seconds += 1_000.0
    assert taken(buckets, "agency:hospital") == 20


def test_one_agency_s_flood_is_not_another_s() -> None:
    buckets = Buckets(4.0, Moved())
    taken(buckets, "agency:hospital")
    for _ in range(500):
        with pytest.raises(TooMany):
            buckets.take("agency:hospital")
    assert taken(buckets, "agency:police") == 20


@pytest.mark.parametrize(("per_second", "seconds"), [(4.0, 1), (0.5, 2), (0.1, 10)])
def test_who_must_wait_is_told_until_when(per_second: float, seconds: int) -> None:
    now = Moved()
    buckets = Buckets(per_second, now)
    taken(buckets, "person:m.ellis")
    with pytest.raises(TooMany) as refused:
        buckets.take("person:m.ellis")
    assert refused.value.retry_after >= seconds
    now.seconds += refused.value.retry_after
    buckets.take("person:m.ellis")
