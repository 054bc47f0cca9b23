"""Wrapping every case's key anew, while services run: no event is touched, and no case's key changes.

Needs the owner's right on each database: a service may not change a key that it has.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.postgres import connected
from shared.kafka_reading import as_record, partitions_of, read_to_end
from shared.keys import read_key
from shared.sealing import KEY_BYTES, new_key
from shared.token_keys import PUBLIC, Token, read_public, which_of, written
from shared.topics import CASE_KEYS
from shared.wrapping import HASHING, Wrapping

Wrapped = tuple[str, bytes]  # a key's id, and the key under the wrapping key
WriteSecret = Callable[[Path, bytes], None]  # whole or not at all, readable by its owner only
_KEYS = "SELECT key_id, wrapped FROM log.case_key ORDER BY key_id"
# Whoever made it says it again, so that `case-keys` has it under the new one too.
_REWRAP = (
    "UPDATE log.case_key SET wrapped = $3, kafka_offset = CASE WHEN made_here THEN NULL ELSE kafka_offset END"
    " WHERE key_id = $1 AND wrapped = $2"
)


def begin(file: Path, write: WriteSecret) -> bool:
    """A new key before the old one; False where a rotation is under way already. Hashes keep the first key."""
    keys = file.read_bytes()
    if len(keys) > KEY_BYTES:
        return False
    _keep_hashing_key(file, write)
    write(file, new_key() + keys)
    return True


def begin_in_token(token: Token, file: Path, write: WriteSecret) -> bool:
    """The same with a pair in a token. From a key file to a token it is a rotation like any other.

    Raises KeyServiceAway.
    """
    public = file.with_name(PUBLIC)
    there = read_public(public.read_bytes()) if public.exists() else []
    if len(there) + file.exists() > 1:
        return False
    _keep_hashing_key(file, write)
    write(public, written([token.make(), *there]))
    return True


def _keep_hashing_key(file: Path, write: WriteSecret) -> None:
    hashing = file.with_name(HASHING)
    if not hashing.exists():
        write(hashing, file.read_bytes()[-KEY_BYTES:])


# A database that was rebuilt has its keys from `case-keys`, as if others had made them. Who spoke first of a
# subject made its key: nobody else would say it again, and the earlier wrapping key could never be retired.
_OURS_AGAIN = (
    "UPDATE log.case_key SET made_here = true, kafka_offset = NULL WHERE NOT made_here"
    " AND (SELECT source FROM log.event_log WHERE subject = key_id ORDER BY position LIMIT 1) = $1"
)


async def rewrap(admin_url: str, service: str, keys: Wrapping) -> int:
    """How many were wrapped under another than the newest key, and no longer are."""
    done = 0
    async with connected(admin_url, service) as owner:
        await owner.execute(_OURS_AGAIN, service)
        for row in await owner.fetch(_KEYS):
            key_id, wrapped = row["key_id"], row["wrapped"]
            if not keys.is_newest(wrapped, key_id):
                fresh = keys.wrap(keys.unwrap(wrapped, key_id), key_id)
                done += await owner.execute(_REWRAP, key_id, wrapped, fresh) == "UPDATE 1"
    return done


async def under_an_old_one(admin_url: str, services: Sequence[str], bootstrap: str, keys: Wrapping) -> list[str]:
    """A sentence for each place where an earlier key is still needed; none: it may be retired.

    Raises cryptography's InvalidTag where a key is wrapped under one that is not in the file at all.
    """
    found: dict[str, list[Wrapped]] = {}
    for service in services:
        async with connected(admin_url, service) as owner:
            rows = await owner.fetch(_KEYS)
        found[service] = [(row["key_id"], row["wrapped"]) for row in rows]
    found[CASE_KEYS] = []
    async for raw in read_to_end(bootstrap, dict.fromkeys(await partitions_of(bootstrap, [CASE_KEYS]), 0)):
        record = as_record(raw)
        if record.value is not None:
            found[CASE_KEYS].append(read_key(record.value))
    return sentences(found, keys)


def sentences(found: Mapping[str, Sequence[Wrapped]], keys: Wrapping) -> list[str]:
    """For each place where a key is still wrapped under an earlier one. Raises InvalidTag as above."""
    old = {
        where: sum(not keys.is_newest(wrapped, id_) for id_, wrapped in those) for where, those in found.items()
    }
    return [f"{where}: {count} keys under an earlier wrapping key" for where, count in old.items() if count]


def retire(file: Path, write: WriteSecret) -> None:
    """The newest alone unwraps from now on."""
    write(file, file.read_bytes()[:KEY_BYTES])


def retire_in_token(token: Token, file: Path, write: WriteSecret) -> None:
    """The same: the pairs before the newest are destroyed, and a key file from before there was a token.

    Raises KeyServiceAway.
    """
    public = file.with_name(PUBLIC)
    newest, *others = read_public(public.read_bytes())
    for each in others:
        token.destroy(which_of(each))
    write(public, written([newest]))
    file.unlink(missing_ok=True)
