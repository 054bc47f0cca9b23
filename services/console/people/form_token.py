"""What every form of ours bears, and no other site's can: proof that our page in this very browser asked for it.

It follows from a secret that only the browser and we hold, so that nothing is stored, and a form outlives the
session in which it was opened.
"""

import hashlib
import hmac

FIELD = "form_token"
HEADER = "Form-Token"  # for what is no form


class FormTokens:
    """`key`: the installation's own for this purpose."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, browser: str) -> str:
        return hmac.new(self._key, browser.encode(), hashlib.sha256).hexdigest() if browser else ""

    def is_of(self, browser: str, said: str) -> bool:
        return bool(browser) and hmac.compare_digest(self.of(browser).encode(), said.encode())
