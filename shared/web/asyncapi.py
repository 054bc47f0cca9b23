"""The AsyncAPI 3 document of a service: what it says, what it hears, one message per event type."""

from collections.abc import Mapping
from typing import Any

from shared.events.base import Vocabulary
from shared.web.schemas import inlined


def asyncapi(says: Vocabulary, hears: Mapping[str, Vocabulary], version: str, doc: str) -> dict[str, Any]:
    channels = {f"{v.source}.events": _channel(v) for v in (says, *hears.values()) if v.published}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"{says.source} events", "version": version, "description": doc.strip()},
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": {
            **({"say": _operation("send", says)} if says.published else {}),
            **{f"hear-{v.source}": _operation("receive", v) for v in hears.values()},
        },
    }


def _channel(vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "address": f"{vocabulary.source}.events",
        "messages": {
            type_: {
                "name": type_,
                "summary": (class_.__doc__ or "").strip().splitlines()[0],
                "payload": {
                    "type": "object",
                    "required": ["specversion", "id", "source", "type", "subject", "data"],
                    "properties": {
                        "type": {"const": type_},
                        "subject": {
                            "type": "string",
                            "description": "the stream: a case, feedback/<agency> or quarantine/<id>",
                        },
                        "data": inlined(class_.model_json_schema()),
                    },
                },
            }
            for type_, class_ in vocabulary.classes.items()
        },
    }


def _operation(action: str, vocabulary: Vocabulary) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{vocabulary.source}.events"}}
