"""Erasing a case: proposed by one person, approved by another, and refused while anything says that it is kept.

Both signatures are given against a statement of what every service knows of the case, and everything is asked
again at the second: between the two a hold may have come, or something been recorded.
"""

from services.intake.keeping.commands import ApproveErasure, DeclineErasure, ProposeErasure
from services.intake.keeping.state import Kept
from shared.calendar import london_date
from shared.clearance import Clearance, Joint
from shared.decider import Occasion, Refused
from shared.events.base import Event
from shared.events.keeping import CaseErased, ErasureDeclined, ErasureProposed, JointText, RecordClass
from shared.partnership import Partnership
from shared.retention import keep_until, years_of
from shared.sealed import Sealed

_KEPT_ON = "It is kept on."


def propose(command: ProposeErasure, kept: Kept, ours: Partnership, occasion: Occasion) -> list[Event]:
    """A later proposal takes the place of the one before; who made either may not approve."""
    proposed = ErasureProposed(
        proposal=occasion.new_id("erasure"),
        proposed_by=occasion.actor,
        reason=Sealed.of(command.reason),
        **_due(command.clearance, command.joint_text, kept, ours, occasion),
    )
    return [proposed]


def approve(command: ApproveErasure, kept: Kept, ours: Partnership, occasion: Occasion) -> list[Event]:
    proposal = kept.proposal
    if proposal is None or proposal.proposal != command.proposal:
        raise Refused("no-such-proposal", "This erasure is not proposed, or another took its place.", "/proposal")
    if occasion.actor in kept.proposers:
        raise Refused("own-proposal", "Who proposed any version of it cannot approve it: somebody else must.")
    now = _due(command.clearance, proposal.joint_text, kept, ours, occasion)
    if any(getattr(proposal, name) != value for name, value in now.items()):
        raise Refused("changed-meanwhile", "What was proposed is not what would be erased now: propose it anew.")
    records = (f"quarantine/{record}" for record in command.records)
    return [
        CaseErased(
            proposal=proposal.proposal,
            proposed_by=proposal.proposed_by,
            approved_by=occasion.actor,
            keys=(*proposal.cases, *sorted(records)),
            **proposal.model_dump(include={"record_class", "closed_on", "keep_until", "cases", "joint_text"}),
        )
    ]


def decline(command: DeclineErasure, kept: Kept) -> list[Event]:
    if command.proposal in kept.declined:
        return []  # the first reason stands
    if kept.proposal is None or kept.proposal.proposal != command.proposal:
        raise Refused("no-such-proposal", "This erasure is not proposed, or another took its place.", "/proposal")
    return [ErasureDeclined(proposal=command.proposal, reason=Sealed.of(command.reason))]


def _due(
    stated: Clearance, joint_text: JointText | None, kept: Kept, ours: Partnership, occasion: Occasion
) -> dict[str, object]:
    """What would be erased, and since when it may be. Raises Refused for whatever forbids it."""
    if kept.merged_into:
        raise Refused("merged", "This case was merged into another (its merged_into): it is erased with that one.")
    if stated.outdated(occasion.at):
        raise Refused("clearance-outdated", "The publisher's statement is too old: ask for another.", "/clearance")
    if kept.holds or stated.held:
        raise Refused("legal-hold", f"A legal hold stands: {', '.join(_grounds(kept, stated))}. {_KEPT_ON}")
    if kept.to_review:  # what is said of it is sealed with the case's key
        raise Refused("glass-unreviewed", f"Nobody has said whether its glass was broken rightly. {_KEPT_ON}")
    if stated.open:
        raise Refused("still-open", f"It is not closed. {' '.join(stated.open)}")
    if stated.public:
        raise Refused(
            "publication-up", "Its report is on the public site: take it down first, when its year is over."
        )
    gone_with_it = _resolved(stated, joint_text)
    record_class = _kept_longest(stated, kept, ours)
    years = years_of(record_class, ours.retention)
    closed_on = max([stated.closed_on, *(joint.closed_on for joint in gone_with_it)])
    until = keep_until(closed_on, years)
    if london_date(occasion.at) < until:
        raise Refused(
            "before-retention-date",
            f"A record of the class {record_class} is kept for {years} years from its closing:"
            f" until {until.isoformat()}. {_KEPT_ON}",
        )
    return {
        "record_class": record_class,
        "closed_on": closed_on,
        "keep_until": until,
        "cases": (*stated.cases, *(joint.case for joint in gone_with_it)),
        "joint_text": joint_text,
    }


def _kept_longest(stated: Clearance, kept: Kept, ours: Partnership) -> RecordClass:
    """Of its own class, and of those that cases merged into it were given: they are erased with it."""
    merged = (kind for case, kind in stated.classed.items() if case != stated.case)
    return max((kept.record_class, *merged), key=lambda kind: years_of(kind, ours.retention))


def _grounds(kept: Kept, stated: Clearance) -> list[str]:
    """Of this case's own; of those that were merged into it, only on which."""
    own = sorted(set(kept.holds.values()))
    return [*own, *(f"on {case}" for case in stated.held if case != stated.case)] or ["on this case"]


def _resolved(stated: Clearance, joint_text: JointText | None) -> tuple[Joint, ...]:
    """The joint reviews that are erased with it. What they tell of several children is a person's to resolve."""
    if not stated.joint:
        if joint_text:
            raise Refused("no-joint-review", "No joint review tells of this case.", "/joint_text")
        return ()
    if joint_text is None:
        raise Refused(
            "joint-text",
            "A joint review tells of this case too: reword its text first, or, where this is the last of its"
            " cases, erase it with this; and say which.",
            "/joint_text",
        )
    if joint_text == "no longer tells of this incident":
        return ()
    for joint in stated.joint:
        if joint.others or joint.open or joint.public:
            raise Refused(
                "joint-text",
                "The joint review is not to be erased yet: it covers other cases that are kept, is open, or its"
                " report is on the site.",
                "/joint_text",
            )
    return stated.joint
