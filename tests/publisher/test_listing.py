"""The order in which the public finds reviews."""

from services.publisher.listing import arrange
from services.publisher.views.site import PastReview, PublicReview
from tests.publisher import examples as ex

willow = PublicReview(
    reference=ex.REFERENCE,
    title="Willow",
    kind="practice review",
    year=2027,
    published_on=ex.PUBLISH_ON,
    taken_down_on=None,
)
uma = PastReview(reference="CSPR-2025-1111", title="Uma", kind="practice review", year=2025, archived=False)
abuse = PastReview(reference="CSPR-2025-2222", title="Abuse", kind="thematic review", year=2025, archived=False)
old = PastReview(reference="CSPR-2021-3333", title="Old", kind="serious case review", year=2021, archived=True)


def test_years_descend_and_each_has_its_types_in_the_same_order() -> None:
    listing = arrange([willow], [abuse, uma])
    assert [
        (year, [(heading, [entry.title for entry in entries]) for heading, entries in kinds])
        for year, kinds in listing.years
    ] == [
        (2027, [("Practice reviews", ["Willow"])]),
        (2025, [("Practice reviews", ["Uma"]), ("Thematic reviews", ["Abuse"])]),
    ]


def test_a_past_review_has_no_page() -> None:
    (_, ((_, (entry,)),)), *_ = arrange([], [uma]).years
    assert (entry.reference, entry.published_on) == ("", None)


def test_what_was_taken_down_is_archived_and_keeps_its_page() -> None:
    listing = arrange([willow.model_copy(update={"taken_down_on": ex.TAKE_DOWN_ON})], [old])
    assert listing.years == []
    assert [(entry.title, entry.reference) for entry in listing.archived] == [
        ("Willow", ex.REFERENCE),
        ("Old", ""),
    ]
