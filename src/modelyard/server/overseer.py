"""The overseer: starts the parts, waits until all answer, restarts what dies, stops everything in order.

`modelyard up` checks the home, writes a plan and then becomes this program (exec), so that nothing of what planning
needed stays in memory. Only the standard library and `core.parts` are imported.

Every part gets PR_SET_PDEATHSIG: if the overseer is killed, the kernel kills them, and nothing survives it.
"""

import asyncio
import contextlib
import ctypes
import json
import os
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from modelyard.core.parts import Part, Probe

EXIT_START_FAILED = 17
PROBE_EVERY_SECONDS = 0.03
PROBE_TIMEOUT_SECONDS = 2.0
CHECK_EVERY_SECONDS = 5.0
STEADY_SECONDS = 30.0
LONGEST_BACKOFF_SECONDS = 30.0
CRASH_LOOP_FAILURES = 4
START_ATTEMPTS = 3
BURIAL_SECONDS = 3.0
_PR_SET_PDEATHSIG = 1


class PartLog:
    """The output of a part in `logs/<name>.log`; when that is large it is renamed to `.1`, `.1` to `.2`, and so on."""

    def __init__(self, file: Path, max_bytes: int, kept: int) -> None:
        self.file = file
        self._max_bytes, self._kept = max_bytes, kept
        self._stream = file.open("ab", buffering=0)
        self._size = file.stat().st_size
        self.tail: deque[str] = deque(maxlen=8)

    def write(self, data: bytes) -> None:
        """Append output. A full disk must not stop the platform, so what cannot be written is dropped."""
        self.tail.extend(line[:500] for line in data.decode("utf-8", "replace").splitlines() if line.strip())
        with contextlib.suppress(OSError):
            self._stream.write(data)
            self._size += len(data)
            if self._size > self._max_bytes:
                self._stream.close()
                rotate(self.file, self._kept)
                self._stream = self.file.open("ab", buffering=0)
                self._size = 0

    def close(self) -> None:
        self._stream.close()


def rotate(file: Path, kept: int) -> None:
    """Rename `file` to `file.1`, `file.1` to `file.2` and so on, keeping `kept` old ones."""
    for number in range(kept, 0, -1):
        older = file.with_name(f"{file.name}.{number}")
        newer = file if number == 1 else file.with_name(f"{file.name}.{number - 1}")
        with contextlib.suppress(FileNotFoundError):
            newer.replace(older)


class Kept:
    """One part and what has become of it so far."""

    def __init__(self, part: Part, log: PartLog) -> None:
        self.part, self.log = part, log
        self.state = "waiting"
        self.detail = ""
        self.restarts = 0
        self.failures = 0
        self.started_at = 0.0
        self.process: asyncio.subprocess.Process | None = None
        self.was_ready = asyncio.Event()
        self.stopping = False

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.part.name,
            "state": self.state,
            "pid": self.pid,
            "version": self.part.version,
            "detail": self.detail,
            "restarts": self.restarts,
            "started_at": self.started_at,
        }

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process is not None and self.process.returncode is None else None


class StartFailure(Exception):
    """A part did not become ready."""

    def __init__(self, kept: Kept, problem: str) -> None:
        super().__init__(problem)
        self.kept, self.problem = kept, problem


