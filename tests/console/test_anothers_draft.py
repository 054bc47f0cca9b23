"""Whoever names another's draft, in any address or form of the console, reads nothing of it, changes nothing."""

import re
from uuid import UUID, uuid4

import pytest

from services.console.drafts import Drafts, Place
from services.console.typed import Sent
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import owner
from tests.console.story import whole_case

pytestmark = pytest.mark.real
SECRET = "seen by a neighbour"
FIELDS = ("information", "told_by", "reason", "document", "outline", "record", "first_name", "source", "key")
WITH_FORMS = ("/work/intake/RecordNewInformation", "/report-by-hand/check", "/report-by-hand/agency")
ID = re.compile(r"\{\w+\}")


@pytest.fixture
async def console(make_console: MakeConsole):
    async with owner("intake") as intake:
        console = await make_console({"intake": intake.address})
        await console.hears(whole_case())
        yield console


async def kept(console: Console) -> tuple[UUID, Drafts]:
    """A draft of one person's, with a word of theirs in every field that a form might have."""
    drafts, id_ = Drafts(console.module.application), uuid4()
    place = Place(WITH_FORMS[0], "Record new information", CASE)
    await drafts.keep(str(id_), "person:a", place, Sent(dict.fromkeys(FIELDS, SECRET)))
    return id_, drafts


def addresses(console: Console, method: str) -> list[str]:
    paths = console.module.app.openapi()["paths"]
    found = {ID.sub("x", path) for path in paths if method in paths[path]}
    assert len(found) >= 8
    return sorted({*found, *(path for path in WITH_FORMS if method == "get" or "check" not in path)})


async def test_nobody_reads_anothers_draft(console: Console) -> None:
    id_, _ = await kept(console)
    async with console.browser() as browser:
        mine = {"draft": str(id_), "case": CASE}
        own = await browser.get(WITH_FORMS[0], params=mine, headers={"Cookie": "you=person:a"})
        assert SECRET in own.text
        for path in addresses(console, "get"):
            for who in ("person:b", ""):
                told = {"Cookie": f"you={who}"} if who else {}
                answer = await browser.get(path, params=mine, headers=told)
                assert SECRET not in answer.text, (path, who)


async def test_nobody_changes_or_throws_away_anothers_draft(console: Console) -> None:
    id_, drafts = await kept(console)
    async with console.browser() as browser:
        for path in addresses(console, "post"):
            for step in ("keep", "check", "send", ""):
                typed = {**dict.fromkeys(FIELDS, "mine now"), "draft": str(id_), "in.case": CASE, "step": step}
                for name in (path, path.replace("/drafts/x/", f"/drafts/{id_}/")):
                    told = {"Cookie": "you=person:b"}
                    await browser.post(name, params={"draft": str(id_)}, data=typed, headers=told)
    found = await drafts.opened(str(id_), "person:a")
    assert found is not None and found.fields == dict.fromkeys(FIELDS, SECRET)
    assert [each.id for each in await drafts.of("person:a")] == [id_]
