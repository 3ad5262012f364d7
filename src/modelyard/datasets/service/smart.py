"""Use cases of smart tasks: start automatic labelling or grouping, list, show and stop it, list what waits to be confirmed."""

from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.errors import InvalidPayload
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import NotForThisType, SampleNotFound
from modelyard.datasets.errors.insight import (
    GroupingRunning,
    LabelsMissing,
    NothingUnlabelled,
    SmartTaskRunning,
    TooFewLabelled,
    TooManyGroups,
)
from modelyard.datasets.errors.pre_labelling import NoServiceOfModel, PreLabelRunning, ServiceNotCallable
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.ports import Served
from modelyard.datasets.rules.facets import LABEL, STATE
from modelyard.datasets.schemas.datasets import SampleAnswer, SampleList
from modelyard.datasets.schemas.smart import SmartTaskAnswer, SmartTaskConfig, SmartTaskCreate, SmartTaskList
from modelyard.datasets.service import facets, pre_labelling, samples, tasks
from modelyard.datasets.service.auto_labelling import LEAST_OF_LABEL
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import SampleQuery
from modelyard.datasets.types.datasets import DataType, LabelType, SampleState, TaskKind
from modelyard.datasets.types.tasks import ACTIVE, TaskState
from modelyard.objects.service import places

KINDS = (TaskKind.AUTO_LABEL, TaskKind.PRE_LABEL, TaskKind.GROUPING)
AUTO_LABEL, PRE_LABEL, GROUPING = 0, 1, 2
_TYPES = {"auto-label": AUTO_LABEL, "pre-label": PRE_LABEL, "auto-grouping": GROUPING}
_KIND_OF = {AUTO_LABEL: TaskKind.AUTO_LABEL, PRE_LABEL: TaskKind.PRE_LABEL, GROUPING: TaskKind.GROUPING}
_NAMES = {kind: name for name, number in _TYPES.items() for kind in (_KIND_OF[number],)}
_TYPE_OF = {kind: number for number, kind in _KIND_OF.items()}
_STATUS = {
    TaskState.WAITING: -1,
    TaskState.RUNNING: 1,
    TaskState.FAILED: 2,
    TaskState.COMPLETED: 3,
    TaskState.STOPPED: 5,
}
_STOPPING = 4
# Published progress codes: by kind, while images are looked at, while results are written, and at the end.
_CODES = {
    TaskKind.AUTO_LABEL: (("4900", "training prepared"), ("4914", "automatic labelling"), ("4916", "labelled")),
    TaskKind.PRE_LABEL: (("4950", "inference submitted"), ("4950", "inference"), ("4952", "inference done")),
    TaskKind.GROUPING: (("4960", "grouping submitted"), ("4960", "grouping"), ("4962", "grouped")),
}
_LOOKING_SHARE = 0.8


async def create_task(context: DatasetsContext, who: Subject, dataset_id: str, wanted: SmartTaskCreate) -> str:
    """Start a smart task and return its id.

    Raises DatasetNotFound, InvalidPayload, NotForThisType, LabelsMissing, TooFewLabelled, NothingUnlabelled, TooManyGroups,
    SmartTaskRunning, GroupingRunning, PreLabelRunning, NoServiceOfModel, ServiceNotCallable, what serving and registry raise.
    """
    kind = _KIND_OF[_kind(wanted)]
    if kind is TaskKind.PRE_LABEL:
        goal = await _pre_labelling_goal(context, who, wanted)
    else:
        goal = _grouping_goal(wanted) if kind is TaskKind.GROUPING else _labelling_goal(wanted)
    if "output_dir" in goal:
        place = await places.require_writable(context.objects, who, places.read_place(goal["output_dir"], field="output_dir"))
        goal["output_dir"] = str(place)
    async with context.database.session() as db:
        dataset, job = await get_rows(db, who, dataset_id, lock=True)
        goal |= {"before": dataset.next_ordinal, "config": wanted.config.model_dump(exclude_none=True, by_alias=True)}
        if kind is TaskKind.GROUPING:
            await _check_grouping(db, dataset, goal)
        elif kind is TaskKind.PRE_LABEL:
            await _check_pre_labelling(db, dataset, job)
        else:
            await _check_labelling(db, dataset, job)
        return (await tasks.submit(db, who, dataset, kind, goal)).id


async def list_tasks(
    db: AsyncSession, who: Subject, dataset_id: str, *, kind: int | None, name: str, page: int, limit: int
) -> SmartTaskList:
    """Return smart tasks of a dataset, the newest first; without a kind, those that label. Raises DatasetNotFound."""
    dataset, job = await get_rows(db, who, dataset_id)
    kinds = [each for each, number in _TYPE_OF.items() if (number == kind if kind is not None else number != GROUPING)]
    if name and not any(name.lower() in each.lower() for each in map(_NAMES.__getitem__, kinds)):
        return SmartTaskList(tasks=[], total_count=0)
    found = await tasks.listed(db, who, dataset_id, kinds, page=page, limit=limit)
    shown = [_shown(db, dataset, job, row, listed=True) for row in found.items]
    return SmartTaskList(tasks=shown, total_count=found.total)


