"""Vocabulary of buckets and objects."""

from typing import NewType

from modelyard.core.types import StrEnum

BucketName = NewType("BucketName", str)


class BucketState(StrEnum):
    """What becomes of a bucket.

    CREATING: it belongs to its account, and the store is given it before the first request goes there.
    DELETING: it answers as if it did not exist while the store lets go of it.
    """

    CREATING = "creating"
    ACTIVE = "active"
    DELETING = "deleting"
