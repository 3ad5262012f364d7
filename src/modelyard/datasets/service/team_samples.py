"""Samples of team tasks: members list, label and hand in their own, reviewers look at what was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.errors import AppError, InvalidPayload
from modelyard.core.i18n import Language
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets import access, queries
from modelyard.datasets.errors.datasets import AnnotationConflict, SampleNotFound
from modelyard.datasets.errors.teams import NotSampled, NotYours, SampleClosed
from modelyard.datasets.models.datasets import SampleRow
from modelyard.datasets.models.teams import TeamSampleRow
from modelyard.datasets.rules import ids, teamwork
from modelyard.datasets.rules.teamwork import Filter
from modelyard.datasets.schemas.datasets import SamplesOutcome
from modelyard.datasets.schemas.team_tasks import (
    SampleComment,
    TeamSampleAnswer,
    TeamSampleLabels,
    TeamSampleList,
    TeamSamplesUpdate,
)
from modelyard.datasets.service import samples, team_copies, team_values
from modelyard.datasets.service.annotations import author_of
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.describing_teams import team_sample_of
from modelyard.datasets.service.outcomes import outcome_of
from modelyard.datasets.service.team_access import LEADERS, WATCHERS, Entry, enter, right_of
from modelyard.datasets.service.team_values import TeamFilter
from modelyard.datasets.types.datasets import SampleState
from modelyard.datasets.types.teams import Role, TeamTaskStatus

_COMMENT = 1024
_REVIEWABLE = frozenset({SampleState.UNREVIEWED, SampleState.UNCHECKED})
# What reviewers see: what was handed in, and what went back.
_TO_REVIEWERS = teamwork.HANDED_IN | {SampleState.REJECTED}


@dataclass(frozen=True)
class TeamSampleQuery:
    """What a list of samples is asked for. worker_id: of one member."""

    state: str = ""
    worker_id: str = ""
    page: int = 0
    limit: int = 10
    newest_first: bool = False
    filter: TeamFilter = field(default_factory=TeamFilter)


async def list_samples(
    context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, query: TeamSampleQuery, *, host: str | None = None
) -> TeamSampleList:
    """Return a page (from 0) of the samples of a task that the caller may see, one for each member who has it.

    Labelers see their own, reviewers what was handed in, others all. Raises TeamTaskNotFound, InvalidPayload,
    TeamSearchTooWide.
    """
    wanted = teamwork.filter_of(query.state)
    if wanted is None:
        raise InvalidPayload(field="sample_state", problem=f"{query.state[:64]!r} is no state of samples")
    right = await right_of(context, who, access.LIST_SAMPLES, dataset_id)
    async with context.database.read_session() as db:
        entry = await enter(db, who, right, dataset_id, task_id)
        wanted, members = _seen(entry, wanted, query.worker_id)
        statement = team_copies.matching(entry.task, wanted, members=members)
        statement = await team_values.narrowed(db, entry, statement, query.filter)
        keys = (TeamSampleRow.sample, TeamSampleRow.member_id)
        statement = statement.order_by(*(key.desc() if query.newest_first else key.asc() for key in keys))
        found = await fetch_page(db, statement, offset=query.page * query.limit, limit=query.limit)
        numbers = {row.sample for row in found.items}
        rows = {row.id: row for row in await db.scalars(select(SampleRow).where(SampleRow.id.in_(numbers)))}
        labels = {str(row.number): row for row in (await queries.labels_of(db, [entry.job.id]))[entry.job.id]}
        has = await team_copies.find(db, entry.task, [(number, None) for number in numbers]) if entry.leads else {}
    links = await _links(context, entry, list(rows.values()), host)
    shown = []
    for row in found.items:
        if row.sample not in rows:
            continue  # it was deleted from the dataset meanwhile
        holders = [each.member_id for each in has.get((row.sample, None), [row])]
        labelers = [entry.members[member_id] for member_id in holders]
        link = links.get(row.sample, "")
        shown.append(team_sample_of(entry, rows[row.sample], row, labels, link=link, labelers=labelers))
    return TeamSampleList(sample_count=found.total, samples=shown)


async def get_sample(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    task_id: str,
    sample_id: str,
    *,
    worker_id: str = "",
    host: str | None = None,
) -> TeamSampleAnswer:
    """Return a sample as a member has it: the one named, else the caller himself, else the first who has it.

    Raises TeamTaskNotFound, SampleNotFound.
    """
    right = await right_of(context, who, access.GET_SAMPLE, dataset_id)
    async with context.database.read_session() as db:
        entry = await enter(db, who, right, dataset_id, task_id)
        number = ids.sample_of(entry.dataset.id, sample_id)
        sample = None if number is None else await db.get(SampleRow, number)
        wanted, members = _seen(entry, Filter(frozenset(SampleState)), worker_id)
        statement = team_copies.matching(entry.task, wanted, members=members).where(TeamSampleRow.sample == number)
        found = list(await db.scalars(statement.order_by(TeamSampleRow.member_id)))
        if sample is None or not found:
            raise SampleNotFound(sample_id=sample_id, resource=sample_id)
        row = next((each for each in found if each.member_id in entry.own_ids), found[0])
        labels = {str(each.number): each for each in (await queries.labels_of(db, [entry.job.id]))[entry.job.id]}
    link = (await _links(context, entry, [sample], host)).get(sample.id, "")
    labelers = [entry.members[each.member_id] for each in found]
    return team_sample_of(entry, sample, row, labels, link=link, labelers=labelers)


async def label_samples(
    context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, wanted: TeamSamplesUpdate, *, language: Language
) -> SamplesOutcome:
    """Replace what a member says about samples, each by itself, and hand it in unless it is a draft.

    Members write their own; whoever may change the dataset's team tasks writes for a member that he names.
    Raises the first failure if all failed: SampleNotFound, NotYours, SampleClosed, AnnotationConflict, LabelNotFound,
    SampleInvalid.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, lock=True)
        entry.require({Role.LABELER, Role.OWNER}, problem="Only labelers write annotations", problem_zh="只有标注员可以标注")
        labels = samples.labels_by_key((await queries.labels_of(db, [entry.job.id]))[entry.job.id])
        numbers = [ids.sample_of(entry.dataset.id, each.sample_id) for each in wanted.samples]
        known = [number for number in numbers if number is not None]
        found = await team_copies.find(db, entry.task, [(number, None) for number in known])
        rows = {row.id: row for row in await db.scalars(select(SampleRow).where(SampleRow.id.in_(known)))}
        errors: list[AppError | None] = []
        changed: list[TeamSampleRow] = []
        latest = 0
        for index, (each, number) in enumerate(zip(wanted.samples, numbers, strict=True)):
            try:
                if number is None or number not in rows:
                    raise SampleNotFound(sample_id=each.sample_id, resource=each.sample_id)
                row = _writable(entry, found[number, None], each)
                sample = rows[number]
                size = (sample.width, sample.height) if sample.width and sample.height else None
                said = samples.read_labels(
                    who, entry.job, labels, each.labels, size=size, content=sample.content, at=f"samples.{index}"
                )
            except AppError as error:
                errors.append(error)
                continue
            errors.append(None)
            member = entry.members[row.member_id]
            before = SampleState(row.state)
            state = teamwork.after_saving(
                before, has_labels=bool(said), is_draft=wanted.draft, has_reviewer=entry.task.has_reviewer
            )
            team_copies.say(member, row, said)
            team_copies.move(member, row, state)
            if state is not before or not wanted.draft:
                row.reviewed = row.reviewed if state is SampleState.REJECTED else None
            if each.metadata is not None and "@modelarts:hard" in each.metadata:
                hardness = samples.hardness_of(each.metadata)
                row.hardness = None if hardness is None else orjson.dumps(hardness)
            if each.metadata is not None and "comment" in each.metadata:
                row.comment = str(each.metadata["comment"])[:_COMMENT] or None
            changed.append(row)
            row.author, row.revision, row.changed_at = author_of(who), row.revision + 1, to_milliseconds(now(db))
            row.seconds += each.seconds
            member.seconds += each.seconds
            member.changed_at = now(db)
            latest = max(latest, row.revision)
        await db.flush()
        await team_values.note(db, {(row.sample, row.member_id): row for row in changed}.values())
        return SamplesOutcome(**outcome_of(errors, language).model_dump(), revision=latest)


