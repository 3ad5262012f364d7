"""Wire shapes of buckets."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from modelyard.objects.types import BucketState


class Bucket(BaseModel):
    """A bucket as its account sees it."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    domain_id: str
    owner_id: str
    state: BucketState
    created_at: datetime
