"""A message as a document of our own: what a webhook carries, and what is dropped as a file."""

import base64

from pydantic_core import to_json

from shared.dispatch.outgoing import Mail

TYPE = "cspr.dispatch.v1"


def document(mail: Mail) -> bytes:
    """The same bytes at every attempt: whoever compares a repeat with the first finds no difference."""
    files = [
        {
            "name": file.name,
            "media_type": file.media_type,
            "sha256": file.sha256(),
            "content": base64.b64encode(file.content).decode(),
        }
        for file in mail.files
    ]
    return to_json(
        {
            "type": TYPE,
            "data": {
                "dispatch": mail.key,
                "recipient": mail.recipient,
                "subject": mail.subject,
                "text": mail.text,
                "attachments": [{"name": name, "text": text} for name, text in mail.attachments],
                **({"files": files} if files else {}),
            },
        }
    )
