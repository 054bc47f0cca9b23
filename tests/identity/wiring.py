"""A service as it is wired, told its issuers; connected to nothing unless a test opens its log."""

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from shared.identity.keys import private_document
from tests.identity.tokens import Authorities


def wired(name: str, trust: Authorities, partnership: Path, **told: str) -> ModuleType:
    """Its own `app.py`, read anew under these settings."""
    module = f"services.{name}.app"
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in {**_settings(name, trust, partnership), **told}.items():
            patch.setenv(variable, value)
        sys.modules.pop(module, None)
        app = import_module(module)
    sys.modules.pop(module)
    return app


def _settings(name: str, trust: Authorities, partnership: Path) -> Mapping[str, str]:
    folder = trust.file.parent
    wrapping, signing = folder / "wrapping.key", folder / f"{name}.key"
    wrapping.write_bytes(bytes(32))
    told = {
        "CSPR_DATABASE_URL": "postgresql://nobody@nowhere.example/nothing",
        "CSPR_WRAPPING_KEY_FILE": str(wrapping),
        "CSPR_PARTNERSHIP": str(partnership),
        "CSPR_KAFKA": "127.0.0.1:9",
        "CSPR_HOST": "0.0.0.0",
        "CSPR_ISSUERS": str(trust.file),
        "CSPR_SERVICES": '{"intake": "http://intake"}',
        "CSPR_SIGN_IN": "declared",
    }
    if name == "console":
        told["CSPR_HOST"] = "127.0.0.1"  # where nobody signs in, it is reached from nowhere else
    if name in trust.signers:
        signing.write_bytes(private_document(trust.signers[name].key))
        signing.chmod(0o600)
        told["CSPR_SIGNING_KEY_FILE"] = str(signing)
    return told
