"""A message as a document of our own: what a webhook carries, and what is dropped as a file."""

from pydantic_core import to_json

from shared.dispatch.outgoing import Mail

TYPE = "cspr.dispatch.v1"


def document(mail: Mail) -> bytes:
    """The same bytes at every attempt: whoever compares a repeat with the first finds no difference."""
    return to_json(
        {
            "type": TYPE,
            "data": {
                "dispatch": mail.key,
                "recipient": mail.recipient,
                "subject": mail.subject,
                "text": mail.text,
                "attachments": [{"name": name, "text": text} for name, text in mail.attachments],
            },
        }
    )
