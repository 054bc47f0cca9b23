"""A lease for a worker that is alone."""

from shared.lease import Lease


class Leads(Lease):
    """Nobody else is there."""

    def __init__(self) -> None:
        pass

    async def check(self) -> None:
        return
