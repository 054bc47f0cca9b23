"""A file of events, as `cspr check` and `cspr emit` take it: one a line, or one document over many lines."""

import json
from collections.abc import Sequence


def events_in(content: bytes) -> Sequence[bytes]:
    """Each event's bytes, untouched, at the place of its line; one document stands at line 1."""
    lines = content.splitlines()
    return [content] if _one_document(content) or not any(map(_whole, lines)) else lines


def _one_document(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _whole(line: bytes) -> bool:
    """Looks like an event by itself: what stands inside a document over many lines is indented."""
    return line.startswith(b"{") and line.rstrip().endswith(b"}")
