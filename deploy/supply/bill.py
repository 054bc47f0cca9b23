"""A bill of materials in CycloneDX: what of others is in here, by the tools of each language."""

import json
from pathlib import Path

from deploy.supply import jars
from deploy.supply.audit import LOCKS, run


class NoBill(Exception):
    """A tool wrote none."""


def written(project: Path, tools: Path, npm: Path, folder: Path) -> list[Path]:
    """`tools`: the folder of cyclonedx-py. Raises NoBill."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for lock in LOCKS:
        said = run([str(tools / "cyclonedx-py"), "requirements", lock, "--output-format", "JSON"], project)
        made.append(_kept(said, folder / f"sbom-python-{Path(lock).stem}.json"))
    listing = [str(npm), "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
    made.append(_kept(run(listing, project / "tests" / "browser"), folder / "sbom-npm.json"))
    made.append(_kept(json.dumps(jars.bill(jars.table()), indent=2), folder / "sbom-kafka.json"))
    return made


def _kept(said: str, file: Path) -> Path:
    try:
        bill = json.loads(said)
    except ValueError:
        raise NoBill(f"{file.name}: the tool wrote no bill") from None
    if bill.get("bomFormat") != "CycloneDX" or not bill.get("components"):
        raise NoBill(f"{file.name}: it lists nothing")
    file.write_text(said)
    return file