class Overseer:
    """Keeps the parts of a plan running until it is told to stop."""

    def __init__(self, plan: dict[str, Any], say: Callable[[str], None]) -> None:
        self._plan = plan
        self._say = say
        self._logs = Path(plan["logs"])
        self._max_bytes, self._kept_files = int(plan["max_log_bytes"]), int(plan["kept_log_files"])
        self._journal = PartLog(self._logs / "overseer.log", self._max_bytes, self._kept_files)
        self._parts = [self._with_log(Part.from_json(values)) for values in plan["parts"]]
        self._doors = [Probe(**values) for values in plan["doors"]]
        self._stop = asyncio.Event()
        self._failed: asyncio.Future[StartFailure] = asyncio.get_running_loop().create_future()
        self._state = "starting"
        self._started_at = time.time()
        self._ready_at: float | None = None
        self._last_written = ""

    async def run(self, on_ready: Callable[[], None]) -> int:
        """Start everything, call `on_ready` once all answer, keep it running; returns the exit code after the stop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop.set)
        keepers = [asyncio.create_task(self._keep(kept)) for kept in self._parts]
        watchers: list[asyncio.Task[None]] = []
        code = 0
        try:
            failure = await self._until_ready()
            if failure is not None:
                self._report_failure(failure)
                code = EXIT_START_FAILED
            elif not self._stop.is_set():
                self._ready_at, self._state = time.time(), "ready"
                self._note("platform.ready", f"ready after {self._ready_at - float(self._plan['begun_at']):.2f} s", quiet=True)
                on_ready()
                watchers = [asyncio.create_task(self._check(kept)) for kept in self._parts]
                watchers.append(asyncio.create_task(self._rotate_own_logs()))
                await self._stop.wait()
        finally:
            self._stop.set()
            self._state = "stopping"
            self._write_status()
            for task in watchers:
                task.cancel()
            await self._stop_all()
            await asyncio.gather(*keepers, *watchers, return_exceptions=True)
            self._state = "stopped"
            self._note("platform.stopped", "stopped", quiet=True)
            for log in (self._journal, *(kept.log for kept in self._parts)):
                log.close()
            _remove_empty(self._plan["empty_at_the_end"])
        return code

    def stop(self) -> None:
        """Ask for the stop, as SIGTERM does; `run` returns when all is gone."""
        self._stop.set()

    async def _until_ready(self) -> StartFailure | None:
        """Wait for readiness of the parts and the doors. Returns the failure of a part, if one failed before that."""
        all_ready = asyncio.create_task(self._all_ready())
        stopped = asyncio.create_task(self._stop.wait())
        waits: list[asyncio.Future[Any]] = [all_ready, stopped, self._failed]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in (all_ready, stopped):
            task.cancel()
        return self._failed.result() if self._failed.done() else None

    async def _all_ready(self) -> None:
        await asyncio.gather(*(kept.was_ready.wait() for kept in self._parts))
        for door in self._doors:
            while not await answers(door):  # noqa: ASYNC110 - the door is in another process
                await asyncio.sleep(PROBE_EVERY_SECONDS)

    async def _keep(self, kept: Kept) -> None:
        """Start a part again and again until it is told to stop."""
        while not kept.stopping:
            begun = time.monotonic()
            try:
                reason = await self._run_once(kept)
            except OSError as error:
                reason = f"could not be started: {error}"
            if kept.stopping:
                return
            self._after_death(kept, reason, lived_seconds=time.monotonic() - begun)
            delay = min(LONGEST_BACKOFF_SECONDS, 0.1 * 2 ** (kept.failures - 1))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stop.wait(), delay)
                return

    async def _run_once(self, kept: Kept) -> str:
        """Start a part and wait for its end; returns in words how it ended."""
        part = kept.part
        # A pipe of our own: `wait` would wait for one of asyncio's until the last grandchild has closed it, too.
        output, write_end = os.pipe()
        try:
            kept.process = process = await asyncio.create_subprocess_exec(
                *part.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_end,
                stderr=asyncio.subprocess.STDOUT,
                env={**os.environ, **part.env} if part.inherits_env else dict(part.env),
                cwd=part.cwd,
                start_new_session=True,  # Ctrl-C in a terminal must reach the overseer only, which stops all in order
                preexec_fn=_die_with(os.getpid()),
            )
        except BaseException:
            os.close(output)
            raise
        finally:
            os.close(write_end)
        kept.state, kept.started_at = "starting", time.time()
        self._note("part.started", f"{part.name} started", quiet=True, part=part.name, pid=process.pid)
        copy = asyncio.create_task(_copy_output(output, kept.log))
        ready = asyncio.create_task(self._wait_ready(kept))
        code = await process.wait()
        ready.cancel()
        # A grandchild may hold the pipe open for a while; its last lines are not worth waiting for.
        await asyncio.wait({copy}, timeout=0.5)
        copy.cancel()
        if not kept.stopping:
            await _bury(process.pid)
        return f"was killed by signal {-code}" if code < 0 else f"exited with code {code}"

    async def _wait_ready(self, kept: Kept) -> None:
        """Mark a part healthy when its probe answers; fail the start, or say so, when it takes too long."""
        probe, late = kept.part.ready, time.monotonic() + kept.part.start_seconds
        while probe is not None and not await answers(probe):
            if time.monotonic() > late:
                problem = f"did not answer within {kept.part.start_seconds:g} s"
                self._fail_start(kept, problem)
                self._set(kept, "unresponsive", problem)
                late = float("inf")
            await asyncio.sleep(PROBE_EVERY_SECONDS)
        self._set(kept, "healthy", "")
        kept.was_ready.set()

    def _after_death(self, kept: Kept, reason: str, lived_seconds: float) -> None:
        """Count a death, say it in words, and give up the start if it was one too many."""
        kept.failures = 1 if lived_seconds > STEADY_SECONDS else kept.failures + 1
        kept.restarts += 1
        kept.state, kept.detail = "restarting", f"{kept.part.name} {reason}"
        if not kept.was_ready.is_set() and kept.failures >= START_ATTEMPTS:
            self._fail_start(kept, reason)
            return
        if kept.failures >= CRASH_LOOP_FAILURES:
            kept.state = "crash-looping"
            kept.detail += f", {kept.failures} times in a row; see {kept.log.file}"
        self._note("part.died", f"{kept.detail}; it is started again", part=kept.part.name, restarts=kept.restarts)

    def _fail_start(self, kept: Kept, problem: str) -> None:
        if self._ready_at is None and not self._failed.done():
            self._failed.set_result(StartFailure(kept, problem))

    def _report_failure(self, failure: StartFailure) -> None:
        kept = failure.kept
        lines = "".join(f"\n    {line}" for line in kept.log.tail)
        text = f"{kept.part.name} {failure.problem}. Everything is stopped again. The end of {kept.log.file}:{lines}"
        self._note("platform.start_failed", text, part=kept.part.name)

    async def _check(self, kept: Kept) -> None:
        """Ask a running part now and then whether it still answers, and say so in the status when it does not."""
        missed = 0
        while kept.part.ready is not None:
            await asyncio.sleep(CHECK_EVERY_SECONDS)
            if kept.state not in {"healthy", "unresponsive"}:
                missed = 0
                continue
            missed = 0 if await answers(kept.part.ready) else missed + 1
            if missed == 0 and kept.state == "unresponsive":
                self._set(kept, "healthy", "")
            elif missed == 3 and kept.state == "healthy":
                self._set(kept, "unresponsive", f"{kept.part.name} runs but does not answer")
                self._note("part.unresponsive", kept.detail, part=kept.part.name)

    async def _rotate_own_logs(self) -> None:
        """Rename large files that parts write by themselves, and tell those parts to open new ones."""
        while True:
            for kept in self._parts:
                large = [Path(name) for name in kept.part.log_files if _size(name) > self._max_bytes]
                for file in large:
                    rotate(file, self._kept_files)
                if large and kept.pid is not None:
                    _send(kept.pid, kept.part.reopen_signal)
            await asyncio.sleep(CHECK_EVERY_SECONDS)

    async def _stop_all(self) -> None:
        """Stop the parts in their order; those of one number at once."""
        for kept in self._parts:
            kept.stopping = True
        for order in sorted({kept.part.stop_order for kept in self._parts}):
            await asyncio.gather(*(self._stop_part(kept) for kept in self._parts if kept.part.stop_order == order))

    async def _stop_part(self, kept: Kept) -> None:
        """Drain a part, ask it to stop, and kill it when it does not."""
        process = kept.process
        if process is not None and process.returncode is None:
            if self._ready_at is not None:
                await self._drain(kept)
            for pid in _leaves(process.pid) if kept.part.signal_leaves else [process.pid]:
                _send(pid, kept.part.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), kept.part.stop_seconds)
            except asyncio.TimeoutError:
                text = f"{kept.part.name} did not stop in time and was killed"
                self._note("part.killed", text, quiet=kept.part.may_be_killed, part=kept.part.name)
                _send_group(process.pid, signal.SIGKILL)
                await process.wait()
        if process is not None:
            await _bury(process.pid)
        self._set(kept, "stopped", "")

    async def _drain(self, kept: Kept) -> None:
        drain = kept.part.drain
        if drain is None or await ask(drain.begin) is None:
            return
        late = time.monotonic() + drain.seconds
        while time.monotonic() < late:
            answer = await ask(drain.busy)
            if answer is None or not re.search(drain.while_matches, answer[1]):
                return
            await asyncio.sleep(0.05)

    def _set(self, kept: Kept, state: str, detail: str) -> None:
        kept.state, kept.detail = state, detail
        self._write_status()

    def _note(self, event: str, text: str, *, quiet: bool = False, **fields: Any) -> None:
        """Write a line to the journal and, unless quiet, to the terminal; refresh the status."""
        self._write_status()
        record = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "event": event, "message": text, **fields}
        self._journal.write((json.dumps(record, ensure_ascii=False) + "\n").encode())
        if not quiet:
            self._say(f"modelyard: {text}")

    def _write_status(self) -> None:
        status = {
            "pid": os.getpid(),
            "state": self._state,
            "version": self._plan["version"],
            "build": self._plan["build"],
            "endpoints": self._plan["endpoints"],
            "started_at": self._started_at,
            "ready_at": self._ready_at,
            "parts": [kept.as_json() for kept in self._parts],
        }
        text = json.dumps(status, ensure_ascii=False)
        if text == self._last_written:
            return
        file = Path(self._plan["status_file"])
        temporary = file.with_name(f".{file.name}.new")
        with contextlib.suppress(OSError):
            temporary.write_text(text, encoding="utf-8")
            temporary.rename(file)
            self._last_written = text

    def _with_log(self, part: Part) -> Kept:
        return Kept(part, PartLog(self._logs / f"{part.name}.log", self._max_bytes, self._kept_files))


async def answers(probe: Probe) -> bool:
    """Return whether the probe gets an answer below status 500."""
    answer = await ask(probe)
    return answer is not None and answer[0] < 500


async def ask(probe: Probe) -> tuple[int, str] | None:
    """Ask over HTTP; returns status and body, or None when there is no answer in time."""
    try:
        return await asyncio.wait_for(_ask(probe), PROBE_TIMEOUT_SECONDS)
    except (OSError, ValueError, IndexError, asyncio.TimeoutError):
        return None


async def _ask(probe: Probe) -> tuple[int, str]:
    kind, _, place = probe.address.partition(":")
    if kind == "unix":
        reader, writer = await asyncio.open_unix_connection(place)
    else:
        host, _, port = place.rpartition(":")
        reader, writer = await asyncio.open_connection(host.strip("[]"), int(port), ssl=_tls() if kind == "tls" else None)
    try:
        writer.write(
            f"{probe.method} {probe.path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: modelyard-overseer\r\n"
            "Connection: close\r\nContent-Length: 0\r\n\r\n".encode()
        )
        status = int((await reader.readline()).split()[1])
        rest = await reader.read(65536)
        return status, rest.decode("utf-8", "replace")
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _tls() -> Any:
    """Return a TLS context that accepts our own door's certificate, whoever made it."""
    import ssl  # noqa: PLC0415 - only platforms with TLS pay for it

    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def _copy_output(output: int, log: PartLog) -> None:
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(output, "rb", 0)
    )
    try:
        while data := await reader.read(65536):
            log.write(data)
    finally:
        transport.close()


