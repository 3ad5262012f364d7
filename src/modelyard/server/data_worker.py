"""The process for long work on data: `python -m modelyard.server.data_worker HOME NAME`. Started by the API (decision 0090).

Lines on its standard input wake it; when that ends, it finishes the steps that it is in and ends.
"""

import asyncio
import resource
import sys
from pathlib import Path

from fastapi import FastAPI

from modelyard.core.db import Database
from modelyard.datasets.loops.worker import Worker
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.tasks import WORKER_LOOP
from modelyard.server.home import Home
from modelyard.server.logs import configure_logging
from modelyard.server.settings import PlatformSettings, database_url, settings_of
from modelyard.server.wiring import wire


async def work(settings: PlatformSettings, home: Home, name: str) -> None:
    """Do what there is to do, until there is nothing for a while or standard input ends."""
    database = Database(database_url(settings, home), pool_size=settings.database.pool_size)
    app = FastAPI()
    # Nothing of this is started: the loops are those of the API.
    wire(app, settings, home, database)
    context: DatasetsContext = app.state.datasets
    worker, stop = Worker(context, name=name), asyncio.Event()
    database.on_wake(WORKER_LOOP, worker.wake)
    listening = asyncio.create_task(_listen(worker, stop))
    try:
        await worker.run(stop)
    finally:
        listening.cancel()
        await database.close()


async def _listen(worker: Worker, stop: asyncio.Event) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        worker.wake()
    stop.set()


def limit_memory(most_bytes: int) -> None:
    """Have memory end for this process before it ends for the machine: one task fails then, and nothing else is killed."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def main() -> None:
    """Work as the home that is named says."""
    home = Home(Path(sys.argv[1]))
    settings = settings_of(home)
    configure_logging(settings.log.level)
    limit_memory(settings.datasets.worker_memory_bytes)
    asyncio.run(work(settings, home, sys.argv[2]))


if __name__ == "__main__":
    main()
