"""What is done, kept beside the results: small files that are never changed, each with some inputs and what came of them.

Their names say the start of the service, the worker, a number, what they hold and how much of it, for example
`000001-0000-000003-done-200.jsonl`; so counting needs no reading.
"""

from __future__ import annotations

import json
import re
import threading
import time
from typing import Any, Iterator

from model_service.feeding.plan import Plan
from model_service.feeding.sources import digest, why
from moxing.framework.file.places import Stored, find_stored
from moxing.framework.file.session import store

_NAME = re.compile(r"(\d{6})-(\d{4})-(\d{6})-(done|failed)-(\d+)\.jsonl")
_MARK = re.compile(r"(\d{6})-(\d{4})\.(started|finished)")
_MOST_WAITING = 500
_LONGEST_SECONDS = 2.0


class CannotWrite(Exception):
    """The output location does not take what is written; the batch cannot go on."""


class Records:
    """Reads and writes the records of one worker. done, failed: inputs, by what `digest` makes of them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.done: set[int] = set()
        self.failed: set[int] = set()
        self._folder = _stored(plan.records)
        self._waiting: dict[str, list[bytes]] = {"done": [], "failed": []}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._flushed = time.monotonic()
        self._number = 0

    def begin(self) -> None:
        """Learn what was done before. What failed in earlier starts is forgotten. Raises CannotWrite."""
        self._put(f"{self.plan.run:06d}-{self.plan.worker:04d}.started", b"")
        old = []
        for key in self._keys():
            name = key.rsplit("/", 1)[-1]
            found, mark = _NAME.fullmatch(name), _MARK.fullmatch(name)
            if found is not None:
                run, worker, number = int(found[1]), int(found[2]), int(found[3])
                is_own = run == self.plan.run and worker == self.plan.worker
                if is_own:
                    self._number = max(self._number, number)
                if found[4] == "done":
                    self.done.update(digest(entry["source"]) for entry in self._entries(key))
                elif is_own:
                    self.failed.update(digest(entry["source"]) for entry in self._entries(key))
                elif run < self.plan.run:
                    old.append(key)
            elif mark is not None and int(mark[1]) < self.plan.run:
                old.append(key)
        self.failed -= self.done
        if self.plan.worker == 0 and old:
            store().delete_many(self._folder.bucket, old)

    def knows(self, source: str) -> bool:
        """Return whether an input was dealt with before: done ever, or failed since this start."""
        number = digest(source)
        return number in self.done or number in self.failed

    def add(self, entry: dict[str, Any]) -> None:
        """Note what came of an input. Raises CannotWrite."""
        kind = "done" if entry["result"] == "SUCCESSFUL" else "failed"
        with self._lock:
            self._waiting[kind].append(json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace"))
            count = sum(map(len, self._waiting.values()))
            is_due = count >= _MOST_WAITING or time.monotonic() - self._flushed > _LONGEST_SECONDS
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write down what was noted. Raises CannotWrite; what could not be written is kept."""
        with self._writing:
            with self._lock:
                waiting, self._waiting = self._waiting, {"done": [], "failed": []}
                self._flushed = time.monotonic()
            for kind, lines in waiting.items():
                if not lines:
                    continue
                self._number += 1
                name = f"{self.plan.run:06d}-{self.plan.worker:04d}-{self._number:06d}-{kind}-{len(lines)}.jsonl"
                self._put(name, b"\n".join(lines) + b"\n")

    def finish(self) -> None:
        """Note that this worker is through; the last one to be writes the manifest. Raises CannotWrite."""
        self.flush()
        self._put(f"{self.plan.run:06d}-{self.plan.worker:04d}.finished", b"")
        marks = [_MARK.fullmatch(key.rsplit("/", 1)[-1]) for key in self._keys()]
        through = {int(mark[2]) for mark in marks if mark and mark[3] == "finished" and int(mark[1]) == self.plan.run}
        if through >= set(range(self.plan.workers)):
            self.write_manifest()

    def write_manifest(self) -> None:
        """Write the manifest of all that is recorded, in parts where there is much. Raises CannotWrite.

        Two workers that end at once both do, and write the same.
        """
        lines: list[str] = []
        parts = 0
        for entry in self._all_entries():
            lines.append(json.dumps(self._shown(entry), ensure_ascii=False))
            if len(lines) == self.plan.manifest_lines:
                self._write_part(parts, lines)
                lines, parts = [], parts + 1
        if lines or not parts:
            self._write_part(parts, lines)

    def _write_part(self, number: int, lines: list[str]) -> None:
        suffix = f"_{number}" if number else ""
        content = "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
        url = f"{self.plan.target}infer-result-{self.plan.task_id}{suffix}.manifest"
        write(_stored(url), content)

    def _all_entries(self) -> Iterator[dict[str, Any]]:
        """Yield each input once: done ones first, then those that failed since this start."""
        seen: set[int] = set()
        keys = list(self._keys())
        for kind in ("done", "failed"):
            for key in keys:
                found = _NAME.fullmatch(key.rsplit("/", 1)[-1])
                if found is None or found[4] != kind or (kind == "failed" and int(found[1]) != self.plan.run):
                    continue
                for entry in self._entries(key):
                    number = digest(entry["source"])
                    if number not in seen:
                        seen.add(number)
                        yield entry

    def _shown(self, entry: dict[str, Any]) -> dict[str, Any]:
        if entry["result"] != "SUCCESSFUL":
            return entry
        rest = {name: value for name, value in entry.items() if name not in {"source", "result", "name"}}
        place = f"{self.plan.results}{entry['name']}_result.txt"
        return {"source": entry["source"], "result": "SUCCESSFUL", "inference-loc": place, **rest}

    def _keys(self) -> Iterator[str]:
        for page in store().pages(self._folder.bucket, self._folder.key):
            for found in page.objects:
                yield found.key

    def _entries(self, key: str) -> Iterator[dict[str, Any]]:
        for line in store().read(self._folder.at(key)).splitlines():
            if line:
                yield json.loads(line)

    def _put(self, name: str, content: bytes) -> None:
        write(self._folder.at(self._folder.key + name), content)


def write(place: Stored, content: bytes) -> None:
    """Write an object that the batch cannot do without. Raises CannotWrite."""
    try:
        store().write(place, content)
    except OSError as error:
        raise CannotWrite(f"obs://{place.bucket}/{place.key} cannot be written: {why(error)}") from error


def _stored(url: str) -> Stored:
    place = find_stored(url)
    assert place is not None
    return place
