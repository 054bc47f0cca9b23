"""Markdown as the public reads it: no raw HTML, nothing loaded from elsewhere, headings below the page's own."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

DEEPEST = 6
_HEADINGS = {f"h{level}" for level in range(2, DEEPEST + 1)}
_TAGS = _HEADINGS | {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "h2": {"id"}}
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


@lru_cache(maxsize=64)
def render(text: str, top: int = 2) -> str:
    """Safe HTML; its highest heading is `h<top>`, and none is skipped on the way down."""
    tokens = _parser.parse(text)
    _demote(tokens, top)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noreferrer",
    )


@lru_cache(maxsize=64)
def contents(text: str) -> tuple[tuple[str, str], ...]:
    """(anchor, heading) of the report's sections: its highest headings."""
    tokens = _parser.parse(text)
    _demote(tokens, 2)
    return tuple(
        (str(token.attrGet("id")), _plain(inline)) for token, inline in _headings(tokens) if token.tag == "h2"
    )


def _demote(tokens: Sequence[Token], top: int) -> None:
    """The author's h1 becomes `h<top>`, and so on down; an h2 gets an anchor of ours."""
    levels = [int(token.tag[1]) for token, _ in _headings(tokens)]
    highest, before = min(levels, default=1), top - 1
    for number, (token, _) in enumerate(_headings(tokens), 1):
        before = min(int(token.tag[1]) - highest + top, before + 1, DEEPEST)
        token.tag = f"h{before}"
        if before == 2:
            token.attrSet("id", f"section-{number}")
    opened = top
    for token in tokens:
        if token.type == "heading_open":
            opened = int(token.tag[1])
        elif token.type == "heading_close":
            token.tag = f"h{opened}"


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """(the token that opens it, the token with its words)"""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[at + 1]


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline"))
