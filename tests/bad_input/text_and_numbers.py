"""Texts and numbers that are refused."""

from tests.bad_input.made import CANARY, ONE_LINE, BadInputCase, document, raw, refused, with_child

CONTROL = "control characters"
BLANK = "must not be blank"
TEXT = [
    with_child("NUL in a name", "/first_name", CONTROL, first_name=f"{CANARY}\x00"),
    with_child("a bell in a name", "/first_name", CONTROL, first_name=f"{CANARY}\x07"),
    with_child("an escape in a name", "/last_name", CONTROL, last_name=f"\x1b[31m{CANARY}"),
    with_child("DEL in an address", "/address", CONTROL, address=f"{CANARY}\x7f"),
    refused("NUL in an outline", "/data/outline", CONTROL, data={"outline": f"{CANARY}\x00"}),
    refused("a carriage return in an outline", "/data/outline", CONTROL, data={"outline": f"{CANARY}\r\n"}),
    refused("a form feed in an outline", "/data/outline", CONTROL, data={"outline": f"{CANARY}\f"}),
    with_child("two lines in a name", "/first_name", ONE_LINE, first_name=f"{CANARY}\nBcc: a@b.example"),
    refused(
        "a mail header",
        "/data/reporter_contact",
        ONE_LINE,
        data={"reporter_contact": f"a@b.example\r\nBcc: {CANARY}"},
    ),
    refused("two lines in a place", "/data/place", ONE_LINE, data={"place": f"{CANARY}\n"}),
    with_child("no name", "/first_name", "at least 1 character", first_name="", last_name=CANARY),
    with_child("a name too long", "/first_name", "at most 200", first_name=CANARY * 20),
    with_child("an address too long", "/address", "at most 500", address=CANARY * 50),
    refused("an outline too long", "/data/outline", "at most 100000", data={"outline": CANARY * 10_000}),
    refused("an empty outline", "/data/outline", BLANK, data={"outline": ""}),
    refused("a blank outline", "/data/outline", BLANK, data={"outline": " \n\t\u00a0"}),
    with_child("a blank name", "/first_name", BLANK, first_name=" ", last_name=CANARY),
    with_child("an invisible name", "/first_name", BLANK, first_name="\u200b\u2060", last_name=CANARY),
    with_child("an apostrophe of Windows-1252", "/last_name", CONTROL, last_name=f"O\u0092{CANARY}"),
    with_child("a next line of C1", "/first_name", CONTROL, first_name=f"{CANARY}\u0085b"),
    with_child("the last of C1", "/address", CONTROL, address=f"{CANARY}\u009f"),
    with_child("a line separator", "/first_name", CONTROL, first_name=f"{CANARY}\u2028b"),
    refused("a paragraph separator", "/data/outline", CONTROL, data={"outline": f"{CANARY}\u2029b"}),
    raw("half a surrogate pair", "surrogate", document().replace(b"Told", b"\\ud83d")),
    raw("surrogates the wrong way round", "surrogate", document().replace(b"Told", b"\\ude00\\ud83d")),
    raw(
        "half a surrogate pair in a name",
        "surrogate",
        document().replace(b'"place', b"").replace(b'{"sp', b'{"\\ud800":1,"sp'),
    ),
    BadInputCase("a whole surrogate pair", document("a whole surrogate pair").replace(b"Told", b"\\ud83d\\ude00")),
    refused("an id with a blank", "/id", ONE_LINE, id=f"{CANARY} 1"),
    refused("an id with a line end", "/id", ONE_LINE, id=f"{CANARY}\n"),
    refused("an id of another script", "/id", ONE_LINE, id=f"{CANARY}é"),
    refused("an id too long", "/id", ONE_LINE, id=CANARY * 10),
    refused("a subject of SQL", "/subject", ONE_LINE, subject=f"{CANARY}'; DROP TABLE cases;--"),
    refused("a subject of HTML", "/subject", ONE_LINE, subject=f"<b>{CANARY}</b>"),
    refused("a subject above its folder", "/subject", ONE_LINE, subject=f"../{CANARY}"),
]

NHS = "/nhs_number"
NUMBERS = [
    with_child("an NHS number as a number", NHS, "valid string", nhs_number=9434765919, planted="9434765919"),
    with_child("an NHS number that is true", NHS, "valid string", nhs_number=True),
    with_child("an NHS number that is wrong", NHS, "check digit", nhs_number="9434765918", planted="9434765918"),
    with_child("an NHS number too short", NHS, "ten digits", nhs_number="943476591", planted="943476591"),
    with_child("an NHS number with blanks", NHS, "ten digits", nhs_number="943 476 5919", planted="943 476"),
    with_child("an NHS number in Arabic digits", NHS, "ten digits", nhs_number="٩٤٣٤٧٦٥٩١٩", planted="٩"),
    with_child("an NHS number in words", NHS, "ten digits", nhs_number=CANARY),
    with_child("a pupil number in small letters", "/unique_pupil_number", ONE_LINE, unique_pupil_number=CANARY),
    with_child("a number for a name", "/first_name", "valid string", first_name=2**63, planted=str(2**63)),
    with_child(
        "beyond 64 bits for a name", "/first_name", "valid string", first_name=-(2**64), planted=str(2**64)
    ),
    with_child("true for a name", "/first_name", "valid string", first_name=True),
    with_child("an array for a name", "/first_name", "valid string", first_name=[CANARY]),
    with_child("an object for a name", "/first_name", "valid string", first_name={"$ne": CANARY}),
    refused("a number for the harm", "/data/harm", "'death' or 'serious harm'", data={"harm": 1}),
    refused("another harm", "/data/harm", "'death' or 'serious harm'", data={"harm": f"hurt {CANARY}"}),
    refused(
        "harm in capitals", "/data/harm", "'death' or 'serious harm'", data={"harm": "DEATH"}, planted="DEATH"
    ),
    refused("a number for an id", "/id", "valid string", id=12345678901, planted="12345678901"),
    refused("null for a subject", "/subject", "valid string", subject=None),
]
