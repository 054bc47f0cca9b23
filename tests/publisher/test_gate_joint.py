"""A joint review's report stands on a case of its own: the gate knows the people of the cases that it covers."""

from uuid import UUID

from services.publisher.covering import NoteCover, PassNewsOn, covering
from services.publisher.opening import findings, identifiers_of
from services.publisher.passage import Passage
from shared.events.anonymity import CoverNoted, NewsPassedOn
from shared.events.practice import CoveredBy
from shared.keys import sealed_under
from shared.service import Service
from shared.testing import Given
from tests import examples as told
from tests.contracts.examples_keeping import erased
from tests.publisher import examples as ex
from tests.publisher.stories import accepted, do, hear, scan

JOINT = "7c1e0f37-6b1f-5c0d-9a44-2f616d9a3c5e"
NAME = told.details.children[0].first_name
joint = ex.initiated.model_copy(update={"scope": "thematic", "covers": (ex.CASE,)})


async def test_a_childs_name_in_a_joint_reviews_report_is_found(service: Service) -> None:
    await accepted(service)
    await hear(service, "reviews", joint, subject=JOINT)
    text = ex.text.model_copy(update={"report": f"{ex.text.report}\n\n{NAME} was found far from home."})
    found, opened = await findings(service, ex.partnership(), JOINT, text)
    assert opened == 1
    assert [each.words for each in found if each.rule == "name"] == [NAME]


async def test_each_covered_case_counts_once(service: Service) -> None:
    await accepted(service)
    twice = joint.model_copy(update={"covers": (ex.CASE, ex.CASE)})
    await hear(service, "reviews", twice, subject=JOINT)
    _, opened = await identifiers_of(service, ex.partnership(), JOINT)
    assert opened == 1


async def test_of_a_covered_case_that_was_erased_nothing_is_known_any_more(service: Service) -> None:
    """And what is known of the others goes on being compared with the text."""
    await accepted(service)
    await hear(service, "reviews", joint, subject=JOINT)
    certificate = erased.model_copy(update={"cases": (ex.CASE,), "keys": (ex.CASE,)})
    await hear(service, "intake", certificate, after=1)
    _, opened = await identifiers_of(service, ex.partnership(), JOINT)
    assert opened == 0


async def test_what_is_told_later_of_a_covered_case_has_the_joint_text_scanned_again(service: Service) -> None:
    await accepted(service)
    await hear(service, "reviews", joint, ex.accepted, subject=JOINT)
    await hear(service, "reviews", CoveredBy(case=JOINT, practice_review=ex.PRACTICE_REVIEW), after=2)
    async with service.transaction() as tx:
        await service.keyring.find_or_make(tx, JOINT, may_make=True)
        key = await service.keyring.find_or_make(tx, ex.CASE, may_make=True)
    await do(service, ex.save(), subject=JOINT)
    await scan(service)
    assert (await passage_of(service)).opened == 1
    await hear(service, "intake", sealed_under(told.new_information, ex.CASE, key), after=1)
    assert not (await passage_of(service)).scanned
    await scan(service)
    assert (await passage_of(service)).opened == 2


async def passage_of(service: Service) -> Passage:
    known = await service.log.about(JOINT)
    return ex.decider().state([each.data for each in known if each.source == "publisher"]).passage


def test_news_is_passed_on_once_to_each_joint_review() -> None:
    news = PassNewsOn(told_by=UUID(int=5))
    given = Given(covering).given(CoverNoted(case="a"), CoverNoted(case="b"))
    passed = (NewsPassedOn(case="a", told_by=news.told_by), NewsPassedOn(case="b", told_by=news.told_by))
    given.when(news).then(*passed)
    Given(covering).given(CoverNoted(case="a"), CoverNoted(case="b"), *passed).when(news).then_nothing()
    given.when(NoteCover(case="a")).then_nothing()
    Given(covering).when(news).then_nothing()
