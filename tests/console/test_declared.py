"""Where nobody signs in, a name is believed that a token to a service can name, and no other."""

import pytest
from fastapi import Request

from services.console.people.door import DECLARED, Believed


async def believed(said: str) -> str:
    headers = [(b"cookie", f"{DECLARED}={said}".encode())]
    return (await Believed().looker(Request({"type": "http", "headers": headers}))).acts


@pytest.mark.parametrize("said", ["person:m.ellis", "person:7", "person:" + "m" * 91])
async def test_a_staff_reference_is_believed(said: str) -> None:
    assert await believed(said) == said


@pytest.mark.parametrize(
    "said",
    ["m.ellis", "agency:ward-7", "service:intake", "person:", "person:-", "person:m ellis", "person:" + "m" * 92],
)
async def test_whom_no_token_of_a_person_can_name_is_nobody(said: str) -> None:
    assert await believed(said) == ""
