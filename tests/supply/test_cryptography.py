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
    "asymmetric.ec",
    "asymmetric.ed25519.Ed25519PrivateKey",
    "asymmetric.ed25519.Ed25519PublicKey",
    "serialization",
    # of a token's pair, and of the officers' who hold the escrow
    "asymmetric.padding.MGF1",
    "asymmetric.padding.OAEP",
    "asymmetric.rsa.RSAPrivateKey",
    "asymmetric.rsa.RSAPublicKey",
    "asymmetric.rsa.RSAPublicNumbers",
    "asymmetric.rsa.generate_private_key",
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
        if isinstance(node, ast.Attribute | ast.Import | ast.ImportFrom | ast.Call)
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
    assert used("hashes") == {"SHA256", "SHA1", "Hash"}
    sha1 = {place for place, node in nodes() if isinstance(node, ast.Attribute) and node.attr == "SHA1"}
    assert sha1 == {"shared/token_keys.py"}, "what tokens offer; OAEP asks nothing of it that it has lost"
    assert used("hmac") == {"digest", "new", "compare_digest"}
    assert imported("hashlib") == {"sha256"} and imported("hmac") == set(), "else as module.name, which is seen"
    text = "\n".join(file.read_text() for file in FILES)
    assert set(re.findall(r"""["'](md5|sha1|sha\d{3}|blake\w+)["']""", text)) == WORDS


def test_ciphers_are_aes_gcm_alone() -> None:
    found = {each for each in imported(PREFIX) if not each.startswith("serialization.")}
    assert found == PRIMITIVES
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
    listed = "AES-256-GCM", "SHA-256", "HMAC-SHA-256", "HKDF", "RSA-OAEP", "Ed25519", "ECDSA P-256", "SCRAM-SHA-512"
    for name in listed:
        assert name in DOCUMENT, name
    for library in ("cryptography", "joserfc", "authlib"):
        assert f"`{library}`" in DOCUMENT, library
