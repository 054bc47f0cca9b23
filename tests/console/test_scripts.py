"""What runs in a browser: two small scripts of ours, that store nothing, make no markup, hear no other page."""

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "services" / "console" / "pages"
SCRIPTS = {file.name: file.read_text() for file in PAGES.glob("*.js")}
KEEPS = ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.", "serviceWorker")
MAKES = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "Function(",
    "srcdoc",
    'setTimeout("',
)
HEARS = ("postMessage", 'addEventListener("message"', "onmessage")
MERGES = ("__proto__", "prototype", "Object.assign", "constructor[", "JSON.parse")


def test_the_scripts_are_those_that_pages_name() -> None:
    named = {
        name for page in PAGES.glob("*.html") for name in re.findall(r'<script src="/(\w+\.js)"', page.read_text())
    }
    assert named == SCRIPTS.keys() == {"console.js", "live.js"}


@pytest.mark.parametrize("word", KEEPS)
def test_nothing_is_kept_in_the_browser(word: str) -> None:
    assert [name for name, text in SCRIPTS.items() if word in text] == []


@pytest.mark.parametrize("word", MAKES)
def test_what_is_text_stays_text(word: str) -> None:
    assert [name for name, text in SCRIPTS.items() if word in text] == []


@pytest.mark.parametrize("word", HEARS)
def test_no_other_page_is_listened_to(word: str) -> None:
    assert [name for name, text in SCRIPTS.items() if word in text] == []


@pytest.mark.parametrize("word", MERGES)
def test_no_object_is_made_of_what_somebody_sent(word: str) -> None:
    assert [name for name, text in SCRIPTS.items() if word in text] == []
