"""docs/limits.md tells the figures of the code."""

import inspect
from pathlib import Path

import pytest

from deploy.access.limits import EACH_AGENCY
from services.console import typed
from services.console.people import begun, sessions
from services.console.views import cases, found
from services.intake import erasing_http, token_http, worker
from services.publisher.docx import package
from services.publisher.site import forms
from services.publisher.site.limits import PERIOD_SECONDS, Limit
from services.reviews import gathering_commands
from shared import documents, edge, spreadsheet
from shared.dispatch import portal
from shared.identity import claims
from shared.settings import Settings
from shared.web import bucket, commands, feed

MIB = 1024 * 1024
TEXT = " ".join((Path(__file__).parents[2] / "docs" / "limits.md").read_text().split())
SENT, READ, WORK = (
    int(EACH_AGENCY[name]) for name in ("producer_byte_rate", "consumer_byte_rate", "request_percentage")
)
FORMS = {name: each.default for name, each in inspect.signature(Limit).parameters.items()}
TOLD = [
    (f"a JSON body, a CSV, a record on Kafka | {edge.MAX_BYTES // MIB} MiB", edge.MAX_BYTES % MIB == 0),
    (f"nesting of JSON | {edge.MAX_DEPTH} levels", True),
    (f"problems told of one document | {edge.MOST_PROBLEMS}", True),
    (f"rows of a spreadsheet (reports, chronologies, open cases) | {spreadsheet.MOST_ROWS}", True),
    (f"entries of a chronology | {gathering_commands.MOST_ENTRIES}", True),
    (f"fields of a form at the console | {typed.MOST_FIELDS:,}", True),
    (f"a form on the public site | {forms.MOST_BYTES // 1024} KiB, {forms.MOST_FIELDS} fields", True),
    (f"a token | {claims.MOST_CHARACTERS:,} characters", True),
    (f"plain text | {documents.MOST_BYTES // MIB} MiB", True),
    (f"without macros and of {documents.MOST_PARTS:,} parts at most", True),
    (
        f"{package.MOST_BYTES // MIB} MiB; unpacked {package.MOST_BYTES_UNPACKED // MIB} MiB in all,"
        f" {package.MOST_BYTES_OF_A_PART // MIB} MiB and {package.MOST_ELEMENTS:,} elements a part,"
        f" {documents.MOST_PARTS:,} parts",
        True,
    ),
    (f"{edge.MAX_BYTES // MIB} MiB, {portal.MOST_PROOFS} of one dispatch", True),
    (f"{edge.MAX_BYTES // MIB} MiB, {spreadsheet.MOST_ROWS} rows", True),
    (f"{Settings.model_fields['requests_per_second'].default:.0f} requests a second", True),
    (f"for tokens (`POST /token`) | {token_http.PER_SECOND:.0f} a second", True),
    (f"{FORMS['each']} an hour; {FORMS['all_']} an hour", PERIOD_SECONDS == 3600),
    (f"{begun.MOST:,}, each for {begun.SOON.seconds // 60} minutes", True),
    (f"{found.MOST_EXPORTED:,} cases in a file", True),
    (
        f"{found.PER_PAGE} cases in a file by one person",
        found.PER_PAGE == erasing_http.IN_A_FILE == cases.MOST_SHOWN,
    ),
    (f"pages: {feed.MOST_AT_ONCE} rows at most", True),
    (f"of each report the {worker.MOST_SUSPECTED} likest", True),
    (f"writing to its topics | {SENT // 1024} KiB a second", SENT % 1024 == 0),
    (f"reading its feedback | {READ // MIB} MiB a second", READ % MIB == 0),
    (f"of the broker's work | {WORK} % of one of its threads", True),
    (f"is {SENT * 24 * 3600 // 1024**3} GiB a day", True),
    ("five seconds' worth at once", bucket.BURST_SECONDS == 5),
    (f"(`Prefer: wait=recorded`) | {commands.WAIT_SECONDS:.0f} seconds", True),
    (f"{sessions.PATIENCE_SECONDS:.0f} seconds of patience for the database", True),
]


@pytest.mark.parametrize(("words", "exactly"), TOLD)
def test_a_figure_is_the_codes(words: str, exactly: bool) -> None:
    assert exactly and words in TEXT
