"""What is done next with a proof that was kept: the form that asks for its SHA-256, filled in. Pure."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from urllib.parse import urlencode

from services.console.work.actions import Action
from services.console.work.forms import Form

PROOF, DISPATCH = "proof", "dispatch"


def next_steps(form: Form, actions: Iterable[Action]) -> Iterator[tuple[str, str]]:
    """(title, address), `form` having been sent with a file about a dispatch; of any other form nothing.

    No service tells the hash of what it was sent, and nobody works one out by hand.
    """
    if form.file is None or DISPATCH not in form.parameters:
        return
    known = {**form.parameters, PROOF: sha256(form.file.bytes).hexdigest()}
    for action in actions:
        asked = [*action.parameters, *(field.name for field in action.fields)]
        if action.service == form.action.service and {PROOF, DISPATCH} <= set(asked):
            told = {name: known[name] for name in asked if name in known}
            yield action.title, f"/work/{action.service}/{action.id}?{urlencode(told)}"
