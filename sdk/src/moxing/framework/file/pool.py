"""Work done by several threads at once: the first failure ends it, and is what the caller meets."""

from __future__ import annotations

import threading
from typing import Callable, Iterable, Iterator

Work = Callable[[], None]


def run_all(works: Iterable[Work], threads: int) -> None:
    """Do all of the works; they are taken from the iterable one by one, by whoever is free. threads: 0 is the caller alone.

    Works as well in a process that is ending, where no thread can be started any more.
    """
    if threads <= 1:
        for work in works:
            work()
        return
    crew = _Crew(iter(works))
    crew.start(threads - 1)
    crew.work()
    crew.wait()


class _Crew:
    def __init__(self, works: Iterator[Work]) -> None:
        self._works = works
        self._lock = threading.Lock()
        self._problem: BaseException | None = None
        self._threads: list[threading.Thread] = []

    def start(self, count: int) -> None:
        for _ in range(count):
            thread = threading.Thread(target=self.work, daemon=True)
            try:
                thread.start()
            except RuntimeError:  # no more threads, or the interpreter ends
                return
            self._threads.append(thread)

    def work(self) -> None:
        try:
            while True:
                with self._lock:
                    work = None if self._problem else next(self._works, None)
                if work is None:
                    return
                work()
        except BaseException as error:  # noqa: BLE001 - it is raised again by wait()
            self._problem = self._problem or error

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()
        if self._problem is not None:
            raise self._problem
