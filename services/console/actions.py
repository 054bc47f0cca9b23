"""What each of the console's pages does, by which it is decided who may: see shared/need."""

from collections.abc import Mapping, Sequence

from shared.need.decision import Action

ACTIONS: Mapping[Action, Sequence[str]] = {
    "begin": ("GET /",),
    "look up": (
        "GET /system",
        "GET /console.css",
        "GET /console.js",
        "GET /live.js",
        "GET /changes",
        "GET /work",
        "GET /work/{service}/{action}",  # the service decides
        "POST /work/{service}/{action}",
        "GET /you",
        "POST /you",
        "GET /sign-in",
        "GET /sign-in/to/{issuer}",
        "GET /sign-in/return",
        "GET /account",
        "POST /account/sessions/end",  # one's own
        "POST /sign-out",
        "GET /signed-out",
        "GET /locked",
        "GET /people",  # who may see to people is the page's own
        "POST /people/leavers",
        "POST /people/returners",
        "GET /drafts",  # one's own
        "POST /drafts/{draft}/discard",
        "GET /calendar",
        "GET /help",
        "GET /first-visit",
        "GET /blank",
        "GET /lists",
        "GET /read/{service}/{question}",
    ),
    "count": (
        "GET /report",
        "GET /report.json",
        "GET /report.csv",
        "GET /report.pdf",
        "GET /statistics",
        "GET /statistics.json",
        "GET /statistics.csv",
        "GET /statistics.pdf",
    ),
    "list metadata": ("GET /waiting", "GET /register", "GET /duties.json"),
    "list": (
        "GET /cases",
        "GET /cases.csv",
        "GET /cases.json",
        "GET /learning",
        "GET /exports",
        "POST /exports",
        "GET /exports/{export}",  # whose it is, and who decides, is the page's own
        "GET /exports/{export}/cases.csv",  # whoever asked, says its decider
    ),
    "operate": ("GET /partners",),  # with what was set aside
    "oversee": (
        "GET /partners/mend/{service}/{quarantine}",
        "POST /partners/mend/{service}/{quarantine}",
        "POST /exports/{export}/approve",
        "POST /exports/{export}/decline",
    ),
    "read metadata": ("GET /cases/{case}",),  # what it is about, if they may read that too
    "see who looked": ("GET /cases/{case}/who-looked", "GET /cases/{case}/who-looked.csv"),
    "work": (
        "GET /report-by-hand",
        "GET /report-by-hand/sent",
        "GET /report-by-hand/{part}",
        "POST /report-by-hand/{part}",
    ),
}
