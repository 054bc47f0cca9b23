"""Staff read what was drafted, version by version, and mend a text from what is there."""

import httpx

from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher.stories import accepted, do

ACTOR = {"Actor": "person:editor"}
PATH = f"/cases/{ex.CASE}/drafts"


async def test_every_version_is_listed_by_its_hash_with_who_saved_it_and_the_present_one_is_marked(
    service: Service, staff: httpx.AsyncClient
) -> None:
    await accepted(service)
    assert (await staff.get(PATH)).json() == []
    bare = ex.text.model_copy(update={"reviewer": ""})
    for words, person in ((bare, ex.FIRST), (ex.text, ex.WRITER), (bare, ex.SECOND)):
        await do(service, ex.save(words), person)
    listed = (await staff.get(PATH)).json()
    assert [(row["text_hash"], row["drafter"], row["present"]) for row in listed] == [
        (ex.text_hash(bare), ex.SECOND, True),
        (ex.HASH, ex.WRITER, False),
        (ex.text_hash(bare), ex.FIRST, False),
    ]
    assert [row["lacks"] for row in listed] == [["the reviewer's name"], [], ["the reviewer's name"]]


async def test_a_line_is_mended_from_the_text_as_it_stands(service: Service, staff: httpx.AsyncClient) -> None:
    await accepted(service)
    await do(service, ex.save())
    answer = await staff.get(f"{PATH}/{ex.HASH}", headers=ACTOR)
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()["text"]
    assert found == ex.text.model_dump(mode="json")
    signed = {**ACTOR, "Idempotency-Key": "mended"}
    saved = await staff.post(f"/cases/{ex.CASE}/save-draft", json={**found, "title": "Mended"}, headers=signed)
    assert saved.status_code == 202, saved.text
    earlier, newest = (
        (await staff.get(f"{PATH}/{ex.HASH}", headers=ACTOR)).json(),
        (await staff.get(PATH)).json()[0],
    )
    assert (earlier["present"], newest["present"]) == (False, True)
    assert earlier["text"]["title"] == ex.text.title


async def test_a_draft_that_there_is_not_and_one_that_nobody_signs_for_are_not_shown(
    service: Service, staff: httpx.AsyncClient
) -> None:
    assert (await staff.get(PATH)).json()["type"] == "urn:cspr:problem:no-such-case"
    await accepted(service)
    await do(service, ex.save())
    missing = await staff.get(f"{PATH}/{'0' * 64}", headers=ACTOR)
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:cspr:problem:no-such-draft")
    assert (await staff.get(f"{PATH}/{ex.HASH}")).status_code == 422
    assert (await staff.get(f"{PATH}/no-hash", headers=ACTOR)).status_code == 422
