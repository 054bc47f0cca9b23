"""The pages on which something that waits is read or done."""

from urllib.parse import urlencode

from services.console.views.waiting import WaitRow

Links = tuple[tuple[str, str], ...]  # (what can be done, the address of its page)
Told = tuple[str, Links]  # what waits, in words


def form(row: WaitRow, action: str, **told: str) -> str:
    """Of the service that owns it, filled in with what is told. Only references, numbers and days."""
    return f"/work/{row.source}/{action}?{urlencode({'case': row.subject, **told})}"


def question(row: WaitRow, name: str, **told: str) -> str:
    """`told`: what its path names."""
    return f"/read/{row.source}/{name}?{urlencode({f'in.{each}': it for each, it in told.items()})}"
