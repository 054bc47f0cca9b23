"""axe-core in real Chromium: what it finds on a page against WCAG 2.2, levels A and AA."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

SCRIPT = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"  # fetched by `make setup`
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


async def barriers(page: Page) -> list[str]:
    """Rule and place of each; empty when there is none. Raises FileNotFoundError where axe was not fetched."""
    await page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate(_RUN, TAGS)
    assert found["passes"], "axe looked at nothing"
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
