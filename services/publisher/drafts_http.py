"""Where staff read what was drafted: each version by its hash, as it was written. Each look is logged.

What is mended begins from what is there: `save-draft` takes the whole text, so the whole text can be had.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BaseModel

from services.publisher.views import publications
from services.publisher.worker import PREPARING, opened
from shared.decider import Refused
from shared.edge import Code
from shared.events.base import Recorded
from shared.events.publisher import DraftSaved, Lack, PublicText
from shared.service import Service
from shared.web.commands import Actor
from shared.web.needing import about, lent_of
from shared.web.problems import documented

log = structlog.get_logger()
Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


class DraftRow(BaseModel):
    """`present`: the text that is compared, certified and sent now. `lacks`: what a whole report needs besides."""

    text_hash: str
    saved_at: datetime
    drafter: str
    lacks: tuple[Lack, ...]
    present: bool


class DraftPage(DraftRow):
    text: PublicText


def draft_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["drafts"], responses=documented(404, 422))

    @router.get("/cases/{case}/drafts")
    async def list_drafts(case: Code) -> list[DraftRow]:
        """Every version of the public text, the newest first: who saved it, when, and its hash."""
        return list(reversed(_rows(await about(service, case), await _present(service, case))))

    @router.get("/cases/{case}/drafts/{text_hash}")
    async def read_draft(case: Code, text_hash: Hash, actor: Actor, response: Response) -> DraftPage:
        """One of them, with its whole text in Markdown."""
        present, known = await _present(service, case), await about(service, case)
        row = next((it for it in reversed(_rows(known, present)) if it.text_hash == text_hash), None)
        if row is None:
            raise Refused("no-such-draft", "No draft of this case has this hash.")
        log.info("draft.opened", case=case, actor=actor)
        response.headers["Cache-Control"] = "no-store"
        return DraftPage(**row.model_dump(), text=await opened(service, known, text_hash, PREPARING))

    return router


async def _present(service: Service, case: str) -> str | None:
    found = await publications.one(lent_of(service), case)
    if found is None:
        raise Refused("no-such-case", "No publication is due on this case.")
    return found.text_hash


def _rows(known: Sequence[Recorded], present: str | None) -> list[DraftRow]:
    """In the order in which they were saved; of a text that was saved again, the last time is the present one."""
    saved = [(it, it.data) for it in known if isinstance(it.data, DraftSaved)]
    last = {data.text_hash: it.id for it, data in saved}
    return [
        DraftRow(
            text_hash=data.text_hash,
            saved_at=it.time,
            drafter=data.drafter,
            lacks=data.lacks,
            present=data.text_hash == present and last[data.text_hash] == it.id,
        )
        for it, data in saved
    ]
