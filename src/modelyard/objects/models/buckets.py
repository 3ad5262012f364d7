"""Tables of buckets. Objects have no rows: the store is the only one that knows them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime


class BucketRow(Base):
    """A bucket: names are unique on the whole platform, as on the public cloud.

    owner_id: the user (or agency) who made it; what counts for access is the account, `domain_id`.
    changed_at: when `state` changed last; a half-done creation or deletion that is older is taken up again.
    """

    __tablename__ = "buckets"

    name: Mapped[str] = mapped_column(String(63), primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    owner_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
