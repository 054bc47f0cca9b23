"""Whoever asks is lent what was opened to them; what a service reads as itself is listed here, each with why."""

from collections.abc import Iterator
from pathlib import Path

from deploy.documents import ROOT

AFTER = "after the decision on the case: its events, its seals, who stands how to it"
OWN = "by itself, and for nobody who asks"
OF_NO_CASE = "of no case"
PUBLIC = "what is public"
ITSELF = {
    "services/console/changes.py": "where events stand; nothing of them is shown",
    "services/console/drafts.py": "whoever asks' own drafts",
    "services/console/export_pages.py": "files that somebody asked for: whose, and how many cases",
    "services/console/people/begun.py": OF_NO_CASE,
    "services/console/people/leavers.py": OF_NO_CASE,
    "services/console/people/sessions.py": OF_NO_CASE,
    "services/console/records.py": "figures over all cases, and how many events were heard of one",
    "services/intake/erasing_http.py": AFTER,
    "services/intake/holiday_http.py": OF_NO_CASE,
    "services/intake/http.py": "agencies' test reports, of no case",
    "services/intake/need_http.py": AFTER,
    "services/intake/showing.py": AFTER,
    "services/intake/standing.py": OF_NO_CASE,
    "services/intake/token_desk.py": OF_NO_CASE,
    "services/intake/worker.py": OWN,
    "services/intake/worklists.py": "absences and holidays, of no case",
    "services/notifier/further.py": AFTER,
    "services/notifier/gathering.py": AFTER,
    "services/notifier/invitation.py": OWN,
    "services/notifier/recipient_http.py": OF_NO_CASE,
    "services/notifier/supplement.py": AFTER,
    "services/publisher/all_heard.py": OWN,
    "services/publisher/answered.py": OWN,
    "services/publisher/beforehand_http.py": AFTER,
    "services/publisher/clearing_http.py": "which of these cases were erased: it states what stands in the way",
    "services/publisher/copies.py": "requests for copies, of no child's case",
    "services/publisher/gate_http.py": "which neutral names other reports have, and not which",
    "services/publisher/opening.py": AFTER,
    "services/publisher/request_http.py": "requests for copies, of no child's case",
    "services/publisher/site/answers.py": PUBLIC,
    "services/publisher/site/asking.py": PUBLIC,
    "services/publisher/site/feeds.py": PUBLIC,
    "services/publisher/site/reading.py": PUBLIC,
    "services/publisher/site/searching.py": PUBLIC,
    "services/publisher/worker.py": OWN,
    "services/reviews/asked_about.py": AFTER,
    "services/reviews/compiling.py": OWN,
    "services/reviews/document_http.py": AFTER,
    "services/reviews/learning_http.py": "whether two findings are alike: both cases were decided on",
    "services/reviews/practice_letters.py": OWN,
    "services/reviews/returns.py": AFTER,
    "services/reviews/showing.py": AFTER,
    "shared/web/asking.py": "which agencies are suspended",
    "shared/web/commands.py": "how many events a case has, for a command's If-Match",
    "shared/web/dispatches.py": AFTER,
    "shared/web/erased.py": "whether it was erased, which is told to whoever may have asked",
    "shared/web/feed.py": "an agency's own feed",
    "shared/web/health.py": OF_NO_CASE,
    "shared/web/metrics.py": "figures that name nobody",
    "shared/web/needing.py": "how persons stand to cases: by which it is decided",
    "shared/web/quarantine.py": "what was set aside, of no case yet",
    "shared/web/quarantine_record.py": "what was set aside, of no case yet",
    "shared/web/reasons.py": AFTER,
    "shared/web/receipts.py": "a recipient's receipt, which it signs",
}

# Events, which no policy of PostgreSQL holds back: `about` reads those of a case that was opened.
COMPOSES = "what leaves, and what its route looked into a view for before"
EVENTS = {
    "services/console/export_pages.py": "a file that somebody asked for, of no case",
    "services/intake/worker.py": OWN,
    "services/notifier/further.py": "of the cases that were merged into this one",
    "services/notifier/worker.py": COMPOSES,
    "services/publisher/clearing_http.py": "of the cases that go with this one: it states what stands in the way",
    "services/publisher/copies.py": "requests for copies, and what was public",
    "services/publisher/opening.py": "of the cases that go with this one: whom a text could name",
    "services/publisher/scanning.py": OWN,
    "services/publisher/worker.py": COMPOSES,
    "services/reviews/agency_letters.py": OWN,
    "services/reviews/compiling.py": COMPOSES,
    "services/reviews/practice_letters.py": OWN,
    "shared/web/needing.py": "of a case that was opened",
    "shared/web/quarantine_record.py": "what was set aside, of no case yet",
}


def test_whatever_reads_as_the_service_itself_says_why() -> None:
    assert set(saying("log.pool")) == set(ITSELF)


def test_whatever_reads_events_without_asking_what_was_opened_says_why() -> None:
    assert set(saying("log.about(")) == set(EVENTS)


def saying(words: str) -> Iterator[str]:
    """Each file that may answer somebody and has these words."""
    files = (path for folder in ("services", "shared/web") for path in Path(ROOT, folder).rglob("*.py"))
    return (str(path.relative_to(ROOT)) for path in files if words in path.read_text())
