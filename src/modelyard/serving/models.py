"""Tables of services. Rows never leave this capability."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.db import Base, UTCDateTime
from modelyard.core.loops import Reconciled


class ServiceRow(Reconciled, Base):
    """A service.

    name_folded: the name without capitals, for searches.
    pool_id: the dedicated pool that its entries run in unless they say another; empty for none.
    goal: what is wanted; status: what is. answers: whether the gateway lets requests through; it does from the moment that
        everything was ready for the first time until a stop, also through upgrades.
    awaited_stamp: of the publication that has what answers now; None once the gateway told that it has it. Until then nobody
        is told that the service runs.
    live_revision: the configuration that requests are answered by; target_revision: the one that is wanted.
    last_revision: the highest number so far.
    options: what is not of one deployment: schedule, policies, limits, authentication, rules (`rules.options`);
        live_options: those that requests are treated by.
    reason: why it failed or is concerning, by language.
    subject: whose rights its replicas have. stop_at: when it stops by itself.
    published_at: when it was created; operated_at: when somebody last asked for something; moved_at: when the status
        changed; updated_at: when the configuration last did.
    asleep: it has no replicas until somebody calls it. called_at: when requests were last seen.
    calls, failed_calls: since it was created.
    """

    __tablename__ = "services"
    __table_args__ = (
        Index("uq_services_name", "project_id", "workspace_id", "name", unique=True),
        Index("ix_services_published", "project_id", "published_at", "id"),
        Index("ix_services_moved", "project_id", "moved_at", "id"),
        Index("ix_services_status", "project_id", "status", "published_at", "id"),
    )

    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(64))
    name_folded: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(String(512), default="")
    infer_type: Mapped[str] = mapped_column(String(16))
    pool_id: Mapped[str] = mapped_column(String(64), default="")
    goal: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    answers: Mapped[bool] = mapped_column(default=False)
    awaited_stamp: Mapped[int | None] = mapped_column(BigInteger, index=True, default=None)
    live_revision: Mapped[int | None] = mapped_column(default=None)
    target_revision: Mapped[int] = mapped_column(default=1)
    last_revision: Mapped[int] = mapped_column(default=1)
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    live_options: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    operated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    stop_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    asleep: Mapped[bool] = mapped_column(default=False)
    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    calls: Mapped[int] = mapped_column(BigInteger, default=0)
    failed_calls: Mapped[int] = mapped_column(BigInteger, default=0)


class RevisionRow(Base):
    """One configuration that a service had or was to have.

    config: the whole list, as the API writes it. options: those of the service with it. rollback_of: the revision whose
    failure brought this one. ended_at: when it was reached, or given up.
    """

    __tablename__ = "service_revisions"

    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    config: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[str] = mapped_column(String(16))
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    rollback_of: Mapped[int | None] = mapped_column(default=None)
    user_id: Mapped[str] = mapped_column(String(64))
    user_name: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class DeploymentRow(Base):
    """One entry of the configuration of a service: a model with a weight and a number of replicas.

    position: in the list. template: everything that a replica depends on; a change of it raises `generation`.
    live: what requests are answered by, and what a roll-back brings back (`rules.lives`); None before the first time.
    last_generation: the highest so far. retired: it is in the live configuration, not in the wanted one.
    scaled: the number of replicas that autoscaling wants instead of `count`.
    failures: replicas of the wanted generation that ended without being asked to, since one was last well for a while.
    retry_at: not before then is another one started. reason: of the last failure, by language. last_lines: of its log.
    policy: how it scales by itself; None for not at all. is_scaling: it has one. rolling: max_surge, max_unavailable.
    timeout_seconds: in which a replica has to become ready.
    """

    __tablename__ = "service_deployments"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(128))
    model_id: Mapped[str] = mapped_column(String(64), index=True)
    model_name: Mapped[str] = mapped_column(String(128))
    model_version: Mapped[str] = mapped_column(String(64))
    weight: Mapped[int]
    count: Mapped[int]
    template: Mapped[dict[str, Any]] = mapped_column(JSON)
    generation: Mapped[int] = mapped_column(default=1)
    live: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    live_model_id: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    last_generation: Mapped[int] = mapped_column(default=1)
    retired: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(16))
    scaled: Mapped[int | None] = mapped_column(default=None)
    failures: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    last_lines: Mapped[list[str] | None] = mapped_column(JSON, default=None)
    policy: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    is_scaling: Mapped[bool] = mapped_column(default=False, index=True)
    rolling: Mapped[dict[str, float]] = mapped_column(JSON)
    timeout_seconds: Mapped[int]


class ReplicaRow(Base):
    """One process that answers requests: a workload of one task.

    generation: of the template that it was made from. number: by which people tell replicas of a deployment apart.
    workload_state: of compute, as last heard. port: of a server of its own behind its socket; None for ours.
    endpoint: where it listens, while it is READY or LEAVING.
    ready_stamp: of the publication that has it.
    stamp: of the one that leaves it out; left_at: when the gateway had that. drain_seconds: how long after that
        it may still get requests that were on their way.
    """

    __tablename__ = "service_replicas"
    __table_args__ = (
        Index("ix_service_replicas_service", "service_id", "state"),
        Index("ix_service_replicas_leaving", "state", "stamp"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    deployment_id: Mapped[str] = mapped_column(ForeignKey("service_deployments.id", ondelete="CASCADE"), index=True)
    generation: Mapped[int]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    workload_id: Mapped[str | None] = mapped_column(String(32), default=None)
    workload_state: Mapped[str | None] = mapped_column(String(16), default=None)
    task_attempt: Mapped[int] = mapped_column(default=0)
    port: Mapped[int | None] = mapped_column(default=None)
    endpoint: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    stop_told: Mapped[bool] = mapped_column(default=False)
    drain_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    stamp: Mapped[int | None] = mapped_column(BigInteger, default=None)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ready_stamp: Mapped[int | None] = mapped_column(BigInteger, default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    queued_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ready_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)


class StampRow(Base):
    """The one counter that rises with each change of what the gateway is told. published: how far the gateway has it."""

    __tablename__ = "service_stamps"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    published: Mapped[int] = mapped_column(BigInteger, default=0)


class CallsRow(Base):
    """What one deployment answered in one minute.

    latency: how many requests took at most so many milliseconds: pairs of a bound and a number.
    """

    __tablename__ = "service_calls"
    __table_args__ = (Index("ix_service_calls_minute", "minute"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    model_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    minute: Mapped[datetime] = mapped_column(UTCDateTime, primary_key=True)
    requests: Mapped[int] = mapped_column(BigInteger, default=0)
    client_errors: Mapped[int] = mapped_column(BigInteger, default=0)
    server_errors: Mapped[int] = mapped_column(BigInteger, default=0)
    latency: Mapped[list[list[float]]] = mapped_column(JSON)


class CounterRow(Base):
    """What the gateway had counted of one deployment when it was last looked at.

    rate: requests in a second between the last two looks. active: requests under way. more_since, fewer_since: since when
    the load asks for another number of instances.
    """

    __tablename__ = "service_counters"

    deployment_id: Mapped[str] = mapped_column(ForeignKey("service_deployments.id", ondelete="CASCADE"), primary_key=True)
    requests: Mapped[int] = mapped_column(BigInteger, default=0)
    client_errors: Mapped[int] = mapped_column(BigInteger, default=0)
    server_errors: Mapped[int] = mapped_column(BigInteger, default=0)
    latency: Mapped[list[list[float]]] = mapped_column(JSON)
    active: Mapped[int] = mapped_column(default=0)
    rate: Mapped[float] = mapped_column(Float, default=0.0)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    more_since: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    fewer_since: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class AppRow(Base):
    """An application of a caller: a key with its secret, by which services that were opened to it are called.

    key: goes with each call. secret_sealed: signs calls, so that it has to be known again. subject: whose app it is; with
    him it stops working.
    """

    __tablename__ = "service_apps"
    __table_args__ = (
        Index("uq_service_apps_name", "project_id", "name", unique=True),
        Index("ix_service_apps_created", "project_id", "user_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(64))
    remark: Mapped[str] = mapped_column(String(200), default="")
    key: Mapped[str] = mapped_column(String(64), unique=True)
    secret_sealed: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AppCodeRow(Base):
    """A code that stands for an app in one header. hash: SHA-256, by which it is found. sealed: for its owner to see."""

    __tablename__ = "service_app_codes"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    app_id: Mapped[str] = mapped_column(ForeignKey("service_apps.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AppApiRow(Base):
    """A service opened to apps. auth_type: NONE, APP or IAM. support_app_code: codes and bare keys will do, too."""

    __tablename__ = "service_app_apis"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    path: Mapped[str] = mapped_column(String(255), default="")
    remark: Mapped[str] = mapped_column(String(255), default="")
    auth_type: Mapped[str] = mapped_column(String(8))
    support_app_code: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AppGrantRow(Base):
    """An app that may call a service."""

    __tablename__ = "service_app_grants"

    api_id: Mapped[str] = mapped_column(ForeignKey("service_app_apis.id", ondelete="CASCADE"), primary_key=True)
    app_id: Mapped[str] = mapped_column(ForeignKey("service_apps.id", ondelete="CASCADE"), primary_key=True, index=True)
    id: Mapped[str] = mapped_column(String(32))


class ApiKeyRow(Base):
    """A key that is one header. hash: SHA-256; the key itself is shown once and kept nowhere.

    scope: USER for all services of the project that its user may call, SERVICE for those it is bound to.
    subject: whose rights it has. expires_at: of a temporary one.
    """

    __tablename__ = "service_api_keys"
    __table_args__ = (Index("ix_service_api_keys_created", "project_id", "created_at", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    domain_id: Mapped[str] = mapped_column(ForeignKey("domains.id"), index=True)
    project_id: Mapped[str] = mapped_column(String(64))
    workspace_id: Mapped[str] = mapped_column(String(64), default="0")
    user_id: Mapped[str] = mapped_column(String(64))
    subject: Mapped[dict[str, Any]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(String(256), default="")
    scope: Mapped[str] = mapped_column(String(8))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None, index=True)


class ApiKeyBindingRow(Base):
    """A service that a key of scope SERVICE may call."""

    __tablename__ = "service_api_key_bindings"

    key_id: Mapped[str] = mapped_column(ForeignKey("service_api_keys.id", ondelete="CASCADE"), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True, index=True)


class BatchRow(Base):
    """How a batch service gets on.

    task_id: stands in the names of results; another one when what results depend on has changed.
    run: how often it was started. run_id: of this run; the owner of its workload.
    task_count: of this run. before: workloads of earlier runs that are to be removed.
    progress: how far each worker said it is, by its number; total, done, failed: of all together.
    seen_at: when progress last was read. started_at, finished_at: of this run.
    """

    __tablename__ = "service_batches"

    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    task_id: Mapped[str] = mapped_column(String(32))
    run: Mapped[int] = mapped_column(default=1)
    run_id: Mapped[str] = mapped_column(String(32), unique=True)
    task_count: Mapped[int]
    workload_id: Mapped[str | None] = mapped_column(String(32), default=None)
    workload_state: Mapped[str | None] = mapped_column(String(16), default=None)
    outcome: Mapped[str | None] = mapped_column(String(16), default=None)
    reason: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)
    stop_told: Mapped[bool] = mapped_column(default=False)
    before: Mapped[list[str]] = mapped_column(JSON)
    progress: Mapped[dict[str, Any]] = mapped_column(JSON)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    failed: Mapped[int] = mapped_column(BigInteger, default=0)
    is_read: Mapped[bool] = mapped_column(default=False)
    waits_since: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class ServiceTagRow(Base):
    """A tag of a service."""

    __tablename__ = "service_tags"
    __table_args__ = (Index("ix_service_tags_key", "key", "value"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    value: Mapped[str] = mapped_column(String(255), default="")