def _die_with(parent: int) -> Callable[[], None]:
    """Return what a child does before exec: ask the kernel to be killed when the overseer dies."""
    libc = ctypes.CDLL(None)

    def before_exec() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return before_exec


def _leaves(pid: int) -> list[int]:
    """Return the innermost descendants of a process, or the process itself when it has none."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        here = waiting.pop()
        waiting.extend(children.get(here, []))
        if here not in children:
            found.append(here)
    return found


def _send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _send_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


async def _bury(pid: int) -> None:
    """End what a dead part left in its session, and wait until it is gone: it may hold files that the next one needs."""
    late = time.monotonic() + BURIAL_SECONDS
    while time.monotonic() < late:
        try:
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
        await asyncio.sleep(0.01)


def _remove_empty(folders: list[str]) -> None:
    """Remove directories of ours outside the home; one in which tasks that go on have sockets stays."""
    for folder in folders:
        with contextlib.suppress(OSError):
            Path(folder).rmdir()


def _size(name: str) -> int:
    try:
        return Path(name).stat().st_size
    except OSError:
        return 0


def _print(stream: TextIO, text: str) -> None:
    """Print a line; a terminal that went away is no reason to stop."""
    with contextlib.suppress(OSError):
        print(text, file=stream, flush=True)


async def _main(plan: dict[str, Any]) -> int:
    def on_ready() -> None:
        _print(sys.stdout, plan["ready_line"])
        if plan["detached"]:
            nothing = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(nothing, descriptor)

    return await Overseer(plan, lambda text: _print(sys.stderr, text)).run(on_ready)


def main() -> None:
    """Run the plan named on the command line. The lock of the home is held through an inherited descriptor."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    # Parts must not inherit the lock: it says that an overseer runs, not that something it left behind does.
    os.set_inheritable(int(plan["lock_descriptor"]), False)
    sys.exit(asyncio.run(_main(plan)))


if __name__ == "__main__":
    main()
