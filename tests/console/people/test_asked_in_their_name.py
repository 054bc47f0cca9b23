"""Each service is shown who asks by a token of its own, signed by the console, for a minute."""

from pathlib import Path

import pytest

from shared.clock import WallClock
from shared.identity.keys import private_document
from shared.identity.refused import NotVerified
from shared.identity.verifying import verified
from tests.console.conftest import MakeConsole
from tests.console.examples import CASE
from tests.console.owner import owner
from tests.console.people.conftest import Doorstep
from tests.console.people.issuing import FakeIssuer, file_of
from tests.console.story import whole_case
from tests.identity.tokens import authorities

pytestmark = pytest.mark.real
FORM = f"/work/intake/RecordNewInformation?case={CASE}"
TYPED = {
    "told_by": "ward-7",
    "received_at.day": "2026-01-05",
    "received_at.time": "08:30",
    "information": "Seen by a neighbour on Sunday.",
    "key": "a-key-of-the-form",
    "in.case": CASE,
    "step": "send",
}


@pytest.mark.parametrize("with_key", [True, False], ids=["with a key", "without a key"])
async def test_a_service_is_asked_in_the_name_of_whoever_is_signed_in(
    make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path, with_key: bool
) -> None:
    trust, key = authorities(tmp_path), tmp_path / "console.jwk"
    key.write_bytes(private_document(trust.signers["console"].key))
    key.chmod(0o600)
    said = {"CSPR_IDENTITY": str(file_of(issuer, tmp_path))}
    said |= {"CSPR_SIGNING_KEY_FILE": str(key)} if with_key else {}
    async with owner("intake") as intake, owner("reviews") as reviews:
        door = Doorstep(await make_console({"intake": intake.address, "reviews": reviews.address}, said), issuer)
        await door.console.hears(whole_case())
        async with door.browser() as browser, door.browser() as another:
            await door.signs_in(browser)
            await door.signs_in(another, sub="d.okafor", groups=["managers"])
            await door.submits(browser, FORM, TYPED)
            await another.get("/learning")
            await another.get("/partners")
        acted = [headers for _, headers, _ in intake.asked if headers.get("actor") == "person:m.ellis"]
        looked = [headers for path, headers, _ in intake.asked if path.startswith("/partners")]
        read = [headers for _, headers, _ in reviews.asked]
    assert len(acted) == 1 and looked and read
    if not with_key:
        assert not any("authorization" in headers for headers in (*acted, *looked, *read))
        return
    by_token = {"issuers": trust.issuers, "clock": WallClock()}
    found = verified(_token(acted[0]), audience="intake", **by_token)
    assert (found.actor, tuple(found.roles), found.org) == ("person:m.ellis", ("referrer",), "authority")
    assert {verified(_token(headers), audience="intake", **by_token).actor for headers in looked} == {
        "person:d.okafor"
    }
    for headers in read:
        assert verified(_token(headers), audience="reviews", **by_token).actor == "person:d.okafor"
        with pytest.raises(NotVerified, match="wrong-audience"):
            verified(_token(headers), audience="intake", **by_token)


def _token(headers: dict[str, str]) -> str:
    scheme, _, token = headers["authorization"].partition(" ")
    assert scheme == "Bearer"
    return token
