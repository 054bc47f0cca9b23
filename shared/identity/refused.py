"""Why a token is not believed: one word for the log and for whoever sent it. Never any part of the token."""

from typing import Literal

Reason = Literal[
    "missing",  # no token at all
    "malformed",  # no compact JWS, or a header or claims of another shape than ours
    "overlong",
    "unknown-key",  # a `kid` of nobody that is trusted here
    "wrong-algorithm",  # not the one that this key signs with: none and HS256 among them
    "forged",  # the signature is not the key's
    "wrong-issuer",  # `iss` is not whose key it is
    "wrong-audience",
    "expired",
    "not-yet",
    "lasts-too-long",
    "not-its-to-say",  # the issuer may not speak for such an actor
    "replayed",  # its id was used before, where it may be used once
    "revoked",  # its agency is suspended, or no longer one of this partnership's
    "another-actor",  # the header Actor names somebody else
    "declared",  # an Actor header, where only tokens are believed
]


class NotVerified(Exception):
    """A token that is not believed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
