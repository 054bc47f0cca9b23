"""Makes the mail to a requester: where they are reached is opened when it leaves, and stored nowhere else."""

from services.publisher import answer_letter
from services.publisher.answer_letter import ANSWERS, Answer, Told
from services.publisher.copies import Codes, page_of
from services.publisher.requests import copy_requests
from services.publisher.views import site as reviews
from shared.dispatch.email import Mail
from shared.dispatch.post import DispatchRow
from shared.events.base import Recorded
from shared.events.dispatch import DispatchDue
from shared.events.requests import CopyRequested, CopySupplied, Requester, RequestRefused
from shared.partnership import Partnership
from shared.service import Service


async def to_requester(
    service: Service, partnership: Partnership, row: DispatchRow, known: list[Recorded]
) -> Mail:
    """`known`: of the request's stream. Raises KeyNotHere while its key has not come."""
    came = next(r.data for r in known if isinstance(r.data, CopyRequested))
    who = await service.keyring.open(service.log.pool, came.requester, Requester, "answering a request")
    answer = _answer(known, row)
    owed = copy_requests.state([r.data for r in known]).owed
    readable, explanation = False, ""
    named = await reviews.named(service.log.pool, came.reference)
    match answer:
        case CopySupplied(readable_until=until) if until and named and named[1]:
            readable = True
        case RequestRefused():
            explanation = await service.keyring.open(
                service.log.pool, answer.explanation, str, "answering a request"
            )
    told = Told(
        answer=answer,
        came=came,
        to=who.reply_to,
        page=partnership.site.url + page_of(came.request),
        code=Codes(service.keyring).of(came.request),
        readable=readable,
        title=named[0] if named else "",
        explanation=explanation,
        information_due=owed.due.due_on if owed else None,
    )
    return answer_letter.letter(row, partnership, told)


def _answer(known: list[Recorded], row: DispatchRow) -> Answer:
    """What was said just before this became due: a later answer has a mail of its own."""
    found: list[Answer] = []
    for recorded in known:
        if isinstance(recorded.data, ANSWERS):
            found.append(recorded.data)
        if isinstance(recorded.data, DispatchDue) and recorded.data.dispatch == row.dispatch:
            break
    return found[-1]
