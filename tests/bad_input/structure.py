"""Documents of another shape, and what Kafka brings beside a document."""

import json

from tests.bad_input.made import CANARY, DROP, BadInputCase, document, good, raw, refused, taken, wired, with_child
from tests.intake.examples import child

UNKNOWN = "a name that is not known"
STRUCTURE = [
    raw("null", "object", b"null"),
    raw("true", "object", b"true"),
    raw("a number", "object", b"7"),
    raw("a text", "object", b'"Kanarienvogel"'),
    raw("an empty array", "object", b"[]"),
    raw("a batch of events", "object", b"[" + document() + b"]"),
    raw("an empty object", "Field required", b"{}", "/specversion"),
    *(
        refused(f"without {name}", f"/{name}", "Field required", **{name: DROP})
        for name in ("id", "source", "subject")
    ),
    *(refused(f"without {name}", f"/{name}", "Field required", **{name: DROP}) for name in ("type", "time")),
    raw("without data", "Field required", wired({k: v for k, v in good("x").items() if k != "data"}), "/data"),
    *(
        refused(f"without {name}", f"/data/{name}", "Field required", data={name: DROP})
        for name in ("la_code", "harm", "agency_aware_at", "outline", "children")
    ),
    with_child("a child without a first name", "/first_name", "Field required", first_name=DROP, last_name=CANARY),
    raw("data is null", "object", wired({**good("x"), "data": None}), "/data"),
    raw("data is an array", "object", wired({**good("x"), "data": [CANARY]}), "/data"),
    raw("data is JSON in a text", "object", wired({**good("x"), "data": json.dumps(good("x")["data"])}), "/data"),
    refused("an unknown name in the envelope", "", UNKNOWN, **{f"{CANARY} Example": 1}),
    refused("an unknown name in data", "/data", UNKNOWN, data={f"{CANARY} Example": 1}),
    with_child("an unknown name in a child", "", UNKNOWN, **{CANARY: CANARY}),
    with_child("a name in small letters", "", UNKNOWN, planted=CANARY.lower(), **{CANARY.lower(): 1}),
    refused("a name of Object.prototype", "", UNKNOWN, __proto__={"is_admin": CANARY}),
    refused("CloudEvents' binary data", "", UNKNOWN, data_base64=CANARY),
    refused("children is null", "/data/children", "array", data={"children": None}),
    refused("children is an object", "/data/children", "array", data={"children": {"first_name": CANARY}}),
    refused("children is a text", "/data/children", "array", data={"children": CANARY}),
    refused("no child", "/data/children", "at least one child", children=[]),
    refused("a child is null", "/data/children/0", "object", children=[None]),
    refused("a child is a text", "/data/children/0", "object", children=[CANARY]),
    refused("fifty-one children", "/data/children", "at most 50", children=[child(first_name=CANARY)] * 51),
    refused("ten thousand children", "/data/children", "at most 50", children=[{"first_name": CANARY}] * 10_000),
    refused("another type", "/type", "incident-report.v1", type=f"com.example.{CANARY}"),
    refused(
        "another version", "/type", "incident-report.v1", type="cspr.partner.incident-report.v3", planted=".v3"
    ),
    refused(
        "our own event's type",
        "/type",
        "incident-report.v1",
        type="cspr.intake.notify-decided.v1",
        planted="decided",
    ),
    refused("CloudEvents of another version", "/specversion", "'1.0'", specversion=f"0.3 {CANARY}"),
    refused(
        "another content type inside", "/datacontenttype", "application/json", datacontenttype=f"text/{CANARY}"
    ),
    taken("null for what may be left out", data={"incident_on": None}, children=[child(nhs_number=None)]),
    BadInputCase("no key", document("no key"), only="kafka"),
    BadInputCase("an empty key", document("an empty key"), only="kafka", key=b""),
    BadInputCase("the subject as the key", document("the subject as the key"), only="kafka", key=b"PGH-2026-17"),
    raw("another key", "key is not", document("another key"), "/subject", only="kafka", key=CANARY.encode()),
    raw("a key that is no UTF-8", "key is not", document("x"), "/subject", only="kafka", key=b"\xff\xfe\x00"),
    BadInputCase(
        "headers of rubbish", document("headers of rubbish"), only="kafka", headers=(("\u202e", b"\xff\x00"),)
    ),
    BadInputCase("a header of 8 KB", document("a header of 8 KB"), only="kafka", headers=(("x", b"x" * 8192),)),
]
