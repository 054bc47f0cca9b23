"""Who says so, and where it happened."""

from typing import Any

from tests.bad_input.made import CANARY, ONE_LINE, BadInputCase, refused, taken

CODE = "must be the code of an English authority"


def where(name: str, code: Any, rule: str = CODE) -> BadInputCase:
    return refused(
        f"authority: {name}", "/data/la_code", rule, data={"la_code": code}, planted=str(code) or CANARY
    )


IDENTITY = [
    refused("a forged source", "/source", "not the agency", source="police"),
    refused("a source that is nobody", "/source", "not the agency", source=CANARY),
    refused("a source in capitals", "/source", "not the agency", source="Hospital"),
    refused("a source that is ourselves", "/source", "not the agency", source="intake"),
    refused("a source with a line end", "/source", ONE_LINE, source="hospital\n"),
    refused("a source that is an address", "/source", "not the agency", source=f"urn:{CANARY}"),
    where("Welsh", "W06000015"),
    where("Scottish", "S12000036"),
    where("Northern Irish", "N09000003"),
    where("nobody's", "E99999999"),
    where("a district's", "E07000223"),
    where("a ward's", "E05000001"),
    where("in small letters", "e06000045"),
    where("with a line end", "E06000045\n"),
    where("in another script's digits", "E0600004٥"),
    where("by name", f"{CANARY} Council"),
    where("empty", ""),
    where("a number", 6000045, "valid string"),
    where("null", None, "valid string"),
    taken("authority: abolished", "the authority was abolished", data={"la_code": "E10000006"}),
    taken("authority: Bournemouth's of before 2019", "the authority was abolished", data={"la_code": "E06000028"}),
    taken("authority: newest", data={"la_code": "E06000063"}),
    taken("authority: Barnsley's older", data={"la_code": "E08000016"}),
    taken("authority: Barnsley's newer", data={"la_code": "E08000038"}),
    taken("authority: Sheffield's older", data={"la_code": "E08000019"}),
    taken("authority: Sheffield's newer", data={"la_code": "E08000039"}),
]
