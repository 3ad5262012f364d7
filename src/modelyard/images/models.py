"""Tables of images."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled


class ImageGroupRow(Base):
    """The versions of one image of a project together: what they share."""

    __tablename__ = "image_groups"
    __table_args__ = (UniqueConstraint("project_id", "namespace", "name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    namespace: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    read_me: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ImageRow(Base):
    """One image that somebody registered: an OCI reference, or requirements that become an environment.

    address: the whole reference, registry included. kind: environment or oci. build: see `BuildRow`, which has the same id.
    source: where the requirements came from, for people to read.
    """

    __tablename__ = "images"
    __table_args__ = (
        UniqueConstraint("project_id", "address_digest"),
        Index("ix_images_project_created", "project_id", "created_at", "id"),
        Index("ix_images_address", "address_digest"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("image_groups.id"), index=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    namespace: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    tag: Mapped[str] = mapped_column(String(128))
    address: Mapped[str] = mapped_column(Text)
    # Addresses may be longer than an index of either database takes.
    address_digest: Mapped[str] = mapped_column(String(32))
    arch: Mapped[str] = mapped_column(String(16))
    description: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(16))
    resource_categories: Mapped[list[str]] = mapped_column(JSON)
    dev_services: Mapped[list[str]] = mapped_column(JSON)
    service_type: Mapped[str] = mapped_column(String(16))
    flavor_type: Mapped[str | None] = mapped_column(String(32), default=None)
    visibility: Mapped[str] = mapped_column(String(16))
    source: Mapped[str | None] = mapped_column(Text, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class BuildRow(Reconciled, Base):
    """An environment that is wanted on the disk. Its id is that of the image, or for a preset one known by its recipe.

    scope: `preset`, or the project whose image it is. recipe: the key, for presets.
    lock, digest: what exactly is in it; None until the requirements are resolved.
    used_at: when something last ran in it. unwanted_at: since when no image needs it.
    """

    __tablename__ = "image_builds"

    name: Mapped[str] = mapped_column(Text)
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
    unwanted_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True, default=None)
