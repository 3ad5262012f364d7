"""From the event loop to the model and back: requests that wait while the model is busy go to it together.

A request that finds the model free is passed on at once, so a lone client waits for nobody. What a free model is asked
together are the requests that were read from their connections in the same turn of the loop.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections import deque
from functools import partial
from typing import Any, Callable, Sequence

from model_service.runtime.deadlines import Deadlines
from model_service.runtime.metrics import Metrics
from model_service.runtime.problems import AnsweredLate, Overloaded
from model_service.runtime.settings import Settings

# A call that is expected to be shorter runs on the loop itself: a change of threads costs as much as a small model.
_INLINE_SECONDS = 0.002
_SHARE_OF_THE_NEW = 0.2  # in the moving means of what a call takes, and of how many requests it answers
# Where several clients ask, so much is waited for more of them: a call costs far more than each request in it, and whoever
# brings the next ones (the gateway) may need this very processor for that.
_PAUSE_SECONDS = 0.0001
_MEAN_OF_SEVERAL = 1.5

Run = Callable[[Sequence[Any]], "list[Any]"]


class Dispatcher:
    """Puts requests to a model. Everything but `run` happens on the thread of the loop.

    run: takes requests, returns as many answers in order; an answer may be an exception. It is called on worker threads,
        and on the loop where `inline` allows it.
    """

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self.loop = asyncio.get_running_loop()
        self.settings = settings
        self.metrics = metrics
        self.threads = [Worker(self.loop, number) for number in range(settings.threads)]
        self.free = list(reversed(self.threads))
        self.run: Run = lambda requests: [RuntimeError("no model") for _ in requests]
        self.batch_size = 1
        self.inline = False
        self._mean_seconds = 1.0
        self._mean_batch = 1.0
        self._has_paused = False
        self._waiting: deque[tuple[Any, asyncio.Future[Any]]] = deque()
        self._jobs: deque[tuple[Callable[[], Any], asyncio.Future[Any]]] = deque()
        self._is_due = False
        self._open = Deadlines(settings.request_timeout_seconds, self._is_late)

    @property
    def waiting(self) -> int:
        """How many requests wait for the model."""
        return len(self._waiting)

    @property
    def open(self) -> int:
        """How many requests were not answered yet."""
        return len(self._open)

    def stuck_seconds(self) -> float:
        """For how long no thread has come back, 0 while one is free."""
        if self.free:
            return 0.0
        return time.monotonic() - max(thread.since for thread in self.threads)

    def ask(self, request: Any) -> asyncio.Future[Any]:
        """Put a request to the model; the future fails with AnsweredLate when its time is over."""
        if len(self._waiting) >= self.settings.max_waiting:
            raise Overloaded(f"{len(self._waiting)} requests wait for this replica already.")
        future: asyncio.Future[Any] = self.loop.create_future()
        self._open.add(future)
        self._waiting.append((request, future))
        self._soon()
        return future

    def do(self, job: Callable[[], Any]) -> asyncio.Future[Any]:
        """Run something else on a worker thread, such as the next part of a stream; no other deadline than its caller's."""
        future: asyncio.Future[Any] = self.loop.create_future()
        self._jobs.append((job, future))
        self._soon()
        return future

    def _is_late(self, future: asyncio.Future[Any]) -> None:
        if not future.done():
            self.metrics.timeouts += 1
            seconds = self.settings.request_timeout_seconds
            future.set_exception(AnsweredLate(f"The model did not answer within {seconds:g} seconds."))

    def _soon(self) -> None:
        if not self._is_due and self.free:
            self._is_due = True
            self.loop.call_soon(self._hand_out)

    def _hand_out(self) -> None:
        """Give the free threads what waits."""
        self._is_due = False
        while self.free and (self._jobs or self._waiting):
            if self._jobs:
                job, future = self._jobs.popleft()
                self._give(job, partial(settle, future))
                continue
            if self._runs_inline() and self._pauses():
                return
            batch = self._next_batch()
            if not batch:
                return
            requests = [request for request, _ in batch]
            if self._runs_inline() and all(request.is_small for request in requests):
                self._settle_all(batch, timed(self.run, requests))
                self._soon()
                return
            self._give(partial(timed, self.run, requests), partial(self._settle_all, batch))

    def _runs_inline(self) -> bool:
        return self.inline and self._mean_seconds < _INLINE_SECONDS

    def _pauses(self) -> bool:
        """Give way for a moment, once for each batch, if it may become a larger one; then hand out anew."""
        has_paused, self._has_paused = self._has_paused, False
        if has_paused or self._mean_batch < _MEAN_OF_SEVERAL or len(self._waiting) >= 2 * self._mean_batch:
            return False
        self._has_paused = True
        time.sleep(_PAUSE_SECONDS)  # the loop's timers count in whole milliseconds
        self._soon()
        return True

    def _next_batch(self) -> list[tuple[Any, asyncio.Future[Any]]]:
        batch: list[tuple[Any, asyncio.Future[Any]]] = []
        while self._waiting and len(batch) < self.batch_size:
            item = self._waiting.popleft()
            if not item[1].done():  # else it was late, or its client has gone
                batch.append(item)
        return batch

    def _give(self, job: Callable[[], Any], after: Callable[[Any], None]) -> None:
        thread = self.free.pop()

        def done(result: Any) -> None:
            self.free.append(thread)
            after(result)
            if self._jobs or self._waiting:
                self._later()

        thread.start_job(job, done)

    def _later(self) -> None:
        """A thread is free again: hand out at once, or wait for more where that is wanted."""
        wait = self.settings.batch_wait_ms / 1000
        if wait and not self._jobs and self.batch_size > 1 and len(self._waiting) < self.batch_size:
            if not self._is_due:
                self._is_due = True
                self.loop.call_later(wait, self._hand_out)
        else:
            self._soon()

    def _settle_all(self, batch: list[tuple[Any, asyncio.Future[Any]]], timing: Any) -> None:
        answers, seconds = timing
        self._mean_seconds += _SHARE_OF_THE_NEW * (seconds - self._mean_seconds)
        self.metrics.model.add(seconds)
        self._mean_batch += _SHARE_OF_THE_NEW * (len(batch) - self._mean_batch)
        self.metrics.batches.add(len(batch))
        for number, (_, future) in enumerate(batch):
            self._open.remove(future)
            settle(future, answers if isinstance(answers, BaseException) else answers[number])

    def close(self) -> None:
        """Let the threads that are free end."""
        for thread in self.threads:
            thread.jobs.put(None)


