"""One task, from its first directory to its end record."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from modelyard.compute.supervisor import processes, records, sandbox
from modelyard.compute.supervisor.control import Control
from modelyard.compute.supervisor.copying import copy_tree
from modelyard.compute.supervisor.logs import LogWriter
from modelyard.compute.supervisor.polling import Poller
from modelyard.compute.supervisor.programs import Program, Programs

_PREFIX = "[ModelArts Service Log]"
_F_SETPIPE_SZ = 1031
_PIPE_BYTES = 2**20


class Ended(Exception):
    """The task has to end now, for a reason that is not its process's own."""

    def __init__(self, by: str, message: str) -> None:
        super().__init__(message)
        self.by, self.message = by, message


class Task:
    """Does the steps of a task, one after another, and writes down what happened."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.facts: dict[str, Any] = records.read_json(directory, records.TASK)
        self.log = LogWriter(os.path.join(directory, records.LOG), self.facts["log_limit_bytes"])
        self.steps = records.Steps(directory)
        self.poller = Poller()
        self.programs = Programs()
        self.files = sandbox.Files(os.path.join(directory, records.FILES), self.facts["user"])
        self.sandbox: sandbox.Sandbox | None = None
        self.main_program: Program | None = None
        self.ended: Ended | None = None
        self.grace_seconds = 0.0
        self._started_at_ms: int | None = None
        self._peak_bytes = 0
        self._log_pipe = -1

    def run(self) -> None:
        """Do everything, and write the end record whatever happens on the way."""
        control = Control(self)
        end = records.make_end("platform", "The supervisor failed.")
        try:
            end = self._run()
        finally:
            control.close()
            self._clean()
            end["log_bytes"], end["last_lines"] = self.log.size, self.log.last_lines(20, 500)
            end["ended_at_ms"] = records.now_ms()
            self.log.close()
            records.write_end(self.directory, end)
            self.hint()

    def end(self, by: str, message: str, grace_seconds: float = 0.0) -> None:
        """Make the task end. The first reason counts; a later one may only shorten the grace time."""
        if self.ended is None:
            self.ended = Ended(by, message)
            self.grace_seconds = grace_seconds
        else:
            self.grace_seconds = min(self.grace_seconds, grace_seconds)

    def say(self, text: str, topic: str = "init") -> None:
        """Write a line of the platform into the log."""
        self.log.say("\n".join(f"{_PREFIX}[{topic}] {line}" for line in text.splitlines()))

    def hint(self) -> None:
        """Tell the control plane that there is something to see. If nobody hears it, it looks later."""
        import socket  # noqa: PLC0415 - imported by then

        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as hinter:
            hinter.setblocking(False)
            hinter.sendto(self.facts["ref"].encode(), self.facts["hint_socket"])

    def _run(self) -> dict[str, Any]:
        try:
            self._step("pre_check", "", self._prepare)
            for copy in self.facts["code"]:
                self._step("code", copy["target"], partial(self._copy_code, copy))
            for command in self.facts["setup"]:
                self._step("install", command["label"] or command["argv"][0], partial(self._set_up, command))
        except Ended as reason:
            self._kill()
            self.say(reason.message)
            return self._end_of(reason)
        end = self._run_main()
        self._kill()
        return end

    def _step(self, step: str, name: str, act: Callable[[], None]) -> None:
        """Do one step before the user's process, and record it. Raises Ended when it failed or the task was stopped."""
        self.steps.add(step, "started", name)
        self.hint()
        begun = time.monotonic()
        try:
            self._check()
            act()
            self._check()
        except Ended as reason:
            self.steps.add(step, "failed", name, time.monotonic() - begun, reason.message)
            self.hint()
            raise
        except OSError as error:
            self.steps.add(step, "failed", name, time.monotonic() - begun, str(error))
            self.hint()
            raise Ended("setup", f"{step} failed: {error}") from error
        self.steps.add(step, "finished", name, time.monotonic() - begun)
        self.hint()

    def _check(self) -> None:
        if self.ended is not None:
            raise self.ended

    def _prepare(self) -> None:
        """Make directories and the sandbox, with init waiting in it."""
        facts = self.facts
        targets = [copy["target"] for kind in ("code", "inputs", "outputs") for copy in facts[kind]]
        self.files.prepare([*targets, *facts["scratch"]])
        sandbox.write_etc(self.directory, facts)
        self._open_log_pipe()
        box = sandbox.Sandbox(facts, self.directory)
        sandbox.lay_out(box, facts, self.files, self.directory)
        self._bind_image(box)
        self.sandbox = box
        try:
            box.start(self._log_writing, self.programs.theirs.fileno())
        except sandbox.SandboxFailed:
            self._drain_log()
            raise Ended("setup", f"No sandbox could be made: {' '.join(self.log.last_lines(1, 300))}") from None
        finally:
            os.close(self._log_writing)
            self.programs.theirs.close()
        self.poller.watch(self.programs.fileno(), self._hear_init)
        processes.write_down(self.directory, [box.pid, box.init_pid])
        box.release()

    def _bind_image(self, box: sandbox.Sandbox) -> None:
        image = self.facts["image"]
        bound = []
        for prefix in (self.facts["python_home"], sandbox.interpreter_of(image)):
            if prefix and not prefix.startswith("/usr") and prefix not in bound:
                bound.append(prefix)
                box.bind(prefix, prefix)
        box.bind(image, sandbox.IMAGE)
        packages = sandbox.thin_environment(self.files, image)
        paths = [packages] if packages else []
        if self.facts["sdk"]:
            box.bind(self.facts["sdk"], "/opt/modelyard/sdk")
            paths.append("/opt/modelyard/sdk")
        self.environment = {**self.facts["base_env"], "PYTHONPATH": ":".join(paths), **self.facts["env"]}
        given = self.facts["env"].get("PYTHONPATH")
        if given:
            self.environment["PYTHONPATH"] = ":".join([given, *paths])

    def _copy_code(self, copy: dict[str, str]) -> None:
        for _ in copy_tree(copy["source"], self.files.on_host(copy["target"]), self.facts["user"]):
            self.poller.turn()
            self._check()

    def _set_up(self, command: dict[str, Any]) -> None:
        program = self.programs.start(command["argv"], self.environment, self.facts["working_dir"])
        self.poller.wait(lambda: program.has_ended or self.ended is not None)
        self._check()
        if program.exit_code != 0:
            raise Ended("setup", f"{command['label'] or command['argv'][0]}: {how_it_ended(program)}")

    def _run_main(self) -> dict[str, Any]:
        self._started_at_ms = records.now_ms()
        self.steps.add("run", "started")
        begun = time.monotonic()
        self.main_program = program = self.programs.start(self.facts["argv"], self.environment, self.facts["working_dir"])
        self.hint()
        self.poller.wait(lambda: program.has_ended or self.ended is not None)
        if self.ended is not None and not program.has_ended:
            self.say(f"stopping: {self.ended.message}")
            self.programs.signal(program, signal.SIGTERM)
            told = time.monotonic()
            while not program.has_ended and time.monotonic() - told < self.grace_seconds:
                self.poller.wait(lambda: program.has_ended, min(0.2, self.grace_seconds))
        self._peak_bytes = max(self._peak_bytes, program.peak_bytes)
        self.steps.add("run", "finished", "", time.monotonic() - begun, how_it_ended(program))
        return self._end_of(self.ended, program)

    def _end_of(self, reason: Ended | None, program: Program | None = None) -> dict[str, Any]:
        message = reason.message if reason else how_it_ended(program) if program else ""
        by = reason.by if reason else "itself"
        if reason is None and program is not None and program.is_lost:
            by, message = "platform", "The sandbox of the task ended before its process did."
        return records.make_end(
            by,
            message,
            exit_code=program.exit_code if program else None,
            signal=program.signal if program else None,
            peak_memory_bytes=self._peak_bytes or None,
            started_at_ms=self._started_at_ms,
        )

    def _hear_init(self) -> None:
        self.programs.read()
        if self.programs.is_gone:
            self.poller.forget(self.programs.fileno())

    def _open_log_pipe(self) -> None:
        import fcntl  # noqa: PLC0415 - imported by then

        self._log_pipe, self._log_writing = os.pipe()
        with contextlib.suppress(OSError):
            fcntl.fcntl(self._log_pipe, _F_SETPIPE_SZ, _PIPE_BYTES)
        os.set_blocking(self._log_pipe, False)
        self._log_buffer = bytearray(_PIPE_BYTES)
        self.poller.watch(self._log_pipe, self._hear_log)

    def _hear_log(self) -> None:
        self._read_log()

    def _read_log(self) -> int:
        """Take what is in the pipe now; returns how much that was."""
        try:
            count = os.readv(self._log_pipe, [self._log_buffer])
        except BlockingIOError:
            return 0
        if count == 0:
            self.poller.forget(self._log_pipe)
        self.log.write(memoryview(self._log_buffer)[:count])
        return count

    def _drain_log(self) -> None:
        """Take the rest. Who wrote into it is dead by now, so what is not in the pipe will never be."""
        while self._log_pipe >= 0 and self._read_log():
            pass

    def _kill(self) -> None:
        """End everything in the sandbox, and wait until it is gone."""
        if self.sandbox is None or not self.sandbox.pid:
            return
        self.sandbox.kill()
        os.waitpid(self.sandbox.pid, 0)
        self.sandbox.pid = 0
        self._drain_log()

    def _clean(self) -> None:
        self._kill()
        self.files.remove()
        for file in self.facts["slot_files"]:
            with contextlib.suppress(OSError):
                os.unlink(file)


def how_it_ended(program: Program) -> str:
    """Return in words how a program ended."""
    if program.error is not None:
        return f"could not be started: {os.strerror(program.error)}"
    if program.signal is not None:
        try:
            return f"was killed by {signal.Signals(program.signal).name}"
        except ValueError:
            return f"was killed by signal {program.signal}"
    if program.exit_code is not None:
        return f"exited with code {program.exit_code}"
    return "did not end by itself"
