"""What `cspr verify` found is kept for whoever looks at the console later, and told by the watcher."""

from datetime import UTC, datetime
from pathlib import Path

import httpx

from deploy.local.verified import note, path_in, read
from deploy.watcher.app import watcher
from deploy.watcher.settings import WatcherSettings
from shared.verify import Finding

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SAME = Finding("streams", 4, "ab" * 32)
OTHER = Finding("view duties", 2, "cd" * 32, problems=("a row differs",))


def test_the_last_that_was_found_of_each_service_is_kept(tmp_path: Path) -> None:
    note(tmp_path, "intake", [SAME, OTHER], AT)
    note(tmp_path, "reviews", [SAME, OTHER], AT)
    note(tmp_path, "intake", [SAME], AT)
    found = read(path_in(tmp_path))
    assert (found["intake"].compared, found["intake"].differing) == (1, ())
    assert (found["reviews"].at, found["reviews"].differing) == (AT, ("view duties",))


def test_what_cannot_be_read_is_nothing_and_is_replaced(tmp_path: Path) -> None:
    assert read(None) == read(path_in(tmp_path)) == {}
    path_in(tmp_path).write_text("{")
    assert read(path_in(tmp_path)) == {}
    note(tmp_path, "intake", [SAME], AT)
    assert read(path_in(tmp_path)).keys() == {"intake"}


async def told(settings: WatcherSettings) -> httpx.Response:
    transport = httpx.ASGITransport(watcher(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://watcher") as asked:
        return await asked.get("/verified.json")


async def test_the_watcher_tells_it_without_what_was_said_of_any_case(tmp_path: Path) -> None:
    note(tmp_path, "reviews", [OTHER], AT)
    found = (await told(WatcherSettings(verified=path_in(tmp_path)))).json()
    assert found == {"reviews": {"at": "2026-11-02T09:00:00Z", "compared": 1, "differing": ["view duties"]}}
    assert (await told(WatcherSettings())).status_code == 404  # kept nowhere: that is not "not run"
