"""Tables of teams, their tasks, and what their members say about samples until it is accepted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime

ID = String(32)


class TeamRow(Base):
    """A team of people who label."""

    __tablename__ = "teams"
    __table_args__ = (
        Index("uq_teams_name", "project_id", "workspace_id", "name", unique=True),
        Index("ix_teams_created", "project_id", "workspace_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    name: Mapped[str] = mapped_column(String(64))
    name_folded: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(String(256), default="")
    member_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class MemberRow(Base):
    """A member of a team. email: what he is called; never changed. user_id: who he is, once he has joined.

    token: the hash of his invitation link, which one person may use once, until `token_expires_at`.
    """

    __tablename__ = "team_members"
    __table_args__ = (
        Index("uq_team_members_email", "team_id", "email_folded", unique=True),
        Index("uq_team_members_user", "team_id", "user_id", unique=True),
        Index("uq_team_members_token", "token", unique=True),
        Index("ix_team_members_user", "user_id", "project_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    project_id: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(String(255))
    email_folded: Mapped[str] = mapped_column(String(255))
    role: Mapped[int]
    status: Mapped[int]
    description: Mapped[str] = mapped_column(String(256), default="")
    user_id: Mapped[str | None] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128), default="")
    token: Mapped[str | None] = mapped_column(String(64))
    token_expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class TeamTaskRow(Base):
    """A team task. number: what its samples are kept by. owner: who made it, whose rights its members' links to files have.

    work: what it is being carried through in steps, and how far that is (`service.team_work`); None when nothing is to do.
    check_id: the open acceptance, or the last one. config: teams and members as they were asked for.
    """

    __tablename__ = "team_tasks"
    __table_args__ = (
        Index("uq_team_tasks_name", "dataset_id", "name", unique=True),
        Index("ix_team_tasks_created", "dataset_id", "created_at", "id"),
        Index("ix_team_tasks_status", "status"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id", ondelete="CASCADE"))
    project_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(String(256), default="")
    status: Mapped[int]
    assignment: Mapped[str] = mapped_column(String(16))
    repetition: Mapped[int] = mapped_column(default=1)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    config: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner: Mapped[dict[str, Any]] = mapped_column(JSON)
    has_reviewer: Mapped[bool] = mapped_column(default=False)
    dealt: Mapped[int] = mapped_column(BigInteger, default=0)
    next_ordinal: Mapped[int] = mapped_column(BigInteger, default=0)
    work: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    check_id: Mapped[str | None] = mapped_column(ID)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TaskMemberRow(Base):
    """Somebody who takes part in a task; what he is called outlives his membership in the team. place: his turn.

    counts: of his samples by state, labels: how often he used each, seconds: that he spent; written with what they count.
    """

    __tablename__ = "team_task_members"
    __table_args__ = (Index("ix_team_task_members_member", "member_id", "task_id"),)

    task_id: Mapped[str] = mapped_column(ForeignKey("team_tasks.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ID, primary_key=True)
    place: Mapped[int]
    team_id: Mapped[str] = mapped_column(ID)
    role: Mapped[int]
    email: Mapped[str] = mapped_column(String(255))
    mail_status: Mapped[int] = mapped_column(default=0)
    mail_wanted: Mapped[bool] = mapped_column(default=False, index=True)
    notified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    labels: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    seconds: Mapped[int] = mapped_column(BigInteger, default=0)


class TeamSampleRow(Base):
    """What a member says about a sample of a task. document: canonical JSON, as `annotations` has it.

    revision: counts changes of this row. reviewed, checked: the verdicts of a reviewer and of an acceptance, None for none.
    drawn: the acceptance that looks at it has drawn it. seen: the revision of the dataset's document when the sample was
    handed out. written: the revision with which it went into the dataset. closed_in: the number of the acceptance that
    decided on it. seconds: what the member spent on it. comment: what the member tells the others about it.
    """

    __tablename__ = "team_samples"
    __table_args__ = (
        Index("ix_team_samples_state", "task", "state", "member_id", "sample"),
        Index("ix_team_samples_member", "task", "member_id", "sample"),
    )

    task: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    member_id: Mapped[str] = mapped_column(ID, primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(32))
    author: Mapped[str] = mapped_column(String(300))
    hardness: Mapped[bytes | None] = mapped_column(LargeBinary)
    comment: Mapped[str | None] = mapped_column(String(1024))
    revision: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[int] = mapped_column(BigInteger)
    seen: Mapped[int] = mapped_column(BigInteger)
    written: Mapped[int | None] = mapped_column(BigInteger)
    closed_in: Mapped[int | None]
    drawn: Mapped[bool]
    reviewed: Mapped[bool | None]
    review_by: Mapped[str | None] = mapped_column(String(300))
    review_score: Mapped[str | None] = mapped_column(String(1))
    review_comment: Mapped[str | None] = mapped_column(String(256))
    checked: Mapped[bool | None]
    check_score: Mapped[str | None] = mapped_column(String(1))
    check_comment: Mapped[str | None] = mapped_column(String(256))


class TeamValueRow(Base):
    """A value that a member's annotations give a sample of a task: a label, a confidence, an attribute (`rules.facets`)."""

    __tablename__ = "team_sample_values"
    __table_args__ = (Index("ix_team_sample_values_sample", "task", "sample", "member_id"),)

    task: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(String(240), primary_key=True)
    sample: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    member_id: Mapped[str] = mapped_column(ID, primary_key=True)


class TaskCheckRow(Base):
    """An acceptance: what was drawn, and what came of it. number: counts those of a task."""

    __tablename__ = "team_task_checks"
    __table_args__ = (Index("ix_team_task_checks_task", "task_id", "number"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("team_tasks.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    rate: Mapped[float]
    wanted: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[int | None]
    overwrite: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    status_before: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class DayRow(Base):
    """How many samples a dataset or a team task had in which state at the end of a day, or last on that day."""

    __tablename__ = "labelling_days"

    owner: Mapped[str] = mapped_column(ID, primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


class TeamRemovalRow(Base):
    """A team task that is gone, whose samples are not yet: they are deleted in small steps."""

    __tablename__ = "team_removals"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
