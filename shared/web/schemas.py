"""JSON Schemas that stand inside another document, where a `#/$defs/…` would lead nowhere."""

from typing import Any


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Each definition put in where it is used."""
    defs = schema.get("$defs", {})

    def walk(node: Any) -> Any:
        match node:
            case {"$ref": str(ref), **beside}:
                return walk(defs[ref.rsplit("/", 1)[1]]) | walk(beside)
            case dict():
                return {name: walk(value) for name, value in node.items() if name != "$defs"}
            case list():
                return [walk(item) for item in node]
        return node

    found: dict[str, Any] = walk(schema)
    return found
