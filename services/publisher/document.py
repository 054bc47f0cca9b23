"""An advance copy, as the mail its recipient reads: the very text, and the hash it is bound to."""

from datetime import date

from shared.deadline import written
from shared.events.publisher import PublicText
from shared.partnership import Partnership


def letter(
    text: PublicText, hash_: str, publish_on: date | None, partnership: Partnership, *, instead: str = ""
) -> str:
    """`instead`: why information on improvements is published, and not the report."""
    planned = f" on {written(publish_on)}" if publish_on else ""
    return (
        f"{_what(partnership, planned, instead)}\n"
        f"Title:     {text.title}\n"
        f"{_reviewer(text)}"
        f"SHA-256:   {hash_}\n\n"
        "The hash is of the title, pseudonym, reviewer and every part of the text. Only a text with this hash\n"
        "will be published; if the text changes, you will be sent another copy.\n\n"
        f"Contact:   {partnership.contact}\n"
    )


def _reviewer(text: PublicText) -> str:
    """Information on improvements may name none."""
    return f"Reviewer:  {text.reviewer}\n" if text.reviewer else ""


def _what(partnership: Partnership, planned: str, instead: str) -> str:
    if not instead:
        return (
            f"{partnership.name} plans to publish this report{planned}.\n"
            "Attached is the file that will be published, with the briefing for professionals; and its text,\n"
            "part by part.\n"
        )
    return (
        f"{partnership.name} plans to publish information on improvements{planned}, and not the report.\n"
        "Attached is the file that will be published; and its text, part by part.\n\n"
        f"Why the report is not published:\n{instead}\n"
    )


def attachments(text: PublicText, *, improvements_only: bool = False) -> tuple[tuple[str, str], ...]:
    """(file name, Markdown)"""
    steps = "\n\n".join(
        f"## {number}. {heading}\n\n{step}" for number, (heading, step) in enumerate(text.briefing, 1)
    )
    files = (
        ("improvements.md" if improvements_only else "report.md", text.report),
        ("briefing.md", f"# {text.title}: briefing for professionals\n\n{steps}\n" if steps else ""),
        ("response.md", text.response),
        ("easy-read.md", text.easy_read),
    )
    return tuple((name, content) for name, content in files if content)
