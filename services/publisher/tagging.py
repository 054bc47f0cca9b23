"""Tags of the PDF, where what makes it leaves them short of PDF/UA: an item of a list is its mark and its body.

WeasyPrint tags an item's paragraphs as its own children, where `Lbl` and `LBody` alone may be (ISO 32000-1,
14.8.4.3.3): a list with empty lines between its items would not be read as one.
"""

from typing import Any

_PARTS = ("/Lbl", "/LBody")


def complete(made: Any) -> None:
    """`made` is pydyf's document: dictionaries, that refer to one another by number."""
    objects: list[Any] = made.objects
    known = {each.reference: each for each in objects if hasattr(each, "keys")}
    for item in list(known.values()):
        if item.get("S") == "/LI":
            _give_a_body(item, known, made)


def _give_a_body(item: Any, known: dict[Any, Any], made: Any) -> None:
    """What is neither mark nor body goes into one, in its order."""
    kept = [each for each in item["K"] if known[each]["S"] in _PARTS]
    loose = [each for each in item["K"] if each not in kept]
    if not loose:
        return
    body = type(item)({"Type": "/StructElem", "S": "/LBody", "K": type(item["K"])(loose), "P": item.reference})
    if "Pg" in item:
        body["Pg"] = item["Pg"]
    made.add_object(body)
    for each in loose:
        known[each]["P"] = body.reference
    item["K"] = type(item["K"])([*kept, body.reference])
