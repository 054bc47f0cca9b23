"""The trees of the logs, and the roots that each had at the sizes somebody asks about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from deploy.witness.checkpoint import Checkpoint, Head
from deploy.witness.merkle import Tree


def name_of(topic: str, partition: int) -> str:
    return f"{topic}/{partition}"


class Trees:
    """A tree for each partition. It remembers its root at each size in `asked`, as it grows past it."""

    def __init__(self, asked: Mapping[str, Iterable[int]]) -> None:
        self._asked = {name: frozenset(sizes) for name, sizes in asked.items()}
        self._trees: dict[str, Tree] = defaultdict(Tree)
        self.roots: dict[tuple[str, int], str] = {}
        for name in self._asked:
            self._remember(name)

    def ask(self, heads: Mapping[str, Head]) -> None:
        """From now on about these alone: what was asked before has been answered."""
        self._asked = {name: frozenset([head.size]) for name, head in heads.items()}
        self.roots = {(name, head.size): head.root for name, head in heads.items()}

    def append(self, name: str, entry: bytes) -> None:
        self._trees[name].append(entry)
        self._remember(name)

    def heads(self) -> dict[str, Head]:
        return {name: Head(size=tree.size, root=tree.root().hex()) for name, tree in sorted(self._trees.items())}

    def size(self, name: str) -> int:
        return self._trees[name].size

    def _remember(self, name: str) -> None:
        tree = self._trees[name]
        if tree.size in self._asked.get(name, ()):
            self.roots[name, tree.size] = tree.root().hex()


def sizes_in(checkpoints: Iterable[Checkpoint]) -> dict[str, set[int]]:
    """Of each tree, the sizes at which it was witnessed."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for checkpoint in checkpoints:
        for name, head in checkpoint.trees.items():
            sizes[name].add(head.size)
    return sizes


def departures(trees: Trees, checkpoints: Iterable[Checkpoint]) -> list[str]:
    """A sentence for each tree that is not what was witnessed: from which entry on, and seen by which checkpoint.

    The checkpoints in order of number. Of each tree only the first departure is told: all later ones follow.
    """
    found: dict[str, str] = {}
    good: dict[str, int] = defaultdict(int)
    for checkpoint in checkpoints:
        witnessed = f"checkpoint {checkpoint.number} of {checkpoint.at:%Y-%m-%d %H:%M:%S} UTC"
        for name, head in checkpoint.trees.items():
            if name in found:
                continue
            if trees.size(name) < head.size:
                found[name] = f"{name}: has {trees.size(name)} entries, and had {head.size} at {witnessed}"
            elif trees.roots[name, head.size] != head.root:
                found[name] = f"{name}: entries {good[name] + 1} to {head.size} are not those of {witnessed}"
            else:
                good[name] = head.size
    return list(found.values())
