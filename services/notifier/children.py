"""A child as a notice tells of it: as much as its recipient needs, and only what is known, field by field."""

from services.notifier.view import View
from shared.authorities import authority
from shared.deadline import written
from shared.dispatch.paper import Section
from shared.events.intake import Child
from shared.events.report import Relative

PLANS = {"current": "now", "previous": "earlier", "never": "never"}
SEXES = {"F": "female", "M": "male", "U": "not known", None: ""}
Rows = list[tuple[str, str]]


def described(number: int, child: Child, view: View, *, further: bool = False) -> Section:
    """`further`: beyond those whom the form lists. Free text comes last, for it may have many lines."""
    rows: Rows = [("Name", f"{child.first_name} {child.last_name}".rstrip()), *_dates(child)]
    if view != "other area":
        rows += [("NHS number", child.nhs_number), ("Address", child.address), *_circumstances(child)]
    rows += _placement(child)
    if view == "whole":
        rows += [(each.relationship.capitalize(), _relative(each)) for each in child.family]
    if view != "other area":
        rows.append(("Health", child.health))
    title = f"Child {number}" + (" (further information)" if further else "")
    return Section(title, tuple((name, value) for name, value in rows if value))


def _dates(child: Child) -> Rows:
    born, died, expected, age = (
        child.date_of_birth,
        child.date_of_death,
        child.expected_date_of_birth,
        child.estimated_age,
    )
    known = f"not known; about {age} years old" if age is not None else "not known"
    unborn = expected is not None and born is None
    return [
        ("Born", f"{written(born)}{_doubt(child.date_of_birth_precision)}" if born else "" if unborn else known),
        ("Expected", written(expected) if expected else ""),
        ("Died", f"{written(died)}{_doubt(child.date_of_death_precision)}" if died else ""),
    ]


def _doubt(precision: str) -> str:
    return "" if precision == "day" else f" ({precision})"


def _circumstances(child: Child) -> Rows:
    return [
        ("Other names", ", ".join(child.other_names)),
        ("Sex", SEXES[child.sex]),
        ("Ethnicity", child.ethnicity),
        ("Disabilities", ", ".join(child.disabilities)),
        ("First language", child.first_language),
        ("Religion", child.religion),
        ("Education", child.education or ""),
        ("Known to", ", ".join(child.known_to)),
    ]


def _placement(child: Child) -> Rows:
    category = f" ({child.child_protection_category})" if child.child_protection_category else ""
    plan = PLANS.get(child.child_protection_plan or "", "")
    return [
        ("Normally lives in", _area(child.residence_la_code)),
        ("Legal status", child.legal_status),
        ("Placement", child.placement_type),
        ("Placed by", _area(child.placing_la_code)),
        ("Child in need", {True: "yes", False: "no", None: ""}[child.child_in_need]),
        ("Child protection plan", f"{plan}{category}" if plan else ""),
        ("Care leaver", child.care_leaver or ""),
    ]


def _area(code: str) -> str:
    known = authority(code) if code else None
    return known.name if known else code


def _relative(relative: Relative) -> str:
    born = relative.date_of_birth
    known = [
        relative.name,
        f"born {written(born)}" if born else "",
        "in the household" if relative.in_household else "",
        "alleged responsible" if relative.alleged_responsible else "",
    ]
    return "; ".join(part for part in known if part)
