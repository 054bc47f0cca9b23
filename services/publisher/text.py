"""The public text: the one hash that everything is bound to, and the reference it is found by for ever."""

import hashlib
import json
import re
from uuid import UUID

from services.publisher.briefing import is_written
from shared.events.publisher import Lack, PublicText

# Without I, L, O, which are misread, and without the other vowels, so that no word can come of it.
ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
_LATER = ("response", "easy_read", "correction")
LENGTH = 4  # 810,000 a year, for a partnership that publishes a handful

_REFERENCE = re.compile(rf"CSPR-[0-9]{{4}}-[{ALPHABET}]{{{LENGTH}}}")


def is_reference(given: str) -> bool:
    """Whether it has the form of one. Nothing else reaches the database."""
    return bool(_REFERENCE.fullmatch(given))


def text_hash(text: PublicText) -> str:
    """SHA-256 of the text as canonical JSON: names sorted, no spaces, UTF-8.

    What was not there in the first texts is left out while it is empty, so that their hashes stay what they were.
    """
    fields = text.model_dump(mode="json")
    fields = {name: value for name, value in fields.items() if value or name not in _LATER}
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def lacks(text: PublicText) -> tuple[Lack, ...]:
    """What must be there before this can be published, and is not."""
    found: list[Lack] = []
    if not text.reviewer.strip():
        found.append("the reviewer's name")
    if not is_written(text.briefing):
        found.append("the six-step briefing")
    return tuple(found)


def reference(id_: UUID, year: int) -> str:
    """`CSPR-2027-K7Q4`: permanent, short, the same whenever it is worked out."""
    number, letters = id_.int, ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters += ALPHABET[digit]
    return f"CSPR-{year}-{letters}"
