"""What one person has signed, in words, and where another signs it."""

from collections.abc import Callable, Mapping
from datetime import date

from services.console.casework import NameOf, moved
from services.console.views.waiting import WaitRow
from services.console.waiting.links import Told, form, question
from shared.deadline import written


def _reclassification(row: WaitRow, _name_of: NameOf) -> Told:
    previous, to = row.name.split()
    return f"Move the incident {moved(previous, to)}", (
        ("Confirm it", form(row, "ConfirmReclassification", proposal=row.item)),
        ("Decline it", form(row, "DeclineReclassification", proposal=row.item)),
    )


def _backdating(row: WaitRow, _: NameOf) -> Told:
    what = "the authority became aware" if row.name == "awareness" else "the criteria were met"
    return f"Say whether it is right when {what}: it moves a statutory date, or was recorded late", (
        ("See both times", question(row, "cases.case.clocks", case=row.subject)),
        ("Read why", question(row, "cases.case.reasons", case=row.subject)),
        ("Confirm it", form(row, "ConfirmBackdating", proposal=row.item)),
        ("Refuse it", form(row, "RefuseBackdating", proposal=row.item)),
    )


def _notification(row: WaitRow, _: NameOf) -> Told:
    return f"Approve the notification, revision {row.name}", (
        ("Read it", question(row, "notifications.case.preview", case=row.subject)),
        ("Approve it", form(row, "ApproveNotification", revision=row.name)),
    )


def _supplement(row: WaitRow, _: NameOf) -> Told:
    return f"Approve further information, number {row.name}", (
        ("Read it", question(row, "notifications.case.supplements.number", case=row.subject, number=row.name)),
        ("Approve it", form(row, "ApproveSupplement", number=row.name)),
    )


def _holiday(row: WaitRow, _: NameOf) -> Told:
    day = written(date.fromisoformat(row.name))
    what = "Add a holiday on" if row.what == "holiday" else "Take back the holiday on"
    return f"{what} {day}", (("Look at the calendar", "/calendar"),)


def _recipient(row: WaitRow, name_of: NameOf) -> Told:
    return f"Change how {name_of(row.item)} is reached", (
        ("Look at the change", f"/read/{row.source}/recipients.changes"),
    )


def _certificate(row: WaitRow, _: NameOf) -> Told:
    return "Certify that nobody can be recognised in the text", (
        ("Read the text", question(row, "cases.case.preview", case=row.subject)),
        ("Sign it", form(row, "SignAnonymityCertificate", text_hash=row.item)),
    )


def _publication(row: WaitRow, _: NameOf) -> Told:
    return f"Approve publication on {written(date.fromisoformat(row.name))}", (
        ("Read the text", question(row, "cases.case.preview", case=row.subject)),
        ("Approve it", form(row, "ApprovePublication", text_hash=row.item, publish_on=row.name)),
    )


def _correction(row: WaitRow, _: NameOf) -> Told:
    return "Agree to the corrected text", (
        ("Read the text", question(row, "cases.case.preview", case=row.subject)),
        ("Agree to it", form(row, "ApproveCorrection", text_hash=row.item)),
    )


def _removal(row: WaitRow, _: NameOf) -> Told:
    return "Remove the report from the site in an emergency", (("Agree to it", form(row, "RemoveReport")),)


def _erasure(row: WaitRow, _: NameOf) -> Told:
    """What the publisher states of the case is carried to the form by hand, within 15 minutes."""
    publisher = row.model_copy(update={"source": "publisher"})
    return "Erase it, and destroy its keys for ever", (
        ("What the publisher states of it", question(publisher, "cases.case.erasure-clearance", case=row.subject)),
        ("Approve it", form(row, "ApproveErasure", proposal=row.item)),
        ("Decline it", form(row, "DeclineErasure", proposal=row.item)),
    )


def _broken_glass(row: WaitRow, name_of: NameOf) -> Told:
    day = written(date.fromisoformat(row.name))
    return f"Say by {day} whether {name_of(row.by)} was right to break the glass", (
        ("See when, and for how long", f"/read/{row.source}/broken-glass"),
        ("Review it", form(row, "ReviewGlass", opening=row.item)),
    )


def _export(row: WaitRow, name_of: NameOf) -> Told:
    return f"Say whether {name_of(row.by)} may take many cases away as a file", (
        ("See which, and what for", f"/exports/{row.subject.removeprefix('export/')}"),
    )


TO_SIGN: Mapping[str, Callable[[WaitRow, NameOf], Told]] = {
    "reclassification": _reclassification,
    "backdating": _backdating,
    "notification": _notification,
    "supplement": _supplement,
    "holiday": _holiday,
    "holiday taken back": _holiday,
    "recipient change": _recipient,
    "certificate": _certificate,
    "publication": _publication,
    "correction": _correction,
    "removal": _removal,
    "erasure": _erasure,
    "broken glass": _broken_glass,
    "export": _export,
}
