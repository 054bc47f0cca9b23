"""What a form of the public site sends: read once, within limits, and refused where no form of ours sent it."""

from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.exceptions import HTTPException

from shared.web.bodies import BodyRefused, bytes_of_request

MOST_BYTES = 32 * 1024
MOST_FIELDS = 20


async def given(request: Request) -> dict[str, str]:
    """Of each field the first value. Raises HTTPException for what no form of ours sends."""
    type_ = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if type_ != "application/x-www-form-urlencoded":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        body = await bytes_of_request(request, MOST_BYTES)
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except BodyRefused as refused:
        raise HTTPException(refused.status) from None
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    return dict(reversed(pairs))
