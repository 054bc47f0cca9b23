"""From the public form to the copy: what a reader sends, what staff see and answer, and until when it is read."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.publisher.site.limits import Limit
from shared.duties.life import RaiseReminder
from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock
from tests.publisher.requesting import kept, looks, reads

pytestmark = pytest.mark.real
URL = ex.partnership().site.url
NAME, WHY = "Siân O’Reader", "A module on <b>babies</b>."


@pytest.fixture
async def archived(service: Service, stepped: SteppedClock) -> str:
    reference = await stories.published(service, stepped)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    stepped.at = datetime(2028, 2, 1, 9, 30, tzinfo=UTC)
    return reference


async def send(public: httpx.AsyncClient, reference: str, **fields: str) -> httpx.Response:
    form = {"key": str(uuid4()), "name": NAME, "purpose": WHY, **fields}
    return await public.post(f"/ask/{reference}", data=form)


async def answer(staff: httpx.AsyncClient, row: dict[str, Any], command: str, body: object, key: str = "1") -> Any:
    headers = {"Actor": ex.FIRST, "Idempotency-Key": f"{command}{key}"}
    return await staff.post(f"/requests/{row['subject']}/{command}", json=body, headers=headers)


async def test_from_the_form_to_a_copy_that_runs_out(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, stepped: SteppedClock, archived: str
) -> None:
    sent = await send(public, archived, information_request="yes")
    assert sent.status_code == 200 and "waits for somebody" in sent.text
    assert sent.headers["cache-control"] == "no-store"
    mine = kept(sent)
    assert "waits for somebody" in (await looks(public, mine)).text
    (row,) = (await staff.get("/requests")).json()
    assert (row["standing"], row["due_on"]) == ("received", "2028-02-29")
    page = (await staff.get(f"/requests/{row['subject']}")).json()
    assert (page["requester"]["name"], page["requester"]["purpose"]) == (NAME, WHY)
    assert (await answer(staff, row, "acknowledge-request", {})).status_code == 202
    assert (await answer(staff, row, "supply-copy", {"days_readable": 3})).status_code == 202
    assert (page["page_link"], page["code"]) == (URL + mine.address, mine.code)
    assert f'action="{mine.copy}"' in (await looks(public, mine)).text
    copy = await reads(public, mine)
    assert ex.text.reviewer in copy.text and copy.headers["cache-control"] == "no-store"
    stepped.at += timedelta(days=3)
    assert (await reads(public, mine)).status_code == 410
    assert "has run out" in (await looks(public, mine)).text
    assert (await staff.get("/requests-counted")).json() == [
        {"standing": "supplied", "information_request": True, "ground": None, "number": 1}
    ]


async def test_a_refusal_tells_its_ground_and_the_explanation(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, archived: str
) -> None:
    mine = kept(await send(public, archived))
    (row,) = (await staff.get("/requests")).json()
    body = {"ground": "an exemption applies", "explanation": "Section 40(2) <script>"}
    assert (await answer(staff, row, "refuse-request", body)).status_code == 202
    html = (await looks(public, mine)).text
    assert "an exemption applies" in html and "Section 40(2) &lt;script&gt;" in html


async def test_a_reminder_of_the_information_duty_is_not_refused(
    public: httpx.AsyncClient, service: Service, archived: str
) -> None:
    await send(public, archived, information_request="yes")
    duty, subject = await service.log.pool.fetchrow("SELECT duty, subject FROM views.duties WHERE rule = 'foi'")
    said = await service.do(
        subject, RaiseReminder(duty=duty, step="four office hours"), actor="service:publisher", cause=UUID(int=5)
    )
    assert len(said.events) == 1


async def test_sent_again_long_after_it_shows_no_code_but_asks_for_it(
    public: httpx.AsyncClient, stepped: SteppedClock, archived: str
) -> None:
    """Who saw what another typed, and the request's id in an address, is not shown that person's page."""
    key = str(uuid4())
    mine = kept(await send(public, archived, key=key))
    stepped.at += timedelta(minutes=15)
    assert mine.code in (await send(public, archived, key=key)).text, "a page that is loaded anew"
    stepped.at += timedelta(seconds=1)
    later = await send(public, archived, key=key)
    assert later.status_code == 200 and mine.code not in later.text and WHY not in later.text
    assert f'action="{mine.address}"' in later.text, "the form for the code"
    assert "waits for somebody" in (await looks(public, mine)).text


async def test_sent_twice_it_is_one_request(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, archived: str
) -> None:
    key = str(uuid4())
    first, second = [await send(public, archived, key=key) for _ in range(2)]
    assert kept(first) == kept(second)
    assert (await send(public, archived, key=key, name="Another")).status_code == 409
    assert len((await staff.get("/requests")).json()) == 1


async def test_what_fills_in_the_trap_is_kept_nowhere(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, archived: str
) -> None:
    assert "was sent" in (await send(public, archived, website="https://spam.example")).text
    assert (await staff.get("/requests")).json() == []


async def test_each_mistake_is_named_beside_its_field_and_what_was_typed_stays(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, archived: str
) -> None:
    answer = await send(public, archived, name=" ", organisation="a\x00b")
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text and 'href="#name"' in answer.text
    assert 'id="organisation-error"' in answer.text and "A module on &lt;b&gt;babies&lt;/b&gt;." in answer.text
    assert (await staff.get("/requests")).json() == []


async def test_nobody_can_send_forms_without_end(public: httpx.AsyncClient, archived: str) -> None:
    statuses = [(await send(public, archived)).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2


def test_all_together_have_a_limit_too() -> None:
    limit = Limit(each=2, all_=3)
    assert [limit.allows(sender) for sender in "aaabbc"] == [True, True, False, True, False, False]


async def test_nothing_of_who_asks_stands_in_the_clear(
    public: httpx.AsyncClient, service: Service, archived: str
) -> None:
    await send(public, archived, reply_to="reader@example.org")
    async with service.log.pool.acquire() as db:
        logged = [bytes(r["wire"]).decode() for r in await db.fetch("SELECT wire FROM log.event_log")]
        shown = [str(dict(r)) for r in await db.fetch("SELECT * FROM copy_requests")]
    assert "copy-requested" in "".join(logged)
    for text in ("O’Reader", "reader@example.org", "module on"):
        assert text not in "".join(logged + shown)


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b"name=x", "text/plain", 415),
        (b"a=" + b"x" * 40_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=b" for _ in range(50)), "application/x-www-form-urlencoded", 400),
        (b"name=%ff", "application/x-www-form-urlencoded", 400),
        ("name=\u00e9".encode(), "application/x-www-form-urlencoded", 400),
        (b"name=x&purpose=y&key=1", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
    ],
)
async def test_what_no_form_of_ours_sends_is_refused(
    public: httpx.AsyncClient, archived: str, body: bytes, type_: str, status: int
) -> None:
    answer = await public.post(f"/ask/{archived}", content=body, headers={"Content-Type": type_})
    assert answer.status_code == status


async def test_no_code_can_be_guessed_and_none_opens_anothers(public: httpx.AsyncClient, archived: str) -> None:
    mine, another = [kept(await send(public, archived)) for _ in range(2)]
    assert mine.code != another.code
    last = "0" if mine.code[-1] != "0" else "1"
    for code in ("", "é", mine.code[:-1], mine.code[:-1] + last, another.code, mine.code * 2):
        for asking in (looks, reads):
            answer = await asking(public, mine, code)
            assert answer.status_code == 422 and "Error: " in answer.text, code
            assert mine.code not in answer.text and "waits for somebody" not in answer.text


async def test_a_code_may_be_typed_as_it_comes(public: httpx.AsyncClient, archived: str) -> None:
    mine = kept(await send(public, archived))
    mistaken = mine.code.replace("0", "o").replace("1", "l")
    for code in (mine.code.lower(), mine.code.replace("-", " "), f" {mine.code.replace('-', '')} ", mistaken):
        assert "waits for somebody" in (await looks(public, mine, code)).text, code


async def test_nobody_learns_which_requests_there_are(public: httpx.AsyncClient, archived: str) -> None:
    mine = kept(await send(public, archived))
    nobodys = replace(mine, address=f"/requests/{UUID(int=7)}")
    for answers in (
        [await public.get(it.address) for it in (mine, nobodys)],
        [await looks(public, it, "wrong") for it in (mine, nobodys)],
        [await looks(public, replace(nobodys, code=mine.code)), await looks(public, mine, "wrong")],
    ):
        first, second = [
            (it.status_code, it.text.replace(mine.address, "").replace(nobodys.address, "")) for it in answers
        ]
        assert first == second


async def test_no_address_holds_what_opens_anything(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, archived: str
) -> None:
    """ASVS 14.2.1: of all that a requester is led through, and of what is mailed or passed on to them."""
    sent = await send(public, archived)
    mine = kept(sent)
    (row,) = (await staff.get("/requests")).json()
    await answer(staff, row, "supply-copy", {})
    told = (await staff.get(f"/requests/{row['subject']}")).json()
    pages = [sent, await looks(public, mine), await reads(public, mine), await public.get(mine.address)]
    addresses = {told["page_link"], *(str(page.url) for page in pages)}
    addresses |= {each for page in pages for each in re.findall(r'(?:href|action|src)="([^"]*)"', page.text)}
    addresses |= {each for page in pages for each in page.headers.values()}
    assert any(mine.address in each for each in addresses)
    plain = mine.code.replace("-", "")
    assert [each for each in addresses if plain in each.upper().replace("-", "")] == []
    for address in (mine.address, mine.copy):  # and what they hold opens nothing
        led = await public.get(address, follow_redirects=True)
        assert "waits for somebody" not in led.text and ex.text.reviewer not in led.text
        assert str(led.url).endswith(mine.address) and "Your code" in led.text
    assert all(page.headers["referrer-policy"] == "no-referrer" for page in pages)


@pytest.mark.parametrize(
    "path", ["/requests/x", "/requests/x/y", "/copies/soon", "/ask/CSPR-2027-0000", "/ask/..%2f.."]
)
async def test_what_is_no_address_is_not_found(public: httpx.AsyncClient, archived: str, path: str) -> None:
    assert (await public.get(path)).status_code == 404
