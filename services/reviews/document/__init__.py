"""The rapid review as the Panel reads it: the decision first, then what it rests on.

The headings are those of the guidance's purposes and of the rapid reviews that the Panel published as examples.
"""

from services.reviews.document import decided, gathered
from services.reviews.document.contents import Contents
from shared.dispatch.paper import Section
from shared.partnership import Partnership


def sections(contents: Contents, partnership: Partnership) -> tuple[Section, ...]:
    return (
        decided.summary(contents, partnership),
        decided.decision(contents),
        decided.views(contents, partnership),
        gathered.children(contents),
        gathered.account(contents, "facts"),
        gathered.heading(contents, "child's voice"),
        gathered.heading(contents, "practice themes"),
        gathered.heading(contents, "good practice"),
        gathered.account(contents, "immediate action"),
        gathered.actions(contents),
        gathered.account(contents, "improvements"),
        gathered.account(contents, "context"),
        gathered.agencies(contents, partnership),
        gathered.chronology(contents, partnership),
        gathered.processes(contents),
        decided.criteria(contents),
        decided.circumstances(contents),
        Section("Reasons for the decision", text=contents.reasons),
    )
