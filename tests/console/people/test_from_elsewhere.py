"""An issuer that is another's, and a sign-in that another's page begins."""

import pytest

from tests.console.people.conftest import GO
from tests.console.people.test_signing_in import sessions

pytestmark = pytest.mark.real


async def test_an_issuer_whose_metadata_is_anothers_is_not_asked(door):
    """OpenID Connect Discovery 1.0, 4.3: the issuer that it names is exactly the one that was looked for."""
    async with door.browser() as browser:
        address = door.issuer.grants(await door.begins(browser))
        for named in ("https://login.elsewhere.example", f"{door.issuer.url}/"):
            door.issuer.calls_itself = named
            assert (await browser.get(GO)).status_code == 503
        assert (await browser.get(address)).status_code == 503
        assert await sessions(door) == 0


@pytest.mark.parametrize(("led", "begins"), [("cross-site", False), ("same-site", False), ("same-origin", True)])
async def test_no_other_site_begins_a_sign_in(door, led, begins):
    """A link elsewhere would sign somebody in without a word, where the issuer remembers them: they are asked."""
    async with door.browser() as browser:
        answer = await browser.get(f"{GO}?back=/cases", headers={"Sec-Fetch-Site": led})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{door.issuer.url}/authorize") == begins
        assert begins or answer.headers["location"] == "/sign-in?back=/cases"
