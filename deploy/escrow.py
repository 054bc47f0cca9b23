"""The wrapping key in escrow: any two of several officers open it together, and none of them alone.

For each pair of officers it is sealed to the one, and that to the other. So two of three suffice, one may leave or
lose a key, and there is no arithmetic that only we have.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from shared.sealing import KEY_BYTES, new_key, seal_bytes, unseal_bytes
from shared.token_keys import read_public

# What opens what was sealed, and what tells repeats; all else in the keys folder can be made anew.
ESCROWED = ("wrapping.key", "hashing.key", "wrapping.pub")
FORM = "cspr escrow 1"
BITS = 3072
_OAEP = OAEP(MGF1(hashes.SHA256()), hashes.SHA256(), None)
OFFICER = "cspr officer 1"
# A passphrase can be guessed as fast as one guess can be tried: what OWASP's cheat sheet asks of scrypt (128 MiB).
COST, BLOCK = 2**17, 8
_PEM = serialization.Encoding.PEM
_PUBLIC = serialization.PublicFormat.SubjectPublicKeyInfo


class EscrowRefused(Exception):
    """It cannot be made, or opened; the message says why, and nothing of a key."""


def officers_key(passphrase: str) -> tuple[bytes, bytes]:
    """A new pair for one officer: private under their passphrase, as JSON, and public, as PEM."""
    key = generate_private_key(65537, BITS)
    plain = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    salt = os.urandom(16)
    box = seal_bytes(plain, OFFICER, _stretched(passphrase, salt))
    told = {"salt": base64.b64encode(salt).decode(), "box": base64.b64encode(box).decode()}
    private = json.dumps({"form": OFFICER, "kdf": f"scrypt {COST} {BLOCK} 1", **told}, indent=1).encode()
    return private, key.public_key().public_bytes(_PEM, _PUBLIC)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, 32, COST, BLOCK, 1).derive(passphrase.encode())


def read_private(content: bytes, passphrase: str) -> RSAPrivateKey:
    """Raises EscrowRefused."""
    try:
        told = json.loads(content)
        salt, box = base64.b64decode(told["salt"]), base64.b64decode(told["box"])
        plain = unseal_bytes(box, OFFICER, _stretched(passphrase, salt))
        key = serialization.load_pem_private_key(plain, None)
    except (ValueError, TypeError, KeyError, InvalidTag):
        raise EscrowRefused("this is no officer's private key, or another passphrase opens it") from None
    if not isinstance(key, RSAPrivateKey):
        raise EscrowRefused("an officer's key is an RSA key")
    return key


def made(files: Mapping[str, bytes], officers: Sequence[bytes]) -> bytes:
    """`officers`: their public keys, PEM, two or more different ones. Raises EscrowRefused."""
    publics = {_name(key): key for key in map(_read_public, officers)}
    if len(publics) < 2 or len(publics) != len(officers):
        raise EscrowRefused("name the public keys of two officers or more, each once")
    content = json.dumps({name: base64.b64encode(each).decode() for name, each in files.items()}).encode()
    boxes = []
    for one, other in combinations(sorted(publics), 2):
        box = _sealed(_sealed(content, publics[one]), publics[other])
        boxes.append({"of": [one, other], "box": base64.b64encode(box).decode()})
    return json.dumps({"form": FORM, "boxes": boxes}, indent=1).encode()


def opened(escrow: bytes, keys: Sequence[RSAPrivateKey]) -> dict[str, bytes]:
    """The files, by name. Raises EscrowRefused where two of these keys are not two of its officers'."""
    there = {_name(key.public_key()): key for key in keys}
    for box in _boxes(escrow):
        one, other = box["of"]
        if one in there and other in there:
            try:
                content = _unsealed(_unsealed(base64.b64decode(box["box"]), there[other]), there[one])
            except (InvalidTag, ValueError):
                raise EscrowRefused("the escrow was changed since it was made") from None
            try:
                return _checked(content)
            except (ValueError, AttributeError, TypeError):
                raise EscrowRefused("what is in there is no wrapping key: the escrow is not one of ours") from None
    raise EscrowRefused("it takes the keys of two of the officers for whom the escrow was made")


def fingerprint(escrow: bytes) -> str:
    """To be noted when it is made, and compared when it is opened: it is signed by nobody."""
    return hashlib.sha256(escrow).hexdigest()


def _checked(content: bytes) -> dict[str, bytes]:
    """Whoever has the officers' public halves can make one, and its names become files: ours, and no others."""
    files = {name: base64.b64decode(each, validate=True) for name, each in json.loads(content).items()}
    if not files or not all(name in ESCROWED and _fits(name, each) for name, each in files.items()):
        raise ValueError
    return files


def _fits(name: str, content: bytes) -> bool:
    if name == "wrapping.pub":
        return bool(read_public(content))
    return len(content) == KEY_BYTES or (name == "wrapping.key" and len(content) == 2 * KEY_BYTES)


def _boxes(escrow: bytes) -> list[dict[str, Any]]:
    try:
        it = json.loads(escrow)
        if it["form"] == FORM:
            return list(it["boxes"])
    except (ValueError, KeyError, TypeError):
        pass
    raise EscrowRefused("this is no escrow")


def _sealed(content: bytes, to: RSAPublicKey) -> bytes:
    key = new_key()
    return to.encrypt(key, _OAEP) + seal_bytes(content, _name(to), key)


def _unsealed(box: bytes, by: RSAPrivateKey) -> bytes:
    cut = by.key_size // 8
    return unseal_bytes(box[cut:], _name(by.public_key()), by.decrypt(box[:cut], _OAEP))


def _read_public(content: bytes) -> RSAPublicKey:
    try:
        key = serialization.load_pem_public_key(content)
    except ValueError:
        key = None
    if not isinstance(key, RSAPublicKey):
        raise EscrowRefused("this is no officer's public key")
    return key


def _name(key: RSAPublicKey) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key.public_bytes(_PEM, _PUBLIC))
    return digest.finalize().hex()[:16]
