"""A job that runs on the engine in memory, and what is asked about it over its routes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from modelyard.compute.ports import LogPart
from modelyard.compute.types import EndedBy, Sample, TaskRef
from modelyard.core.clock import FixedClock
from modelyard.training.testing import Driver, make_request

ROOT = "/v2/p1/training-jobs"
Headers = dict[str, str] | None
MALLORY = {"x-user": "mallory"}


@dataclass
class Watched:
    """A job with its tasks; `logs` is what each of them has written, `samples` what was measured."""

    client: httpx.AsyncClient
    driver: Driver
    job_id: str = ""
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    dropped: dict[TaskRef, tuple[int, int]] = field(default_factory=dict)
    reads: int = 0

    async def run(self, *, nodes: int = 1, **changes: Any) -> None:
        """Create the job and drive it until its tasks run."""
        resource = {"node_count": nodes, **changes.pop("resource", {})}
        answer = await self.client.post(ROOT, json=make_request("watched", resource=resource, **changes))
        assert answer.status_code == 201, answer.text
        self.job_id = answer.json()["metadata"]["id"]
        await self.driver.settle()

    def ref(self, task: str = "worker-0", attempt: int = 1) -> TaskRef:
        return next(ref for ref in self.driver.engine.tasks if (ref.task, ref.attempt) == (task, attempt))

    def write(self, content: bytes, task: str = "worker-0", attempt: int = 1) -> None:
        """Have a task write something."""
        self.driver.engine.tasks[self.ref(task, attempt)].log += content

    def drop(self, begin: int, end: int, task: str = "worker-0") -> None:
        """Have the engine forget a part of a log, as it does with one that grows too long."""
        self.dropped[self.ref(task)] = (begin, end)

    async def finish(self, task: str = "worker-0", attempt: int = 1, **facts: Any) -> None:
        """End a task, and let the platform hear of it."""
        self.driver.engine.finish(self.ref(task, attempt), **facts)
        await self.driver.settle()

    async def lose(self) -> None:
        """End the present run by a fault of the platform, and let the next one begin."""
        await self.finish(ended_by=EndedBy.PLATFORM)
        clock = self.driver.context.clock
        assert isinstance(clock, FixedClock)
        clock.advance(600)
        await self.driver.settle()

    async def nodes(self, problem: str) -> None:
        """Have all nodes report a problem, or none."""
        reports = self.driver.engine.reports
        reports[:] = [replace(report, problem=problem) for report in reports]
        await self.driver.start()
        await self.driver.settle()

    async def get(self, path: str, *, status: int = 200, headers: Headers = None, **query: Any) -> Any:
        """Ask about the job; the JSON of the answer."""
        answer = await self.ask(path, headers=headers, **query)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def ask(self, path: str, *, headers: Headers = None, **query: Any) -> httpx.Response:
        return await self.client.get(f"{ROOT}/{self.job_id}/{path}", params=query, headers=headers)

    async def read_log(self, ref: TaskRef, *, offset: int = 0, limit: int = 65_536) -> LogPart:
        """What the engine answers: a log may have a gap."""
        self.reads += 1
        task = self.driver.engine.tasks.get(ref)
        if task is None:
            return LogPart(0, b"", 0, ended=True)
        begin = max(len(task.log) + offset, 0) if offset < 0 else min(offset, len(task.log))
        gap_begin, gap_end = self.dropped.get(ref, (0, 0))
        end = begin + limit
        if gap_begin <= begin < gap_end:
            begin, end = gap_end, gap_end + limit
        elif begin < gap_begin:
            end = min(end, gap_begin)
        return LogPart(begin, task.log[begin:end], len(task.log), ended=task.end is not None)

    async def read_samples(self, ref: TaskRef, *, after_ms: int = 0) -> Sequence[Sample]:
        return [sample for sample in self.samples.get(ref.task, []) if sample.at_ms > after_ms]
