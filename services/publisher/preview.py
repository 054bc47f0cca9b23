"""A draft for staff: what the gate found, marked where it stands, and below it what the public would read."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from services.publisher.gate.finding import Finding
from services.publisher.gate.parts import written
from services.publisher.markdown import render
from shared.events.publisher import PublicText

_jinja = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _named(part: str) -> str:
    """As its author calls it: `briefing/1/heading` is the heading of the first step."""
    whole, _, step = part.partition("/")
    if not step:
        return whole.replace("easy_read", "Easy Read version").capitalize().replace("Easy read", "Easy Read")
    number, _, heading = step.partition("/")
    return f"Briefing, heading of step {number}" if heading else f"Briefing, step {number}"


_jinja.filters.update(markdown=render, part=_named)


def page(text: PublicText, found: Sequence[Finding]) -> str:
    parts = [(part, marked(words, [f for f in found if f.part == part])) for part, words in written(text).items()]
    shown = [(part, words) for part, words in parts if words]
    return _jinja.get_template("preview.html").render(text=text, parts=shown, found=found)


def marked(text: str, found: Sequence[Finding]) -> Markup:
    """The text escaped, each place marked once with every rule that it breaks. Overlaps become one mark."""
    pieces, done = [Markup()], 0
    for start, end, rules in _merged(found):
        what = ", ".join(rules)
        pieces.append(escape(text[done:start]))
        pieces.append(Markup('<mark title="{0}">{1} <small>[{0}]</small></mark>').format(what, text[start:end]))
        done = end
    return Markup().join([*pieces, escape(text[done:])])


def _merged(found: Sequence[Finding]) -> list[tuple[int, int, list[str]]]:
    merged: list[tuple[int, int, list[str]]] = []
    for each in sorted(found, key=lambda each: (each.start, each.end)):
        if merged and each.start < merged[-1][1]:
            start, end, rules = merged.pop()
            merged.append((start, max(end, each.end), rules + [each.rule] * (each.rule not in rules)))
        else:
            merged.append((each.start, each.end, [each.rule]))
    return merged
