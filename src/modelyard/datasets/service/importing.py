"""The import as work: a reader finds samples, a batch of them is written with the place where the next one begins."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.errors import AppError
from modelyard.datasets import queries
from modelyard.datasets.rules import voc
from modelyard.datasets.rules.preparing import Block, Preparer
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service import bulk, imported_labels
from modelyard.datasets.service.bulk import Added, Wanted
from modelyard.datasets.service.checking import checked
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.copying import Copies, copies_of
from modelyard.datasets.service.finding import get_rows, own_folder
from modelyard.datasets.service.formats.staging import STAGED
from modelyard.datasets.service.import_formats import FORMATS, MANIFEST, TABLE
from modelyard.datasets.service.readers import Batch, Found, ImportNow, Reader
from modelyard.datasets.service.rights import Readable
from modelyard.datasets.service.wishes import looks, wishes_of
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import LabelType, SampleState
from modelyard.datasets.types.stores import REMOTE, SQL
from modelyard.objects.service import reading

_AT_ONCE = 16
_MOST_VOC_BYTES = 16 * 2**20
# What brings its files into that folder by itself, and rows, which are no files.
_OWN_FOLDER = frozenset({*STAGED, TABLE, REMOTE, SQL})


@dataclass(frozen=True)
class ImportGoal:
    """What an import was asked for; kept as JSON with the task.

    format: a key of `import_formats.FORMATS`. path: `obs://bucket/key`, or a folder with a slash. final: annotations count at
    once, else they wait to be confirmed. included, excluded: names of labels. options: what only the format knows.
    wire: what the public API shows of the request. sealed: credentials of another store.
    """

    format: str
    path: str
    with_annotations: bool = True
    with_samples: bool = True
    final: bool = True
    difficult_only: bool = False
    included: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    folder: str = ""
    dry_run: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    wire: dict[str, Any] = field(default_factory=dict)
    sealed: str = ""


class ImportWork(Work):
    """Imports from one source. The checkpoint is that of the reader, and the first ordinal that is the import's own."""

    def __init__(self) -> None:
        self._reader: Reader | None = None
        self._preparer: Preparer | None = None
        self._numbers: dict[str, dict[str, str]] = {}
        self._first = 0
        self._rights = Readable()
        self._copies: Copies | None = None

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """See `Work`."""
        goal = ImportGoal(**task.goal)
        now = await self._now(context, task, goal)
        if self._reader is None or self._preparer is None:
            self._reader = FORMATS[goal.format]()
            self._preparer = Preparer(wishes_of(context, now), now.labels, now.next_label)
        batch = await self._reader.read(context, now)
        problems = list(batch.problems)
        found = [await self._with_files(context, now, each, problems) if each.item.files else each for each in batch.found]
        if looks(now) and goal.format == MANIFEST:
            found = await checked(context, now, self._rights, found, problems)
        for each in found:
            self._preparer.take(each.item, each.facts, each.line, each.file)
        own, told = self._preparer.taken()
        await self._rights.keep_readable(context, now.who, own, told)
        # Each of the two that make blocks gives numbers to new labels by itself.
        blocks = [(name, block) for name, block in (("reader", batch.block), ("own", own)) if block is not None]
        seen = sum(len(block.rows) + block.skipped for _, block in blocks)
        if goal.folder and goal.format not in _OWN_FOLDER and not goal.dry_run:
            self._copies = self._copies or await copies_of(context, now, goal.folder)
            for _, block in blocks:
                await self._copies.take(context, now, block, told)
        step = self._counted(task, batch, seen, problems + told)

        async def write(db: AsyncSession, step: Step) -> None:
            if goal.dry_run:
                step.good = sum(len(block.rows) for _, block in blocks)
                return
            row, job = await get_rows(db, task.who, task.dataset_id, lock=True)
            for name, block in blocks:
                known, most = self._numbers.get(name, {}), context.settings.max_labels
                # If this transaction fails, so does the step, and this object is not used any more.
                self._numbers[name] = await imported_labels.settle(db, task.who, row, job, block.labels, most=most, known=known)
                self._tell(task, step, block, await bulk.Bulk(db, task.who, row, job, self._wanted(goal, name)).add(block))

        step.write = write
        return step

    async def close(self) -> None:
        """See `Work`."""
        if self._reader is not None:
            await self._reader.close()

    async def _now(self, context: DatasetsContext, task: TaskNow, goal: ImportGoal) -> ImportNow:
        async with context.database.read_session() as db:
            row, job = await get_rows(db, task.who, task.dataset_id)
            labels = (await queries.labels_of(db, [job.id]))[job.id] if self._reader is None else []
        self._first = task.checkpoint.get("first", row.next_ordinal)
        return ImportNow(
            who=task.who,
            task_id=task.id,
            dataset_id=task.dataset_id,
            label_type=LabelType(job.type),
            source=goal.path if FORMATS[goal.format].in_storage else f"{own_folder(row, task.id, goal.folder)}rows",
            goal=task.goal,
            checkpoint=task.checkpoint.get("reader", {}),
            labels={(each.type, each.name): each.number for each in labels},
            next_label=job.next_label_number,
        )

    def _counted(self, task: TaskNow, batch: Batch, taken: int, problems: list[Problem]) -> Step:
        seen = batch.seen if batch.seen is not None else taken + bad_of(problems)
        step = Step({"reader": batch.checkpoint, "first": self._first}, batch.is_last, total=batch.total, done=seen)
        if batch.is_last and batch.total is None:
            step.total = task.done + seen
        step.problems, step.bad = problems, bad_of(problems)
        step.good, step.wait = batch.rows, batch.wait
        return step

    def _wanted(self, goal: ImportGoal, name: str) -> Wanted:
        state = SampleState.LABELLED if goal.final else SampleState.TO_CONFIRM
        return Wanted(state, goal.with_samples, self._first, self._numbers[name])

    @staticmethod
    def _tell(task: TaskNow, step: Step, block: Block, added: Added) -> None:
        step.good += added.new + added.known
        step.bad += bad_of(added.problems)
        step.problems += added.problems
        counted = {"new": added.new, "annotated": added.annotated, "known": added.known, "skipped": block.skipped}
        before = {**task.result, **step.result}
        step.result |= {key: before.get(key, 0) + count for key, count in counted.items()}

    async def _with_files(self, context: DatasetsContext, now: ImportNow, found: Found, problems: list[Problem]) -> Found:
        """Return a sample with what the files say that its line names."""
        contents = await asyncio.gather(*(_read(context, now, file) for file in found.item.files))
        item = found.item
        for file, content in zip(found.item.files, contents, strict=True):
            if isinstance(content, AppError):
                problems.append(Problem("unreadable", "annotation-loc", content.message()[:200], found.line, file))
                continue
            picture, told = voc.read(content, file)
            problems += told
            if picture is not None:
                item = item._replace(annotations=(*item.annotations, *picture.annotations), size=item.size or picture.size)
        return Found(item, found.facts, found.line, found.file)


async def _read(context: DatasetsContext, now: ImportNow, place: str) -> bytes | AppError:
    if "://" not in place:
        place = now.source.rpartition("/")[0] + "/" + place
    try:
        return await reading.read_object(context.objects, now.who, place, _MOST_VOC_BYTES)
    except AppError as error:
        if error.status >= 500:
            raise
        return error


def bad_of(problems: list[Problem]) -> int:
    """Return how many items problems speak of: several of one line, or of one file, are one."""
    return len({(each.file, each.line) for each in problems})
