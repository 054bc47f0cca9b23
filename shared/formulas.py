"""A cell of a CSV that no spreadsheet runs: what would begin a formula gets an apostrophe before it."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(value: object) -> object:
    """For csv.writer: a text is made harmless, None is empty, anything else stays as it is."""
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value
