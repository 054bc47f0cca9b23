"""A canary goes the whole way, and a service that has stopped shows by those that do not come."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.installation import Installation, installed
from tests.toys import until

SERVICES = ("intake", "notifier", "console")


async def age(runtime: Installation, service: str) -> float | None:
    """In seconds; None while none came, or nobody answers."""
    try:
        async with httpx.AsyncClient(timeout=10) as http:
            answer = await http.get(f"{runtime.url(service)}/metrics")
    except httpx.TransportError:
        return None
    families = text_string_to_metric_families(answer.text if answer.is_success else "")
    return next((each.samples[0].value for each in families if each.name == "cspr_canary_age_seconds"), None)


async def _fallen_behind(runtime: Installation) -> float | None:
    """The console's age, once intake has sent newer ones that did not come there."""
    at_intake, at_console = await age(runtime, "intake"), await age(runtime, "console")
    return at_console if at_intake is not None and at_console is not None and at_intake < at_console - 2 else None


async def _younger(runtime: Installation, than: float) -> bool:
    now = await age(runtime, "console")
    return now is not None and now < than


@pytest.mark.real
async def test_a_stopped_notifier_shows_at_the_console_and_its_return_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CSPR_CANARY_SECONDS", "0.5")
    async with installed(SERVICES, watched=True) as runtime:
        await until(lambda: age(runtime, "console"))
        await runtime.stop_part("notifier")
        behind = await until(lambda: _fallen_behind(runtime))
        assert await age(runtime, "notifier") is None
        await runtime.start_part("notifier")
        await until(lambda: _younger(runtime, behind))
        async with httpx.AsyncClient(base_url=runtime.url("console"), timeout=30) as console:
            assert (await console.get("/cases.json")).json() == []
            assert (await console.get("/duties.json")).json() == []
