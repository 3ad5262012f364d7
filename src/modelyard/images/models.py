"""Tables of images."""

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled


class BuildRow(Reconciled, Base):
    """One environment that is wanted on the disk; its id is its digest, so that there is one row whoever asks.

    scope: `preset`, or the project whose image it is. recipe: what to build, for presets the key of the recipe.
    lock: pinned packages with hashes; None until the requirements are resolved.
    wanted_at: when it was last asked for; used_at: when something last ran in it.
    """

    __tablename__ = "image_builds"

    name: Mapped[str] = mapped_column(String(128))
    scope: Mapped[str] = mapped_column(String(64))
    recipe: Mapped[str] = mapped_column(String(64), default="")
    requirements: Mapped[str] = mapped_column(Text, default="")
    lock: Mapped[str | None] = mapped_column(Text, default=None)
    digest: Mapped[str | None] = mapped_column(String(32), index=True, default=None)
    status: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(16))
    percent: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    packages: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
