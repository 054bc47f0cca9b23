"""Forms made from a command's schema, and what is typed into them made into a document. No server."""

import json
from uuid import UUID

import pytest

from services.console.work.actions import Action, actions
from services.console.work.answers import answers
from services.console.work.forms import Form
from services.console.work.labels import label, quoted, sentence
from services.console.work.own_ids import with_own_ids
from services.console.work.schema import NotAForm, field, fields
from shared.topics import SERVICES_THAT_SAY
from tests.console.owner import API

TEXT = {"type": "string", "maxLength": 100_000}
INSTANT = {"type": "string", "format": "date-time"}
ROW = {"type": "object", "properties": {"owner": {"type": "string"}, "text": TEXT}}
VIEWS = {"type": "object", "patternProperties": {"^.*$": {"enum": ["notify", "no view"], "type": "string"}}}


def form_of(properties: dict, required: list[str] | None = None, **typed: str) -> Form:
    schema = {"type": "object", "properties": properties, "required": required or []}
    action = Action("intake", "Do", "/cases/{case}/do", "Do", "", ("case",), fields(schema))
    return Form(action, {"case": "c"}, typed)


def document(properties: dict, required: list[str] | None = None, **typed: str):
    form = form_of(properties, required, **typed)
    found = answers(form.action.fields, form.typed)
    return found.document, found.missing


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DecideNotToNotify", "Decide not to notify"),
        ("la_code", "LA code"),
        ("send-advance-copy", "Send advance copy"),
    ],
)
def test_names_become_words(name, words):
    assert sentence(name) == words


def test_the_codes_names_are_words_in_what_is_said_of_a_form():
    assert quoted("Answer with `answer-briefing`; `on` holds.") == "Answer with “answer briefing”; “on” holds."


def test_what_is_answered_by_yes_or_no_is_explained_so():
    asked = {"type": "boolean", "description": "true: only say what would be answered; false: in earnest"}
    assert field("check", asked, False, "Check").hint == "Yes: only say what would be answered; No: in earnest"
    assert field("x", {"type": "string", "description": "as true as it is"}, False, "X").hint == "as true as it is"


def test_a_date_and_an_instant_are_asked_for_as_such():
    assert label("decided_on") == "Decided on which day"
    assert label("incident_aware_at") == "Incident aware at what time"


