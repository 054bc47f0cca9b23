"""Every page of the public site, in every state that a reader can find it in, one after the other."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from playwright.async_api import Page

from services.publisher.commands import ListPastReview
from services.publisher.copies import Codes, page_of
from services.publisher.past_reviews import SUBJECT
from services.publisher.request_commands import AcknowledgeRequest, RefuseRequest, RequestCopy, SupplyCopy
from services.publisher.requests import subject_of
from shared.service import Service
from tests.browser.serving import pictured, presses
from tests.publisher import corrections as co
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock
from tests.publisher.test_removal import named

TEXT = ex.text.model_copy(
    update={
        "report": f"{ex.REPORT}\n\n# {'Averylongword' * 6}\n\nhttps://elsewhere.example/{'x' * 80}\n\n> Quoted.",
        "response": "The partners accept every recommendation.\n\n## When\n\nBefore June.",
        "easy_read": "A baby was hurt.\n\nWe want to keep babies safe.",
    }
)
CORRECTED = TEXT.model_copy(update={"title": f"{TEXT.title} (corrected)", "correction": co.NOTE})
ASKED = RequestCopy(reference="", information_request=True, name="R. Reader", purpose="Teaching.")
ALWAYS = ("", "about", "complaints", "accessibility", "search", "search?q=baby", "search?q=nothingatall")


@dataclass
class Walk:
    """A site with one case, that a test leads through its life."""

    url: str
    service: Service
    clock: SteppedClock
    page: Page

    async def pages(self) -> AsyncIterator[tuple[str, Page]]:
        """(its name, the page, opened)"""
        reference = await stories.published(self.service, self.clock, TEXT)
        await stories.do(
            self.service, ListPastReview(title="Ted", kind="serious case review", year=2017), subject=SUBJECT
        )
        await co.corrected(self.service, self.clock, CORRECTED)
        report = f"reviews/{reference}"
        shown = (report, f"{report}/briefing", f"{report}/easy-read", "reviews/nothing", "search?page=0")
        for path in (*ALWAYS, *shown):
            yield await self._opened(path)
        async for each in self._limited(report):
            yield each
        await stories.work(self.service, self.clock, ex.TAKEN_DOWN_AT)
        for path in ("", report, f"ask/{reference}"):
            yield await self._opened(path, "archived-")
        yield await self._pressed("Send the request", "asked-with-mistakes")
        async for each in self._requests(reference):
            yield each
        for person in (ex.FIRST, ex.SECOND):
            await stories.do(self.service, named, person)
        yield await self._opened(report, "removed-")

    async def _limited(self, report: str) -> AsyncIterator[tuple[str, Page]]:
        """As they look where improvements alone are published; then as before."""
        said = "UPDATE public_reviews SET scope = $1"
        await self.service.log.pool.execute(said, "improvements only")
        for path in ("", report):
            yield await self._opened(path, "limited-")
        await self.service.log.pool.execute(said, "full report")

    async def _requests(self, reference: str) -> AsyncIterator[tuple[str, Page]]:
        """What a requester sees, of each answer; and the copy, while it can be read and afterwards."""
        codes = Codes(self.service.keyring)
        refuse = RefuseRequest(ground="an exemption applies", explanation="Section 40(2): it names somebody.")
        for answer in (None, AcknowledgeRequest(), refuse, SupplyCopy(days_readable=3)):
            id_ = uuid4()
            asked = ASKED.model_copy(update={"reference": reference})
            await self.service.do(subject_of(id_), asked, actor="public:reader", cause=id_)
            if answer:
                await stories.do(self.service, answer, ex.FIRST, subject_of(id_))
            name = f"request-{type(answer).__name__}-"
            yield await self._opened(page_of(id_)[1:], f"code-{name}")
            yield await self._typed("0", f"code-wrong-{name}")
            yield await self._typed(codes.of(id_), name)
        yield await self._pressed("Read the copy", "copy")
        self.clock.at += timedelta(days=3)
        await self._opened(page_of(id_)[1:])
        yield await self._typed(codes.of(id_), "copy-over")

    async def _typed(self, code: str, name: str) -> tuple[str, Page]:
        await self.page.get_by_label("Your code").fill(code)
        return await self._pressed("Continue", name)

    async def _pressed(self, button: str, name: str) -> tuple[str, Page]:
        await presses(self.page, button)
        return await self._here(name)

    async def _opened(self, path: str, prefix: str = "") -> tuple[str, Page]:
        await self.page.goto(f"{self.url}/{path}")
        return await self._here(prefix + (path.partition("?")[0].replace("/", "-") or "list"))

    async def _here(self, name: str) -> tuple[str, Page]:
        await pictured(self.page, f"public-{name.split('-copies')[0].split('-requests')[0]}")
        return f"{name} ({self.page.url.removeprefix(self.url)})", self.page
