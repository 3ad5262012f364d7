"""How long logs stay: so many days after a job's end. Those of jobs with a log path are in the bucket as well, for good."""

from datetime import timedelta

from modelyard.compute import service as compute
from modelyard.compute.types import WorkloadId
from modelyard.core.subject import Subject
from modelyard.training.queries import logs as queries
from modelyard.training.service.context import TrainingContext

_SYSTEM = Subject.system("training.logs")
_AT_ONCE = 100


async def drop_old_logs(context: TrainingContext) -> int:
    """Drop the logs and samples whose time is over, and links that have expired; return of how many jobs.

    A crash in between repeats what was not noted; dropping what is gone changes nothing.
    """
    dropped = 0
    at = context.clock.now()
    before = at - timedelta(seconds=context.settings.log_seconds_kept)
    async with context.database.session() as db:
        await queries.delete_links_before(db, at)
    while True:
        async with context.database.read_session() as db:
            due = await queries.logs_ended_before(db, before, _AT_ONCE)
        for job_id, workload_id in due:
            if workload_id is not None:
                await compute.drop_files(context.compute, _SYSTEM, WorkloadId(workload_id))
            async with context.database.session() as db:
                await queries.delete_kept_log(db, job_id)
        dropped += len(due)
        if len(due) < _AT_ONCE:
            return dropped