@pytest.mark.parametrize(
    ("schema", "typed", "value"),
    [
        ({"type": "string"}, {"x": " Rowan "}, "Rowan"),
        (TEXT, {"x": "one\r\ntwo"}, "one\ntwo"),
        ({"type": "string"}, {"x": "'; DROP TABLE <b>"}, "'; DROP TABLE <b>"),
        ({"type": "integer"}, {"x": "7"}, 7),
        ({"type": "integer"}, {"x": "seven"}, "seven"),  # for the owner to refuse, with its rule
        ({"type": "boolean"}, {"x": "no"}, False),
        ({"type": "string", "enum": ["A", "B"]}, {"x": "B"}, "B"),
        ({"type": "string", "format": "date"}, {"x": "2026-02-28"}, "2026-02-28"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"x": "y"}, "y"),
        # London's wall clock: an hour ahead in June, none in January
        (INSTANT, {"x.day": "2026-06-30", "x.time": "09:05"}, "2026-06-30T09:05:00+01:00"),
        (INSTANT, {"x.day": "2026-01-30", "x.time": "09:05"}, "2026-01-30T09:05:00+00:00"),
        (INSTANT, {"x.day": "2026-01-30", "x.time": ""}, "2026-01-30T"),
        ({"type": "array", "items": {"type": "string"}}, {"x.rows": "3", "x.0": "a", "x.2": "c"}, ["a", "c"]),
        (VIEWS, {"x.0.key": "police", "x.0.value": "notify", "x.1.value": "notify"}, {"police": "notify"}),
        (
            {"type": "array", "items": ROW},
            {"x.rows": "2", "x.0.owner": "o", "x.0.text": "t", "x.1.owner": ""},
            [{"owner": "o", "text": "t"}],
        ),
        (
            {"type": "array", "items": {"prefixItems": [{"type": "string"}, TEXT], "type": "array"}},
            {"x.rows": "1", "x.0.0": "Heading", "x.0.1": "Text"},
            [["Heading", "Text"]],
        ),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_what_the_owner_expects(schema, typed, value):
    assert document({"x": schema}, **typed) == ({"x": value}, ())


def test_what_is_left_empty_is_left_out():
    assert document({"x": {"type": "string"}, "y": VIEWS}, x="  ") == ({}, ())


def test_what_must_be_said_is_asked_for_by_name():
    said = document({"reasons": TEXT, "harm": {"enum": ["death"]}}, ["reasons", "harm"])
    assert said == ({}, (("reasons", "Enter: reasons"), ("harm", "Choose: harm")))


def test_a_part_that_must_be_said_is_asked_for_only_in_a_row_that_was_begun():
    item = {"type": "object", "properties": {"owner": TEXT, "text": TEXT}, "required": ["owner", "text"]}
    _, missing = document({"x": {"type": "array", "items": item}}, **{"x.rows": "2", "x.0.owner": "o"})
    assert missing == (("x.0.text", "Enter: text"),)


def test_a_row_that_stands_at_its_defaults_was_not_filled_in():
    item = {
        "type": "object",
        "properties": {
            "name": TEXT,
            "alleged": {"type": "boolean", "default": False},
            "order": {"type": "integer", "default": 0},
        },
        "required": ["name"],
    }
    first = {"x.0.name": "n", "x.0.alleged": "no", "x.0.order": "0"}
    typed = {"x.rows": "2", **first, "x.1.name": "", "x.1.alleged": "no", "x.1.order": "0"}
    found = document({"x": {"type": "array", "items": item}}, **typed)
    assert found == ({"x": [{"name": "n", "alleged": False, "order": 0}]}, ())


def test_another_row_keeps_what_was_typed():
    form = form_of({"x": {"type": "array", "items": {"type": "string"}}}, **{"x.rows": "1", "x.0": "a"})
    again = form.with_another_row("x")
    assert (again.value("x.rows"), again.value("x.0")) == ("2", "a")


@pytest.mark.parametrize(
    ("said", "shown"), [("x", 1), ("-1", 1), ("", 1), ("1e9", 1), ("9" * 18, 50), ("9" * 40, 1)]
)
def test_a_number_of_rows_that_nobody_can_mean_is_no_error_of_ours(said: str, shown: int):
    form = form_of({"x": {"type": "array", "items": {"type": "string"}}}, **{"x.rows": said, "x.0": "a"})
    assert len(form.rows(form.action.fields[0])) == shown
    assert form.with_another_row("x").value("x.rows") == str(min(shown + 1, 50))


def test_an_error_of_what_has_no_field_of_its_own_leads_to_the_nearest():
    form = form_of({"views": VIEWS, "x": TEXT})
    form = Form(form.action, form.parameters, {}, errors=(("views.police", "no"), ("", "whole"), ("y", "unknown")))
    assert form.summary() == [("views", "no"), ("", "whole"), ("", "unknown")]


def test_the_parts_of_a_row_are_called_what_their_owner_calls_them_and_a_short_list_stands_whole():
    (briefing,) = (each for each in _action("publisher", "SaveDraft").fields if each.name == "briefing")
    assert [part.label for part in briefing.inside[0].inside] == ["Heading", "What it says, in Markdown"]
    assert len(Form(_action("publisher", "SaveDraft"), {}, {}).rows(briefing)) == 6
    assert len(Form(_action("publisher", "SaveDraft"), {}, {"briefing.rows": "2"}).rows(briefing)) == 2


OWN = [("NamePersonToTell", "person"), ("RecordCopyComments", "comment"), ("AddIdentifiers", "addition")]


@pytest.mark.parametrize(("command", "id_"), OWN)
def test_no_person_makes_up_an_id(command, id_):
    action = _action("publisher", command)
    assert [field.name for field in action.fields if field.ours] == [id_]
    assert id_ not in " ".join(label for label, _ in Form(action, {}, {id_: "0d7f"}).answered({})).lower()
    assert answers(action.fields, {id_: "0d7f"}).document[id_] == "0d7f"
    told = next(each for each in _action("publisher", "RecordPersonTold").fields if each.name == "person")
    assert not told.ours  # that one was named before


@pytest.mark.parametrize(("command", "id_"), OWN)
@pytest.mark.parametrize("kept", [None, "", "  ", "mother"], ids=["absent", "empty", "blank", "typed"])
def test_a_draft_from_when_ids_were_typed_gets_one_that_is_made_up(command, id_, kept):
    action = _action("publisher", command)
    typed = with_own_ids(action, {"reasons": "r"} if kept is None else {"reasons": "r", id_: kept})
    assert UUID(typed[id_])
    assert typed["reasons"] == "r"
    assert with_own_ids(action, typed) == typed  # once made up it stays: what is sent again is the same
    assert with_own_ids(action, {})[id_] != typed[id_]


def test_an_error_of_what_nobody_sees_leads_nowhere():
    action = _action("publisher", "NamePersonToTell")
    form = Form(action, {}, {}, errors=(("person", "Named before."), ("name", "Too long.")))
    assert form.summary() == [("", "Named before."), ("name", "Too long.")]


def test_what_no_field_can_be_made_of_is_no_form():
    with pytest.raises(NotAForm):
        fields({"properties": {"x": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}})


@pytest.mark.parametrize("service", SERVICES_THAT_SAY)
def test_every_command_on_a_case_has_a_form(service):
    api = json.loads((API / f"{service}.openapi.json").read_text())
    commands = {
        operation["post"]["operationId"]
        for path, operation in api["paths"].items()
        if path.startswith("/cases/{case}/")
        and "application/json" in operation.get("post", {}).get("requestBody", {}).get("content", {})
    }
    found = {action.id: action for action in actions(service, api)}
    assert commands
    assert commands <= found.keys()
    assert all(action.title and action.summary for action in found.values())


def test_what_asks_for_nothing_but_a_name_and_a_key_has_a_form_without_fields():
    api = json.loads((API / "intake.openapi.json").read_text())
    found = {action.path: action for action in actions("intake", api)}
    assert found["/partners/{agency}/mark-conformant"].fields == ()
    assert "/receipts" not in {action.path for action in actions("notifier", _api("notifier"))}  # a machine's


@pytest.mark.parametrize("service", SERVICES_THAT_SAY)
def test_every_file_that_a_service_takes_from_a_person_can_be_uploaded(service):
    api = _api(service)
    files = {
        path
        for path, methods in api["paths"].items()
        if (body := methods.get("post", {}).get("requestBody", {}).get("content"))
        and "application/json" not in body
        and "application/x-www-form-urlencoded" not in body  # a program's way to a token: no file
    }
    uploads = {action.path: action for action in actions(service, api) if action.media}
    assert files == uploads.keys()
    for action in uploads.values():
        assert action.fields[0].kind == "file" and action.fields[0].hint.endswith("at most 10 MB")


def _action(service, id_) -> Action:
    return next(each for each in actions(service, _api(service)) if each.id == id_)


def _api(service):
    return json.loads((API / f"{service}.openapi.json").read_text())


def test_the_form_for_letting_somebody_in_asks_for_a_mail_address_and_says_what_for():
    document = json.loads((API / "intake.openapi.json").read_bytes())
    (grant,) = [action for action in actions("intake", document) if action.id == "GrantAccess"]
    (address,) = [each for each in grant.fields if each.name == "mail_address"]
    assert (address.label, address.kind, address.required) == ("Mail address", "line", False)
    assert address.hint.startswith("Where they are told by mail that they were let in")
    typed = {"person": "person:guest", "purpose": "scrutiny", "until_on": "2026-12-01", "mail_address": ""}
    assert "mail_address" not in answers(grant.fields, typed).document
