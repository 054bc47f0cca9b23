"""An advance copy, as the mail its recipient reads: the very text, and the hash it is bound to."""

from datetime import date

from shared.deadline import written
from shared.events.publisher import PublicText
from shared.partnership import Partnership


def letter(text: PublicText, hash_: str, publish_on: date | None, partnership: Partnership) -> str:
    planned = f" on {written(publish_on)}" if publish_on else ""
    return (
        f"{partnership.name} plans to publish this report{planned}.\n"
        "Attached are its full text and the briefing for professionals, as they will be published.\n\n"
        f"Title:     {text.title}\n"
        f"Reviewer:  {text.reviewer}\n"
        f"SHA-256:   {hash_}\n\n"
        "The hash is of the title, pseudonym, reviewer and every part of the text. Only a text with this hash\n"
        "will be published; if the text changes, you will be sent another copy.\n\n"
        f"Contact:   {partnership.contact}\n"
    )


def attachments(text: PublicText) -> tuple[tuple[str, str], ...]:
    """(file name, Markdown)"""
    steps = "\n\n".join(
        f"## {number}. {heading}\n\n{step}" for number, (heading, step) in enumerate(text.briefing, 1)
    )
    files = (
        ("report.md", text.report),
        ("briefing.md", f"# {text.title}: briefing for professionals\n\n{steps}\n"),
        ("response.md", text.response),
        ("easy-read.md", text.easy_read),
    )
    return tuple((name, content) for name, content in files if content)
