"""Faults that are ours: something we stand on is away. To be tried again, never to be blamed on a record."""

import asyncpg

from shared.event_log import LogReplaced, NotOpen, PartitionLost, ViewsReplaced
from shared.keys import KeyNotHere
from shared.lease import LeaseLost
from shared.wrapping import KeyServiceAway

OURS = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,  # a full disk among them
    asyncpg.PostgresSystemError,  # reading or writing failed
    asyncpg.TransactionRollbackError,
    OSError,
    KeyNotHere,
    KeyServiceAway,
    LeaseLost,
    PartitionLost,
    LogReplaced,
    ViewsReplaced,
    NotOpen,
)
