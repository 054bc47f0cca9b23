"""The gate's rules one by one, by hand: what each finds, how sure it is, and what it leaves alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.publisher.gate.identifiers import Identifiers, added, of_report
from services.publisher.gate.numbers import nhs_number_is_valid, upn_is_valid
from services.publisher.gate.scan import of_pseudonym, scan, spans
from shared.events.report import Child, Relative, ReportDetails

known = of_report(
    ReportDetails(
        children=(
            Child(
                first_name="Jason Piotr",
                last_name="Kowalski",
                date_of_birth=date(2026, 1, 14),
                date_of_death=date(2026, 3, 31),
                nhs_number="9434765919",
                unique_pupil_number="H801200001001",
                address="14 Bramble Close, Thornhill, Southampton SO19 6PQ",
                la_child_id="LA-55021",
                other_names=("Jaz",),
                first_language="Polish",
                family=(
                    Relative(name="Magdalena Kowalska", relationship="parent", date_of_birth=date(1999, 5, 2)),
                ),
            ),
        ),
        outline="Seen by Ms Adeyemi at St Anne's Nursery on 01632 960123, contact mum.k@mail.example.",
        reporter_name="Dr Siân Price",
        police_reference="44260012345",
    )
)


def found(text: str, identifiers: Identifiers = known) -> set[tuple[str, str]]:
    return {(span.rule, span.level) for span in spans(text, identifiers)}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Jason", "name"),
        ("kowalski", "name"),
        ("KOWALSKI, Jason", "name"),
        ("Kowalski’s", "name"),
        ("the Kowalskis", "name"),
        ("J. Kowalski", "name"),
        ("Magdalena", "name"),
        ("Jaz", "name"),
        ("J-a-s-o-n", "name"),
        ("J a s o n", "name"),
        ("Ja\u200bson", "name"),
        ("Ja\u00adson", "name"),
        ("Ja-\nson", "name"),
        ("Jаson", "name"),  # a Cyrillic а
        ("Ｊａｓｏｎ", "name"),
        ("#JusticeForJason", "name"),
        ("kowalski_final.docx", "name"),
        ("Siân Price", "worker"),
        ("Adeyemi", "worker"),
        ("14/01/2026", "date of birth or death"),
        ("01/14/2026", "date of birth or death"),
        ("2026-01-14", "date of birth or death"),
        ("14.1.26", "date of birth or death"),
        ("14012026", "date of birth or death"),
        ("14th January", "date of birth or death"),
        ("January the 14th", "date of birth or death"),
        ("the fourteenth of January twenty twenty-six", "date of birth or death"),
        ("Tuesday 31 March 2026", "date of birth or death"),
        ("2 May 1999", "date of birth or death"),
        ("Bramble Close", "address"),
        ("14 Bramble Cl.", "address"),
        ("SO19 6PQ", "postcode"),
        ("so196pq", "postcode"),
        ("St Anne’s Nursery", "school or setting"),
        ("LA 55021", "reference"),
        ("44260012345", "reference"),
        ("943 476 5919", "NHS number"),
        ("H801200001001", "unique pupil number"),
        ("+44 (0)1632 960 123", "phone number"),
        ("mum.k@mail.example", "e-mail address"),
    ],
)
def test_what_names_somebody_is_certain_and_must_go(text: str, rule: str) -> None:
    assert (rule, "certain") in found(f"They said that {text} was there.")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Jasno", "name spelt otherwise"),
        ("Kowalsky", "name spelt otherwise"),
        ("Jase", "nickname"),
        ("J.K.", "initials"),
        ("JPK", "initials"),
        ("Child J", "initials"),
        ("January 2026", "part of a date"),
        ("born in early 2026", "part of a date"),
        ("aged eleven weeks", "age in days, weeks or months"),
        ("an 11-week-old", "age in days, weeks or months"),
        ("at 3 months of age", "age in days, weeks or months"),
        ("Thornhill", "place"),
        ("Polish", "background"),
        ("Bramble Clsoe", "address"),
        ("SW1A 1AA", "postcode"),
        ("020 7946 0018", "phone number"),
        ("x@y.example", "e-mail address"),
        ("3 June 2024", "exact date"),
        ("03/06/2024", "exact date"),
        ("the youngest of four children", "sibling order"),
        ("her twin", "sibling order"),
        ("osteogenesis imperfecta", "rare condition"),
        ("a rare genetic disorder", "rare condition"),
        ("hanging", "method"),
        ("in a small village", "small place"),
        ("Oak Hill Primary School", "school or setting"),
        ("Mrs Threlfall", "worker"),
    ],
)
def test_what_may_tell_who_it_was_is_weighed_by_a_person(text: str, rule: str) -> None:
    assert (rule, "likely") in found(f"They said that {text} was there.")


@pytest.mark.parametrize(
    "text",
    [
        "The review was completed in six months, and agencies met every two weeks.",
        "Recommendations should be carried out by September 2027.",
        "Practitioners said that care was good, and that they will change.",
        "Call 999 in an emergency. Working Together was revised in 2023.",
        "1234567890 is no number of anybody's, as its check digit tells.",
    ],
)
def test_what_a_good_report_says_is_left_alone(text: str) -> None:
    assert found(text) == set()


def test_a_name_that_is_a_word_is_certain_only_where_it_is_written_as_one() -> None:
    grace = added("name", ["Grace Young"])
    assert ("name", "certain") in found("Then Grace went home.", grace)
    assert found("young people asked for it", grace) == {("name", "likely")}


def test_a_child_without_a_name_of_its_own_is_not_every_baby() -> None:
    unnamed = added("name", ["Baby Threlfall"])
    assert found("The baby was seen by a doctor.", unnamed) == set()
    assert ("name", "certain") in found("The baby Threlfall was seen.", unnamed)


def test_a_school_or_a_worker_that_staff_add_is_looked_for() -> None:
    assert found("at Larkspur Meadow", added("school or setting", ["Larkspur Meadow"])) == {
        ("school or setting", "certain")
    }
    assert found("and Featherstone came", added("worker", ["R. Featherstone"])) == {("worker", "certain")}


@given(st.lists(st.sampled_from("\u200b\u200c\u200d\u2060\u00ad\ufeff\u0301"), min_size=4, max_size=4))
def test_no_unseen_mark_hides_a_name(marks: list[str]) -> None:
    hidden = "".join(letter + mark for letter, mark in zip("Jason", [*marks, ""], strict=True))
    assert ("name", "certain") in found(f"and {hidden} slept")


@given(
    st.dates(date(1950, 1, 1), date(2029, 12, 31)),
    st.sampled_from(("%d/%m/%Y", "%-d %B %Y", "%Y-%m-%d", "%B %-d, %Y")),
)
def test_every_date_of_birth_is_found_in_every_form(day: date, form: str) -> None:
    child = Child(first_name="Xq", last_name="Zw", date_of_birth=day)
    of_child = of_report(ReportDetails(children=(child,), outline=""))
    assert ("date of birth or death", "certain") in found(f"It was {day:{form}}, they said.", of_child)


def test_each_finding_points_at_the_words_as_they_are_written() -> None:
    text = "We saw Ja\u200bson on 14\u00a0January, early."
    marked = {text[span.start : span.end] for span in spans(text, known) if span.level == "certain"}
    assert marked == {"Ja\u200bson", "14\u00a0January"}


def test_an_nhs_number_and_a_pupil_number_are_told_by_their_check_digits() -> None:
    assert nhs_number_is_valid("9434765919") and not nhs_number_is_valid("9434765918")
    assert upn_is_valid("H801200001001") and not upn_is_valid("B801200001001")


def hashed(text: str) -> str:
    return str(hash(text))


def test_what_shows_only_once_rendered_is_found_too() -> None:
    for text in ("&#74;ason", "Ja**so**n", "[read](https://x.example/%4Aason)", "![Jason at home](a.png)"):
        assert [each.part for each in scan({"report": text}, known, hashed) if each.rule == "name"], text


def test_the_same_words_in_the_same_sentence_have_the_same_id_in_another_draft() -> None:
    first = scan({"report": "It was the youngest of four. More."}, known, hashed)
    again = scan({"report": "It was the youngest of four. More."}, known, hashed)
    other = scan({"report": "He, the youngest of four, left."}, known, hashed)
    assert [each.id for each in first] == [each.id for each in again] != [each.id for each in other]


def test_a_pseudonym_that_was_used_before_or_sounds_like_the_child_is_told() -> None:
    assert [each.rule for each in of_pseudonym("Rowan", known, ["ROWAN"], hashed)] == ["pseudonym used before"]
    assert [each.rule for each in of_pseudonym("Jay", known, [], hashed)] == ["pseudonym like a real name"]
    assert [*of_pseudonym("Rowan", known, ["Willow"], hashed)] == []
