"""What was gathered, as the Panel reads it: the children, the accounts, who told what, what was done and runs."""

from collections.abc import Mapping

from services.reviews.chronology import Entry, when
from services.reviews.document.contents import Contents
from shared.deadline import written
from shared.dispatch.paper import Section
from shared.events.gathering import Heading, Purpose
from shared.partnership import Partnership

PURPOSES: Mapping[Purpose, str] = {  # in the order of the guidance; the last is the decision, told first
    "facts": "Facts, as far as readily established",
    "immediate action": "Action needed for children's safety",
    "improvements": "Potential for improvements",
    "context": "Context, and how inequalities influenced it",
}
HEADINGS: Mapping[Heading, str] = {
    "child and family": "Child and family",
    "child's voice": "The child's voice and lived experience",
    "practice themes": "Analysis and themes of practice",
    "good practice": "Good practice",
}
NOTHING = "Nothing was recorded."


def children(contents: Contents) -> Section:
    """Whom it is about, so that the Panel finds the notification; what else is known of the family was written."""
    rows = tuple(
        (f"Child {number}", f"{child.name}, {_born(child.date_of_birth)}")
        for number, child in enumerate(contents.children, 1)
    ) + (() if contents.children else (("Children", "as in the notification"),))
    return Section(HEADINGS["child and family"], rows, contents.headings.get("child and family", NOTHING))


def _born(day: object) -> str:
    return f"born {written(day)}" if day else "date of birth not known"  # type: ignore[arg-type]


def account(contents: Contents, purpose: Purpose) -> Section:
    return Section(PURPOSES[purpose], text=contents.accounts[purpose])


def heading(contents: Contents, heading: Heading) -> Section:
    return Section(HEADINGS[heading], text=contents.headings.get(heading, NOTHING))


def actions(contents: Contents) -> Section:
    told = (f"{written(it.taken_on)}, {it.owner}\n{it.text}" for it in contents.actions)
    return Section("Immediate action", text="\n\n".join(told) or "None was recorded.")


def agencies(contents: Contents, partnership: Partnership) -> Section:
    title, names = "Agencies asked for a return", _names(partnership)
    told = ((names.get(id_, id_), "received" if it else "not received") for id_, it in contents.returned.items())
    return Section(title, tuple(told)) if contents.returned else Section(title, text="None was asked.")


def chronology(contents: Contents, partnership: Partnership) -> Section:
    """What is of note and the key episodes; how much routine is left out is said."""
    shown = [entry for entry in contents.chronology if entry.told.significance != "routine"]
    told = [_entry(entry, _names(partnership)) for entry in shown]
    if left_out := len(contents.chronology) - len(shown):
        told.append(f"Routine entries that are not shown here: {left_out}.")
    return Section("Chronology", text="\n\n".join(told) or NOTHING)


def _entry(entry: Entry, names: Mapping[str, str]) -> str:
    key = " - KEY EPISODE" if entry.told.significance == "key episode" else ""
    differs = " - told of different days" if entry.conflict else ""
    return f"{when(entry.told)}, {names.get(entry.agency, entry.agency)}{key}{differs}\n{entry.told.text}"


def processes(contents: Contents) -> Section:
    rows = tuple((f"{it.kind[0].upper()}{it.kind[1:]}", f"{it.owner}, {it.status}") for it in contents.processes)
    title = "Parallel proceedings"
    return Section(title, rows) if rows else Section(title, text="None is known.")


def _names(partnership: Partnership) -> Mapping[str, str]:
    return {agency.id: agency.name for agency in partnership.agencies}