class Worker:
    """A thread that runs one job after the other. It is a daemon: one that never comes back must not keep the process."""

    def __init__(self, loop: asyncio.AbstractEventLoop, number: int) -> None:
        self.loop = loop
        self.since = 0.0
        self.jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._work, name=f"model-{number}", daemon=True).start()

    def start_job(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Run a job; `done` gets its result, or its exception, on the loop."""
        self.since = time.monotonic()
        self.jobs.put((job, done))

    def _work(self) -> None:
        while True:
            item = self.jobs.get()
            if item is None:
                return
            job, done = item
            try:
                result = job()
            except BaseException as error:  # noqa: BLE001 - whatever user code raises is the result
                result = error
            try:
                self.loop.call_soon_threadsafe(done, result)
            except RuntimeError:  # the loop has ended meanwhile
                return
            del item, job, done, result  # else the last request stays in memory until the next comes


def timed(run: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    """Return the result, or the exception, and the seconds that it took."""
    began = time.perf_counter()
    try:
        result = run(*arguments)
    except BaseException as error:  # noqa: BLE001 - as above
        result = error
    return result, time.perf_counter() - began


def settle(future: asyncio.Future[Any], result: Any) -> None:
    """Fulfil a future with a result or an exception, unless nobody waits for it any longer."""
    if future.done():
        return
    if isinstance(result, BaseException):
        if isinstance(result, (StopIteration, SystemExit, KeyboardInterrupt, GeneratorExit, asyncio.CancelledError)):
            result = RuntimeError(f"{type(result).__name__}: {result}")  # what a future cannot carry, or would end the loop
        future.set_exception(result)
    else:
        future.set_result(result)
