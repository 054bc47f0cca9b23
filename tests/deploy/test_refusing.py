"""A command that cannot do what it was asked ends in a sentence and with the code 1; a bug shows where it is."""

import pytest

from deploy.commands.refusing import in_words
from deploy.partnership_file import AgencyRefused


def test_what_is_refused_of_an_agency_is_told_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, in_words():
        raise AgencyRefused(("key", "must be a JWK"), ("--as", "must be person: and an id"))
    assert ended.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "cspr: key: must be a JWK",
        "cspr: --as: must be person: and an id",
    ]


@pytest.mark.parametrize(
    ("error", "told"), [(OSError("the disk is full"), "the disk is full"), (OSError(), "OSError")]
)
def test_what_may_happen_is_told_and_never_an_empty_line(
    error: OSError, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, in_words(OSError):
        raise error
    assert (ended.value.code, capsys.readouterr().err) == (1, f"cspr: {told}\n")


def test_a_bug_is_not_hidden() -> None:
    with pytest.raises(KeyError), in_words(OSError):
        raise KeyError("not expected")


def test_what_goes_well_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with in_words(OSError):
        pass
    assert capsys.readouterr().err == ""
