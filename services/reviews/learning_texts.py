"""The texts of what was learned on a case and of its practice review, sealed; which of them an agency may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from services.reviews.themes import organisation
from shared.events import learning as said
from shared.events import practice
from shared.events.practice import NationalFindingsReceived
from shared.events.reviews import ReportAccepted
from shared.sealed import Sealed


@dataclass(frozen=True)
class SealedText:
    """`kind`: finding, recommendation, action and so on. `of`: whose it is, as far as that is one organisation."""

    kind: str
    reference: str
    text: Sealed[str]
    of: str = ""


class Texts:
    """Of one case, in the order in which they were recorded."""

    def __init__(self, events: Iterable[Any]) -> None:
        self._owners: dict[str, str] = {}  # of actions
        self._answers: dict[str, str] = {}  # by action, the recommendation it is about
        self._all = [text for event in events for text in self._told(event)]

    def seen_by(self, name: str | None) -> list[SealedText]:
        """All, for staff; for an agency by its name, its own actions and answers, and what they are asked for."""
        if name is None:
            return self._all
        mine = organisation(name)
        asked = {self._answers[action] for action, owner in self._owners.items() if organisation(owner) == mine}
        return [
            text
            for text in self._all
            if organisation(text.of) == mine or (text.kind == "recommendation" and text.reference in asked)
        ]

    def _told(self, event: Any) -> Iterator[SealedText]:
        match event:
            case said.FindingRecorded(finding=reference, text=text):
                yield SealedText("finding", reference, text)
            case ReportAccepted(recommendations=made):
                for number, each in enumerate(made, 1):
                    yield SealedText("recommendation", f"R{number}", each.text, each.owner)
            case NationalFindingsReceived(actions=asked):
                for number, local in enumerate(asked, 1):
                    yield SealedText("national finding", f"N{number}", local.finding)
                    yield SealedText("recommendation", f"N{number}", local.text, local.owner)
            case said.RecommendationIssued(recommendation=reference, text=text, owner=owner):
                yield SealedText("recommendation", reference, text, owner)
            case said.RecurrenceConfirmed(finding=reference, reasons=text):
                yield SealedText("recurrence confirmed", reference, text)
            case said.RecurrenceDismissed(finding=reference, reasons=text):
                yield SealedText("recurrence dismissed", reference, text)
            case said.BriefingAnswered(briefing=reference, organisation=owner, text=text):
                yield SealedText("briefing answered", reference, text, owner)
            case said.AuditPlanned(audit=reference, text=text):
                yield SealedText("audit planned", reference, text)
            case said.AuditConcluded(audit=reference, text=text):
                yield SealedText("audit concluded", reference, text)
            case _:
                yield from self._of_an_action(event)
                yield from _of_the_review(event)

    def _of_an_action(self, event: Any) -> Iterator[SealedText]:
        if isinstance(event, said.ActionProposed):
            self._owners[event.action], self._answers[event.action] = event.owner, event.recommendation
        match event:
            case said.ActionProposed(text=text):
                yield self._action("action", event, text)
            case said.ActionRejected(reasons=text):
                yield self._action("rejection", event, text)
            case said.EvidenceAdded(text=text, evidence=piece):
                yield self._action(f"evidence {piece}", event, text)
            case said.ActionVerified(text=text):
                yield self._action("verification", event, text)
            case said.ImpactMeasured(text=text, after=after):
                yield self._action(f"impact at {after}", event, text)
            case said.ActionReopened(reasons=text) if text:
                yield self._action("re-opening", event, text)

    def _action(self, kind: str, event: Any, text: Sealed[str]) -> SealedText:
        return SealedText(kind, event.action, text, self._owners[event.action])


def _of_the_review(event: Any) -> Iterator[SealedText]:
    """By the ids and versions under which its course lists them. None of it is an agency's to read."""
    match event:
        case practice.TermsOfReferenceAgreed(version=version, text=text):
            yield SealedText("terms of reference", str(version), text)
        case practice.ParticipantInvited(involvement=id_, person=person, explained=explained):
            yield SealedText("invited", str(id_), person)
            yield SealedText("invitation", str(id_), explained)
        case practice.ParticipantAnswered(involvement=id_, said=text):
            yield SealedText("participant's answer", str(id_), text)
        case practice.DelayNotified(delay=id_, reasons=text):
            yield SealedText("delay", str(id_), text)
        case practice.NonPublicationDecided(decision=id_, justification=text):
            yield SealedText("not published", str(id_), text)
        case practice.CommentsReceived(comment=id_, text=text):
            yield SealedText("comment", str(id_), text)
        case practice.RegardHad(comment=id_, response=text):
            yield SealedText("regard", str(id_), text)
