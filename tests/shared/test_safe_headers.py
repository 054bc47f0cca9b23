"""One place says what a browser may do with our answers; tests/identity/test_every_answer.py asks every route."""

import base64
import hashlib
from pathlib import Path

import pytest

from services.publisher.preview import page
from shared.dispatch.paper import html_of
from shared.web.headers import POLICY, its_style, policy
from tests.publisher import examples as publisher

PROJECT = Path(__file__).parents[2]
PLACES = (PROJECT / "services", PROJECT / "shared")
NOTICE = html_of("Serious incident notification x", "OFFICIAL-SENSITIVE", [])
DRAFT = page(publisher.text, ())


def test_nothing_is_allowed_but_what_is_named() -> None:
    assert policy() == (
        "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
    )
    told = policy("style-src 'self'", forms="'self'")
    assert "; style-src 'self'; object-src" in told and told.endswith("form-action 'self'")


@pytest.mark.parametrize("shown", [NOTICE, DRAFT], ids=["a notice", "a draft"])
def test_a_page_with_a_style_of_its_own_lets_that_in_by_its_hash_and_no_other(shown: str) -> None:
    (style,) = [each.partition("</style>")[0] for each in shown.split("<style>")[1:]]
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert its_style(shown) == f"style-src 'sha256-{hashed}'"
    assert its_style(shown + "<style>body { display: none }</style>") == its_style(shown)
    assert " style=" not in shown


def test_what_is_let_in_is_let_in_by_name_and_in_one_place() -> None:
    """Nothing inline, anywhere; and no policy that does not end as `policy` ends it."""
    files = [file for place in PLACES for file in place.rglob("*.py")]
    assert len(files) > 300
    said = {file.name for file in files if "unsafe-" in file.read_text()}
    written = {file.name for file in files if POLICY in file.read_text()}
    assert (said, written) == (set(), {"headers.py"})
