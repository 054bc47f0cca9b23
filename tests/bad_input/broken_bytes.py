"""Bytes that are no document: what a parser must settle before any field is looked at."""

import gzip
import json
import zlib

from shared.edge import MAX_BYTES, MAX_DEPTH
from tests.bad_input.made import BadInputCase, document, good, raw, wired

NOT_JSON = "not JSON"
_half = len(document()) // 2

BYTES = [
    raw("nothing at all", NOT_JSON, b""),
    raw("only blanks", NOT_JSON, b" \n\t "),
    raw("byte order mark", "byte order mark", b"\xef\xbb\xbf" + document()),
    raw("UTF-16 with its mark", "not UTF-8", document().decode().encode("utf-16")),
    raw("UTF-16 without", NOT_JSON, document().decode().encode("utf-16-le")),
    raw("Latin-1", "not UTF-8", document().replace(b"Told", "Erzählt".encode("latin-1"))),
    raw("Windows-1252 quotes", "not UTF-8", document().replace(b"Told", b"\x93Told\x94")),
    raw("a surrogate as bytes", "not UTF-8", document().replace(b"Told", b"\xed\xa0\x80")),
    raw("NUL written too long", "not UTF-8", document().replace(b"Told", b"\xc0\x80")),
    raw("NUL bare in a text", NOT_JSON, document().replace(b"Told", b"a\x00b")),
    raw("NUL behind", NOT_JSON, document() + b"\x00"),
    raw("only NULs", NOT_JSON, b"\x00" * 100),
    raw("cut off in the middle", NOT_JSON, document()[:_half]),
    raw("cut off at the last byte", NOT_JSON, document()[:-1]),
    raw("cut off in a character", "not UTF-8", wired("Kanarienvogel Ŵ")[:-2]),
    raw("cut off in an escape", NOT_JSON, b'{"id":"Kanarienvogel\\u00'),
    raw("a brace too many", NOT_JSON, document() + b"}"),
    raw("two documents", NOT_JSON, document() + b"\n" + document()),
    raw("a record separator before", NOT_JSON, b"\x1e" + document()),
    raw("a comment", NOT_JSON, b"// Kanarienvogel\n" + document()),
    raw("apostrophes for quotes", NOT_JSON, document().replace(b'"', b"'")),
    raw("a comma too many", NOT_JSON, document()[:-1] + b",}"),
    raw("names without quotes", NOT_JSON, document().replace(b'"specversion"', b"specversion")),
    raw("a number with leading zeros", NOT_JSON, document().replace(b'"E06000045"', b"007")),
    raw("a page of HTML", NOT_JSON, b"<!doctype html><title>Kanarienvogel</title>"),
    raw("XML that reads files", NOT_JSON, b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    raw("a form", NOT_JSON, b"id=1&first_name=Kanarienvogel"),
    raw("YAML", NOT_JSON, b"id: 1\nfirst_name: Kanarienvogel\n"),
    raw("MessagePack", "not UTF-8", b"\x82\xa2id\xc0\xadKanarienvogel\xff"),
    raw("a schema registry's magic byte", NOT_JSON, b"\x00\x00\x00\x00\x07" + document()),
    raw("gzip", "not UTF-8", gzip.compress(document(), mtime=0)),
    raw("a gzip bomb", "not UTF-8", gzip.compress(bytes(64 * MAX_BYTES), mtime=0)),
    raw("deflate", "not UTF-8", zlib.compress(document())),
    raw(
        "the same name twice", "same name twice", document().replace(b'{"spec', b'{"id":"Kanarienvogel","spec', 1)
    ),
    raw(
        "the same name twice, escaped",
        "same name twice",
        document().replace(b'{"spec', b'{"\\u0069d":"b","spec', 1),
    ),
    raw("the same name twice in data", "same name twice", document().replace(b'"harm"', b'"la_code":"E","harm"')),
    raw(
        "the same name twice in a child", "same name twice", document().replace(b'[{"fi', b'[{"last_name":"","fi')
    ),
    raw("NaN", "NaN and Infinity", document().replace(b'"E06000045"', b"NaN")),
    raw("Infinity", "NaN and Infinity", document().replace(b'"E06000045"', b"Infinity")),
    raw("minus Infinity", "NaN and Infinity", document().replace(b'"E06000045"', b"-Infinity")),
    raw("a fraction", "fraction", document().replace(b'"E06000045"', b"1.5")),
    raw("a whole number as a fraction", "fraction", document().replace(b'"E06000045"', b"1.0")),
    raw("an exponent", "fraction", document().replace(b'"E06000045"', b"1e400")),
    raw("five thousand digits", "too many digits", document().replace(b'"E06000045"', b"9" * 5000)),
    raw("one level too deep", "nested deeper", b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)),
    raw("a hundred thousand arrays", "nested deeper", b"[" * 100_000 + b"]" * 100_000),
    raw("arrays never closed", "nested deeper", b"[" * 500_000),
    raw("a hundred thousand objects", "nested deeper", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    raw("a byte over the limit", "longer than", document().ljust(MAX_BYTES + 1), status=413),
    raw(
        "a long text over the limit",
        "longer than",
        wired(good("x", data={"outline": "x" * 2_000_000})),
        status=413,
    ),
    BadInputCase("exactly at the limit", document("exactly at the limit").ljust(MAX_BYTES)),
    BadInputCase(
        "spread over lines", json.dumps(good("spread over lines"), indent=2).replace("\n", "\r\n").encode()
    ),
    BadInputCase("a line end behind it, as kcat sends", document("a line end behind it, as kcat sends") + b"\r\n"),
    BadInputCase("all of it escaped", document("all of it escaped").replace(b"Told", b"\\u0054\\u006fld")),
]
