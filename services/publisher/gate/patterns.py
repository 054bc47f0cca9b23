"""How numbers, e-mail addresses and postcodes are written, in a folded text."""

import re

_GAP = r"[ \-.\u00a0/]?"
NHS = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{9}}(?!\d)")
UPN = re.compile(rf"(?<![a-z0-9])[a-z](?:{_GAP}\d){{11}}{_GAP}[a-z0-9](?![a-z0-9])")
PHONE = re.compile(r"(?<![\d.])(?:\+ ?44[ \-(]*0?[) ]*|0)(?:[ \-()]{0,2}\d){9,10}(?!\d)")
EMAIL = re.compile(
    r"[a-z0-9._%+'-]+ ?(?:@|[(\[] ?at ?[)\]]| at ) ?[a-z0-9-]+(?:(?:\.| ?[(\[] ?dot ?[)\]] ?| dot )[a-z0-9-]+)+"
)
POSTCODE = re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d[a-z\d]?[ \-\n.]{0,2}\d[abd-hjlnp-uw-z]{2}(?![a-z0-9])")
