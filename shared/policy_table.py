"""The policy versions as data: what each says, from when, and how far we trust our reading of it.

Confidence marks are explained at `Rule`. A new edition is a new `Policy` at the end; the earlier
ones stay, because past deadlines were counted by them.
"""

from datetime import date

from shared.ages import CARE_LEAVER_AGE_LIMIT
from shared.edition import Policy, Rule

NOTIFICATION = Rule(
    name="notification",
    amount=5,
    unit="working days",
    calendar="england-and-wales",
    clock="awareness",
    counted_from="the authority became aware of the incident, or later of its notifiable nature",
    # The duty itself (s16C) is a must without a time; the five days are guidance. A late
    # notification is still owed, so lateness never blocks one.
    strength="should",
    source="Working Together 2018 ch. 4 and 2023 ch. 5; GOV.UK, report a serious incident",
    confidence="V",
)
RAPID_REVIEW_FROM_AWARENESS = Rule(
    name="rapid-review",
    amount=15,
    unit="working days",
    calendar="england-and-wales",
    clock="awareness",
    counted_from="the safeguarding partners became aware of the incident",
    strength="should",
    source="Panel guidance before June 2025, as repeated on local procedure pages",
    confidence="V2",
)
RAPID_REVIEW_FROM_SUBMISSION = Rule(
    name="rapid-review",
    amount=15,
    unit="working days",
    calendar="england-and-wales",
    clock="submission",
    counted_from="the notification was sent to the Panel",
    strength="should",
    source="Panel guidance for safeguarding partners, June 2025, as restated locally",
    confidence="V2",
)
PRACTICE_REVIEW = Rule(
    name="practice-review",
    amount=6,
    unit="calendar months",
    clock="decision",
    counted_from="the decision to initiate the review",
    strength="should",
    source="Working Together 2018 ch. 4 and 2023 ch. 5",
    confidence="K",
)
ADVANCE_COPY = Rule(
    name="advance-copy",
    amount=7,
    unit="working days",
    backwards=True,
    calendar="england-and-wales",
    clock="publication",
    counted_from="the day of publication, itself not counted",
    strength="must",
    source="Working Together 2018 ch. 4 and 2023 ch. 5",
    confidence="K",
)
TAKE_DOWN = Rule(
    name="take-down",
    amount=1,
    unit="years",
    clock="publication",
    counted_from="the day of publication; publicly available for at least one year",
    strength="must",
    source="Working Together 2018 ch. 4 and 2023 ch. 5; SI 2018/789",
    confidence="K",
)
CDOP = Rule(
    name="cdop",
    amount=48,
    unit="hours",
    clock="death known",
    counted_from="the death became known",
    strength="should",
    source="child death review guidance: notify the child death overview panel",
    confidence="K",
)
FOI = Rule(
    name="foi",
    amount=20,
    unit="working days",
    calendar="any-uk",
    clock="request",
    counted_from="the request was received",
    strength="must",
    source="Freedom of Information Act 2000 s10(1) and (6)",
    confidence="K",
)


REVIEW_RULES = (PRACTICE_REVIEW, ADVANCE_COPY, TAKE_DOWN)


def _carried_over(policy: str, *rules: Rule) -> tuple[Rule, ...]:
    """The same values in an edition whose chapter we have not read: inferred, and marked so."""
    return tuple(
        rule.model_copy(
            update={
                "source": f"{rule.source}; Working Together 2026 ch. 5 was not read",
                "confidence": "I",
                "carried_over_from": policy,
            }
        )
        for rule in rules
    )


POLICIES = (
    Policy(
        id="2018",
        name="Working Together 2018",
        valid_from=date(2018, 6, 29),  # Children Act 2004 s16C in force (SI 2018/497)
        rules=(NOTIFICATION, RAPID_REVIEW_FROM_AWARENESS, *REVIEW_RULES, CDOP, FOI),
        structured_children=1,  # a form for each child who died; harmed siblings in the text
        care_leavers_under=None,
    ),
    Policy(
        id="2023",
        name="Working Together 2023",
        valid_from=date(2023, 12, 15),
        rules=(NOTIFICATION, RAPID_REVIEW_FROM_AWARENESS, *REVIEW_RULES, CDOP, FOI),
        structured_children=4,  # read on the current GOV.UK page; since when is not known
        care_leavers_under=CARE_LEAVER_AGE_LIMIT,
    ),
    Policy(
        id="2025",
        name="Working Together 2023 with the Panel's guidance of June 2025",
        valid_from=date(2025, 6, 1),  # the day in June is not known; we take the first
        rules=(NOTIFICATION, RAPID_REVIEW_FROM_SUBMISSION, *REVIEW_RULES, CDOP, FOI),
        structured_children=4,
        care_leavers_under=CARE_LEAVER_AGE_LIMIT,
    ),
    Policy(
        id="2026",
        name="Working Together 2026 with the Panel's guidance of June 2025",
        valid_from=date(2026, 3, 19),
        # CDOP and FOI are not of chapter 5, so they are not carried over unread.
        rules=(
            *_carried_over("2025", NOTIFICATION, RAPID_REVIEW_FROM_SUBMISSION, *REVIEW_RULES),
            CDOP,
            FOI,
        ),
        structured_children=4,
        care_leavers_under=CARE_LEAVER_AGE_LIMIT,
    ),
)
