"""Duties in plain words."""

DUTIES = {  # after "must" or "should"
    "notification": "notify of the serious incident",
    "rapid-review": "send the rapid review",
    "practice-review": "publish the practice review",
    "advance-copy": "send an advance copy of the report",
    "take-down": "take the report down",
    "cdop": "tell the child death overview panel",
    "foi": "answer the request for information",
}


def to_do(strength: str, rule: str) -> str:
    """As people say it: "Must take the report down": `must` is law, `should` is guidance."""
    return f"{strength.capitalize()} {DUTIES.get(rule, rule)}"
