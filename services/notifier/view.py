"""How much of a notification its recipient needs, and no more."""

from typing import Literal

from shared.recipients import Recipient

# whole: those whom the law names. partner: who decides with us on the review, without what the others said before.
# other area: who the child is, what is suspected and when, and whom to ask; not the account of it.
View = Literal["whole", "partner", "other area"]
_VIEWS: dict[str, View] = {"safeguarding partner": "partner", "other area": "other area"}


def view_of(recipient: Recipient) -> View:
    return _VIEWS.get(recipient.role, "whole")
