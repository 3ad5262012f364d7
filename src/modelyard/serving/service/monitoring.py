"""Use cases of numbers: what a service uses now, and how its calls went over time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from modelyard.compute import service as compute
from modelyard.compute.schemas import Workload
from modelyard.compute.types import Sample, WorkloadId
from modelyard.core.clock import from_milliseconds, to_milliseconds
from modelyard.core.errors import AppError
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import CallsRow, DeploymentRow, ReplicaRow
from modelyard.serving.rules.counting import Counts, quantile, together
from modelyard.serving.schemas.answers import (
    CallPoint,
    CallSeries,
    CallStatistics,
    ModelMonitor,
    MonitorAnswer,
)
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.services import visible_row
from modelyard.serving.types import ReplicaState

_SYSTEM = Subject.system("serving.monitoring")
_TASK = "replica-0"
_MIB = 2**20
_RECENT_MS = 60_000
_LONGEST = timedelta(days=31)
_MOST_POINTS = 1500


@dataclass(frozen=True)
class _Use:
    """What the ready instances of a deployment use and have."""

    cores: float = 0.0
    cores_total: float = 0.0
    memory: int = 0
    memory_total: int = 0
    gpus: float = 0.0
    gpus_total: int = 0
    gpu_memory: float = 0.0
    npus: float = 0.0
    npus_total: int = 0
    npu_memory: float = 0.0


async def get_monitor(context: ServingContext, who: Subject, service_id: str) -> MonitorAnswer:
    """Return what a service uses now, and how often it was called. Raises ServiceNotFound."""
    at = context.clock.now()
    async with context.database.read_session() as db:
        row = await visible_row(db, who, service_id)
        deployments = [item for item in await queries.deployments_of(db, row.id) if not item.retired]
        replicas = (await queries.replicas_of_many(db, [row.id], states=[ReplicaState.READY]))[row.id]
        totals = await queries.call_totals(db, row.id)
        minute = at.replace(second=0, microsecond=0)
        recent = await queries.calls_since(db, row.id, minute - timedelta(minutes=1))
        ids = [WorkloadId(item.workload_id) for item in replicas if item.workload_id is not None]
        workloads = await compute.get_workloads(db, _SYSTEM, ids)
    uses = {item.id: await _use(context, item, replicas, workloads, at) for item in deployments}
    counts = [item.count if item.scaled is None else item.scaled for item in deployments]
    # The last whole minute; the present one while there is no other.
    whole = [item for item in recent if item.minute < minute] or recent
    return MonitorAnswer(
        service_id=wire_id(row.id),
        service_name=row.name,
        service_instance_count=sum(counts),
        service_running_instance_count=len(replicas),
        req_count_per_min=sum(item.requests for item in whole),
        monitors=[
            _monitor(item, count, replicas, totals.get(item.id, (0, 0)), uses[item.id])
            for item, count in zip(deployments, counts, strict=True)
        ],
    )


async def get_statistics(
    context: ServingContext, who: Subject, service_id: str, *, start_ms: int | None, end_ms: int | None, step_minutes: int
) -> CallStatistics:
    """Return how the calls of a service went, in steps of so many minutes, for each version. Raises ServiceNotFound.

    Without a start, the last hour. At most 31 days and 1,500 points for each version: longer steps are taken instead.
    """
    end = context.clock.now() if end_ms is None else from_milliseconds(end_ms)
    start = end - timedelta(hours=1) if start_ms is None else max(from_milliseconds(start_ms), end - _LONGEST)
    step = max(step_minutes, int((end - start).total_seconds() / 60 / _MOST_POINTS) + 1 if end > start else 1)
    async with context.database.read_session() as db:
        row = await visible_row(db, who, service_id)
        rows = [item for item in await queries.calls_since(db, row.id, start) if item.minute <= end]
        names = {item.id: (item.model_name, item.model_version) for item in await queries.deployments_of(db, row.id)}
    grouped: dict[tuple[str, str], dict[datetime, list[CallsRow]]] = defaultdict(lambda: defaultdict(list))
    for item in rows:
        grouped[item.deployment_id, item.model_id][_floor(item.minute, step)].append(item)
    series = [
        CallSeries(
            deployment_id=deployment_id,
            model_id=wire_id(model_id),
            model_name=names.get(deployment_id, ("", ""))[0],
            model_version=names.get(deployment_id, ("", ""))[1],
            points=[_point(at, found, step) for at, found in sorted(points.items())],
        )
        for (deployment_id, model_id), points in sorted(grouped.items())
    ]
    return CallStatistics(service_id=wire_id(row.id), step_minutes=step, series=series)


async def _use(
    context: ServingContext,
    deployment: DeploymentRow,
    replicas: Sequence[ReplicaRow],
    workloads: dict[WorkloadId, Workload],
    at: datetime,
) -> _Use:
    since = to_milliseconds(at) - _RECENT_MS
    total = _Use()
    for replica in replicas:
        workload = workloads.get(WorkloadId(replica.workload_id or ""))
        if replica.deployment_id != deployment.id or workload is None:
            continue
        try:
            samples = await compute.samples(context.compute, _SYSTEM, workload.id, _TASK, after_ms=since)
        except AppError:
            samples = []  # it is just going
        total = _add(total, workload, samples[-1] if samples else None)
    return total


def _add(total: _Use, workload: Workload, sample: Sample | None) -> _Use:
    given = workload.resources
    cores = given.cpu_milli / 1000
    cards = sample.devices if sample is not None else ()
    busy, filled = sum(use for use, _ in cards) / 100, sum(memory for _, memory in cards) / 100
    return _Use(
        cores=total.cores + (0.0 if sample is None else cores * sample.cpu_percent / 100),
        cores_total=total.cores_total + cores,
        memory=total.memory + (0 if sample is None else sample.memory_bytes // _MIB),
        memory_total=total.memory_total + given.memory_bytes // _MIB,
        gpus=total.gpus + (busy if given.gpus else 0.0),
        gpus_total=total.gpus_total + given.gpus,
        gpu_memory=total.gpu_memory + (filled if given.gpus else 0.0),
        npus=total.npus + (busy if given.npus else 0.0),
        npus_total=total.npus_total + given.npus,
        npu_memory=total.npu_memory + (filled if given.npus else 0.0),
    )


def _monitor(
    deployment: DeploymentRow, count: int, replicas: Sequence[ReplicaRow], totals: tuple[int, int], use: _Use
) -> ModelMonitor:
    return ModelMonitor(
        model_id=wire_id(deployment.model_id),
        model_name=deployment.model_name,
        model_version=deployment.model_version,
        model_instance_count=count,
        model_running_instance_count=sum(item.deployment_id == deployment.id for item in replicas),
        invocation_times=totals[0],
        failed_times=totals[1],
        cpu_core_usage=round(use.cores, 3),
        cpu_core_total=use.cores_total,
        cpu_memory_usage=use.memory,
        cpu_memory_total=use.memory_total,
        gpu_usage=round(use.gpus, 3),
        gpu_total=float(use.gpus_total),
        npu_usage=round(use.npus, 3),
        npu_total=float(use.npus_total),
    )


def _point(at: datetime, rows: Sequence[CallsRow], step_minutes: int) -> CallPoint:
    sums = Counts()
    for row in rows:
        latency = tuple((bound, int(count)) for bound, count in row.latency)
        sums = together(sums, Counts(row.requests, row.client_errors, row.server_errors, latency))
    return CallPoint(
        time=to_milliseconds(at),
        requests=sums.requests,
        client_errors=sums.client_errors,
        server_errors=sums.server_errors,
        requests_per_second=round(sums.requests / (60 * step_minutes), 3),
        p50_milliseconds=quantile(sums.latency, 0.5),
        p95_milliseconds=quantile(sums.latency, 0.95),
        p99_milliseconds=quantile(sums.latency, 0.99),
    )


def _floor(minute: datetime, step: int) -> datetime:
    number = to_milliseconds(minute) // 60_000
    return from_milliseconds((number - number % step) * 60_000)
