"""The whole story for real; and again with every service's database lost on the way."""

from collections.abc import Iterator

import pytest

from deploy.demo.quiet import HEARS
from deploy.demo.scenario import load
from tests.end_to_end.canaries.allowed import may_be_read
from tests.end_to_end.canaries.planted import planted_in
from tests.end_to_end.told import Told, tell, with_losses, without_losses

pytestmark = pytest.mark.real

# Each at a moment when forgetting would show: something is under way that only its memory knows of.
LOST_AFTER = {
    "rowan-criteria": "intake",  # the decision to notify builds on it, and the agencies' records are still there
    "rowan-draft": "notifier",  # five duties are running and nobody has been reminded yet
    "rowan-reviewer": "reviews",  # the Panel has its mail; the review is under way
    "rowan-schedule": "publisher",  # it must publish by itself a week later
    "harbour-late": "console",
}
STORY, PLANTED = planted_in(load())


@pytest.fixture(scope="module")
def undisturbed() -> Told:
    return tell(without_losses(STORY), PLANTED)


@pytest.fixture(scope="module")
def with_every_loss() -> Iterator[Told]:
    """A rebuild that leaves anything else than before fails at once, in the story itself."""
    yield tell(with_losses(STORY, LOST_AFTER), PLANTED)


def test_every_service_is_lost_once() -> None:
    assert set(LOST_AFTER.values()) == set(HEARS)
    assert len(with_losses(load(), LOST_AFTER)) == len(without_losses(load())) + len(HEARS)


def test_the_story_comes_out_as_it_says(undisturbed: Told) -> None:
    assert {name: count for name, count in undisturbed.said.items() if count == 0} == {"console": 0}
    assert not [finding for found in undisturbed.findings.values() for finding in found if finding.problems]


def test_the_logs_are_what_was_witnessed_of_them(undisturbed: Told, with_every_loss: Told) -> None:
    """Also those that were read again from Kafka: a rebuilt log has every entry in its place."""
    for told in (undisturbed, with_every_loss):
        assert [each for each in told.held if each.problems] == []
        assert all(each.witnessed == each.entries > 0 for each in told.held)


def test_no_mail_is_sent_twice_unmarked(undisturbed: Told, with_every_loss: Told) -> None:
    reminders = [id_ for *_, id_ in with_every_loss.mails if "@reminder." in id_]
    assert reminders and len(with_every_loss.mails) - len(reminders) == 44
    unmarked = [id_ for _, subject, id_ in with_every_loss.mails if not subject.startswith("(possible duplicate)")]
    unmarked = [id_ for id_ in unmarked if id_ not in reminders]
    assert len(unmarked) == len(set(unmarked)) == 43  # one was refused, and a person had it sent again
    assert with_every_loss.mails == undisturbed.mails


def test_no_event_is_said_twice_or_forgotten(undisturbed: Told, with_every_loss: Told) -> None:
    assert with_every_loss.said == undisturbed.said


def test_the_pages_and_states_are_the_same_as_without_any_loss(undisturbed: Told, with_every_loss: Told) -> None:
    assert with_every_loss.seen == undisturbed.seen
    assert with_every_loss.states == undisturbed.states


def test_streams_states_and_views_are_true_at_the_end(with_every_loss: Told) -> None:
    for service, findings in with_every_loss.findings.items():
        assert not [finding for finding in findings if finding.problems], service


def test_what_is_personal_can_be_read_only_by_whom_it_is_for(undisturbed: Told, with_every_loss: Told) -> None:
    """In no byte that is kept or shown, but for what `canaries/allowed.py` names, each with its reason."""
    for told in (undisturbed, with_every_loss):
        assert {place: found for place, found in told.readable.items() if not may_be_read(place)} == {}


def test_what_is_personal_was_there_to_be_found(undisturbed: Told) -> None:
    """All that agencies said, on their topics; and of what staff wrote, what was sent to somebody."""
    found = undisturbed.readable
    said = set().union(*[values for place, values in found.items() if place.startswith("kafka/")])
    sent = set().union(*[values for place, values in found.items() if place.startswith("mail to ")])
    theirs = str([entry for entry in STORY if entry.kind in ("report", "record")])
    told_by_agencies = {word for word in PLANTED.words if word in theirs}
    assert told_by_agencies <= said and len(told_by_agencies) > 30
    assert len((sent - said) & set(PLANTED.words)) > 30
