"""Whether the notes themselves are whole: each signed, none missing, none of them in place of another."""

from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deploy.witness.checkpoint import Checkpoint, NotSigned, digest, opened


def read(notes: Iterable[tuple[int, bytes]], key: Ed25519PublicKey) -> tuple[list[Checkpoint], list[str]]:
    """The checkpoints that are signed, in order, and a sentence for each thing that is wrong with the chain."""
    checkpoints: list[Checkpoint] = []
    problems = []
    before, expected = "", 1
    for number, note in notes:
        if number != expected:
            problems.append(f"note {expected}: is missing")
            before = ""
        try:
            checkpoint = opened(note, key)
        except NotSigned:
            problems.append(f"note {number}: is not signed by this key")
        else:
            problems += _wrong(checkpoint, number, before, checkpoints[-1:], follows=number == expected)
            checkpoints.append(checkpoint)
        before, expected = digest(note), number + 1
    return checkpoints, problems


def _wrong(
    checkpoint: Checkpoint, number: int, before: str, last: list[Checkpoint], follows: bool
) -> Iterable[str]:
    if checkpoint.number != number:
        yield f"note {number}: holds checkpoint {checkpoint.number}"
    if follows and checkpoint.before != before:
        yield f"note {number}: does not follow from the note before it"
    for earlier in last:
        if checkpoint.at < earlier.at:
            yield f"note {number}: is dated before note {earlier.number}"
        shrunk = [n for n, head in earlier.trees.items() if _size(checkpoint, n) < head.size]
        yield from (f"note {number}: {name} has fewer entries than in note {earlier.number}" for name in shrunk)


def _size(checkpoint: Checkpoint, name: str) -> int:
    return checkpoint.trees[name].size if name in checkpoint.trees else 0
