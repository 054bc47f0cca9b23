"""A child as a notice tells of it: as much as its recipient needs, and only what is known."""

from services.notifier.view import View
from shared.authorities import authority
from shared.deadline import written
from shared.events.intake import Child
from shared.events.report import Relative

PLANS = {"current": "child protection plan now", "previous": "child protection plan earlier"}


def described(number: int, child: Child, view: View) -> str:
    """One child on one line; the family, where the recipient needs it, on lines below."""
    known = [f"{number}. {child.first_name} {child.last_name}".rstrip(), *_dates(child)]
    if view != "other area":
        known.append(f"NHS number {child.nhs_number}" if child.nhs_number else "")
        known += [child.address, *_circumstances(child)]
    known += _placement(child)
    line = "; ".join(part for part in known if part)
    return "\n".join([line, *(map(_relative, child.family) if view == "whole" else ())])


def _dates(child: Child) -> list[str]:
    born, age = child.date_of_birth, child.estimated_age
    known = f"about {age} years old" if age is not None else "date of birth not known"
    return [
        f"born {written(born)}{_doubt(child.date_of_birth_precision)}" if born else known,
        f"expected {written(child.expected_date_of_birth)}" if child.expected_date_of_birth else "",
        f"died {written(child.date_of_death)}{_doubt(child.date_of_death_precision)}"
        if child.date_of_death
        else "",
    ]


def _doubt(precision: str) -> str:
    return "" if precision == "day" else f" ({precision})"


def _circumstances(child: Child) -> list[str]:
    return [
        _named("other names", child.other_names),
        {"F": "female", "M": "male", "U": "sex not known", None: ""}[child.sex],
        f"ethnicity {child.ethnicity}" if child.ethnicity else "",
        _named("disabilities", child.disabilities),
        f"health: {child.health}" if child.health else "",
        f"first language {child.first_language}" if child.first_language else "",
        f"religion {child.religion}" if child.religion else "",
        f"education: {child.education}" if child.education else "",
        _named("known to", child.known_to),
    ]


def _placement(child: Child) -> list[str]:
    return [
        _area("normally lives in", child.residence_la_code),
        f"legal status {child.legal_status}" if child.legal_status else "",
        f"placement {child.placement_type}" if child.placement_type else "",
        _area("placed by", child.placing_la_code),
        "child in need" if child.child_in_need else "",
        PLANS.get(child.child_protection_plan or "", ""),
        f"care leaver ({child.care_leaver})" if child.care_leaver else "",
    ]


def _area(what: str, code: str) -> str:
    known = authority(code) if code else None
    return f"{what} {known.name if known else code}" if code else ""


def _named(what: str, values: tuple[str, ...]) -> str:
    return f"{what} {', '.join(values)}" if values else ""


def _relative(relative: Relative) -> str:
    born = relative.date_of_birth
    known = [
        f"   {relative.relationship}: {relative.name}",
        f"born {written(born)}" if born else "",
        "in the household" if relative.in_household else "",
        "alleged responsible" if relative.alleged_responsible else "",
    ]
    return "; ".join(part for part in known if part)
