"""Whether a publication may be scheduled: every reason against it at once, so that nobody goes round twice."""

from collections.abc import Iterator
from datetime import date

from services.publisher import advance_copies
from services.publisher.publication import Publication
from shared.deadline import written
from shared.partnership import Partnership


def reasons_against(
    partnership: Partnership, publication: Publication, publish_on: date | None, today: date
) -> list[str]:
    """Sentences for a person. Without a day, what is against any day."""
    return [
        *_held(publication),
        *against_the_text(publication),
        *advance_copies.missing(partnership, publication, publish_on),
        *_regarded(publication),
        *_against_the_day(publish_on, today),
    ]


def _held(publication: Publication) -> Iterator[str]:
    if publication.held.open:
        yield f"Publication waits for another process: {len(publication.held.open)} holds are open."


def against_the_text(publication: Publication) -> Iterator[str]:
    if not publication.text_hash:
        yield "No public text has been drafted."
        return
    if not publication.beforehand.limited:  # information on improvements has neither reviewer nor briefing
        for lack in publication.lacks:
            yield f"The text lacks {lack}."
    yield from publication.passage.against(publication.text_hash)
    if not publication.certified:
        yield f"Two people must certify the anonymity of exactly this text; {len(publication.signatures)} have."


def _regarded(publication: Publication) -> Iterator[str]:
    if waiting := publication.beforehand.unregarded:
        yield f"Comments on the advance copies to which no regard was had: {waiting}."


def _against_the_day(publish_on: date | None, today: date) -> Iterator[str]:
    if publish_on is None:
        return
    if publish_on < today:
        yield f"{written(publish_on)} lies in the past."
    if advance_copies.due_for(publish_on) is None:
        yield f"No working days are known around {written(publish_on)}."
