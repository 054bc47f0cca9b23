"""A joint review's report stands on a case of its own: the gate knows the people of the cases that it covers."""

from services.publisher.opening import findings, identifiers_of
from shared.service import Service
from tests import examples as told
from tests.publisher import examples as ex
from tests.publisher.stories import accepted, hear

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
