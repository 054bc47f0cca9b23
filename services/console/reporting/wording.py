"""What the fields of a report are called where a person fills it in, and what helps with them."""

from collections.abc import Mapping
from dataclasses import replace

from services.console.work.schema import Field
from shared.authorities import authority, codes

_WORDS: Mapping[str, tuple[str, str]] = {  # the end of the name -> (label, hint)
    "agency_aware_at": ("When the agency became aware", "It never starts the authority’s own clock."),
    "la_code": ("Local authority where it happened", "Where the child lives, if it happened outside England."),
    "harm": ("What happened to the child", ""),
    "incident_on": ("Day of the incident", "Leave it empty if nobody knows it."),
    "incident_precision": ("How well that day is known", ""),
    "incident_time": ("Time of the incident", "On a 24-hour clock, such as 14:30"),
    "incident_time_precision": ("How well that time is known", ""),
    "outline": ("What is known of it", "What happened, who was there, what is suspected."),
    "place": ("Where it happened", "An address or a description"),
    "location_type": ("Kind of place", ""),
    "reporter_name": ("Name of who told you", ""),
    "reporter_contact": ("How to reach them", "A telephone number or an address"),
    "further_children": ("Further children", "A report has room for four. Say here who else is concerned."),
    "abuse_or_neglect": ("Abuse or neglect", ""),
    "strategy_discussion_on": ("Day of the strategy discussion", ""),
    "police_reference": ("The police’s reference", ""),
    "arrests": ("Was anybody arrested", ""),
    "coroner_informed": ("Is the coroner informed", ""),
    "child_death_panel_informed": ("Is the child death overview panel informed", ""),
    "designated_officer_informed": ("Is the designated officer informed", ""),
    "media_interest": ("Is there interest from the media", ""),
    "earlier_references": ("References of earlier reports", "One in each row"),
    "date_of_birth": ("Date of birth", ""),
    "expected_date_of_birth": ("Expected date of birth", "Of a child who is not born yet"),
    "date_of_death": ("Date of death", ""),
    "nhs_number": ("NHS number", "Ten digits, without spaces"),
    "unique_pupil_number": ("Unique pupil number", "Thirteen characters, the first a letter"),
    "la_child_id": ("The authority’s own number for the child", ""),
    "other_names": ("Other names the child is known by", ""),
    "estimated_age": ("Estimated age", "In years, where no date of birth is known"),
    "ethnicity": ("Ethnicity", "The code of the school census, such as WBRI"),
    "disabilities": ("Disabilities", "The codes of the children in need census, such as MOB"),
    "residence_la_code": ("Where the child normally lives", "The code of the authority"),
    "legal_status": ("Legal status", "The code of the looked-after children return, such as C2"),
    "placement_type": ("Kind of placement", "The code of the looked-after children return, such as U1"),
    "placing_la_code": ("The authority that placed the child", "Its code"),
    "child_protection_category": ("Category of the child protection plan", "The census’ own codes"),
    "known_to": ("Services that know the child", "One in each row"),
    "family": ("Family and household", "And whoever is alleged to be responsible"),
    "in_household": ("Lives in the household", ""),
    "alleged_responsible": ("Alleged to be responsible", ""),
}


def worded(field: Field) -> Field:
    """The field and all inside it."""
    label, hint = _WORDS.get(field.name.rpartition(".")[2], (field.label, field.hint))
    if field.kind == "list":  # its item is one of the same
        label, hint = _WORDS.get(field.name.rpartition(".")[2], (field.label, ""))
    return replace(field, label=label, hint=hint, inside=tuple(worded(each) for each in field.inside))


def authorities(field: Field) -> Field:
    """A choice among those of England, by name, in place of a code to be typed."""
    there = sorted((it for code in codes() if (it := authority(code)) and it.code == code), key=lambda it: it.name)
    current = [it for it in there if it.valid_to is None]
    return chosen(field, {it.code: it.name for it in current})


def chosen(field: Field, among: Mapping[str, str]) -> Field:
    return replace(field, kind="choice", options=tuple(among), words=tuple(among.values()))
