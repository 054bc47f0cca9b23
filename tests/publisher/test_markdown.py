"""What an author writes is text: it runs nothing, loads nothing, and keeps the page's outline."""

import re
from html.parser import HTMLParser

import pytest

from services.publisher.markdown import contents, render

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://elsewhere.example/pixel.png)",
    "<a href='https://x.example' onclick='alert(1)'>x</a>",
    '[x](https://x.example "\\" onmouseover=\\"alert(1)")',
    "<style>body { display: none }</style>",
    "<iframe src=https://x.example></iframe>",
    "<svg/onload=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "# <script>alert(1)</script>",
    "| <b onclick=x>a</b> |\n|---|\n| b |",
]


class Elements(HTMLParser):
    """What a browser would make of it: (tag, attribute, value)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_is_inert(attack: str) -> None:
    found = Elements(render(attack))
    assert found.tags <= {"p", "a", "h2", "table", "thead", "tbody", "tr", "th", "td"}
    assert {name for name, _ in found.attributes} <= {"href", "rel", "title", "id"}
    assert all(value.startswith("https://") for name, value in found.attributes if name == "href")


def test_a_links_target_does_not_learn_where_the_reader_was() -> None:
    assert 'rel="noreferrer"' in render("[NSPCC](https://www.nspcc.org.uk)")


def outline(text: str, top: int = 2) -> list[str]:
    return re.findall(r"<(h\d)", render(text, top))


def test_the_authors_first_heading_comes_below_the_pages() -> None:
    assert outline("# One\n\n## Two\n\n# Three") == ["h2", "h3", "h2"]


def test_an_author_who_begins_lower_is_lifted_and_no_level_is_skipped() -> None:
    assert outline("## One\n\n#### Two\n\n### Three") == ["h2", "h3", "h3"]


def test_a_heading_written_with_a_line_below_it_closes_as_it_opened() -> None:
    assert render("One\n===\n") == '<h2 id="section-1">One</h2>\n'


def test_headings_in_a_step_come_below_the_steps_own() -> None:
    assert outline("# One\n\n## Two", top=3) == ["h3", "h4"]


def test_no_heading_is_deeper_than_six() -> None:
    deep = "\n\n".join("#" * level + " x" for level in range(1, 7))
    assert outline(deep) == ["h2", "h3", "h4", "h5", "h6", "h6"]


def test_contents_are_the_highest_headings_as_plain_words() -> None:
    text = "# What *happened* & why\n\n## Detail\n\n# `Next`\n"
    assert contents(text) == (("section-1", "What happened & why"), ("section-3", "Next"))
    assert 'id="section-3"' in render(text)
