"""Versions of tables: what they are written as, and when there can be one. The worker writes them (`table_publishing`)."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.errors.datasets import NotForThisType
from modelyard.datasets.errors.version_forms import FormatNotWritten
from modelyard.datasets.errors.versions import ManifestsOnly, NothingToPublish, SplitImpossible
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.rules.splits import Split
from modelyard.datasets.service.finding import rows_folder
from modelyard.datasets.types.datasets import DataType, TaskKind
from modelyard.datasets.types.versions import SplitMethod, VersionFormat

_FORMATS = frozenset(VersionFormat)


def format_of(row: DatasetRow, wanted: str) -> VersionFormat:
    """Return what a version is written as: of tables CSV, of all else a manifest. Raises ManifestsOnly, FormatNotWritten."""
    if row.data_type != DataType.TABLE:
        if wanted != VersionFormat.DEFAULT:
            raise ManifestsOnly(field="version_format", value=wanted)
        return VersionFormat.DEFAULT
    if wanted not in _FORMATS:
        raise FormatNotWritten(field="version_format", value=wanted)
    return VersionFormat.CSV


async def check(db: AsyncSession, row: DatasetRow, split: Split) -> None:
    """Raise NothingToPublish for a table without rows, SplitImpossible for one that is to be split."""
    if split.method is not SplitMethod.NONE:
        raise SplitImpossible(
            field="split", problem="the rows of a table are not divided into sets", problem_zh="表格的行不支持切分"
        )
    imports = _imports(row).where(DatasetTaskRow.good > 0, DatasetTaskRow.goal["dry_run"].as_boolean().is_(False))
    if (await db.execute(imports.limit(1))).first() is None:
        raise NothingToPublish


def refuse(row: DatasetRow, operation: str, operation_zh: str) -> None:
    """Raise NotForThisType for a table: its versions hold rows, and no samples."""
    if row.data_type == DataType.TABLE:
        raise NotForThisType(operation=operation, operation_zh=operation_zh, type=row.data_type)


async def sources(db: AsyncSession, row: DatasetRow, until: datetime | None = None) -> tuple[list[str], int]:
    """Return the folders with the rows of a table, in the order of imports, and how many rows these told of.

    until: only of imports that were asked for by then.
    """
    before = [] if until is None else [DatasetTaskRow.created_at <= until]
    found = list(await db.execute(_imports(row).where(*before).order_by(DatasetTaskRow.created_at, DatasetTaskRow.id)))
    return [rows_folder(row, each.id) for each in found], sum(each.good for each in found)


def _imports(row: DatasetRow) -> Select[str, int]:
    mine = (DatasetTaskRow.dataset_id == row.id, DatasetTaskRow.kind == TaskKind.IMPORT)
    return select(DatasetTaskRow.id, DatasetTaskRow.good).where(*mine)
