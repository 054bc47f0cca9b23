"""Which functions open seals, themselves or by what they call, and for what: read from the source, by names."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from deploy.documents import ROOT
from shared.purposes import OWN

Name = tuple[str, str]  # module, and what is defined in it
OPENERS = ("open", "find")
TABLES = ("shared.purposes", "shared.need.openings")  # where all are named, and nothing is opened


def routes(service: str) -> Mapping[str, Name]:
    """`GET /cases/{case}` -> the function that answers it; of a service and of what all have in common."""
    found: dict[str, Name] = {}
    for module in _modules():
        if module.startswith((f"services.{service}.", "shared.web.")):
            for function in ast.walk(_tree(module)):
                for method, path in _decorated(function):
                    found[f"{method.upper()} {path}"] = (module, function.name)  # type: ignore[attr-defined]
    return found


def opens(name: Name) -> bool:
    """Whether it opens something, or what it calls does. What it is handed by its caller is not followed."""
    return any(map(_opens_itself, _reached(name)))


def purposes(name: Name) -> set[str]:
    """Those of our own that it, and what it calls, names."""
    reached = (each for each in _reached(name) if each[0] not in TABLES)
    return {text for each in reached for text in _texts(each)} & OWN


def _reached(name: Name) -> set[Name]:
    seen, left = set[Name](), [name]
    while left:
        each = left.pop()
        if each not in seen:
            seen.add(each)
            left += _calls(each)
    return seen


@cache
def _texts(name: Name) -> frozenset[str]:
    body = _defined(name[0]).get(name[1])
    nodes = (node for node in ast.walk(body) if isinstance(node, ast.Constant)) if body else ()
    return frozenset(node.value for node in nodes if isinstance(node.value, str))


@cache
def _opens_itself(name: Name) -> bool:
    body = _defined(name[0]).get(name[1])
    return body is not None and any(_is_opener(node) for node in ast.walk(body))


@cache
def _calls(name: Name) -> tuple[Name, ...]:
    body = _defined(name[0]).get(name[1])
    found = (_resolved(name[0], used) for used in _used(body)) if body else ()
    return tuple(each for each in found if each)


def _is_opener(node: ast.AST) -> bool:
    """`….keyring.open`, `keyring.find`, called or handed on."""
    if not isinstance(node, ast.Attribute) or node.attr not in OPENERS:
        return False
    return getattr(node.value, "attr", getattr(node.value, "id", "")) in ("keyring", "_keyring")


def _decorated(function: ast.AST) -> Iterator[tuple[str, str]]:
    for each in getattr(function, "decorator_list", ()):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.args:
            path = each.args[0]
            if each.func.attr in ("get", "post") and isinstance(path, ast.Constant):
                yield each.func.attr, str(path.value)


def _used(body: ast.AST) -> set[str]:
    """Also of what is only named, as a dependency or what is made from it; `held.read` is `held.read`."""
    found = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    dotted = (
        node for node in ast.walk(body) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    )
    return found | {f"{node.value.id}.{node.attr}" for node in dotted}  # type: ignore[attr-defined]


def _resolved(module: str, used: str) -> Name | None:
    first, _, rest = used.partition(".")
    imported = _imported(module).get(first)
    if imported is None:
        return (module, first) if first in _defined(module) else None
    whole = ".".join(imported)
    if rest:
        return (whole, rest) if whole in _modules() else None
    return imported if imported[0] in _modules() else None


@cache
def _imported(module: str) -> Mapping[str, Name]:
    nodes = (node for node in ast.walk(_tree(module)) if isinstance(node, ast.ImportFrom) and node.module)
    return {each.asname or each.name: (node.module or "", each.name) for node in nodes for each in node.names}


@cache
def _defined(module: str) -> Mapping[str, ast.AST]:
    """Functions and classes, wherever they stand, and dependencies by their names, which are capitals."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [node for node in ast.walk(_tree(module)) if isinstance(node, kinds)]
    named = {each.id: node for each, node in _assigned(module) if each.id[:1].isupper()}
    return {**named, **{node.name: node for node in nodes}}


def _assigned(module: str) -> Iterator[tuple[ast.Name, ast.AST]]:
    for node in ast.walk(_tree(module)):
        for each in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(each, ast.Name):
                yield each, node


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_modules()[module].read_text())


@cache
def _modules() -> Mapping[str, Path]:
    found = {}
    for folder in ("services", "shared"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found
