"""A key that is unwrapped by somebody else, a token, is waited for beside the event loop, and not for long.

Who waits may hold the one transaction that everybody writes in. And while one call does not come back, the token
answers nobody: so nobody else begins to wait for it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from threading import Thread
from time import monotonic

from shared.wrapping import KeyServiceAway, Wrapping, WrappingKeys

DEADLINE_SECONDS = 2.0
REST_SECONDS = 5.0


class Unwrapping:
    def __init__(
        self,
        wrapping: Wrapping,
        deadline_seconds: float = DEADLINE_SECONDS,
        rest_seconds: float = REST_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`rest_seconds`: after a deadline was missed, nothing is asked for as long."""
        self._wrapping, self._deadline, self._rest, self._clock = wrapping, deadline_seconds, rest_seconds, clock
        self._late: Future[bytes] | None = None
        self._not_before = 0.0

    async def unwrap(self, wrapped: bytes, key_id: str) -> bytes:
        """Raises InvalidTag, KeyServiceAway."""
        if isinstance(self._wrapping, WrappingKeys):  # microseconds, with nobody's help
            return self._wrapping.unwrap(wrapped, key_id)
        if self._clock() < self._not_before or (self._late and not self._late.done()):
            raise KeyServiceAway("DeadlineMissed")
        asked = _beside(partial(self._wrapping.unwrap, wrapped, key_id))
        answer = asyncio.wrap_future(asked)
        done, _ = await asyncio.wait({answer}, timeout=self._deadline)
        if done:
            return answer.result()
        answer.cancel()
        self._late, self._not_before = asked, self._clock() + self._rest
        raise KeyServiceAway("DeadlineMissed")


def _beside(work: Callable[[], bytes]) -> Future[bytes]:
    """In a thread that holds up no program's end: a library that hangs cannot be told to stop."""
    answer: Future[bytes] = Future()
    context = copy_context()

    def run() -> None:
        try:
            found = context.run(work)
        except Exception as error:
            answer.set_exception(error)
        else:
            answer.set_result(found)

    answer.set_running_or_notify_cancel()  # whoever waits may give up; what has begun goes on
    Thread(target=run, name="unwrapping", daemon=True).start()
    return answer
