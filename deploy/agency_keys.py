"""An agency's public keys in the partnership's file: one more, or one fewer, in effect as soon as it is written.

No service is started anew: intake, and whoever else believes the agencies' tokens, look at the file again.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from deploy.onboarding import alone
from deploy.partnership import PartnershipUnreadable
from deploy.partnership_file import AgencyRefused, read, replaced, text_of
from shared.identity.issuers import LIVE_KEYS
from shared.identity.keys import KeyRefused, document_of, key_id, public_document, public_key
from shared.partnership import Partnership
from shared.recipients import Agency

_TABLE = re.compile(r"^\[\[agencies\]\][^\n]*\n(?:(?!\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)


def public_text(document: bytes) -> str:
    """A key as it stands in the file: one line, with its id and its algorithm. Raises AgencyRefused."""
    try:
        return json.dumps(public_document(public_key(document_of(document))))
    except KeyRefused as error:
        raise AgencyRefused(("key", str(error))) from None


def id_of(text: str) -> str:
    return key_id(public_key(document_of(text.encode())))


def add_key(path: Path, data_dir: Path, agency: str, text: str) -> None:
    """Believed from now on. Raises AgencyRefused, PartnershipUnreadable, Underway or OSError."""
    with alone(data_dir):
        keys = _found(read(text_of(path)), agency).keys
        if id_of(text) in map(id_of, keys):
            return
        if len(keys) >= LIVE_KEYS:
            raise AgencyRefused(("key", f"it has {LIVE_KEYS} live keys: take one out first, with revoke-key"))
        _replace(path, agency, (*keys, text))


def revoke_key(path: Path, data_dir: Path, agency: str, key: str) -> None:
    """Believed no more, nor is any token that it brought. Raises as `add_key`."""
    with alone(data_dir):
        keys = _found(read(text_of(path)), agency).keys
        left = tuple(each for each in keys if id_of(each) != key)
        if left == keys:
            raise AgencyRefused(("KEY", "is none of the keys of this agency: see cspr agency list"))
        _replace(path, agency, left)


def _found(partnership: Partnership, agency: str) -> Agency:
    found = next((each for each in partnership.agencies if each.id == agency), None)
    if found is None:
        raise AgencyRefused(("id", "is no agency of this partnership"))
    return found


def _replace(path: Path, agency: str, keys: Sequence[str]) -> None:
    """In the text as people left it; nothing is written that would not be read as the file with these keys."""
    text = text_of(path)
    after = _TABLE.sub(lambda table: _with_keys(table[0], agency, keys), text)
    before = read(text)
    changed = [_keyed(each, keys) if each.id == agency else each for each in before.agencies]
    if read(after) != before.model_copy(update={"agencies": tuple(changed)}):
        raise PartnershipUnreadable("the partnership file has this agency in a form that no key can be added to")
    replaced(path, after)


def _keyed(agency: Agency, keys: Sequence[str]) -> Agency:
    return agency.model_copy(update={"keys": tuple(keys)})


def _with_keys(table: str, agency: str, keys: Sequence[str]) -> str:
    """One `[[agencies]]` of the file: as it is, unless it is this agency's."""
    id_line = re.search(rf'^id\s*=\s*"{re.escape(agency)}"[^\n]*\n?', table, re.MULTILINE)
    if not id_line:
        return table
    without = re.sub(r"^keys\s*=[^\n]*\n?", "", table, flags=re.MULTILINE)
    if not keys:
        return without
    line = id_line[0].rstrip("\n")
    return without.replace(id_line[0], f"{line}\nkeys = {json.dumps(list(keys))}\n", 1)
