from pathlib import Path

import pytest

from tests.identity.tokens import Authorities, Hand, authorities


@pytest.fixture
def trust(tmp_path: Path) -> Authorities:
    return authorities(tmp_path)


@pytest.fixture
def clock() -> Hand:
    return Hand()
