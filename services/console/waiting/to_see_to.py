"""What some person must look at, in words, and where."""

from collections.abc import Callable, Mapping

from services.console.casework import NameOf
from services.console.views.cases import reference_of
from services.console.views.waiting import WaitRow
from services.console.waiting.links import Told, form, question
from services.console.waits.wait import DUE, IN_DOUBT

_OF_AN_AGENCY = "partner."
_KEEP_PROOF = "keep_proof_cases__case__dispatches__dispatch__proofs_post"  # as its service names what takes a file


def _record(row: WaitRow, _: NameOf) -> Told:
    """One of an agency is mended; of ours an engineer reads why. What this console set aside has no form."""
    if row.name.startswith(_OF_AN_AGENCY):
        agency = row.name.split(".")[1]
        return f"A record of {agency}, which {row.source} could not take in", (
            ("Mend it", f"/partners/mend/{row.source}/{row.item}"),
            ("Why", question(row, "quarantine.quarantine_id", quarantine_id=row.item)),
        )
    said = f"A record on {row.name}, which {row.source} could not read"
    if row.source == "console":
        return said, (("How the services are", "/system"),)
    return said, (("Why", question(row, "quarantine.quarantine_id", quarantine_id=row.item)),)


def _dispatch(row: WaitRow, name_of: NameOf) -> Told:
    whom = name_of(row.recipient) if row.recipient else "its recipient"
    all_of_case = ("All that was sent", question(row, "cases.case.dispatches", case=row.subject))
    if row.name == DUE:  # by hand
        sheet = question(row, "cases.case.dispatches.dispatch.to-copy", case=row.subject, dispatch=row.item)
        proof = form(row, _KEEP_PROOF, dispatch=row.item)
        attest = form(row, "AttestPortalSubmission", dispatch=row.item)
        return f"Put what is due to {whom} into its portal by hand", (
            ("What to copy in", sheet),
            ("Keep its proof", proof),
            ("Say that it is in", attest),
        )
    if row.name == IN_DOUBT:
        decide = ("Decide", form(row, "ResolveDoubt", dispatch=row.item))
        return f"Find out whether what was sent to {whom} arrived", (decide, all_of_case)
    return f"What was sent did not reach {whom}", (all_of_case,)


def _request(row: WaitRow, _: NameOf) -> Told:
    return f"Answer a request for the copy of {row.name}", (
        ("Read it", question(row, "requests.case", case=row.subject)),
        ("Supply the copy", form(row, "SupplyCopy")),
        ("Refuse it", form(row, "RefuseRequest")),
    )


def _comment(row: WaitRow, name_of: NameOf) -> Told:
    action = "RecordCopyRegard" if row.what == "copy comment" else "RecordRegard"
    about = "its advance copy" if row.what == "copy comment" else "the delay, or the decision not to publish"
    return f"Have regard to what {name_of(row.name)} says of {about}", (
        ("Say what was done with it", form(row, action, comment=row.item)),
    )


def _duplicate(row: WaitRow, _: NameOf) -> Told:
    return f"Say whether this is the same incident as case {reference_of(row.item)}", (
        ("Look at the other", f"/cases/{row.item}"),
        ("They are two", form(row, "KeepApart", other=row.item)),
        ("They are one", form(row, "MergeCase", into=row.item)),
    )


def _decision(row: WaitRow, _: NameOf) -> Told:
    if row.name == "awareness":
        return "Say when the authority became aware", (("Say it", form(row, "RecordAwareness")),)
    said = "Decide anew whether to notify" if row.name == "reopened" else "Decide whether to notify"
    return said, (
        ("Notify", form(row, "DecideToNotify")),
        ("Do not notify", form(row, "DecideNotToNotify")),
    )


TO_SEE_TO: Mapping[str, Callable[[WaitRow, NameOf], Told]] = {
    "record": _record,
    "dispatch": _dispatch,
    "request": _request,
    "copy comment": _comment,
    "comment": _comment,
    "duplicate": _duplicate,
    "decision": _decision,
}
