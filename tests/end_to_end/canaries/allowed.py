"""Where what was planted may be read, each with the reason. Everywhere else it must be ciphertext."""

import re

_NOTICE = r"(\(possible duplicate\) )?Serious incident notification "
_NATIONAL = r"(notifications@panel|incidents@education|incidents@inspectorate)\.example"
_PARTNERS = r"safeguarding@(care-board|meon-valley-police|hampshire-council)\.example"
MAY_READ = {
    r"kafka/log/partner\.[a-z]+\.(incidents|returns)-0/\d+\.log": "what an agency says itself, for 14 days",
    rf"mail to ({_NATIONAL}|{_PARTNERS}): {_NOTICE}.*": "the notice, to whom it is owed",
    r"mail to notifications@panel\.example: Rapid review .*": "the rapid review, to the Panel",
    rf"mail to {_NATIONAL}: Practice review: (reviewer appointed|possible delay) .*": "what they must be told",
}
_ANY = re.compile("|".join(MAY_READ))


def may_be_read(place: str) -> bool:
    return _ANY.fullmatch(place) is not None
