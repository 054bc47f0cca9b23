"""How a command of `cspr` says to a service who asks: by a token of the operator's key, where there is one."""

from collections.abc import Sequence
from pathlib import Path

from deploy.commands.say import say_error
from deploy.local.issuing import OPERATOR
from deploy.local.record import Record
from shared.identity.keys import KeyRefused
from shared.identity.principal import Role
from shared.identity.speaking import Speaking, speaking

# Whoever may read the installation's own key could name any role. By a command they ask as one who sees to such
# things, under the name that they give.
BY_COMMAND: Sequence[Role] = ("business manager",)


def auth_of(record: Record) -> Speaking | None:
    """For httpx. None where the installation believes a header Actor. Ends the command without the key."""
    key = record.operator_key_file
    try:
        return speaking(OPERATOR, Path(key) if key else None, record.urls, roles_of=lambda _: BY_COMMAND)
    except (OSError, KeyRefused) as error:
        say_error(f"the key that cspr signs with cannot be used: {getattr(error, 'strerror', None) or error}")
        raise SystemExit(1) from None
