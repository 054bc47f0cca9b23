"""What a requester's own page says, in each state; rendered alone, without a site."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.publisher.site.pages import Pages
from services.publisher.views.requests import RequestRow
from tests.publisher import examples as ex

ROW = RequestRow(
    subject="request-7",
    request=UUID(int=7),
    reference=ex.REFERENCE,
    standing="received",
    requested_at=datetime(2026, 7, 1, 9, tzinfo=UTC),
    information_request=True,
    due_on=date(2026, 7, 29),
    decided_at=None,
    decided_by=None,
    means=None,
    readable_until=None,
    ground=None,
    answered_by_mail=False,
)


def page(link: str | None = None, **changes: object) -> str:
    row = ROW.model_copy(update=changes)
    of_theirs = {"address": "/requests/7", "code": "7Q2XM-K0T4V-9ZB3R-D6HNE"}
    shown = Pages(ex.partnership()).show(
        "asked", row=row, link=link, told="Section 40(2).", title="W", **of_theirs
    )
    return " ".join(bytes(shown.body).decode().split())


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("received", "What is decided is also sent"),
        ("acknowledged", "This was also sent"),
        ("refused", "This was"),
    ],
)
def test_who_gave_a_mailbox_is_told_that_it_is_used(standing: str, words: str) -> None:
    assert words in page(standing=standing, answered_by_mail=True)
    assert "e-mail address that you gave" not in page(standing=standing)


def test_a_day_by_law_is_named_until_it_is_answered() -> None:
    assert "29 July 2026" in page() and "29 July 2026" in page(standing="acknowledged")
    assert "29 July 2026" not in page(standing="refused")


def test_a_copy_is_linked_while_it_can_be_read() -> None:
    given = {"standing": "supplied", "means": "by link", "readable_until": date(2026, 7, 14)}
    assert 'action="/copies/7" method="post"' in page("/copies/7", **given) and "14 July 2026" in page(
        "/copies/7", **given
    )
    assert "has run out" in page(**given)
    assert "has sent you the copy" in page(standing="supplied", means="by hand")
