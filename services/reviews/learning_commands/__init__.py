"""What can be asked about learning: findings, recommendations, actions and their proof, briefings, audits."""

from services.reviews.learning_commands.actions import (
    AddEvidence,
    AgreeAction,
    ClaimImplemented,
    MeasureImpact,
    ProposeAction,
    RejectAction,
    RemindOfAction,
    ReopenAction,
    StartAction,
    VerifyAction,
)
from services.reviews.learning_commands.findings import (
    ConfirmRecurrence,
    DismissRecurrence,
    IssueRecommendation,
    LinkRecommendation,
    RecordFinding,
    ReopenForRecurrence,
)
from services.reviews.learning_commands.spreading import (
    AnswerBriefing,
    ConcludeAudit,
    DisseminateBriefing,
    PlanAudit,
)

FINDINGS = (RecordFinding, IssueRecommendation, LinkRecommendation)
ACTIONS = (
    ProposeAction,
    AgreeAction,
    RejectAction,
    StartAction,
    ClaimImplemented,
    AddEvidence,
    VerifyAction,
    MeasureImpact,
    ReopenAction,
)
RECURRENCES = (ConfirmRecurrence, DismissRecurrence)  # by routes that look whether the rule finds them
SPREADING = (DisseminateBriefing, AnswerBriefing, PlanAudit, ConcludeAudit)
LEARNING = (*FINDINGS, *ACTIONS, *SPREADING)
UNASKED = (ReopenForRecurrence, RemindOfAction)
