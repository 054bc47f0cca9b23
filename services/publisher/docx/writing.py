"""From mammoth's HTML to Markdown that renders to the same words, and to nothing that they did not mean."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from services.publisher.docx.behind import Dropped

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~!])")
_LIKE_A_BLOCK = re.compile(r"^(\s*)(?:([-+=:])|(\d{1,9})([.)]))", re.MULTILINE)
_SPACES = re.compile(r"\s+")
_LINK = re.compile(r"(?:https?|mailto):[^\s<>\\]+")
_VOID = {"br", "img", "hr"}


@dataclass
class _Node:
    tag: str = ""
    href: str = ""
    children: "list[_Node | str]" = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    markdown: str
    dropped: list[Dropped]


def markdown_of(html: str) -> Written:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    writer = _Writer()
    markdown = writer.blocks(reader.root).strip() + "\n"
    return Written(markdown, Dropped.some("links that lead to no page", writer.links))


class _Reader(HTMLParser):
    """A tree of what mammoth wrote: its elements are all closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node()
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, dict(attrs).get("href") or "")
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


class _Writer:
    """`links`: how many lost their address. Blocks are put apart by an empty line."""

    def __init__(self) -> None:
        self.links = 0
        self._tables = 0  # that we are inside of
        self._block: dict[str, Callable[[_Node], str]] = {
            "p": self.blocks,  # a box of text stands inside of a paragraph
            "blockquote": lambda node: _prefixed(self.blocks(node), "> ", "> "),
            "ul": lambda node: self._list(node, lambda _: "- "),
            "ol": lambda node: self._list(node, lambda number: f"{number}. "),
            "table": self._table,
            **{f"h{level}": self._heading for level in range(1, 7)},
        }
        self._inline: dict[str, Callable[[_Node], str]] = {
            "strong": lambda node: self._marked(node, "**"),
            "em": lambda node: self._marked(node, "*"),
            "s": lambda node: self._marked(node, "~~"),
            "a": self._link,
            "br": lambda _: "\\\n",
        }

    def blocks(self, node: _Node) -> str:
        found, loose = [], _Node()
        for child in node.children:
            if isinstance(child, _Node) and child.tag in self._block:
                found += [self._paragraph(self.inline(loose)), self._block[child.tag](child)]
                loose = _Node()
            else:
                loose.children.append(child)
        found.append(self._paragraph(self.inline(loose)))
        return "\n\n".join(each for each in found if each.strip())

    def inline(self, node: _Node) -> str:
        return "".join(
            _SPECIAL.sub(r"\\\1", _SPACES.sub(" ", child))
            if isinstance(child, str)
            else self._inline.get(child.tag, self.inline)(child)
            for child in node.children
        )

    def _paragraph(self, text: str) -> str:
        text = re.sub(r"(?:\\\n)+$", "", text.strip())
        return _LIKE_A_BLOCK.sub(_not_a_block, text)

    def _heading(self, node: _Node) -> str:
        text = self.inline(node).replace("\\\n", " ").strip()
        return f"{'#' * int(node.tag[1])} {text}" if text else ""

    def _marked(self, node: _Node, mark: str) -> str:
        """Spaces stand outside of the mark, or it would be read as an asterisk."""
        text = self.inline(node)
        inner = text.strip()
        if not inner or "\\\n" in inner:
            return text
        before, _, after = text.partition(inner)
        return f"{before}{mark}{inner}{mark}{after}"

    def _link(self, node: _Node) -> str:
        text = self.inline(node)
        if _LINK.fullmatch(node.href):
            return f"[{text}](<{node.href}>)" if text.strip() else text
        self.links += bool(node.href) and not node.href.startswith("#")  # to a note, or within the document
        return "" if text == "↑" else text

    def _list(self, node: _Node, bullet: Callable[[int], str]) -> str:
        items = [child for child in node.children if isinstance(child, _Node) and child.tag == "li"]
        written = []
        for number, item in enumerate(items, 1):
            first = bullet(number)
            written.append(_prefixed(self.blocks(item), first, " " * len(first)))
        return "\n".join(written)

    def _table(self, node: _Node) -> str:
        """The first row is its heading: Markdown knows no table without one, and none within another."""
        self._tables += 1
        rows = [[self._cell(cell) for cell in _all(row, ("td", "th"))] for row in _all(node, ("tr",))]
        self._tables -= 1
        if self._tables:
            return " ".join(cell for row in rows for cell in row if cell)
        width = max(map(len, rows), default=0)
        if not width:
            return ""
        filled = [row + [""] * (width - len(row)) for row in rows]
        lines = [filled[0], ["---"] * width, *filled[1:]]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cell(self, node: _Node) -> str:
        return _SPACES.sub(" ", self.blocks(node).replace("\\\n", " ")).strip()


def _all(node: _Node, tags: tuple[str, ...]) -> list[_Node]:
    """Not those inside a table within: that becomes the words of its cell."""
    found: list[_Node] = []
    for child in node.children:
        if isinstance(child, _Node):
            found += [child] if child.tag in tags else _all(child, tags) if child.tag in ("thead", "tbody") else []
    return found


def _prefixed(text: str, first: str, further: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([first + head, *(further + line if line else line for line in rest)])


def _not_a_block(match: re.Match[str]) -> str:
    """A line that begins as a list or a rule would, and is a sentence."""
    space, mark, number, dot = match.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{dot}"
