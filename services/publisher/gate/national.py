"""A telephone number as it is dialled in the United Kingdom."""


def national(phone: str) -> str:
    """Digits alone: +44 (0)1632 960123 and 0044 1632 960123 are 01632960123."""
    digits = "".join(each for each in phone if each.isdigit()).removeprefix("00")
    return "0" + digits[2:].removeprefix("0") if digits.startswith("44") else digits
