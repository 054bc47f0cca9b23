"""Another agency in the partnership's file: what is refused, and that the rest of the file stays as it is."""

import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy.commands import agency
from deploy.onboarding import stands_in
from deploy.partnership import DEFAULT_PARTNERSHIP, PartnershipUnreadable, agencies
from deploy.partnership_file import AgencyRefused, agency_of, replaced, text_of, with_agency
from shared.partnership import load

NOTE = "Added by person:manager."
SHIPPED = text_of(DEFAULT_PARTNERSHIP)
NEW = {
    "id": "health-visitors",
    "kind": "health",
    "name": 'Meon “0–19” \\ "Healthy Child"',
    "address": "hv@meon.example",
}


def refused(**changes: str) -> tuple[tuple[str, str], ...]:
    with pytest.raises(AgencyRefused) as caught:
        agency_of(**{**NEW, **changes})
    assert not any(value in str(caught.value) for value in changes.values() if value)
    return caught.value.problems


def test_an_agency_is_added_at_the_end_and_nothing_else_changes(tmp_path: Path) -> None:
    after = with_agency(SHIPPED, agency_of(**NEW), NOTE)
    assert after.startswith(SHIPPED) and f"# {NOTE}" in after
    assert tomllib.loads(after)["agencies"] == [*tomllib.loads(SHIPPED)["agencies"], NEW]

    file = tmp_path / "partnership.toml"
    file.write_text(SHIPPED)
    file.chmod(0o640)
    replaced(file, after)
    assert load(file).agencies[-1] == agency_of(**NEW)
    assert agencies(file)[-1] == "health-visitors"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_without_an_address_none_is_written() -> None:
    after = with_agency(SHIPPED, agency_of(**{**NEW, "address": ""}), NOTE)
    assert "address" not in tomllib.loads(after)["agencies"][-1]


def test_added_twice_it_stands_there_once() -> None:
    once = with_agency(SHIPPED, agency_of(**NEW), NOTE)
    assert with_agency(once, agency_of(**NEW), "Added again.") == once


def test_an_id_that_exists_is_refused() -> None:
    with pytest.raises(AgencyRefused) as caught:
        with_agency(SHIPPED, agency_of(**{**NEW, "id": "hospital"}), NOTE)
    assert caught.value.problems == (("id", "is another agency's of this partnership"),)


@pytest.mark.parametrize(
    "id_", ["", "Health", "health.visitors", "health_visitors", "-health", "a" * 61, "a\n", "é"]
)
def test_an_id_must_do_as_part_of_a_topics_name(id_: str) -> None:
    ((field, rule),) = refused(id=id_)
    assert field == "id" and "pattern" in rule


def test_each_mistake_is_named_with_its_field() -> None:
    found = refused(kind="choir", name="\u2003", address="somewhere")
    assert [field for field, _ in found] == ["kind", "name", "address"]
    assert dict(found)["name"] == "must not be blank"
    assert dict(found)["address"] == "must be one mailbox, name@domain"


@pytest.mark.parametrize("name", ["two\nlines", "a \x7f bell", "half \ud800"])
def test_a_name_is_one_line_that_the_file_can_hold(name: str) -> None:
    assert refused(name=name)[0][0] == "name"


def test_a_file_that_is_wrong_already_is_left_alone() -> None:
    for wrong in (SHIPPED + "[[", SHIPPED + '\nunheard_of = "yes"\n'):
        with pytest.raises(PartnershipUnreadable):
            with_agency(wrong, agency_of(**NEW), NOTE)


def test_agencies_written_in_one_line_cannot_be_added_to_and_it_says_so() -> None:
    rest = SHIPPED.partition("[[agencies]]")[0] + "[[recipients]]" + SHIPPED.partition("[[recipients]]")[2]
    inline = 'agencies = [{ id = "police", kind = "police", name = "Police" }]\n' + rest
    with pytest.raises(PartnershipUnreadable, match="TOML"):
        with_agency(inline, agency_of(**NEW), NOTE)


def test_a_file_that_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "partnership.toml"
    file.write_bytes(b"name = '\xff'")
    with pytest.raises(PartnershipUnreadable, match="not UTF-8"):
        text_of(file)
    with pytest.raises(PartnershipUnreadable, match="cannot be read"):
        text_of(tmp_path / "none.toml")


def test_what_could_not_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "partnership.toml"
    file.write_text(SHIPPED)
    with pytest.raises(UnicodeEncodeError):
        replaced(file, "half \ud800")
    assert text_of(file) == SHIPPED and list(tmp_path.iterdir()) == [file]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "kept.toml", tmp_path / "partnership.toml"
    file.write_text(SHIPPED)
    link.symlink_to(file.name)
    replaced(link, "name = 'new'")
    assert link.is_symlink() and text_of(file) == "name = 'new'"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (SHIPPED + "[[", "is not TOML"),
        (SHIPPED + '\nunheard_of = "yes"\n', "is not as it must be"),
        (None, "cannot be read"),
    ],
    ids=["no TOML", "an unknown field", "no file"],
)
def test_a_list_of_a_file_that_was_edited_wrongly_says_what_is_wrong_and_shows_no_traceback(
    written: str | None,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "partnership.toml"
    if written is not None:
        file.write_text(written)
    record = SimpleNamespace(partnership=str(file))  # the file is read before intake is asked
    monkeypatch.setattr(agency, "running", lambda _: record)
    with pytest.raises(SystemExit) as ended:
        agency.list_()
    assert ended.value.code == 1
    assert told in capsys.readouterr().err


def test_it_is_said_when_the_file_is_the_one_of_the_checkout(tmp_path: Path) -> None:
    assert stands_in(tmp_path / "own.toml") == f"it stands in {tmp_path / 'own.toml'}"
    assert "cspr up was given no --partnership" in stands_in(DEFAULT_PARTNERSHIP.resolve())
