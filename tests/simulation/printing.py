"""Paper on virtual time: no thread runs there, and of a PDF only its being the same each time matters."""

import hashlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import services.publisher.repository_letter
import services.publisher.worker
from shared.events.publisher import PublicText, Scope


def _pdf(text: PublicText, partnership: str, scope: Scope) -> bytes:
    return b"%PDF-" + hashlib.sha256((text.model_dump_json() + partnership + scope).encode()).digest()


def _pdf_hash(text: PublicText, partnership: str, scope: Scope) -> str:
    return hashlib.sha256(_pdf(text, partnership, scope)).hexdigest()


async def _here(do: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return do(*args, **more)


def beneath_printing() -> list[tuple[Any, str, Any]]:
    """What the publisher prints with: (module, name, what is put there)."""
    worker = services.publisher.worker
    return [
        (worker, "asyncio", SimpleNamespace(to_thread=_here)),
        (worker, "pdf", _pdf),
        (worker, "pdf_hash", _pdf_hash),
        (services.publisher.repository_letter, "pdf", _pdf),
    ]
