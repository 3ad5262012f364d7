"""What a new dataset begins with: the files of its input path, with what is said beside them."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.service import tasks
from modelyard.datasets.service.import_formats import DIRECTORY, FORMATS, TABLE
from modelyard.datasets.service.importing import ImportGoal
from modelyard.datasets.service.syncing import SYNCED
from modelyard.datasets.types.datasets import DataType, TaskKind


async def begin(db: AsyncSession, who: Subject, row: DatasetRow, *, with_annotations: bool) -> str | None:
    """Import the input path of a dataset that was just made; return the id of the task, None where nothing can be read."""
    # Only files that are samples as they lie there can be listed; lines of texts and tables have to be read.
    if DIRECTORY in FORMATS and (with_annotations or row.data_type not in SYNCED):
        options = {"label_format": row.settings["label_format"], **(row.settings["sources"] or [{}])[0]}
        wire = {"import_type": 0}
        kind = TABLE if row.data_type == DataType.TABLE else DIRECTORY
        goal = ImportGoal(kind, row.input_path, with_annotations=with_annotations, options=options, wire=wire)
        return (await tasks.submit(db, who, row, TaskKind.IMPORT, asdict(goal), exclusive=True)).id
    if row.data_type in SYNCED:
        return (await tasks.submit(db, who, row, TaskKind.SYNC, {"path": row.input_path}, exclusive=True)).id
    return None
