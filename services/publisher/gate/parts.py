"""Everything of a public text that somebody can read, by name: as written, as shown, and where its links lead."""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

import nh3

from services.publisher.markdown import render
from shared.events.publisher import PublicText

_ADDRESS = re.compile(r"""(?:href|src|title)="([^"]*)\"""")


def written(text: PublicText) -> dict[str, str]:
    """Field by field, as Markdown; the briefing's steps by number."""
    parts = {"title": text.title, "pseudonym": text.pseudonym, "reviewer": text.reviewer, "report": text.report}
    for number, (heading, step) in enumerate(text.briefing, 1):
        parts[f"briefing/{number}/heading"] = heading
        parts[f"briefing/{number}"] = step
    return parts | {"response": text.response, "easy_read": text.easy_read, "correction": text.correction}


def hidden(markdown: str) -> list[str]:
    """What is read where the Markdown looks otherwise: entities, emphasis inside a word, links' addresses."""
    return [shown for shown in dict.fromkeys(_shown(markdown)) if shown.strip() != markdown.strip()]


def _shown(markdown: str) -> Iterator[str]:
    shown = render(markdown)
    yield html.unescape(nh3.clean(shown, tags=set()))
    for address in _ADDRESS.findall(shown):
        yield unquote(html.unescape(address))
    for encoded in re.findall(r"\S*%[0-9A-Fa-f]{2}\S*", markdown):
        yield unquote(encoded)
    yield html.unescape(markdown)
