"""The wrapping key in a token that never gives it away: an HSM, or what speaks PKCS#11 like one.

A key pair: whoever has the public half wraps, and that needs no token; only the token unwraps. So with the token
away a new case is still opened and sealed, and what is sealed already waits. A wrapped key is: two letters, which
pair it is, a passing key under RSA-OAEP, and under that, by AES-256-GCM and bound to its id, the case's key.

OAEP is with SHA-1, the only hash of it that every token has; its safety does not rest on collisions.
"""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pkcs11
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from pkcs11.types import DecryptMixin

from shared.sealing import new_key, unwrap, wrap
from shared.wrapping import HASHING, KeyServiceAway, WrappingKeys, seen

log = structlog.get_logger()
PUBLIC = "wrapping.pub"  # beside hashing.key: PEM, the newest first
LABEL = "cspr-wrapping"
BITS = 3072
_MARK, _WHICH_BYTES = b"T1", 8
# SHA-1 is what tokens offer here; OAEP asks nothing of it that it has lost.
_OAEP = OAEP(MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303
_OF_TOKEN = (pkcs11.Mechanism.SHA_1, pkcs11.MGF.SHA1, None)
# What a token says of bytes that it cannot make sense of; everything else is that it cannot work just now.
_NOT_OURS = (pkcs11.EncryptedDataInvalid, pkcs11.EncryptedDataLenRange, pkcs11.DataInvalid, pkcs11.DataLenRange)
# Said, and not left to what a token does by itself.
_STAYS = {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}
# A token counts these, and after a few locks whoever signs in out, until its keeper comes.
_WRONG_PIN = (
    *(pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid),
    *(pkcs11.PinLocked, pkcs11.PinExpired),
)


class Token:
    """One token, by the library that speaks to it. A session is kept; after an error all begins anew.

    A PIN that was refused is not tried again before its file has changed.
    """

    def __init__(self, module: Path, label: str, pin_file: Path) -> None:
        self._module, self._label, self._pin_file = module, label, pin_file
        self._session: pkcs11.Session | None = None
        self._failed = False
        self._refused: object = None  # the PIN file as it was when the token would not have it
        self._turn = threading.Lock()  # a session does one thing at a time

    def decrypt(self, which: bytes, content: bytes) -> bytes:
        """Raises KeyServiceAway; InvalidTag where the key was destroyed, or it opens nothing."""
        found = self._decrypted(which, content)
        if found is None:  # so a token that was taken away looks to whoever has a session: ask it anew
            self._forget()
            found = self._decrypted(which, content)
        if found is None:
            raise InvalidTag
        return found

    def _decrypted(self, which: bytes, content: bytes) -> bytes | None:
        """None where it has no such key."""
        with self._at_work() as session:
            try:
                kind = pkcs11.ObjectClass.PRIVATE_KEY
                key = cast(DecryptMixin, session.get_key(object_class=kind, label=LABEL, id=which))
                mechanism = pkcs11.Mechanism.RSA_PKCS_OAEP
                return cast(bytes, key.decrypt(content, mechanism=mechanism, mechanism_param=_OF_TOKEN))
            except pkcs11.NoSuchKey:
                return None
            except _NOT_OURS:
                raise InvalidTag from None

    def make(self) -> RSAPublicKey:
        """A new pair; its private half is made in there and cannot be read. Raises KeyServiceAway."""
        with self._at_work() as session:
            named = {"label": LABEL, "id": os.urandom(_WHICH_BYTES), "store": True}
            public, private = session.generate_keypair(pkcs11.KeyType.RSA, BITS, private_template=_STAYS, **named)
            made = _read_public(public)
            for half in (public, private):
                half[pkcs11.Attribute.ID] = which_of(made)
            return made

    def destroy(self, which: bytes) -> None:
        """Both halves. Raises KeyServiceAway."""
        with self._at_work() as session:
            for each in list(session.get_objects({pkcs11.Attribute.LABEL: LABEL, pkcs11.Attribute.ID: which})):
                each.destroy()

    @contextmanager
    def _at_work(self) -> Iterator[pkcs11.Session]:
        with self._turn:
            try:
                self._session = self._session or self._opened()
                yield self._session
            except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
                self._forget()
                raise KeyServiceAway(type(error).__name__) from None

    def _forget(self) -> None:
        self._session, self._failed = None, True

    def _opened(self) -> pkcs11.Session:
        pin_file = seen(self._pin_file)
        if self._refused == pin_file:
            raise KeyServiceAway("PinRefused")
        library = pkcs11.lib(str(self._module))
        if self._failed:
            library.reinitialize()  # it remembers of a token that was away nothing but that
        token = library.get_token(token_label=self._label)
        try:
            session = token.open(rw=True, user_pin=self._pin_file.read_text().strip())
        except pkcs11.UserAlreadyLoggedIn:  # a process signs in once, whoever in it did
            session = token.open(rw=True)
        except _WRONG_PIN as error:
            self._refused = pin_file
            log.error("token.pin_refused", error_type=type(error).__name__)
            raise
        self._failed, self._refused = False, None
        return session


class TokenKeys:
    """The port of `shared/wrapping.py`. What a key file wrapped before it opens too, while that file is there."""

    def __init__(self, token: Token, file: Path) -> None:
        """`file`: the wrapping key's; `wrapping.pub` and `hashing.key` stand beside it."""
        self.token, self._file = token, file
        self._seen: object = None
        self._public: list[RSAPublicKey] = []
        self._look_again()
        own = file.with_name(HASHING)
        self.hashing_key = own.read_bytes() if own.exists() else WrappingKeys(file).hashing_key

    def wrap(self, key: bytes, key_id: str) -> bytes:
        self._look_again()
        if not self._public:
            return WrappingKeys(self._file).wrap(key, key_id)  # the first rotation is still to come
        newest, passing = self._public[0], new_key()
        return _MARK + which_of(newest) + newest.encrypt(passing, _OAEP) + wrap(key, key_id, passing)

    def unwrap(self, wrapped: bytes, key_id: str) -> bytes:
        which = self._which(wrapped)
        if which is None:
            return self._before().unwrap(wrapped, key_id)
        start = len(_MARK) + _WHICH_BYTES
        end = start + BITS // 8
        return unwrap(wrapped[end:], key_id, self.token.decrypt(which, wrapped[start:end]))

    def recognises(self, wrapped: bytes, key_id: str) -> bool:
        """Without the token: by which pair it says it is."""
        which = self._which(wrapped)
        if which is None:
            return self._file.exists() and self._before().recognises(wrapped, key_id)
        if which not in map(which_of, self._public):
            self._look_again()
        return which in map(which_of, self._public)

    def beginnings(self) -> list[bytes]:
        """Which pair it is; a key file's own tell nothing."""
        self._look_again()
        return [] if self._file.exists() else [_MARK + which_of(each) for each in self._public]

    def is_newest(self, wrapped: bytes, key_id: str) -> bool:
        self.unwrap(wrapped, key_id)
        self._look_again()
        return bool(self._public) and self._which(wrapped) == which_of(self._public[0])

    def _which(self, wrapped: bytes) -> bytes | None:
        """Of which pair it says it is; None: of a key file."""
        is_ours = wrapped.startswith(_MARK) and len(wrapped) > BITS // 8
        return wrapped[len(_MARK) : len(_MARK) + _WHICH_BYTES] if is_ours else None

    def _before(self) -> WrappingKeys:
        if not self._file.exists():
            raise InvalidTag
        return WrappingKeys(self._file)

    def _look_again(self) -> None:
        file = self._file.with_name(PUBLIC)
        if not file.exists():
            return
        if (found := seen(file)) != self._seen:
            self._public, self._seen = read_public(file.read_bytes()), found


def which_of(key: RSAPublicKey) -> bytes:
    """What a pair is called, in the token and in what it wrapped."""
    kind, form = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.Encoding.DER
    return hashlib.sha256(key.public_bytes(form, kind)).digest()[:_WHICH_BYTES]


def read_public(content: bytes) -> list[RSAPublicKey]:
    """Raises ValueError where one of them is no RSA key."""
    ends = b"-----END PUBLIC KEY-----\n"
    found = [serialization.load_pem_public_key(each + ends) for each in content.split(ends) if each.strip()]
    if not all(isinstance(each, RSAPublicKey) for each in found):
        raise ValueError("wrapping.pub must hold RSA keys")
    return [each for each in found if isinstance(each, RSAPublicKey)]


def written(keys: list[RSAPublicKey]) -> bytes:
    kind, form = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.Encoding.PEM
    return b"".join(key.public_bytes(form, kind) for key in keys)


def _read_public(key: pkcs11.PublicKey) -> RSAPublicKey:
    exponent, modulus = key[pkcs11.Attribute.PUBLIC_EXPONENT], key[pkcs11.Attribute.MODULUS]
    return RSAPublicNumbers(int.from_bytes(exponent, "big"), int.from_bytes(modulus, "big")).public_key()
