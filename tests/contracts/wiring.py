"""Every service as it is wired, connected to nothing."""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from deploy.partnership import DEFAULT_PARTNERSHIP


@contextmanager
def wired(services: Sequence[str], folder: Path) -> Iterator[dict[str, ModuleType]]:
    """Each one's `app.py` by its name. A service reads its settings at import."""
    key = folder / "wrapping.key"
    key.write_bytes(bytes(32))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSPR_DATABASE_URL", "postgresql://nobody@nowhere.example/nothing")
        patch.setenv("CSPR_WRAPPING_KEY_FILE", str(key))
        patch.setenv("CSPR_SIGN_IN", "declared")
        patch.setenv("CSPR_PARTNERSHIP", str(DEFAULT_PARTNERSHIP))
        yield {name: importlib.import_module(f"services.{name}.app") for name in services}
