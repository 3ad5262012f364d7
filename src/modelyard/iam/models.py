"""Tables of identity and access. Rows never leave this capability."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime

Id = String(32)
Name = String(128)


class DomainRow(Base):
    """An account (tenant). `strict_authorization`: users may do nothing without a grant."""

    __tablename__ = "domains"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Name, unique=True)
    description: Mapped[str] = mapped_column(String(255), default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    strict_authorization: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ProjectRow(Base):
    """A project: where project-level services keep their things. `parent_id` is the account, or a region project."""

    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("domain_id", "name"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    parent_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(Name, index=True)
    description: Mapped[str] = mapped_column(String(255), default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class UserRow(Base):
    """A user. `tokens_valid_after`: tokens and sessions issued before it are void (password change, disabling)."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("domain_id", "name"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    name: Mapped[str] = mapped_column(Name)
    password_hash: Mapped[str | None] = mapped_column(String(255), default=None)
    password_expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    password_changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    password_strength: Mapped[str | None] = mapped_column(String(8), default=None)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    enabled: Mapped[bool] = mapped_column(default=True)
    is_domain_owner: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str] = mapped_column(String(255), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    areacode: Mapped[str] = mapped_column(String(16), default="")
    access_mode: Mapped[str] = mapped_column(String(16), default="default")
    xuser_id: Mapped[str] = mapped_column(String(128), default="")
    xuser_type: Mapped[str] = mapped_column(String(64), default="")
    default_project_id: Mapped[str | None] = mapped_column(Id, default=None)
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    totp_serial: Mapped[str | None] = mapped_column(String(255), default=None)
    totp_enabled: Mapped[bool] = mapped_column(default=False)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    tokens_valid_after: Mapped[datetime] = mapped_column(UTCDateTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class GroupRow(Base):
    """A group of users; grants are normally given to groups."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("domain_id", "name"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    name: Mapped[str] = mapped_column(Name)
    description: Mapped[str] = mapped_column(String(255), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class GroupMemberRow(Base):
    """A user in a group."""

    __tablename__ = "group_members"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class RoleRow(Base):
    """A policy: of the system (`domain_id` null) or of an account."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("domain_id", "display_name"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain_id: Mapped[str | None] = mapped_column(ForeignKey("domains.id"), index=True, default=None)
    name: Mapped[str] = mapped_column(Name, unique=True)
    display_name: Mapped[str] = mapped_column(Name)
    type: Mapped[str] = mapped_column(String(2))
    catalog: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(String(255), default="")
    description_cn: Mapped[str] = mapped_column(String(255), default="")
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class GrantRow(Base):
    """A policy given to a group, user or agency in a scope. `scope_id`: the account, project or enterprise project."""

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_principal", "principal_type", "principal_id"),)

    principal_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    principal_id: Mapped[str] = mapped_column(Id, primary_key=True)
    role_id: Mapped[str] = mapped_column(ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True, index=True)
    scope: Mapped[str] = mapped_column(String(24), primary_key=True)
    scope_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AgencyRow(Base):
    """A delegation: `trust_domain_id` may act in `domain_id` with the rights granted to the agency."""

    __tablename__ = "agencies"
    __table_args__ = (UniqueConstraint("domain_id", "name"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    name: Mapped[str] = mapped_column(Name)
    trust_domain_id: Mapped[str] = mapped_column(Id)
    trust_domain_name: Mapped[str] = mapped_column(Name)
    description: Mapped[str] = mapped_column(String(255), default="")
    duration_hours: Mapped[int | None] = mapped_column(default=None)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AuthorizationRow(Base):
    """Which agency (or key) the platform uses on behalf of a user. `user_id` is `all-users` for everybody."""

    __tablename__ = "authorizations"
    __table_args__ = (UniqueConstraint("project_id", "user_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[str] = mapped_column(Id)
    user_name: Mapped[str] = mapped_column(Name)
    user_type: Mapped[str] = mapped_column(String(32))
    type: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Name)
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class WorkspaceRow(Base):
    """A workspace; the one with id `0` of each project is the default and has no row."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Name)
    description: Mapped[str] = mapped_column(String(255), default="")
    auth_type: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[str] = mapped_column(Id)
    enterprise_project_id: Mapped[str] = mapped_column(String(36), default="0")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class WorkspaceMemberRow(Base):
    """A user who may enter an INTERNAL workspace."""

    __tablename__ = "workspace_members"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class AccessKeyRow(Base):
    """A permanent access key; the secret is sealed with the key file of the home."""

    __tablename__ = "access_keys"

    access: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(16))
    description: Mapped[str] = mapped_column(String(255), default="")
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class TemporaryKeyRow(Base):
    """A temporary access key with its security token; its rights are those of its user or agency, narrowed by `policy`."""

    __tablename__ = "temporary_keys"

    access: Mapped[str] = mapped_column(String(40), primary_key=True)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id", ondelete="CASCADE"), default=None)
    session_name: Mapped[str] = mapped_column(Name, default="")
    project_id: Mapped[str | None] = mapped_column(Id, default=None)
    policy: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SigningKeyRow(Base):
    """A key pair that signs tokens; the private half is sealed."""

    __tablename__ = "signing_keys"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    private_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    public_pem: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class RevokedTokenRow(Base):
    """A token that was ended before its time; kept until it would have expired."""

    __tablename__ = "revoked_tokens"

    jti: Mapped[str] = mapped_column(String(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class ConsoleSessionRow(Base):
    """A console login; `id` is the hash of the cookie's value."""

    __tablename__ = "console_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    source_ip: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(255))
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AccessRevisionRow(Base):
    """One row whose number grows with every change of users, groups, grants, policies or agencies.

    Cached decisions carry the number they were made under, so that a change counts at once in every process.
    """

    __tablename__ = "access_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)


class AuditRecordRow(Base):
    """Who did what, from where, with which result."""

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_records_domain_time", "domain_id", "at", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    domain_id: Mapped[str] = mapped_column(Id)
    project_id: Mapped[str | None] = mapped_column(Id, default=None)
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(Name)
    access_key: Mapped[str | None] = mapped_column(String(40), default=None)
    source_ip: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64))
    service: Mapped[str] = mapped_column(String(32))
    resource_type: Mapped[str] = mapped_column(String(64))
    resource_id: Mapped[str] = mapped_column(String(350))
    action: Mapped[str] = mapped_column(Name)
    method: Mapped[str] = mapped_column(String(8))
    path: Mapped[str] = mapped_column(String(2048))
    status: Mapped[int] = mapped_column()
    error_code: Mapped[str | None] = mapped_column(String(64), default=None)
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
