"""How the people of a story say who they are: each request has a token, signed with the installation's own key."""

from deploy.local.issuing import OPERATOR
from deploy.local.runtime import Runtime
from deploy.local.service import addresses
from shared.identity.speaking import Speaking, speaking

LOOKING = "person:reader"  # whoever looks whether the story is as it should be


def told_apart(runtime: Runtime) -> Speaking | None:
    """For httpx. None where a header Actor is believed."""
    if not runtime.identified:
        return None
    key = runtime.keys.issuing.key_file(OPERATOR)
    return speaking(OPERATOR, key, addresses(runtime.ports), otherwise=LOOKING)
