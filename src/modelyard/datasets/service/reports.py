"""The report of what was wrong in a task: JSON lines and CSV in the work path, written when the task has ended."""

from collections.abc import AsyncIterator, Callable

import orjson
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.i18n import Language
from modelyard.datasets.models.tasks import DatasetTaskProblemsRow, DatasetTaskRow
from modelyard.datasets.rules import cells
from modelyard.datasets.rules.paths import inner_path
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service import tasks
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.tasks import KEPT_PROBLEMS, TaskState
from modelyard.objects.service import writing

_MARK = "\ufeff"  # spreadsheets read CSV as UTF-8 with it only
_COLUMNS = ("line", "file", "place", "code", "problem", "problem_zh")


class ReportWork(Work):
    """Writes the report of the task that `goal` names, as its submitter, and forgets what the console does not show."""

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """See `Work`."""
        of = task.goal["task_id"]
        async with context.database.read_session() as db:
            row, _ = await get_rows(db, task.who, task.dataset_id)
            folder = f"{inner_path(row.work_path, row.settings['folder'], row.id)}tasks/{of}/"
        report, table = f"{folder}report.jsonl", f"{folder}report.csv"
        await writing.write_object(context.objects, task.who, report, _pieces(context, of, _json_line, b""))
        head = (_MARK + ",".join(_COLUMNS) + "\r\n").encode()
        await writing.write_object(context.objects, task.who, table, _pieces(context, of, _csv_line, head))

        async def write(db: AsyncSession, _: Step) -> None:
            about = await db.get(DatasetTaskRow, of, with_for_update=True)
            if about is None:
                return
            about.result = {**about.result, "report": report, "report_csv": table}
            if about.state == TaskState.COMPLETED:
                await _forget(db, of)

        return Step(finished=True, write=write)


async def _pieces(
    context: DatasetsContext, task_id: str, line_of: Callable[[Problem], bytes], head: bytes
) -> AsyncIterator[bytes]:
    yield head
    number = -1
    while True:
        async with context.database.read_session() as db:
            statement = select(DatasetTaskProblemsRow).where(
                DatasetTaskProblemsRow.task_id == task_id, DatasetTaskProblemsRow.number > number
            )
            row = await db.scalar(statement.order_by(DatasetTaskProblemsRow.number).limit(1))
        if row is None:
            return
        number = row.number
        yield b"".join(line_of(each) for each in tasks.unpacked(row.content))


def _json_line(problem: Problem) -> bytes:
    told = problem._asdict() | {"problem": problem.text(), "problem_zh": problem.text(Language.ZH)}
    return orjson.dumps(told) + b"\n"


def _csv_line(problem: Problem) -> bytes:
    values = (problem.line or "", problem.file, problem.place, problem.code, problem.text(), problem.text(Language.ZH))
    return (",".join('"' + cells.safe(str(each)).replace('"', '""') + '"' for each in values) + "\r\n").encode()


async def _forget(db: AsyncSession, task_id: str) -> None:
    """Delete the problems after the first ones."""
    kept, last = 0, 0
    columns = (DatasetTaskProblemsRow.number, DatasetTaskProblemsRow.count)
    statement = select(*columns).where(DatasetTaskProblemsRow.task_id == task_id).order_by(DatasetTaskProblemsRow.number)
    for number, count in await db.execute(statement):
        kept, last = kept + count, number
        if kept >= KEPT_PROBLEMS:
            break
    later = (DatasetTaskProblemsRow.task_id == task_id, DatasetTaskProblemsRow.number > last)
    await db.execute(delete(DatasetTaskProblemsRow).where(*later))
