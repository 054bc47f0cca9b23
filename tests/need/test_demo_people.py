"""The people of the demo's story may do what they do in it."""

import re
from collections.abc import Iterator, Mapping

from deploy.demo.people import LOOKING, ROLES, roles_of
from deploy.demo.scenario import Command, load
from services.intake.actions import ACTIONS as INTAKE
from services.notifier.actions import ACTIONS as NOTIFIER
from services.publisher.actions import ACTIONS as PUBLISHER
from services.reviews.actions import ACTIONS as REVIEWS
from shared.need.can import some_way
from shared.need.decision import Action
from shared.web.rules import by_route

DOES: Mapping[str, Mapping[str, Action]] = {
    "intake": by_route(INTAKE),
    "notifier": by_route(NOTIFIER),
    "reviews": by_route(REVIEWS),
    "publisher": by_route(PUBLISHER),
}


def commands() -> Iterator[Command]:
    for entry in load():
        if isinstance(entry, Command) and entry.actor.startswith("person:"):
            yield entry


def does(command: Command) -> Action:
    (found,) = {
        action
        for route, action in DOES[command.service].items()
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route)), f"POST {command.path}")
    }
    return found


def test_whoever_acts_in_the_story_has_a_role_for_it() -> None:
    wrong = [(it.name, it.actor, does(it)) for it in commands() if not some_way(roles_of(it.actor), does(it))]
    assert not wrong


def test_nobody_has_a_role_in_the_story_who_is_not_in_it() -> None:
    assert {it.actor for it in commands()} | {LOOKING} == set(ROLES)
