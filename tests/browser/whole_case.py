"""What three people tell the console of one case, from awareness to a recommendation that was checked. Fictional.

Aware Mon 2 Nov 2026 and sent the same day; the rapid review decided on Thu 12 Nov; the report accepted on Thu 1
Apr 2027 and public on Tue 20 Apr: 7 working days before that is Fri 9 Apr, and the copies leave on Thu 1 Apr.
"""

from typing import Any

Answers = dict[str, Any]
Form = tuple[str, Answers]  # its title, and what is said in it

OFFICER, DIRECTOR, MANAGER = "person:officer", "person:director", "person:manager"
PUBLIC_ON = "2027-04-20"
CHILD = "Rowan"  # the child's own name, which the agency told
PSEUDONYM = "Aspen"
LEAK = f"{CHILD} was seen with a bruise in the week before."
CLEAN = "The baby was seen with a bruise in the week before."
SEARCHED = ("Press", "Inquest", "Court listing", "Social media")

AWARE: tuple[Form, ...] = (
    ("Record awareness", {"Incident aware at what time": {"Day": "2026-11-02", "Time in London": "11:00"},
                          "Channel": "desk"}),
    ("Record criteria met", {"Limb": "In area", "Suspicion": "Suspected",
                             "Criteria met at what time": {"Day": "2026-11-02", "Time in London": "11:30"}}),
)  # fmt: skip
DECIDE = {
    "Trigger class": "A: death or serious harm of a child, abuse or neglect known or suspected",
    "Grounds": "Serious harm in the area",
    "Authority": "Director of Children's Services",
    "Partner views": {"Portsea and Meon Integrated Care Board": "Notify"},
    "Reasons": "The injuries are serious, and nobody can explain them.",
}
RETURN = {
    "Agency": "hospital",
    "Involvement": "Two visits to the emergency department.",
    "Key episodes": "A small bruise was seen and not passed on.",
}
MEETING = {"Held on which day": "2026-11-12", "Attended": {"Attended": "hospital"}}
PURPOSES = ("Facts", "Immediate action", "Improvements", "Context")
CIRCUMSTANCES = ("One organisation", "No organisation", "Several areas", "Institution")
CRITERIA = (
    "11a: it highlights or may highlight improvements needed in safeguarding and promoting welfare",
    "11b: it highlights or may highlight recurrent themes in safeguarding and promoting welfare",
    "11c: it highlights or may highlight concerns about two or more organisations working together",
    "11d: the Panel considered it, and concluded that a local review may be more appropriate",
)
NEXT_STEP = {
    "Next step": "A local child safeguarding practice review",
    "Views": {
        "Portsea and Meon Council": "Agrees",
        "Portsea and Meon Integrated Care Board": "Agrees",
        "Meon Valley Police, chief officer": "Dissents",
    },
    "National review suggested": "No",
    "Decided on which day": "2026-11-12",
    "Reasons": "What can be learned concerns several organisations.",
}
REVIEWER = {
    "Reviewer": "Dr A. Example",
    "Suitability": "Has led six reviews.",
    "Independence": "Has never worked for any of the organisations.",
    "Conflict": "No",
}
REPORT = {
    "Accepted on which day": "2027-04-01",
    "Report hash": "5f1c" * 16,
    "Improvements": "One guide to bruising in babies.",
    "Systemic reasons": "Three versions of the guidance.",
    "Recommendations": {
        "Owner": "Portsea General Hospital",
        "Due on which day": "2027-09-30",
        "Text": "One guide to bruising, with a number that a paediatrician answers.",
    },
}
BRIEFING = (
    "What happened",
    "Why it matters",
    "What we found",
    "What good looks like",
    "What to do now",
    "Reflect",
)


def draft(sentence: str) -> Answers:
    return {
        "Title": f"Local child safeguarding practice review: {PSEUDONYM}",
        "Pseudonym": PSEUDONYM,
        "Reviewer": "Dr A. Example",
        "Report": f"# What happened\n\n{sentence}\n\n# What we found\n\nThree versions of it were in use.",
        "Briefing": {"Heading": BRIEFING, "What it says, in Markdown": tuple(f"{it}." for it in BRIEFING)},
    }


def certificate(method: str) -> Answers:
    return {"Searched": SEARCHED, "Method": method}


TO_TELL = {"Relation": "Parent or carer", "Name": "M. Fictional", "Teller": "The family's key worker"}
TOLD = {"Told on which day": "2027-04-01", "How": "In person", "Teller": "The family's key worker"}
ACTION = {
    "Action": "A1",
    "Recommendation": "R1",
    "Owner": "Portsea General Hospital",
    "Due on which day": "2027-09-30",
    "Text": "One guide on every ward.",
}
DONE: tuple[Form, ...] = (
    ("Agree action", {}),
    ("Start action", {}),
    ("Claim implemented", {"Implemented on which day": "2027-04-20"}),
    ("Add evidence", {"Evidence": "guide-1", "Kind": "Document", "Text": "The guide, as it lies on the wards."}),
)
VERIFIED = {
    "Organisation": "Meon Valley Police",
    "Verified on which day": "2027-04-20",
    "Method": "Observation",
    "Confirmed": "Yes",
    "Text": "On all four wards that we saw.",
}
