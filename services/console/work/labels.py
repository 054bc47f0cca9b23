"""What a command and its fields are called on a form: the code's own names, as words."""

import re

_KEPT = {"la": "LA", "nhs": "NHS", "panel": "Panel", "url": "URL", "id": "id", "pdf": "PDF", "csv": "CSV"}
_ENDINGS = {"on": "on which day", "at": "at what time"}


def sentence(name: str) -> str:
    """`DecideNotToNotify` and `decide_not_to_notify` alike: "Decide not to notify"."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace("-", " ").lower().split()
    said = " ".join(_KEPT.get(word, word) for word in words)
    return said[:1].upper() + said[1:]


def label(field: str) -> str:
    """A field's: `decided_on` is "Decided on which day"."""
    *first, last = field.split("_")
    if first and last in _ENDINGS:
        return f"{sentence(' '.join(first))} {_ENDINGS[last]}"
    return sentence(field)


def quoted(text: str) -> str:
    """What a service's own document says, with the code's names in it as words: “answer briefing”."""
    return re.sub("`([^`]*)`", lambda named: f"“{re.sub('[-_]', ' ', named[1])}”", text)
