"""The figures for people: a table on the screen, or in Markdown for docs/performance.md."""

from collections.abc import Sequence

from rich.table import Table

from deploy.bench.figure import Figure

HEADINGS = ("what", "ours", "peer's", "ratio", "peer", "bound by")


def table(figures: Sequence[Figure]) -> Table:
    made = Table(title="each figure beside a peer's of the same run", title_justify="left", show_lines=True)
    for heading in HEADINGS[:1]:
        made.add_column(heading)
    for heading in HEADINGS[1:4]:
        made.add_column(heading, justify="right")
    for heading in HEADINGS[4:]:
        made.add_column(heading)
    for figure in figures:
        made.add_row(*_cells(figure))
    return made


def markdown(figures: Sequence[Figure]) -> str:
    rows = [HEADINGS, ("---", "---:", "---:", "---:", "---", "---"), *map(_cells, figures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def summary(figure: Figure) -> str:
    return f"{figure.name}: {number(figure.value)} {figure.unit}, the peer {number(figure.peer_value)}"


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        _name(figure),
        f"{number(figure.value)} {figure.unit}",
        number(figure.peer_value),
        f"{figure.ratio:.2f}",
        figure.peer,
        figure.bound_by,
    )


def _name(figure: Figure) -> str:
    sizes = [f"{figure.events:,} events"] if figure.events else []
    sizes += [f"of {figure.event_bytes} bytes"] if figure.event_bytes else []
    return f"{figure.name} ({' '.join(sizes)})" if sizes else figure.name


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"
