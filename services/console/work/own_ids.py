"""Ids that whoever sends a form makes up. No page asks a person for one."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from services.console.work.actions import Action


def with_own_ids(action: Action, typed: Mapping[str, str]) -> dict[str, str]:
    """`typed`, with a new id wherever one is to be made up and is not there: no page shows the field.

    A draft may be from when people typed them. One that was made up stays, so that what is sent again is the same.
    """
    missing = (each.name for each in action.fields if each.ours and not _is_id(typed.get(each.name, "")))
    return {**typed, **{name: str(uuid4()) for name in missing}}


def _is_id(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True
