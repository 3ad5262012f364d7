"""The synchronisation as work: the listing of the input path is walked, then the rest is settled (decision 0093)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.errors import AppError
from modelyard.datasets.errors.tasks import TooMuchMissing
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, SampleRow
from modelyard.datasets.rules import bitmaps, ids, images
from modelyard.datasets.rules.facets import FOLDER, PRESENT, SEEN, STATE, of_sample
from modelyard.datasets.rules.geometry import turned_size
from modelyard.datasets.rules.paths import on_wire
from modelyard.datasets.rules.problems import Problem, Unreadable
from modelyard.datasets.rules.searching import day_of
from modelyard.datasets.service import facets, presence, samples
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_samples import folder_of, name_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import DataType
from modelyard.objects.errors.places import PlaceNotFound
from modelyard.objects.service import places, reading

_AT_ONCE = 500
_READS = 16
_ENDINGS = {
    DataType.IMAGE: frozenset({"jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff"}),
    DataType.AUDIO: frozenset({"wav", "mp3", "m4a", "aac", "flac", "ogg"}),
    DataType.VIDEO: frozenset({"mp4", "avi", "mov", "mkv", "webm", "mpeg", "mpg"}),
}
SYNCED = frozenset({*_ENDINGS, DataType.FREE})


class _Known(NamedTuple):
    ordinal: int
    size_bytes: int
    etag: str


class _Target(NamedTuple):
    task: TaskNow
    row: DatasetRow
    job: LabellingJobRow


class SyncWork(Work):
    """Walks the listing page by page; `marker` is where it is. Then `settle`: moves and what is missing."""

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """See `Work`."""
        if task.checkpoint.get("walked"):
            return await self._settle(task)
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
        place = places.read_place(task.goal["path"], field="input_path")
        try:
            await places.require_readable(context.objects, task.who, place)
        except PlaceNotFound:
            found, after = [], None  # an empty folder; what that means is decided at the end
        else:
            marker = task.checkpoint.get("marker", "")
            page = await context.objects.store.list_page(place.bucket, prefix=place.key, marker=marker)
            found, after = page.objects, page.next_marker
        files = [
            NewSample(f"obs://{place.bucket}/{each.key}", each.size_bytes, each.etag, to_milliseconds(each.modified_at))
            for each in found
            if is_wanted(each.key, DataType(row.data_type))
        ]
        problems = [Problem("empty", file=each.source) for each in files if not each.size_bytes]
        files = [each for each in files if each.size_bytes]
        async with context.database.read_session() as db:
            known = await _known(db, row, files)
        fresh = [each for each in files if each.key not in known]
        taken = await _inspected(context, task, fresh, problems) if row.data_type == DataType.IMAGE else fresh
        first = task.checkpoint.get("first", row.next_ordinal)
        checkpoint = {"first": first, "marker": after or "", "walked": after is None}
        step = Step(checkpoint, done=len(files) + len(problems), bad=len(problems), problems=problems)

        async def write(db: AsyncSession, step: Step) -> None:
            row, job = await get_rows(db, task.who, task.dataset_id, lock=True)
            await _take(db, _Target(task, row, job), step, files, taken)

        step.write = write
        return step

    async def _settle(self, task: TaskNow) -> Step:
        step = Step(finished=True, total=task.done)

        async def write(db: AsyncSession, step: Step) -> None:
            row, job = await get_rows(db, task.who, task.dataset_id, lock=True)
            gone = await _unseen(db, task, row)
            moved = await _move(db, _Target(task, row, job), gone)
            left = [ordinal for ordinal in bitmaps.members_of(gone) if ordinal not in moved]
            is_too_much = not task.goal.get("confirm") and await _is_too_much(db, job, row, left, task)
            if not is_too_much:
                for start in range(0, len(left), _AT_ONCE):
                    await presence.hide(db, row, job, left[start : start + _AT_ONCE])
                row.revision += 1
            _tell(task, step, moved=len(moved), deleted=0 if is_too_much else len(left), asked=len(left) * is_too_much)
            step.result["asks"] = is_too_much
            if is_too_much:
                step.failure = TooMuchMissing(count=len(left))
            await facets.forget_facet(db, row.number, SEEN)

        step.write = write
        return step


def is_wanted(key: str, kind: DataType) -> bool:
    """Return whether an object of a listing is a sample of a dataset of this kind."""
    if key.endswith("/") or places.spell(f"obs://any/{key}") is None:
        return False
    endings = _ENDINGS.get(kind)
    return endings is None or key.rpartition(".")[2].lower() in endings


async def _known(db: AsyncSession, row: DatasetRow, files: Sequence[NewSample]) -> dict[bytes, _Known]:
    found: dict[bytes, _Known] = {}
    keys = [each.key for each in files]
    columns = (SampleRow.key, SampleRow.id, SampleRow.size_bytes, SampleRow.etag)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        statement = select(*columns).where(SampleRow.dataset == row.number, SampleRow.key.in_(some))
        for key, number, size, etag in await db.execute(statement):
            found[bytes(key)] = _Known(ids.ordinal_of(number), size, etag)
    return found


async def _inspected(
    context: DatasetsContext, task: TaskNow, files: Sequence[NewSample], problems: list[Problem]
) -> list[NewSample]:
    """Return images with their sizes; what is no image is a problem."""
    turn = asyncio.Semaphore(_READS)

    async def inspect(file: NewSample) -> NewSample | Problem:
        async with turn:
            try:
                head = await reading.read_object(context.objects, task.who, file.source, images.HEAD_BYTES)
                info = images.inspected(head)
            except Unreadable as error:
                return error.problem._replace(file=file.source)
            except AppError as error:
                if error.status >= 500:
                    raise
                return Problem("unreadable", value=error.message()[:200], file=file.source)
        width, height = turned_size(info.width, info.height, info.orientation)
        return file._replace(size=(width, height, info.depth))

    results = await asyncio.gather(*(inspect(each) for each in files))
    problems += [each for each in results if isinstance(each, Problem)]
    return [each for each in results if isinstance(each, NewSample)]


async def _take(
    db: AsyncSession,
    to: _Target,
    step: Step,
    files: Sequence[NewSample],
    taken: Sequence[NewSample],
) -> None:
    """Add what is new, note what is there, has changed or is back."""
    task, row = to.task, to.row
    known = await _known(db, row, files)
    inserted = await samples.insert(db, row, [each for each in taken if each.key not in known])
    changed = [
        (known[each.key].ordinal, each)
        for each in files
        if each.key in known and known[each.key].etag and (known[each.key].size_bytes, known[each.key].etag) != each[1:3]
    ]
    unknown_before = [(known[each.key].ordinal, each) for each in files if each.key in known and not known[each.key].etag]
    await _change(db, row, changed, is_news=True)
    await _change(db, row, unknown_before, is_news=False)
    ordinals = [each.ordinal for each in known.values()]
    back = await presence.restore(db, row, to.job, ordinals)
    seen = facets.Changes()
    seen.added[SEEN, task.id].update(ordinals, inserted.new.values())
    await facets.apply(db, row.number, seen)
    step.good = len(ordinals) + len(inserted.new)
    _tell(task, step, added=len(inserted.new), changed=len(changed), back=len(back))


async def _change(db: AsyncSession, row: DatasetRow, files: Sequence[tuple[int, NewSample]], *, is_news: bool) -> None:
    """Write what files are now. is_news: somebody should look at their labels again."""
    moved = facets.Changes()
    for ordinal, file in files:
        sample = await db.get_one(SampleRow, ids.sample_number(row.number, ordinal))
        properties = dict(orjson.loads(sample.properties)) if sample.properties else {}
        before = _own(sample.source, sample.changed_at, properties)
        moved.note(ordinal, before, _own(sample.source, file.changed_at, properties))
        sample.size_bytes, sample.etag, sample.changed_at = file.size_bytes, file.etag[:64], file.changed_at
        if is_news:
            moved.added[presence.IS_CHANGED].add(ordinal)
    await facets.apply(db, row.number, moved)


async def _unseen(db: AsyncSession, task: TaskNow, row: DatasetRow) -> dict[int, int]:
    """Return the samples of the input path that are in lists and that the listing did not have."""
    folder = on_wire(task.goal["path"])
    folders = [each for each in await facets.counts(db, row.number, FOLDER, most=10_000_000) if each.startswith(folder)]
    below: dict[int, int] = {}
    for start in range(0, len(folders), _AT_ONCE):
        below = bitmaps.union([below, await facets.matching(db, row.number, FOLDER, folders[start : start + _AT_ONCE])])
    present = bitmaps.common(below, await facets.matching(db, row.number, PRESENT))
    present = bitmaps.common(present, bitmaps.up_to(task.checkpoint["first"]))
    return bitmaps.without(present, await facets.matching(db, row.number, SEEN, [task.id]))


async def _move(db: AsyncSession, to: _Target, gone: dict[int, int]) -> set[int]:
    """Give missing samples the names of new files that are the same bytes; return those that moved."""
    task, row = to.task, to.row
    first = ids.sample_number(row.number, task.checkpoint["first"])
    last = ids.sample_range(row.number)[1]
    ordinals = list(bitmaps.members_of(gone))
    if not ordinals or row.next_ordinal <= task.checkpoint["first"]:
        return set()
    columns = (SampleRow.id, SampleRow.size_bytes, SampleRow.etag)
    new: dict[tuple[int, str], list[int]] = {}
    for number, size, etag in await db.execute(select(*columns).where(SampleRow.id >= first, SampleRow.id < last)):
        new.setdefault((size, etag), []).append(number)
    old: dict[tuple[int, str], list[int]] = {}
    for start in range(0, len(ordinals), _AT_ONCE):
        some = [ids.sample_number(row.number, each) for each in ordinals[start : start + _AT_ONCE]]
        for number, size, etag in await db.execute(select(*columns).where(SampleRow.id.in_(some))):
            old.setdefault((size, etag), []).append(number)
    pairs = [(those[0], new[like][0]) for like, those in old.items() if like[1] and len(those) == len(new.get(like, ())) == 1]
    for before, after in pairs:
        await _rename(db, to, before, after)
    return {ids.ordinal_of(before) for before, _ in pairs}


async def _rename(db: AsyncSession, to: _Target, number: int, new: int) -> None:
    """Give a sample the place of a newer one, which goes."""
    row = to.row
    (file,) = await samples.remove(db, to.task.who, row, to.job, [ids.ordinal_of(new)])
    sample = await db.get_one(SampleRow, number)
    properties = dict(orjson.loads(sample.properties)) if sample.properties else {}
    moved = facets.Changes()
    before = _own(sample.source, sample.changed_at, properties)
    sample.key, sample.source, sample.name_folded = file.key, file.source, name_of(file.source).lower()[:256]
    sample.changed_at = file.changed_at
    row.renames += 1
    moved.note(ids.ordinal_of(number), before, _own(sample.source, sample.changed_at, properties))
    await facets.apply(db, row.number, moved)
    await db.flush()  # the next one may take a name that this one had


async def _is_too_much(db: AsyncSession, job: LabellingJobRow, row: DatasetRow, left: Sequence[int], task: TaskNow) -> bool:
    """Return whether more than half of the labelled samples of the input path would go."""
    labelled = await facets.matching(db, job.number, STATE)
    lost = bitmaps.count(bitmaps.common(labelled, bitmaps.of(left)))
    kept = bitmaps.count(bitmaps.common(labelled, await facets.matching(db, row.number, SEEN, [task.id])))
    return lost > kept


def _own(source: str, changed_at: int, properties: dict[str, str]) -> set[tuple[str, str]]:
    day = day_of(datetime.fromtimestamp(changed_at / 1000, timezone.utc))
    return of_sample(folder_of(source), day, properties.items())


def _tell(task: TaskNow, step: Step, **counts: int) -> None:
    before: dict[str, Any] = {**task.result, **step.result}
    step.result |= {name: before.get(name, 0) + count for name, count in counts.items()}
