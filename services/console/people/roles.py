"""What people are to a case, under the names that partnerships use for it.

Recipients outside (the Panel, the department, the inspectorate) are sent copies and sign in nowhere, so that
theirs is no role here.
"""

from typing import Literal, get_args

Role = Literal[
    "local authority referrer",
    "local authority decision-maker",  # the director of children's services, or whom they have named
    "notifier",  # holds the authority's account with the department
    "lead safeguarding partner",
    "delegated safeguarding partner",
    "partnership business manager",
    "agency contributor",  # for their own agency alone
    "review group member",
    "independent scrutineer",
    "lead reviewer",
    "legal and data protection",
    "communications and publishing",
    "auditor",
    "system operator",
]
ROLES: tuple[Role, ...] = get_args(Role)
SEES_TO_PEOPLE: frozenset[Role] = frozenset({"partnership business manager", "system operator"})
