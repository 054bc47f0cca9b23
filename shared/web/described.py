"""What a service's OpenAPI document says of tokens: which routes need one, whose, and what is answered without.

The document says it in every installation, so that there is one; where actors are declared, no token is asked for.
"""

from typing import Any

from fastapi import FastAPI

from shared.web.problems import documented
from shared.web.rules import Rules

SCHEME = "token"
_SCHEMES = {
    SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "For this service, at most five minutes old. An agency's is from intake's POST /token. The"
        " token says who asks: the header Actor may be left out then, and must not differ.",
    }
}
_METHODS = {"get", "post", "put", "patch", "delete", "head"}


def describe_tokens(app: FastAPI, rules: Rules) -> None:
    """Adds to the document, once for every route."""
    made = app.openapi
    answers = {str(status): told for status, told in documented(401, 403, 429).items()}

    def openapi() -> dict[str, Any]:
        document = made()
        document.setdefault("components", {}).setdefault("securitySchemes", _SCHEMES)
        for path, item in document.get("paths", {}).items():
            for method in _METHODS & item.keys():
                _describe(item[method], sorted(rules.of(method.upper(), path)), answers)
                if does := rules.action(method.upper(), path):
                    item[method]["x-does"] = does
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(operation: dict[str, Any], askers: list[str], answers: dict[str, Any]) -> None:
    operation["x-asked-by"] = askers
    if not {"person", "agency", "service"} & set(askers):
        return
    operation["security"] = [{SCHEME: []}, {}]  # the second: where actors are declared
    for status, told in answers.items():
        operation["responses"].setdefault(status, told)