async def get_task(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> SmartTaskAnswer:
    """Return how far a smart task is. Raises DatasetNotFound, TaskNotFound."""
    dataset, job = await get_rows(db, who, dataset_id)
    return _shown(db, dataset, job, await tasks.find(db, who, dataset_id, task_id, kinds=KINDS), listed=False)


async def stop_task(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> None:
    """Have a smart task stop; what it wrote stays. One that has ended is left alone. Raises DatasetNotFound, TaskNotFound."""
    row = await tasks.find(db, who, dataset_id, task_id, kinds=KINDS, lock=True)
    if row.state in ACTIVE:
        await tasks.request_stop(db, row)


async def list_samples(
    context: DatasetsContext, who: Subject, dataset_id: str, query: SampleQuery, *, host: str | None = None
) -> SampleList:
    """Return samples whose labels wait to be confirmed. They are shown as unlabelled, as the public API has it."""
    found = await samples.list_samples(context, who, dataset_id, replace(query, state=SampleState.TO_CONFIRM), host=host)
    return found.model_copy(update={"samples": [_unlabelled(each) for each in found.samples]})


async def get_sample(
    context: DatasetsContext, who: Subject, dataset_id: str, sample_id: str, *, host: str | None = None
) -> SampleAnswer:
    """Return a sample whose labels wait to be confirmed. Raises DatasetNotFound, SampleNotFound."""
    found = await samples.get_sample(context, who, dataset_id, sample_id, host=host)
    if found.sample_status != SampleState.TO_CONFIRM:
        raise SampleNotFound(sample_id=sample_id, resource=sample_id)
    return _unlabelled(found)


def _unlabelled(found: SampleAnswer) -> SampleAnswer:
    return found.model_copy(update={"sample_status": SampleState.UNLABELLED.value})


def _kind(wanted: SmartTaskCreate) -> int:
    if wanted.task_type is None and wanted.type is None:
        raise InvalidPayload(field="task_type", problem="is missing")
    kind = wanted.type if wanted.task_type is None else _TYPES.get(wanted.task_type)
    if kind is None or kind not in _TYPES.values():
        raise InvalidPayload(field="task_type", problem=f"must be one of {', '.join(_TYPES)}")
    return kind


def _grouping_goal(wanted: SmartTaskCreate) -> dict[str, Any]:
    config = wanted.config
    if config.n_clusters is None:
        raise InvalidPayload(field="config.n_clusters", problem="is missing")
    result = config.result_type if config.result_type is not None else wanted.export_type
    goal: dict[str, Any] = {
        "n_clusters": config.n_clusters,
        "result_type": 1 if result is None else result,
        "ambiguity": config.ambiguity,
        "image_brightness": config.image_brightness,
        "image_colorfulness": config.image_colorfulness,
    }
    if goal["result_type"] == 0:
        if not config.output_dir:
            raise InvalidPayload(field="config.output_dir", problem="is missing")
        return goal | {"output_dir": config.output_dir}
    name = config.attribute or "group"
    if name.startswith("@modelarts:"):
        raise InvalidPayload(field="config.property", problem="names that begin with @modelarts: are taken")
    return goal | {"property": name}


def _labelling_goal(wanted: SmartTaskCreate) -> dict[str, Any]:
    return {
        "algorithm_type": wanted.config.algorithm_type or "fast",
        "collect_key_sample": wanted.collect_key_sample,
    }


async def _pre_labelling_goal(context: DatasetsContext, who: Subject, wanted: SmartTaskCreate) -> dict[str, Any]:
    """Return what to label by: a service that is named or that has the model, else what the model is to be run on."""
    config = wanted.config
    low, high = (float(each) for each in (config.confidence_scope or "0-1").split("-"))
    goal: dict[str, Any] = {
        "collect_key_sample": wanted.collect_key_sample,
        "service_id": "",
        "model_id": wanted.model_id or config.model_id or "",
        "scope": [low, high],
    }
    served: Served | None
    if config.service_id:
        served = await pre_labelling.predictor_of(context).service(who, config.service_id)
    elif goal["model_id"]:
        served = await pre_labelling.predictor_of(context).service_of(who, goal["model_id"])
    else:
        raise InvalidPayload(field="model_id", problem="is missing; name a model, or a running service in config.service_id")
    if served is None:
        if not config.inf_config_list:
            raise NoServiceOfModel(model=goal["model_id"])
        return goal | {"run_on": config.inf_config_list[0].model_dump(exclude={"model_id"})}
    if served.state != "running":
        raise ServiceNotCallable(service=served.service_name, state=served.state)
    return goal | {"service_id": served.service_id, "model_id": served.model_id}


async def _check_pre_labelling(db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow) -> None:
    if LabelType(job.type) not in pre_labelling.LABELLED_BY_MODELS:
        raise NotForThisType(operation="Pre-labelling", operation_zh="预标注", type=dataset.type)
    if running := await _running(db, dataset, TaskKind.PRE_LABEL):
        raise PreLabelRunning(task_id=running)
    if dataset.sample_count <= sum((await facets.counts(db, job.number, STATE)).values()):
        raise NothingUnlabelled


async def _check_grouping(db: AsyncSession, dataset: DatasetRow, goal: dict[str, Any]) -> None:
    if dataset.data_type != DataType.IMAGE:
        raise NotForThisType(operation="Automatic grouping", operation_zh="自动分组", type=dataset.type)
    if dataset.sample_count <= goal["n_clusters"]:
        raise TooManyGroups(groups=goal["n_clusters"], count=dataset.sample_count)
    if running := await _running(db, dataset, TaskKind.GROUPING):
        raise GroupingRunning(task_id=running)


async def _check_labelling(db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow) -> None:
    """Refuse what cannot work, by counters; the work looks again, at what samples carry one label alone."""
    if LabelType(job.type) is not LabelType.IMAGE_CLASSIFICATION:
        raise NotForThisType(operation="Active learning", operation_zh="主动学习", type=dataset.type)
    if running := await _running(db, dataset, TaskKind.AUTO_LABEL):
        raise SmartTaskRunning(task_id=running)
    names = {str(row.number): row.name for row in (await queries.labels_of(db, [job.id]))[job.id]}
    on = await facets.counts(db, job.number, LABEL)
    used = {number: count for number, count in on.items() if number in names}
    if len(used) < 2:
        raise LabelsMissing(count=len(used))
    least = min(used, key=lambda number: used[number])
    if used[least] < LEAST_OF_LABEL:
        raise TooFewLabelled(least=LEAST_OF_LABEL, label=names[least], count=used[least])
    if dataset.sample_count <= sum((await facets.counts(db, job.number, STATE)).values()):
        raise NothingUnlabelled


async def _running(db: AsyncSession, dataset: DatasetRow, kind: TaskKind) -> str:
    return next((each.id for each in await tasks.active(db, dataset.id) if each.kind == kind), "")


def _shown(
    db: AsyncSession, dataset: DatasetRow, job: LabellingJobRow, row: DatasetTaskRow, *, listed: bool
) -> SmartTaskAnswer:
    kind, state = TaskKind(row.kind), TaskState(row.state)
    ended = row.ended_at or now(db)
    looked = min(row.done / row.total, 1.0) if row.total else 0.0
    is_writing = "written" in row.checkpoint
    progress = 100.0 if state is TaskState.COMPLETED else (90.0 if is_writing else looked * _LOOKING_SHARE * 100)
    code, message = _CODES[kind][2 if state is TaskState.COMPLETED else 1 if is_writing else 0]
    counts = {
        "total_sample_count": dataset.sample_count,
        "annotated_sample_count": job.labelled_count,
        "unconfirmed_sample_count": job.to_confirm_count,
    }
    if kind is TaskKind.AUTO_LABEL:
        model = {"model_name": "Supervisory", "model_version": "0.0.1"}
    else:
        model = {name: row.result[name] for name in ("model_id", "model_name", "model_version") if name in row.result}
    result = {**counts, "dataset_name": dataset.name, "dataset_type": str(dataset.type), **model}
    told = {name: row.result[name] for name in ("groups", "place", "service_id", "service_name") if name in row.result}
    config = SmartTaskConfig.model_validate(row.goal.get("config", {})).model_dump(exclude_none=True, by_alias=True)
    return SmartTaskAnswer(
        task_id=row.id,
        task_name=f"{_NAMES[kind]}-{row.id}",
        dataset_id=dataset.id if listed else None,
        resource_id=None if listed else dataset.id,
        type=_TYPE_OF[kind] if listed else None,
        status=_STOPPING if row.stop_asked and state in ACTIVE else _STATUS[state],
        create_time=f"{row.created_at:%Y-%m-%d %H:%M:%S}",
        elapsed_time=int((ended - row.created_at).total_seconds()),
        progress=round(progress, 1),
        code=code,
        message=message,
        error_code=row.error["code"] if row.error else None,
        error_msg=row.error["en-us"] if row.error else None,
        export_type=row.goal["result_type"] if kind is TaskKind.GROUPING else None,
        config=config,
        result=result | told | {"good": row.good, "bad": row.bad},
        **(counts if listed else {}),
        **(model if listed else {}),
    )
