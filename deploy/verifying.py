"""Verifying one service, whoever asks for it: what is compared, what is kept of it, and how it is shown."""

from collections.abc import Sequence

from rich.table import Table

from shared import verified
from shared.service import Service
from shared.verify import Finding, verify


async def found_of(service: Service, url: str, bootstrap: str) -> list[Finding]:
    """By a process that is not the service's own: its log is opened for it."""
    async with service.log.opened(url, size=2):
        return await verify_and_note(service, bootstrap)


async def verify_and_note(service: Service, bootstrap: str) -> list[Finding]:
    """Everything compared, and what was found noted beside the log: the service's status tells it from then on."""
    findings = await verify(service, bootstrap)
    differing = [finding.what for finding in findings if finding.problems]
    await verified.note(service.log.pool, len(findings), differing)
    return findings


def good(findings: Sequence[Finding]) -> bool:
    return not any(finding.problems for finding in findings)


def as_table(name: str, findings: Sequence[Finding]) -> Table:
    table = Table("what", "count", "sha-256", "verdict", title=name, title_justify="left")
    for finding in findings:
        verdict = "same" if not finding.problems else "[red]" + "\n".join(finding.problems[:5]) + "[/red]"
        table.add_row(finding.what, str(finding.count), finding.hash[:16], verdict)
    return table
