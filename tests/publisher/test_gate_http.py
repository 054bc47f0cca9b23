"""The gate as staff meet it: what was left in a draft is found, marked and mended, and then it may pass."""

import io

import httpx
import pikepdf

from services.publisher.gate.finding import Finding
from services.publisher.gate.identifiers import added
from services.publisher.preview import marked
from services.publisher.suggesting import suggestions
from shared.keys import sealed_under
from shared.service import Service
from tests import examples as told
from tests.publisher import examples as ex
from tests.publisher.stories import accepted, do, hear, scan, settle, state_of

ACTOR = {"Actor": "person:editor"}
CHILD = told.details.children[0]
leaking = ex.text.model_copy(
    update={"report": f"{ex.text.report}\n\nThen {CHILD.first_name}’s mother <b>called</b>."}
)


async def test_a_name_left_in_a_draft_is_found_marked_and_holds_it(
    service: Service, staff: httpx.AsyncClient
) -> None:
    await accepted(service)
    await do(service, ex.save(leaking))
    await scan(service)
    path = f"/cases/{ex.CASE}"
    found = (await staff.get(f"{path}/findings", headers=ACTOR)).json()
    named = [each for each in found if each["rule"] == "name"]
    assert named and all(each["part"] == "report" and each["certain"] for each in named)
    assert {leaking.report[each["start"] : each["end"]] for each in named} == {each["words"] for each in named}
    page = await staff.get(f"{path}/preview", headers=ACTOR)
    assert '<mark title="name' in page.text and "<b>called" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    refused = (await staff.get(f"/publications/{ex.CASE}")).json()["not_yet_because"]
    assert any("these must go" in each for each in refused)


async def test_what_is_heard_after_the_scan_has_the_text_scanned_again(service: Service) -> None:
    await accepted(service)
    await do(service, ex.save())
    await scan(service)
    await settle(service)
    await do(service, ex.sign(), ex.FIRST)
    async with service.transaction() as tx:
        key = await service.keyring.find_or_make(tx, ex.CASE, may_make=True)
    news = told.new_information
    await hear(service, "intake", sealed_under(news, ex.CASE, key), after=1)
    state = await state_of(service)
    assert not state.signatures and not state.passage.scanned
    await scan(service)
    assert (await state_of(service)).passage.opened == 2


async def test_the_draft_is_shown_as_the_very_file_that_would_be_published(
    service: Service, staff: httpx.AsyncClient
) -> None:
    await accepted(service)
    assert (await staff.get(f"/cases/{ex.CASE}/preview.pdf", headers=ACTOR)).status_code == 409
    await do(service, ex.save())
    made = await staff.get(f"/cases/{ex.CASE}/preview.pdf", headers=ACTOR)
    with pikepdf.open(io.BytesIO(made.content)) as it:
        assert it.docinfo["/Title"] == ex.text.title
    names = (await staff.get(f"/cases/{ex.CASE}/pseudonyms", headers=ACTOR)).json()
    assert len(names) == 10 and CHILD.first_name not in names


def test_overlapping_findings_become_one_mark_and_the_text_stays_inert() -> None:
    text = "Ann <b> Lee"
    both = [
        Finding("1" * 16, "name", "certain", "report", 0, 11, text),
        Finding("2" * 16, "initials", "likely", "report", 8, 11, "Lee"),
    ]
    assert marked(text, both) == (
        '<mark title="name, initials">Ann &lt;b&gt; Lee <small>[name, initials]</small></mark>'
    )


def test_a_suggested_pseudonym_was_not_used_and_sounds_like_nobody_of_the_case() -> None:
    known = added("name", ["Hazel Alderton"])
    found = suggestions(known, ["Willow", "ASPEN"])
    assert found and not {"Hazel", "Alder", "Willow", "Aspen"} & set(found)
