"""What workers of batch services leave behind: the names of their files, what stands in them, and progress in their logs."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelyard.serving.types import RecordFile, WorkerProgress

# A worker begins a line of its log with this when it says how far it is.
PROGRESS = b"modelyard-batch: "
_RECORD = re.compile(r"(\d{6})-\d{4}-\d{6}-(done|failed)-(\d{1,9})\.jsonl")
_MOST_COUNT = 2**53
_COUNTS = ("total", "done", "failed", "rows", "failed_rows")


def results_folder(target: str, task_id: str) -> str:
    """Return the folder of the results of a batch."""
    return f"{target}infer-result-{task_id}/"


def records_folder(target: str, task_id: str) -> str:
    """Return the folder of the records of what is done."""
    return f"{target}infer-result-{task_id}.records/"


def manifest_of(target: str, task_id: str) -> str:
    """Return where the manifest of a batch is, or its first part."""
    return f"{target}infer-result-{task_id}.manifest"


def record_files(names: Sequence[str], *, run: int, succeeded: bool | None = None) -> list[RecordFile]:
    """Return the files that count: all with inputs that went well, and those with failures of this run.

    succeeded: only those with inputs that went well, or only those with others. Failures come last.
    """
    found = []
    for name in names:
        match = _RECORD.fullmatch(name)
        if match is None:
            continue
        record = RecordFile(name, int(match[1]), match[2] == "done", int(match[3]))
        # What failed in earlier runs was tried again since.
        if (record.is_done or record.run == run) and succeeded in {None, record.is_done}:
            found.append(record)
    return sorted(found, key=lambda item: (not item.is_done, item.name))


@dataclass(frozen=True)
class Piece:
    """Entries `start` to `end` of one file."""

    name: str
    start: int
    end: int


def pieces_of(files: Sequence[RecordFile], *, offset: int, limit: int) -> list[Piece]:
    """Return what has to be read for one page."""
    found, begin, end = [], 0, offset + limit
    for item in files:
        first, last = max(offset - begin, 0), min(end - begin, item.count)
        if first < last:
            found.append(Piece(item.name, first, last))
        begin += item.count
    return found


def read_entries(content: bytes) -> list[dict[str, Any]] | None:
    """Return what stands in a file of records; None where somebody has written something else into it."""
    found = []
    for line in content.splitlines():
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(entry, dict) or not isinstance(entry.get("source"), str):
            return None
        found.append(entry)
    return found


def read_progress(log: bytes) -> dict[int, WorkerProgress]:
    """Return the last word of each worker in the end of a log. Other lines are those of the user's code."""
    found: dict[int, WorkerProgress] = {}
    for line in log.split(b"\n"):
        at = line.find(PROGRESS)
        if at < 0:
            continue
        progress = _progress(line[at + len(PROGRESS) :])
        if progress is not None:
            found[progress.worker] = progress
    return found


def _progress(text: bytes) -> WorkerProgress | None:
    try:
        told = json.loads(text)
        worker, state = told["worker"], told["state"]
        counts = {name: told.get(name, 0) for name in _COUNTS}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    numbers = [worker, *counts.values()]
    if any(type(number) is not int or not 0 <= number <= _MOST_COUNT for number in numbers) or not isinstance(state, str):
        return None
    reason = told.get("reason", "")
    return WorkerProgress(worker, state[:16], **counts, reason=reason[:1000] if isinstance(reason, str) else "")


def dump_progress(progress: WorkerProgress) -> dict[str, Any]:
    """Return progress as it is kept."""
    return {name: value for name, value in vars(progress).items() if name != "worker"}


def summed(progress: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Return the numbers of all workers together."""
    return {name: sum(int(one.get(name, 0)) for one in progress.values()) for name in _COUNTS}
