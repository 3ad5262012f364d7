"""Use cases of batch services beside those that all services have: what came of each input."""

from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import BatchResultsUnreadable, NoBatchService
from modelyard.serving.models import BatchRow
from modelyard.serving.rules import manifests
from modelyard.serving.rules.configs import Entry
from modelyard.serving.schemas.answers import BatchResult, BatchResultList
from modelyard.serving.service.batch_runs import progress_of
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.services import visible_row


async def list_results(
    context: ServingContext, who: Subject, service_id: str, *, succeeded: bool | None = None, offset: int = 0, limit: int = 100
) -> BatchResultList:
    """Return a page of what came of each input, with the rights of the caller to the output location.

    succeeded: only what went well, or only what did not. Workers write down what they did every few seconds.
    Raises ServiceNotFound, NoBatchService, BatchResultsUnreadable, and what objects raise.
    """
    async with context.database.read_session() as db:
        row = await visible_row(db, who, service_id)
        batch = await db.get(BatchRow, row.id)
        if batch is None:
            raise NoBatchService(name=row.name, problem="it is no batch service", problem_zh="不是批量服务")
        shown, run, task_id = progress_of(batch), batch.run, batch.task_id
        deployment = next(item for item in await queries.deployments_of(db, row.id) if not item.retired)
        target = str(deployment.template["dest_path"])
    folder = manifests.records_folder(target, task_id)
    names = await context.batch_files.list_names(who, folder)
    files = manifests.record_files(names, run=run, succeeded=succeeded)
    results: list[BatchResult] = []
    for piece in manifests.pieces_of(files, offset=offset, limit=limit):
        content = await context.batch_files.read(who, folder + piece.name)
        entries = None if content is None else manifests.read_entries(content)
        if entries is None:
            raise BatchResultsUnreadable(place=folder + piece.name, problem="changed")
        results += [_shown(entry, manifests.results_folder(target, task_id)) for entry in entries[piece.start : piece.end]]
    return BatchResultList(
        service_id=wire_id(row.id),
        service_name=row.name,
        batch=shown,
        manifest=manifests.manifest_of(target, task_id),
        total_count=sum(item.count for item in files),
        count=len(results),
        results=results,
    )


def _shown(entry: Entry, folder: str) -> BatchResult:
    is_good = entry.get("result") == "SUCCESSFUL"
    rows, failed_rows = entry.get("rows"), entry.get("failed_rows")
    return BatchResult(
        source=entry["source"],
        result="SUCCESSFUL" if is_good else "FAILED",
        inference_loc=f"{folder}{entry.get('name')}_result.txt" if is_good else None,
        error_message=None if is_good else str(entry.get("error_message", "")),
        rows=rows if isinstance(rows, int) else None,
        failed_rows=failed_rows if isinstance(failed_rows, int) else None,
    )
