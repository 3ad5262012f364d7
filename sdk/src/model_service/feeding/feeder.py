"""One worker of a batch service, from the first input to the last."""

from __future__ import annotations

import itertools
import json
import logging
import secrets
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Iterable, Iterator

from model_service.feeding import sources, tables
from model_service.feeding.plan import Plan
from model_service.feeding.records import CannotWrite, Records
from model_service.feeding.server import ModelServer, NoAnswer, ServerFailed, Stopped
from model_service.feeding.sources import InputProblem, Item, NoInputs
from model_service.runtime import wire
from moxing.framework.file import file_io
from moxing.framework.file.places import find_stored
from moxing.framework.file.session import store

logger = logging.getLogger("model_service.batch")

# What the platform looks for in the log.
PROGRESS = "modelyard-batch:"
STOPPED = 143
_TELL_EVERY_SECONDS = 1.0
_TABLES_AT_ONCE = 4
_ROWS_OF_A_TURN = 16  # that one thread sends one after another, where each is a request
_JSON = "application/json"
_SHOWN_ANSWER = 500


class Feeder:
    """Feeds the model server with a worker's share of the inputs."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.stopping = threading.Event()
        self.records = Records(plan)
        self.server = ModelServer(plan, self.stopping)
        self.mapper = tables.Mapper(plan.rule) if plan.mapping == "csv" else None
        self.total = self.done = self.failed = self.rows = self.failed_rows = 0
        self._lock = threading.Lock()
        self._told = 0.0
        self._problem: BaseException | None = None
        self._rows_pool: ThreadPoolExecutor | None = None

    def run(self) -> int:
        """Do all of it; return the exit status: 0 also when inputs failed."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            self._work()
        except Stopped:
            return self._stopped()
        except (NoInputs, CannotWrite, ServerFailed) as error:
            logger.error("the batch cannot go on: %s", error)  # noqa: TRY400 - the reason is enough
            self._leave_what_there_is()
            self.tell("failed", reason=str(error))
            return 1
        finally:
            self.server.stop()
        if self.stopping.is_set():
            return self._stopped()
        self.tell("finished")
        return 0

    def _stopped(self) -> int:
        self._save()
        self.tell("stopped")
        return STOPPED

    def _work(self) -> None:
        self.records.begin()
        self.server.start()  # it loads while the inputs are listed
        items = sources.own_items(self.plan)
        self.total = len(items)
        self.server.wait()
        self.tell("working")
        waiting = []
        for item in items:
            if self.records.knows(item.source):
                is_done = sources.digest(item.source) in self.records.done
                self.done, self.failed = self.done + is_done, self.failed + (not is_done)
            else:
                waiting.append(item)
        logger.info("%d inputs, %d of them dealt with before", len(items), len(items) - len(waiting))
        try:
            if self.mapper is None:
                self._each(waiting, self._file, self.plan.in_flight)
            else:
                with ThreadPoolExecutor(self.plan.in_flight, "rows") as self._rows_pool:
                    self._each(waiting, self._table, _TABLES_AT_ONCE)
        finally:
            if self.stopping.is_set():
                self._save()
        if not self.stopping.is_set():
            self.records.finish()

    def _each(self, items: Iterable[Item], work: Any, threads: int) -> None:
        """Do the work for each item, on so many threads."""
        left, lock = iter(items), threading.Lock()

        def run() -> None:
            while not self.stopping.is_set() and self._problem is None:
                with lock:
                    item = next(left, None)
                if item is None:
                    return
                try:
                    self._note(item, work(item))
                except BaseException as error:  # noqa: BLE001 - it ends the others, and is raised below
                    self._problem = self._problem or error

        crew = [threading.Thread(target=run, name=f"input-{number}", daemon=True) for number in range(threads)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
        if self._problem is not None:
            raise self._problem

    def _note(self, item: Item, facts: dict[str, Any]) -> None:
        failed = "error_message" in facts
        entry = {"source": item.source, "result": "FAILED" if failed else "SUCCESSFUL", **facts}
        self.records.add(entry if failed else {**entry, "name": item.name})
        with self._lock:
            self.failed, self.done = self.failed + failed, self.done + (not failed)
            is_due = time.monotonic() - self._told > _TELL_EVERY_SECONDS
        if is_due:
            self.tell("working")

    def tell(self, state: str, *, reason: str = "") -> None:
        """Say in the log how far this worker is."""
        with self._lock:
            self._told = time.monotonic()
            told = {"worker": self.plan.worker, "state": state, "total": self.total, "done": self.done, "failed": self.failed}
            if self.mapper is not None:
                told.update(rows=self.rows, failed_rows=self.failed_rows)
            if reason:
                told["reason"] = reason[:1000]
            sys.stdout.write(f"{PROGRESS} {json.dumps(told)}\n")
            sys.stdout.flush()

    def _save(self) -> None:
        try:
            self.records.flush()
        except CannotWrite as error:
            logger.warning("%s; what it would have said is done again next time", error)

    def _leave_what_there_is(self) -> None:
        """After a failure the manifest says how far it came."""
        try:
            self.records.flush()
            self.records.write_manifest()
        except (CannotWrite, OSError) as error:
            logger.warning("the manifest cannot be written: %s", error)

    def _file(self, item: Item) -> dict[str, Any]:
        """Send a file as a form, and keep the answer."""
        try:
            content = sources.read_input(self.plan, item)
            body, kind = form(self.plan.parameter, item.name.rsplit("/", 1)[-1], content)
            status, answer = self.server.ask(body, kind)
        except (InputProblem, NoAnswer) as error:
            return {"error_message": str(error)}
        if status != 200:
            return {"error_message": refusal(status, answer)}
        return self._written(item, lambda: store().write(_place(self._result_url(item)), answer))

    def _table(self, item: Item) -> dict[str, Any]:
        """Send the rows of a table, and keep their answers, one line for each."""
        if not item.source.split("?")[0].lower().endswith(".csv"):
            return {"error_message": "Only files whose names end in .csv can be mapped row by row."}
        rows = failed = 0
        try:
            with tempfile.NamedTemporaryFile() as out:
                with sources.open_input(self.plan, item) as stream:
                    for lines, count, wrong in self._answers(tables.read_rows(stream)):
                        out.write(lines)
                        rows, failed = rows + count, failed + wrong
                        with self._lock:
                            self.rows, self.failed_rows = self.rows + count, self.failed_rows + wrong
                        if time.monotonic() - self._told > _TELL_EVERY_SECONDS:
                            self.tell("working")
                if not rows:
                    return {"error_message": "The file has no rows."}
                facts = {"rows": rows, "failed_rows": failed} if failed else {"rows": rows}
                if failed == rows:
                    return {"error_message": _first_problem(out), **facts}
                return {**self._written(item, lambda: self._upload(out, item)), **facts}
        except (InputProblem, tables.TableProblem, NoAnswer) as error:
            return {"error_message": str(error)}
        except OSError as error:
            return {"error_message": f"The file cannot be dealt with: {sources.why(error)}."}

    def _answers(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[bytes, int, int]]:
        """Yield lines of answers in the order of the rows, with how many they are and how many of them are problems."""
        assert self.mapper is not None
        assert self._rows_pool is not None
        is_joined = self.plan.joins and self.mapper.can_join
        size, turn = (self.plan.rows_together, self._joined) if is_joined else (_ROWS_OF_A_TURN, self._apart)
        flying: list[Future[tuple[bytes, int, int]]] = []
        try:
            while True:
                part = list(itertools.islice(rows, size))
                if part:
                    flying.append(self._rows_pool.submit(turn, part))
                while flying and (not part or len(flying) > 2 * self.plan.in_flight):
                    if self.stopping.is_set():
                        raise Stopped
                    yield flying.pop(0).result()
                if not part:
                    return
        finally:
            for one in flying:
                one.cancel()

    def _joined(self, part: list[tuple[int, list[str]]]) -> tuple[bytes, int, int]:
        """Answer rows in one request; where that does not work, each in its own."""
        assert self.mapper is not None
        if self.stopping.is_set():
            raise Stopped
        items, problems, wanted = [], {}, []
        for number, (line, row) in enumerate(part):
            try:
                items.append(self.mapper.item(row))
                wanted.append(number)
            except tables.RowProblem as error:
                problems[number] = _problem(line, f"{tables.row_problem(row) or error}.")
        try:
            content = wire.dumps(self.mapper.joined(items)) if items else b""
            status, answer = self.server.ask(content, _JSON) if items else (200, b"[]")
            answers = tables.split(wire.loads(answer), len(items)) if status == 200 else None
        except Exception as error:
            if isinstance(error, (Stopped, ServerFailed)):
                raise
            answers = None
        if answers is None:
            return self._apart(part)
        lines = {**dict(zip(wanted, map(wire.dumps, answers))), **problems}
        return b"".join(lines[number] + b"\n" for number in range(len(part))), len(part), len(problems)

    def _apart(self, part: list[tuple[int, list[str]]]) -> tuple[bytes, int, int]:
        """Answer rows one after another."""
        lines, wrong = [], 0
        for line, row in part:
            if self.stopping.is_set():
                raise Stopped
            answer, is_good = self._row(line, row)
            lines.append(answer + b"\n")
            wrong += not is_good
        return b"".join(lines), len(part), wrong

    def _row(self, line: int, row: list[str]) -> tuple[bytes, bool]:
        assert self.mapper is not None
        problem = tables.row_problem(row)
        if problem:
            return _problem(line, f"{problem}."), False
        try:
            status, answer = self.server.ask(wire.dumps(self.mapper.body(row)), _JSON)
        except tables.RowProblem as error:
            return _problem(line, f"{error}."), False
        except NoAnswer as error:
            return _problem(line, str(error)), False
        if status != 200:
            return _problem(line, refusal(status, answer)), False
        return _one_line(answer), True

    def _written(self, item: Item, act: Any) -> dict[str, Any]:
        try:
            act()
        except OSError as error:
            return {"error_message": f"The result {self._result_url(item)} cannot be written: {sources.why(error)}."}
        return {}

    def _upload(self, out: Any, item: Item) -> None:
        out.flush()
        file_io.copy(out.name, self._result_url(item))

    def _result_url(self, item: Item) -> str:
        return f"{self.plan.results}{item.name}_result.txt"


def form(parameter: str, name: str, content: bytes) -> tuple[bytes, str]:
    """Return a form with one file, and its content type."""
    boundary = f"batch-{secrets.token_hex(12)}"
    quoted = name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    head = f'--{boundary}\r\ncontent-disposition: form-data; name="{parameter}"; filename="{quoted}"\r\n'
    head += "content-type: application/octet-stream\r\n\r\n"
    body = b"".join((head.encode("utf-8", "replace"), content, f"\r\n--{boundary}--\r\n".encode()))
    return body, f"multipart/form-data; boundary={boundary}"


def refusal(status: int, answer: bytes) -> str:
    """Return what the model said when it did not answer well."""
    text = answer[:_SHOWN_ANSWER].decode("utf-8", "replace").strip()
    return f"The model answered {status}: {text}" if text else f"The model answered {status}."


def _problem(line: int, text: str) -> bytes:
    return json.dumps({"line": line, "error_message": text}, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _one_line(answer: bytes) -> bytes:
    """Return an answer on one line; what is no JSON becomes a JSON string."""
    text = answer.strip()
    if text[:1] in b"{[" and b"\n" not in text and b"\r" not in text:
        return text
    try:
        return wire.dumps(wire.loads(text))
    except Exception:  # noqa: BLE001 - it is text, then
        return json.dumps(text.decode("utf-8", "replace"), ensure_ascii=False).encode()


def _first_problem(out: Any) -> str:
    out.seek(0)
    first = json.loads(out.readline())
    return f"All rows failed; the first in line {first['line']}: {first['error_message']}"


def _place(url: str) -> Any:
    place = find_stored(url)
    assert place is not None
    return place
