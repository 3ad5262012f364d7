"""The work of pre-labelling: a model that runs as a service looks at unlabelled images; people confirm (0138)."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError, Invalid
from modelyard.datasets import queries
from modelyard.datasets.errors.pre_labelling import ModelUnfit, PredictionRefused, ServiceNotCallable
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.ports import PredictionFailed, Predictor, Served
from modelyard.datasets.rules import predictions
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.problems import Problem, Unreadable
from modelyard.datasets.schemas.datasets import Label
from modelyard.datasets.service import labels, suggestions
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.previews import MOST_IMAGE_BYTES
from modelyard.datasets.service.reading_documents import Document, pages
from modelyard.datasets.service.suggestions import Suggestion
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import LabelType, SampleState, TaskKind
from modelyard.datasets.types.tasks import ACTIVE
from modelyard.objects.service import reading

LABELLED_BY_MODELS = frozenset({LabelType.IMAGE_CLASSIFICATION, LabelType.OBJECT_DETECTION})
_AT_ONCE = 4
_PAGE = 16
_LOOK_AGAIN = timedelta(seconds=2)
# Samples without a usable answer, from the first one on, after which the model is taken to be another kind of model.
_UNFIT = 50
_UNSURE = 0.6
_LOW_CONFIDENCE = 1


def service_name(task_id: str) -> str:
    """Return the name of the service that is deployed for a task."""
    return f"pre-label-{task_id}"


def predictor_of(context: DatasetsContext) -> Predictor:
    """Return what has models label."""
    assert context.predictor is not None, "no predictor was wired"
    return context.predictor


class PreLabelWork(Work):
    """Pre-labelling. Checkpoint: `service`, once there is one; `after`, the last ordinal that was looked at."""

    def __init__(self) -> None:
        self._served: Served | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """See `Work`."""
        goal, predictor = task.goal, predictor_of(context)
        service_id = str(task.checkpoint.get("service") or goal["service_id"])
        if not service_id:
            name, run = service_name(task.id), goal["run_on"]
            made = await predictor.deploy(
                task.who, name, goal["model_id"], specification=run["specification"], count=run["instance_count"]
            )
            return Step({"service": made}, result={"service_id": made, "service_name": name}, wait=_LOOK_AGAIN)
        if self._served is None:
            served = await predictor.service(task.who, service_id)
            if served.state == "waiting":
                return Step(wait=_LOOK_AGAIN)
            if served.state != "running":
                raise ServiceNotCallable(service=served.service_name, state=served.state)
            self._served = served
        return await self._label(context, task, self._served)

    async def _label(self, context: DatasetsContext, task: TaskNow, served: Served) -> Step:
        after = int(task.checkpoint.get("after", -1))
        async with context.database.read_session() as db:
            dataset, job = await get_rows(db, task.who, task.dataset_id)
            page = await pages(db, dataset, job, after=after, before=task.goal["before"], limit=_PAGE)
        if not page:
            if not task.goal["service_id"]:
                await predictor_of(context).remove(service_name(task.id))
            return Step(finished=True, result={"stage": "done"})
        label_type = LabelType(job.type)
        asked = [each for each in page if each.state == SampleState.UNLABELLED]
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(document: Document) -> list[Annotation] | Problem:
            async with turns:
                return await _asked(context, task, served, document, label_type)

        answers = await asyncio.gather(*(one(each) for each in asked))
        said = [(each, answer) for each, answer in zip(asked, answers, strict=True) if not isinstance(answer, Problem)]
        problems = [answer for answer in answers if isinstance(answer, Problem)]
        if problems and not said and not task.good and task.bad + len(problems) >= _UNFIT:
            raise ModelUnfit(count=task.bad + len(problems), problem=problems[-1].text())

        async def write(db: AsyncSession, step: Step) -> None:
            step.good = await _write(db, context, task, said, step)

        return Step(
            {**task.checkpoint, "after": page[-1].ordinal},
            total=dataset.sample_count,
            done=len(page),
            bad=len(problems),
            problems=problems,
            result=described(served),
            write=write,
        )


def described(served: Served) -> dict[str, str]:
    """Return what is shown of a service and its model."""
    return {
        "service_id": served.service_id,
        "service_name": served.service_name,
        "model_id": served.model_id,
        "model_name": served.model_name,
        "model_version": served.model_version,
    }


async def sweep(context: DatasetsContext) -> None:
    """Delete the services of tasks that have ended some other way than by finishing. Harmless to repeat."""
    async with context.database.read_session() as db:
        ended = (DatasetTaskRow.kind == TaskKind.PRE_LABEL, DatasetTaskRow.state.not_in(ACTIVE))
        newest = select(DatasetTaskRow).where(*ended).order_by(DatasetTaskRow.changed_at.desc()).limit(100)
        left = [row.id for row in await db.scalars(newest) if not row.goal["service_id"] and not row.result.get("removed")]
    for task_id in left:
        await predictor_of(context).remove(service_name(task_id))
        async with context.database.session() as db:
            row = await db.get(DatasetTaskRow, task_id)
            if row is not None:
                row.result = {**row.result, "removed": True}


async def _asked(
    context: DatasetsContext, task: TaskNow, served: Served, document: Document, label_type: LabelType
) -> list[Annotation] | Problem:
    try:
        content = await reading.read_object(context.objects, task.who, document.source, MOST_IMAGE_BYTES)
        name = document.source.rpartition("/")[2]
        answer = await predictor_of(context).predict(task.who, served.service_id, name, content)
        size = (document.width, document.height) if document.width and document.height else None
        return predictions.within(predictions.read(answer, label_type, size), *task.goal["scope"])
    except PredictionFailed as error:
        return Problem("unreadable", "answer", str(error)[:120], file=document.source)
    except Unreadable as error:
        return error.problem._replace(file=document.source)
    except PredictionRefused:
        raise
    except AppError as error:
        if error.status >= 500:
            raise
        return Problem("unreadable", value=error.message()[:120], file=document.source)


async def _write(
    db: AsyncSession,
    context: DatasetsContext,
    task: TaskNow,
    said: Sequence[tuple[Document, list[Annotation]]],
    step: Step,
) -> int:
    """Write what the model said, and return about how many samples. Labels that the dataset lacks are added to it."""
    dataset, job = await get_rows(db, task.who, task.dataset_id, lock=True)
    numbers = {row.name: str(row.number) for row in (await queries.labels_of(db, [job.id]))[job.id]}
    names = {each.label for _, found in said for each in found} - numbers.keys()
    new = {name: label for name in sorted(names) if (label := _label(name, job.type)) is not None}
    refused = names - new.keys()
    if new:
        try:
            done = await labels.change_all(db, task.who, dataset, job, add=list(new.values()), most=context.settings.max_labels)
        except Invalid as error:
            raise ModelUnfit(count=task.done, problem=error.message()) from error
        await db.flush()  # their numbers are read next
        await labels.tell(db, task.who, dataset, done)
        numbers = {row.name: str(row.number) for row in (await queries.labels_of(db, [job.id]))[job.id]}
    wanted = []
    for document, found in said:
        known = tuple(each._replace(label=numbers[each.label]) for each in found if each.label not in refused)
        step.problems += [
            Problem("value", "label", each.label[:120], file=document.source) for each in found if each.label in refused
        ]
        if known:
            wanted.append(_suggestion(document.ordinal, known, hard=bool(task.goal["collect_key_sample"])))
    return await suggestions.write(db, task, wanted)


def _label(name: str, label_type: int) -> Label | None:
    """Return a label of a name; None for what is no name of one."""
    try:
        return Label(name=name, type=label_type)
    except ValidationError:
        return None


def _suggestion(ordinal: int, said: tuple[Annotation, ...], *, hard: bool) -> Suggestion:
    least = min((1.0 if each.confidence is None else each.confidence) for each in said)
    if not hard or least >= _UNSURE:
        return Suggestion(ordinal, said)
    return Suggestion(ordinal, said, round(1 - least, 4), (_LOW_CONFIDENCE,))
