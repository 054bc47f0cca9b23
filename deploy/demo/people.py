"""What the people of the demo's story are in the partnership; whoever only looks how it went is in no story."""

from collections.abc import Mapping, Sequence

from shared.identity.principal import Role

LOOKING = "person:reader"
ROLES: Mapping[str, Sequence[Role]] = {
    "person:a.okafor": ("business manager",),  # on duty: takes in, drafts, and once tries to approve their own
    "person:n.farrow": ("referrer",),
    "person:j.hale": ("decision-maker",),
    "person:r.lindqvist": ("business manager", "safeguarding partner lead"),  # one of whom signs for the partners
    "person:police.lead": ("safeguarding partner lead",),
    "person:hospital.lead": ("safeguarding partner lead",),
    "person:hospital.matron": ("safeguarding partner lead",),
    "person:icb.lead": ("safeguarding partner lead",),
    "person:m.ellis": ("business manager", "publisher"),
    "person:s.oduya": ("legal and data protection", "publisher"),
    "person:t.barlow": ("legal and data protection", "publisher"),
    LOOKING: ("business manager",),
}


def roles_of(actor: str) -> Sequence[Role]:
    """None of whoever is in no story: they are refused."""
    return ROLES.get(actor, ())