async def review_samples(
    context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, comments: Sequence[SampleComment]
) -> None:
    """Pass what was handed in, or send it back; all of it or nothing.

    Reviewers review, and whoever leads; nobody his own work. Raises NotYours, SampleNotFound, NotSampled.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, lock=True)
        entry.require(WATCHERS, problem="Only reviewers review", problem_zh="只有审核员可以审核")
        rows = await commented(db, entry, comments)
        for index, (comment, row) in enumerate(zip(comments, rows, strict=True)):
            if row.member_id in entry.own_ids:
                raise NotYours(problem="Nobody reviews his own work", problem_zh="不能审核自己的标注")
            if row.state not in _REVIEWABLE or row.drawn or entry.task.status == TeamTaskStatus.SAMPLING:
                raise NotSampled(
                    field=f"comments.{index}",
                    sample_id=comment.sample_id,
                    what="waiting for a review",
                    what_zh="未在等待审核",
                )
            state = SampleState.UNCHECKED if comment.accept else SampleState.REJECTED
            team_copies.move(entry.members[row.member_id], row, state)
            row.reviewed, row.review_by = comment.accept, author_of(who)
            row.review_score, row.review_comment = comment.score, comment.comment or None
            row.revision += 1


async def commented(db: AsyncSession, entry: Entry, comments: Sequence[SampleComment]) -> list[TeamSampleRow]:
    """Return the rows that verdicts speak of. Raises SampleNotFound, NotSampled where it is not said whose."""
    wanted = [(ids.sample_of(entry.dataset.id, each.sample_id), each.worker_id or None) for each in comments]
    known = [(number, member) for number, member in wanted if number is not None]
    found = await team_copies.find(db, entry.task, known)
    rows: list[TeamSampleRow] = []
    for index, (comment, (number, member)) in enumerate(zip(comments, wanted, strict=True)):
        there = found.get((number, member), []) if number is not None else []
        if not there:
            raise SampleNotFound(sample_id=comment.sample_id, resource=comment.sample_id)
        if len(there) > 1:
            what, what_zh = "the only one: several have it; say whose by worker_id", "由多名成员标注，请用 worker_id 指明"
            raise NotSampled(field=f"comments.{index}.worker_id", sample_id=comment.sample_id, what=what, what_zh=what_zh)
        rows.append(there[0])
    return rows


def _seen(entry: Entry, wanted: Filter, worker_id: str) -> tuple[Filter, list[str] | None]:
    """Return what the caller may see of what he asked for."""
    if entry.leads:
        return wanted, [worker_id] if worker_id else None
    if Role.REVIEWER in entry.roles and (not worker_id or worker_id not in entry.own_ids):
        return wanted._replace(states=wanted.states & _TO_REVIEWERS), [worker_id] if worker_id else None
    own = entry.own_ids & {worker_id} if worker_id else entry.own_ids
    return wanted, sorted(own)


def _writable(entry: Entry, there: Sequence[TeamSampleRow], wanted: TeamSampleLabels) -> TeamSampleRow:
    """Return the row that a labeler may change now."""
    mine = [row for row in there if row.member_id in entry.own_ids]
    if wanted.worker_id:
        mine = [row for row in there if row.member_id == wanted.worker_id]
        if wanted.worker_id not in entry.own_ids and not entry.roles & {Role.OWNER}:
            raise SampleNotFound(sample_id=wanted.sample_id, resource=wanted.sample_id)
    elif not mine and Role.OWNER in entry.roles:
        mine = list(there)
    if len(mine) != 1:
        raise SampleNotFound(sample_id=wanted.sample_id, resource=wanted.sample_id)
    row = mine[0]
    in_check = row.drawn or entry.task.status == TeamTaskStatus.SAMPLING
    why = teamwork.closed(SampleState(row.state), TeamTaskStatus(entry.task.status), in_check=in_check)
    if why is not None:
        raise SampleClosed(sample_id=wanted.sample_id, problem=why.problem, problem_zh=why.problem_zh)
    if wanted.revision is not None and row.revision > wanted.revision:
        at = datetime.fromtimestamp(row.changed_at / 1000, timezone.utc)
        by = row.author.rpartition("/")[2]
        raise AnnotationConflict(by=by, sample_id=wanted.sample_id, at=f"{at:%Y-%m-%d %H:%M:%S} UTC")
    return row


async def _links(context: DatasetsContext, entry: Entry, rows: Sequence[SampleRow], host: str | None) -> dict[int, str]:
    """Return links to files with the rights of who made the task: members need none, and see these files alone."""
    owner = entry.who if entry.roles & LEADERS and Role.OWNER in entry.roles else Subject.from_json(entry.task.owner)
    return await samples.links_to(context, owner, rows, host)
