"""A desk at which one browser works as several people, by links, forms and buttons alone, without scripts."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page

from tests.browser.serving import sideways
from tests.toys import until

# By the label or the legend: what is typed or chosen; several of it for rows or boxes; a group's by its parts;
# None for a choice that stands alone.
Answers = Mapping[str, Any]


class Desk:
    """`page` belongs to a browser context that knows the console's address."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def is_(self, person: str) -> None:
        await self.page.goto("/you")
        await self.page.get_by_label("Your staff reference").fill(person)
        await self.presses("Continue")

    async def opens(self, case: str, service: str, title: str) -> None:
        """A read or a form, by its link on the case's page."""
        if urlsplit(self.page.url).path != f"/cases/{case}":
            await self.page.goto(f"/cases/{case}")
        offered = self.page.locator("details", has=self.page.locator("summary", has_text=service))
        link = offered.get_by_role("link", name=title, exact=True)

        async def shown() -> bool:
            """A service that took longer than a page waits for it offers what it has when that is loaded again."""
            await offered.locator("summary").click()
            if await link.count():
                return True
            await self.page.reload()
            return False

        await until(shown)
        await self._follows(link)

    async def does(self, case: str, service: str, title: str, answers: Answers | None = None) -> None:
        """From the case's page: fills the form in, checks it and sends it."""
        await self.opens(case, service, title)
        await self.sends(title, answers or {})

    async def offered(self, title: str, answers: Answers | None = None) -> None:
        """The same from what is read just now, which offers the form and fills in what it is about."""
        await self.follows(title)
        await self.sends(title, answers or {})

    async def sends(self, title: str, answers: Answers) -> None:
        """Checks what is filled in and sends it."""
        await self._sent(answers)
        assert await self.page.get_by_role("heading", name=f"Done: {title}").count(), await self._alert()

    async def is_refused(self, title: str, answers: Answers | None = None) -> str:
        """Why, in the words on the form, where all that was typed still stands."""
        await self._sent(answers or {})
        assert (await self.page.title()).startswith(f"Error: {title}")
        return await self._alert()

    async def _sent(self, answers: Answers) -> None:
        """Whoever is told that the case moved on meanwhile simply goes on: the console had not heard of it yet."""
        await self.fills(answers)
        await self.presses("Continue", "Send")
        while await self.page.get_by_role("heading", name="Somebody else was quicker").count():
            await self.presses("Continue", "Send")

    async def follows(self, title: str) -> None:
        """The first link of this name."""
        await self._follows(self.page.get_by_role("link", name=title, exact=True).first)

    async def _follows(self, link: Locator) -> None:
        async with self.page.expect_navigation():
            await link.click()

    async def presses(self, *buttons: str) -> None:
        """One after another, each on the page that the one before led to."""
        for name in buttons:
            assert not await sideways(self.page), self.page.url
            button = self.page.get_by_role("button", name=name, exact=True)
            assert await button.count(), f"no {name} on {await self.page.title()}: {await self._alert()}"
            async with self.page.expect_navigation():
                await button.click()

    async def _alert(self) -> str:
        alerts = self.page.get_by_role("alert")
        return await alerts.first.inner_text() if await alerts.count() else ""

    async def fills(self, answers: Answers) -> None:
        for name, value in answers.items():
            await self._fill(self.page.locator("main"), name, value)

    async def _fill(self, within: Locator, name: str, value: Any) -> None:
        group = within.get_by_role("group", name=_named(name))
        if value is None:
            await within.get_by_label(name, exact=True).check()
        elif not await group.count():
            for number, each in enumerate((value,) if isinstance(value, str) else value):
                await _type(within.get_by_label(_named(name)).nth(number), each)
        elif isinstance(value, dict):
            for part, answer in value.items():
                await self._fill(group.first, part, answer)
        else:
            for option in (value,) if isinstance(value, str) else value:
                await group.first.get_by_label(option, exact=True).check()

    async def reads(self, case: str, service: str, title: str, *, until_it_says: str) -> None:
        """Looks again and again until the answer has come that far."""
        await self.opens(case, service, title)
        address = self.page.url

        async def says() -> bool:
            await self.page.goto(address)
            return until_it_says in " ".join((await self.page.locator("main").inner_text()).split())

        await until(says)


def _named(name: str) -> re.Pattern[str]:
    """A label, whether or not it goes on that it is optional."""
    return re.compile(rf"^\s*{re.escape(name)}\s*(\(optional\))?\s*$")


async def _type(control: Locator, value: str) -> None:
    if await control.evaluate("it => it.tagName") == "SELECT":
        await control.select_option(label=value)
    else:
        await control.fill(value)
