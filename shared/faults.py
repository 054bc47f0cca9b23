"""Faults that are ours: something we stand on is away. To be tried again, never to be blamed on a record."""

import asyncpg

from shared.event_log import LogReplaced, NotOpen, PartitionLost
from shared.keys import KeyNotHere

OURS = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    OSError,
    KeyNotHere,
    PartitionLost,
    LogReplaced,
    NotOpen,
)
