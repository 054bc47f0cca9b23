"""The PDF is PDF/UA-1, because veraPDF says so: of every kind of text that a report can have."""

import io
from itertools import product
from pathlib import Path

import pikepdf
import pytest

from services.publisher import docx
from services.publisher.printing import pdf
from tests.publisher import examples as ex
from tests.publisher.test_printing import HOSTILE, NAME, text
from tests.publisher.verapdf import broken_rules

pytestmark = pytest.mark.real  # a program of its own, and fetched where it is not there
BLOCKS = {
    "heading": "## A heading",
    "skipped heading": "##### Far below",
    "paragraph": "With **bold**, *em*, ~~gone~~, `code`, [a link](https://www.gov.uk/x), and\\\na second line.",
    "list": "- one\n- two\n  - within\n    - deeper",
    "list with empty lines": "- one\n\n  and more of it\n\n- two\n\n  1. first\n\n  2. second",
    "numbers": "3. three\n4. four",
    "quote": "> Said.\n>\n> > Said by another.\n>\n> - in a list",
    "table": "| A | B |\n|---|:-:|\n| 1 | [l](mailto:a@b.example) |\n|  | 2 |",
    "code": "```\nas it is\n```",
    "rule": "---",
}


def of(report: str, **more: str) -> bytes:
    return pdf(text.model_copy(update={"report": report, **more}), NAME)


def test_every_kind_of_text_and_every_two_of_them_together_conform(tmp_path: Path) -> None:
    files = {name.replace(" ", "-"): of(f"# Above\n\n{block}") for name, block in BLOCKS.items()}
    pairs = "\n\nBetween.\n\n".join(f"{one}\n\n{other}" for one, other in product(BLOCKS.values(), repeat=2))
    files["all-in-pairs"] = of(f"# Above\n\n{pairs}")
    word = (Path(__file__).parent / "word" / "draft.docx").read_bytes()
    files["from-word"] = of(docx.read(word).markdown)
    files["hostile"] = of(HOSTILE, response=HOSTILE, easy_read=HOSTILE, title='A & B <c> "d" ]]> – é')
    files["shortest"] = pdf(ex.text, "")
    assert {name: rules for name, rules in broken_rules(files, tmp_path).items() if rules} == {}


def test_the_validator_says_no_to_a_file_that_does_not_name_itself_so(tmp_path: Path) -> None:
    unnamed = io.BytesIO()
    with pikepdf.open(io.BytesIO(of("# Above"))) as it:
        del it.Root.Metadata
        it.save(unnamed)
    assert broken_rules({"unnamed": unnamed.getvalue()}, tmp_path) == {"unnamed": ["7.1-8"]}
