"""How a command ends that could not do what it was asked: one sentence on standard error, and the code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

from deploy.commands.say import say_error
from deploy.partnership_file import AgencyRefused


@contextmanager
def in_words(*expected: type[Exception]) -> Iterator[None]:
    """`expected`: what may happen to whoever did nothing wrong. Anything else is a bug, and shows where it is.

    What is refused of an agency (AgencyRefused) is told field by field: the name and the rule, never the value.
    """
    try:
        yield
    except AgencyRefused as refused:
        for field, rule in refused.problems:
            say_error(f"{field}: {rule}")
        raise SystemExit(1) from None
    except expected as error:
        say_error(str(error) or type(error).__name__)
        raise SystemExit(1) from None
