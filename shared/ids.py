"""Ids that come out the same again are derived from this one: of a report, of a request, of a record set aside."""

from uuid import UUID

NAMESPACE = UUID("6d9a3c5e-2f61-5b0e-9f37-6b1f0c9d2a44")
