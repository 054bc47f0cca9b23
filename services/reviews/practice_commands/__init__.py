"""What reviews can be asked to do in a practice review; appointing, checking and accepting are in `commands`."""

from services.reviews.practice_commands.closing import (
    CloseReviews,
    ReopenReviews,
)
from services.reviews.practice_commands.conducting import (
    AgreeTermsOfReference,
    ConsiderReplacement,
    InviteParticipant,
    RecordParticipantAnswer,
)
from services.reviews.practice_commands.explaining import (
    DecideNonPublication,
    NotifyDelay,
    RecordComments,
    RecordRegard,
)
from services.reviews.practice_commands.joining import (
    CoverIncident,
    InitiateJointReview,
    TakeUpIncident,
)
from services.reviews.practice_commands.national import (
    DecideLocalEffect,
    RecordLocalActionDone,
    RecordNationalFindings,
    RecordNationalReview,
)
from services.reviews.practice_commands.supervising import (
    NoticeMissedCheck,
    RecordDraft,
    RecordRequestAnswer,
    RequestFromReviewer,
    ShareDraft,
)

COURSE = (
    ConsiderReplacement,
    AgreeTermsOfReference,
    InviteParticipant,
    RecordParticipantAnswer,
    RequestFromReviewer,
    RecordRequestAnswer,
    RecordDraft,
    ShareDraft,
    NotifyDelay,
    DecideNonPublication,
    RecordComments,
    RecordRegard,
    DecideLocalEffect,
)
WHOLE_CASE = (
    InitiateJointReview,
    RecordNationalReview,
    RecordNationalFindings,
    RecordLocalActionDone,
    CloseReviews,
    ReopenReviews,
)
PRACTICE = (*COURSE, *WHOLE_CASE)
PRACTICE_UNASKED = (CoverIncident, TakeUpIncident, NoticeMissedCheck)
