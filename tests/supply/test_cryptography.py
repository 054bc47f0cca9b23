"""Which cryptography there is, as docs/cryptography.md lists it: nothing weak, of our own or unlisted."""

import ast
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2]
DOCUMENT = (PROJECT / "docs" / "cryptography.md").read_text()
FILES = sorted(file for place in ("services", "shared", "deploy") for file in (PROJECT / place).rglob("*.py"))
HASHES = {
    "sha256",
    "file_digest",
    "pbkdf2_hmac",
}  # of hashlib; what the last two hash with is a word, looked at below
WORDS = {"sha256", "sha512"}
PRIMITIVES = {
    "ciphers.aead.AESGCM",
    "hashes",
    "kdf.hkdf.HKDF",
    "kdf.scrypt.Scrypt",
    "asymmetric.ec",
    "asymmetric.ed25519.Ed25519PrivateKey",
    "asymmetric.ed25519.Ed25519PublicKey",
}
# A key under a key of two halves: of a token (shared/token_keys.py), of the escrow's officers (deploy/escrow.py).
UNDER_RSA = {
    "asymmetric.padding.OAEP",
    "asymmetric.padding.MGF1",
    "asymmetric.rsa.generate_private_key",
    "asymmetric.rsa.RSAPublicNumbers",
    "asymmetric.rsa.RSAPublicKey",
    "asymmetric.rsa.RSAPrivateKey",
}
PREFIX = "cryptography.hazmat.primitives"


@cache  # a thousand files, and read once
def nodes() -> Sequence[tuple[str, ast.AST]]:
    """Of what is looked at below alone: the rest of a file is left aside."""
    assert len(FILES) > 400
    return [
        (str(file.relative_to(PROJECT)), node)
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute | ast.Import | ast.ImportFrom | ast.Call | ast.Assign)
    ]


def used(module: str) -> set[str]:
    """Names of a module that are used as `module.name`."""
    return {
        node.attr
        for _, node in nodes()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == module
    }


def imported(prefix: str) -> set[str]:
    return {
        f"{node.module}.{each.name}".removeprefix(f"{prefix}.")
        for _, node in nodes()
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(prefix)
        for each in node.names
    }


def test_hashes_are_sha_256_or_longer() -> None:
    assert used("hashlib") == HASHES
    assert used("hashes") == {"SHA256", "Hash", "SHA1"}
    assert {file for file, node in nodes() if isinstance(node, ast.Attribute) and node.attr == "SHA1"} == {
        "shared/token_keys.py"
    }, "inside OAEP alone, for tokens know no other there"
    assert used("hmac") == {"digest", "new", "compare_digest"}
    assert imported("hashlib") == {"sha256"} and imported("hmac") == set(), "else as module.name, which is seen"
    text = "\n".join(file.read_text() for file in FILES)
    assert set(re.findall(r"""["'](md5|sha1|sha\d{3}|blake\w+)["']""", text)) == WORDS


def test_ciphers_are_aes_gcm_and_rsa_oaep_alone() -> None:
    found = {each for each in imported(PREFIX) if not each.startswith("serialization")}
    assert found == PRIMITIVES | UNDER_RSA
    sizes = {
        (file, node.value.value)
        for file, node in nodes()
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "BITS" for t in node.targets)
        and isinstance(node.value, ast.Constant)
    }
    assert sizes == {("shared/token_keys.py", 3072), ("deploy/escrow.py", 3072)}
    others = {
        name for name in imported("cryptography") if not name.startswith(("hazmat.primitives", "exceptions"))
    }
    assert {each.split(".")[0] for each in others} == {"x509"}, "the authority of an installation"


def test_curves_are_p_256_and_ed25519() -> None:
    assert used("ec") == {"generate_private_key", "SECP256R1", "EllipticCurvePrivateKey", "EllipticCurvePublicKey"}


def test_what_nobody_may_guess_is_chosen_by_the_system() -> None:
    """The module `random` can be foreseen: a bench has it, and nothing that keeps a secret."""
    random = {
        file
        for file, node in nodes()
        if (isinstance(node, ast.Import) and any(each.name == "random" for each in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "random")
    }
    assert random == {"deploy/bench/drafts.py"}
    sizes = {
        (file, argument.value)
        for file, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "secrets"
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }
    assert sizes and all(isinstance(size, int) and size >= 16 for _, size in sizes), sizes


def test_the_inventory_names_every_library_and_primitive() -> None:
    for name in (
        "AES-256-GCM",
        "RSA-OAEP",
        "SHA-256",
        "HMAC-SHA-256",
        "HKDF",
        "Ed25519",
        "ECDSA P-256",
        "SCRAM-SHA-512",
    ):
        assert name in DOCUMENT, name
    for library in ("cryptography", "joserfc", "authlib"):
        assert f"`{library}`" in DOCUMENT, library
