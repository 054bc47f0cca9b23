"""A cell of a CSV that no spreadsheet runs: what would begin a formula has an apostrophe before it."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(value: object) -> object:
    """For csv.writer: a text is made harmless, None is empty, anything else stays as it is."""
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_told(cell: str) -> str:
    """What stood there before it was made harmless: the apostrophe goes, and is no part of what was told."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_BEGINS_A_FORMULA) else cell
