"""The figures' tables, in the order in which the yearly report tells them. Pure."""

from collections import Counter

from services.console.casework import CLASSES
from services.console.figures.counting import Counted
from services.console.figures.tables import Row, Section, Table
from shared.duties.words import DUTIES

ACTION_STATES = (
    *("proposed", "accepted", "rejected", "in progress", "implemented", "evidenced", "verified", "embedded"),
    "re-opened",
)
STANDINGS = {"in time": "In time", "late": "Late", "owed": "Still owed", "fell away": "No longer owed"}
HOW_LATE = ("Up to 2 working days", "3 to 5", "More than 5")
DECISIONS = ("notify, class A", "notify, class B", "notify, class C", "not notify", "not notify, local learning")
CLASSES_SAID = " ".join(f"{letter}: {CLASSES[letter]}." for letter in "ABC")
RAPID = ("opened", "decided", "submitted", "cancelled")
NEXT_STEPS = ("practice review", "none", "other learning", "national review suggested")


def sections(counted: Counted) -> list[Section]:
    return [
        _incidents(counted),
        Section("Deadlines", (_deadlines(counted), _lateness(counted))),
        _reviews(counted),
        _publications(counted),
        _learning(counted),
    ]


def _rows(counted: Counted, kind: str, always: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """`always`: those that are shown even when there was none, in their order; others come after."""
    found = counted.times.get(kind, {})
    labels = [*always, *sorted(set(found) - set(always))]
    return tuple(Row(_capital(label), (found.get(label, 0),)) for label in labels)


def _incidents(counted: Counted) -> Section:
    classes = ("class A", "class B", "class C")
    harms = _rows(counted, "reported")
    reported = Table("reported", "Incidents reported by agencies", "Harm", ("Reports",), harms, "down")
    decided = Table(
        id="decided",
        title="The authority’s decisions",
        of="Decision",
        columns=("Decisions",),
        rows=_rows(counted, "decided", DECISIONS),
        adds_up="down",
        note=f"{CLASSES_SAID} A decision that was opened again and taken anew counts each time.",
    )
    notified = Table(
        id="notified",
        title="Notifications sent",
        of="Class",
        columns=("Notifications",),
        rows=_rows(counted, "notified", classes),
        adds_up="down",
        note=CLASSES_SAID,
    )
    return Section("Incidents and notifications", (reported, decided, notified, _afterwards(counted)))


def _afterwards(counted: Counted) -> Table:
    kinds = {"reclassified": "Incident from {}", "merging": "Report {}", "withdrawn": "Notification {}"}
    rows = tuple(
        Row(words.format(label), (times,))
        for kind, words in kinds.items()
        for label, times in sorted(counted.times.get(kind, {}).items())
    )
    return Table("afterwards", "Changed afterwards", "Change", ("Times",), rows)


def _deadlines(counted: Counted) -> Table:
    ended: Counter[tuple[str, str]] = Counter()
    for each in counted.duties:
        ended[each.rule, each.stands] += each.times
    rows = tuple(
        Row(_capital(words), tuple(ended[rule, standing] for standing in STANDINGS))
        for rule, words in DUTIES.items()
        if any(ended[rule, standing] for standing in STANDINGS)
    )
    return Table(
        id="deadlines",
        title="Duties that fell due in these days",
        of="Duty",
        columns=tuple(STANDINGS.values()),
        rows=rows,
        adds_up="across",
        note="Each recipient who must or should be told is a duty of its own.",
    )


def _lateness(counted: Counted) -> Table:
    """Late by no working day is late too: a duty in hours, or one that ended on no working day."""
    late: Counter[tuple[str, int]] = Counter()
    explained: Counter[str] = Counter()
    for each in counted.duties:
        if each.stands == "late":
            late[each.rule, each.how_late] += each.times
            explained[each.rule] += each.times if each.explained else 0
    rows = tuple(
        Row(_capital(words), (*(late[rule, how] for how in range(len(HOW_LATE))), explained[rule]))
        for rule, words in DUTIES.items()
        if any(late[rule, how] for how in range(len(HOW_LATE)))
    )
    columns = (*HOW_LATE, "Of these explained")
    return Table("lateness", "How late, and whether it was explained", "Duty", columns, rows, internal=True)


def _reviews(counted: Counted) -> Section:
    scopes = ("single case", "several cases", "thematic")
    begun = _rows(counted, "practice review", scopes)
    next_steps = Table(
        id="next-steps",
        title="What the safeguarding partners decided next",
        of="Decision",
        columns=("Reviews",),
        rows=_rows(counted, "next step", NEXT_STEPS),
        note="A national review may be suggested beside any of the others.",
    )
    return Section(
        "Reviews",
        (
            Table("rapid-reviews", "Rapid reviews", "Step", ("Reviews",), _rows(counted, "rapid review", RAPID)),
            next_steps,
            Table("panel", "The national Panel’s replies", "Reply", ("Replies",), _rows(counted, "panel")),
            Table("practice-reviews", "Practice reviews begun", "Kind", ("Reviews",), begun, "down"),
            Table(
                "steps", "Steps of practice reviews", "Step", ("Times",), _rows(counted, "practice review step")
            ),
        ),
    )


def _publications(counted: Counted) -> Section:
    published = _rows(counted, "published", ("practice review",))
    corrected = _rows(counted, "corrected", ("corrected",))
    kept_back = _rows(counted, "not published")
    return Section(
        "Publication",
        (
            Table("published", "Reports published", "Kind", ("Reports",), published, "down"),
            Table(
                id="published-as",
                title="Published in full, or improvements only",
                of="What was published",
                columns=("Reports",),
                rows=_rows(counted, "published as", ("full report", "improvements only")),
                adds_up="down",
                internal=True,
            ),
            Table("corrected", "Corrected after publication", "Corrections", ("Times",), corrected),
            Table("not-published", "Decided not to publish", "What is published", ("Decisions",), kept_back),
            Table("taken-down", "Taken down", "When", ("Reports",), _rows(counted, "taken down")),
            Table("requests", "Copies asked for", "Step", ("Requests",), _rows(counted, "request")),
        ),
    )


def _learning(counted: Counted) -> Section:
    owners = _rows(counted, "recommendation")
    states = tuple(Row(_capital(state), (counted.actions.get(state, 0),)) for state in ACTION_STATES)
    used = tuple(
        Row(_capital(use), (times, counted.numbers["briefing used"][use]))
        for use, times in counted.times.get("briefing used", {}).items()
    )
    actions = Table(
        id="actions",
        title="Where actions stood on the last of these days",
        of="State",
        columns=("Actions",),
        rows=states,
        adds_up="down",
        note="“Implemented” is what their owner claims. “Embedded” was measured twice, and had taken hold.",
    )
    return Section(
        "Learning and its impact",
        (
            Table("findings", "What was found", "Theme", ("Findings",), _rows(counted, "finding"), "down"),
            Table("recommended", "Recommendations made", "To whom", ("Recommendations",), owners, "down"),
            actions,
            Table("impact", "Impact measured", "Found", ("Times",), _rows(counted, "impact")),
            Table("recurred", "Findings that came again", "Findings", ("Times",), _rows(counted, "recurred")),
            Table("briefings", "What came of briefings", "Use", ("Answers", "People reached"), used),
            Table("audits", "Audits", "Audits", ("Times",), _rows(counted, "audit")),
        ),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
