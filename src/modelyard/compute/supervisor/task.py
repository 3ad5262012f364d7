"""One task, from its first directory to its end record."""

import contextlib
import fcntl
import os
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from modelyard.compute.supervisor import processes, records, s3_files, sandbox
from modelyard.compute.supervisor.cards import Cards
from modelyard.compute.supervisor.control import Control
from modelyard.compute.supervisor.copying import copy_tree
from modelyard.compute.supervisor.ending import Ended
from modelyard.compute.supervisor.kernel import Stage
from modelyard.compute.supervisor.limits import Groups
from modelyard.compute.supervisor.logs import LogWriter
from modelyard.compute.supervisor.mounting import MountedInputs
from modelyard.compute.supervisor.polling import Poller
from modelyard.compute.supervisor.programs import Program, Programs
from modelyard.compute.supervisor.sockets import INSIDE, STORAGE, Sockets
from modelyard.compute.supervisor.transfers import Transfers
from modelyard.compute.supervisor.watching import Watcher

if TYPE_CHECKING:
    from modelyard.compute.supervisor.containers import Container
    from modelyard.compute.supervisor.storage_way import StorageWay

_PREFIX = "[ModelArts Service Log]"
_F_SETPIPE_SZ = 1031
_PIPE_BYTES = 2**20
_CHECK_SECONDS = 0.5
# Each hint has the control plane look, which on a small machine takes from the task that is being started.
_TOLD_AT_ONCE, _TELL_SECONDS = ("run", "ready", "upload"), 0.1
# A log over its limit is thrown away nearly all; who writes it faster than this has to wait.
_FLOOD_BYTES_PER_SECOND = 200 * 2**20


class Task:
    """Does the steps of a task, one after another, and writes down what happened."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.facts: dict[str, Any] = records.read_json(directory, records.TASK)
        self.log = LogWriter(os.path.join(directory, records.LOG), self.facts["log_limit_bytes"])
        self.poller = Poller()
        self.programs = Programs()
        self.files = self._make_files()
        self.environment: dict[str, str] = {}
        self._container: Container | None = None
        self.main_program: Program | None = None
        self.ended: Ended | None = None
        self.was_stopped_by_user = False
        self._steps = records.Steps(directory)
        self._groups = self._make_groups()
        self._watcher = Watcher(self.facts, directory, self._groups, self.end)
        self._transfers = Transfers(self)
        self._mounted = MountedInputs(self)
        self._sockets = Sockets(self.facts)
        self._storage_way: StorageWay | None = None
        # Directories of the machine that it sees beside its own, and where.
        self._shown: list[tuple[str, str]] = []
        self._cards = Cards(self.facts, self.poller)
        self._box: sandbox.Sandbox | Container | None = None
        self._grace_seconds = 0.0
        self._started_at_ms: int | None = None
        # A step was recorded that nobody was told of yet.
        self._has_untold = False
        self._log_pipe = -1
        self.stage: Stage | None = None

    def run(self) -> None:
        """Do everything, and write the end record whatever happens on the way."""
        control = Control(self)
        end = records.make_end("platform", "The supervisor failed.")
        try:
            end = self._run()
        finally:
            self._end_sandbox()
            self._cards.close()
            self._transfers.close()
            self._mounted.close()
            self._groups.remove()
            self.files.remove()
            if self._storage_way is not None:
                self._storage_way.close()
            self._sockets.remove()
            control.close()
            end |= {"log_bytes": self.log.size, "ended_at_ms": records.now_ms()}
            end["last_lines"] = end["last_lines"] or self.log.last_lines(20, 500)
            self.log.close()
            records.write_end(self.directory, end)
            self.hint()
            for file in self.facts["slot_files"]:
                with contextlib.suppress(OSError):
                    os.unlink(file)

    def end(self, by: str, message: str, grace_seconds: float = 0.0) -> None:
        """Make the task end. The first reason counts; a later one may only shorten the grace time."""
        self.was_stopped_by_user |= by == "user"
        if self.ended is None:
            self.ended = Ended(by, message)
            self._grace_seconds = grace_seconds
        else:
            self._grace_seconds = min(self._grace_seconds, grace_seconds)

    def renew(self) -> None:
        """Hand on keys that were renewed: to the carrier, and to the task itself."""
        self._give_keys()
        self._transfers.renew()
        self._mounted.renew()

    def say(self, text: str, topic: str = "init") -> None:
        """Write a line of the platform into the log."""
        self.log.say("\n".join(f"{_PREFIX}[{topic}] {line}" for line in text.splitlines()))

    def hint(self) -> None:
        """Tell the control plane that there is something to see. If nobody hears it, it looks later."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as hinter:
            hinter.setblocking(False)
            hinter.sendto(self.facts["ref"].encode(), self.facts["hint_socket"])

    def open_for_writing(self) -> list[tuple[int, int]]:
        """Return the files (device, inode) that processes of the task have open for writing."""
        return self._watcher.open_for_writing()

    def note(self, step: str, status: str, name: str = "", seconds: float = 0.0, message: str = "") -> None:
        """Record a step, and say so: at once where something begins or ends for whoever waits, else together with others."""
        self._steps.add(step, status, name, seconds, message)
        if step in _TOLD_AT_ONCE or status == "failed":
            self._has_untold = False
            self.hint()
        elif not self._has_untold:
            self._has_untold = True
            self.poller.later(_TELL_SECONDS, self._tell)

    def _tell(self) -> None:
        if self._has_untold:
            self._has_untold = False
            self.hint()

    def check(self) -> None:
        """Raise the reason why the task has to end, if there is one."""
        if self.ended is not None:
            raise self.ended

    def _run(self) -> dict[str, Any]:
        try:
            self._before()
        except Ended as reason:
            self._end_sandbox()
            self.say(f"exiting... {reason.message}")
            return self._record(reason, None)
        program = self._run_main()
        self._end_sandbox()
        end = self._record(self.ended, program)
        # What the process itself wrote last; lines of the platform may follow.
        end["last_lines"] = self.log.last_lines(20, 500)
        if self.ended or program.exit_code != 0:
            self.say(f"the process {how_it_ended(program)}" + (f"; {self.ended.message}" if self.ended else ""), "task")
        if self.log.left_out:
            self.say(f"{self.log.left_out} bytes in the middle of this log were left out: it is longer than its limit", "log")
        problems = self._transfers.finish()
        if self._transfers.called_off:
            message = f"It was stopped while its outputs were uploaded. {self._transfers.called_off}"
            end |= {"ended_by": "user", "message": message}
        if problems and end["ended_by"] == "itself" and end["exit_code"] == 0:
            end |= {"ended_by": "upload", "message": f"Its process exited with code 0, but: {problems}"}
        elif problems:
            end["message"] = f"{end['message']} Besides: {problems}"
        return end

    def _before(self) -> None:
        """Do the steps before the user's process. Raises Ended."""
        self._warn_of_cards()
        if self.facts["precheck"]:
            self.step("pre_check", "node", self._look_at_node)
        if self.facts["container"]:
            self.step("pre_check", self.facts["container"]["image"], self._fetch_image)
        # What a sandbox sees is settled when it is made.
        self._mounted.provide()
        self.step("pre_check", "", self._prepare)
        for copy in self.facts["code"]:
            self.step("code", copy["target"], partial(self._copy_code, copy))
        self._transfers.fetch_inputs()
        for command in self.facts["setup"]:
            self.step("install", command["label"] or command["argv"][0], partial(self._set_up, command))

    def step(self, step: str, name: str, act: Callable[[], None]) -> None:
        """Do one step before the user's process, and record it. Raises Ended when it failed or the task was stopped."""
        self.note(step, "started", name)
        begun = time.monotonic()
        try:
            self.check()
            act()
            self.check()
        except Ended as reason:
            self.note(step, "failed", name, time.monotonic() - begun, reason.message)
            raise
        except OSError as error:
            self.note(step, "failed", name, time.monotonic() - begun, str(error))
            raise Ended("setup", f"{step} failed: {error}") from error
        self.note(step, "finished", name, time.monotonic() - begun)

    def _prepare(self) -> None:
        """Make directories and the sandbox, with init waiting in it."""
        facts = self.facts
        self._open_log_pipe()
        if self._container is not None:
            self._lay_out()
            self._prepare_container(self._container)
            return
        self._groups.make()
        if facts["user"] is not None:
            self.stage = Stage([self.directory, *facts["needs"]])
        box = self._box = sandbox.Sandbox(facts, self.stage)
        box.begin(self._log_writing, self.programs.theirs.fileno(), lambda: self._groups.add(os.getpid()))
        self._lay_out()
        sandbox.lay_out(box, facts, self.files, self.directory)
        for source, target in self._shown:
            box.bind(source, target)
        if self._sockets.inside:
            box.bind(self._sockets.inside, INSIDE, writable=True)
        self._bind_image(box)
        try:
            box.start_init(self._log_writing, self.programs.theirs.fileno())
        except sandbox.SandboxFailed:
            self._drain_log()
            raise Ended("setup", f"No sandbox could be made: {' '.join(self.log.last_lines(1, 300))}") from None
        finally:
            os.close(self._log_writing)
            self.programs.theirs.close()
        processes.write_down(self.directory, [box.pid, box.init_pid])
        if not facts["is_isolated"]:
            self._groups.add(box.pid)
        self._watch_box(box)
        box.release()

    def _lay_out(self) -> None:
        """Make the directories of the task and what it is to find in them."""
        facts = self.facts
        targets = [copy["target"] for kind in ("code", "inputs", "outputs") for copy in facts[kind]]
        self.files.prepare([*targets, *facts["scratch"]])
        self._sockets.make()
        if facts["storage_only"]:
            from modelyard.compute.supervisor.storage_way import StorageWay  # noqa: PLC0415 - for few tasks

            self._storage_way = StorageWay(facts, self._sockets.inside)
        sandbox.ensure_etc(self.directory, facts)
        self._shown = [*self._mounted.places, *sandbox.rank_tables(self.directory, facts)]
        self._give_keys()

    def _warn_of_cards(self) -> None:
        """Say which cards of several cannot be reached by the others, and what would help."""
        missing = (self.facts["rank_tables"] or {}).get("without_address")
        for number in missing or ():
            text = f"card {number} has no address in /etc/hccn.conf, so that others may not reach it; on the node: "
            self.say(f"{text}hccn_tool -i {number} -ip -s address <address> netmask <mask>", "task")

    def _make_files(self) -> sandbox.Files:
        root, user = os.path.join(self.directory, records.FILES), self.facts["user"]
        if not self.facts["container"]:
            return sandbox.Files(root, user)
        from modelyard.compute.supervisor.containers import container_files  # noqa: PLC0415 - for OCI images only

        return container_files(root, user)

    def _make_groups(self) -> Groups:
        if not self.facts["container"]:
            return Groups(self.facts)
        from modelyard.compute.supervisor.containers import Container, ContainerGroups  # noqa: PLC0415 - as above

        groups = ContainerGroups(self.facts)
        self._container = Container(self.facts, self.directory, self.poller, groups)
        return groups

    def _look_at_node(self) -> None:
        from modelyard.compute.supervisor import prechecks  # noqa: PLC0415 - for those that ask for it

        self.say("Detect", "task")
        found = prechecks.look(self.facts, self.directory)
        for one in found:
            self.log.say(f"{_PREFIX}{one.line()}")
        problems = [f"{one.item}: {one.message}" for one in found if one.is_fault]
        if problems:
            raise Ended("node", f"The node is not fit: {'; '.join(problems)}.")

    def _fetch_image(self) -> None:
        assert self._container is not None
        try:
            self._container.fetch(self.say, lambda: self.ended is not None)
        except Ended:
            self.check()  # who stops a task also breaks off what it is at
            raise

    def _prepare_container(self, box: "Container") -> None:
        """Make a container with init waiting in it."""
        facts = self.facts
        self._box = box
        box.lay_out(self.files, self._sockets, self._shown)
        try:
            box.start_init(self._log_writing, self.programs, lambda: self.ended is not None)
        except Ended:
            self.check()
            raise
        finally:
            os.close(self._log_writing)
            self.programs.theirs.close()
        processes.write_down(self.directory, [box.init_pid])
        self._groups.add(box.init_pid)
        if facts["user"] is not None:
            # Only now: the engine has to see what everybody sees.
            self.stage = Stage([self.directory, *facts["needs"]])
        layer = box.written_layer()
        self._watcher.also += [layer] if layer else []
        self._watch_box(box)
        paths = [sandbox.SDK] if facts["sdk"] else []
        given = {**box.image_environment, **facts["env"]}.get("PYTHONPATH")
        joined = {"PYTHONPATH": ":".join([given, *paths] if given else paths)}
        self.environment = {**facts["base_env"], **box.image_environment, **facts["own_env"], **facts["env"], **joined}

    def _watch_box(self, box: "sandbox.Sandbox | Container") -> None:
        self.poller.watch(self.programs.fileno(), self._hear_init)
        self._watcher.begin(box.init_pid)
        self.poller.every(_CHECK_SECONDS if self._groups.holds_memory else _CHECK_SECONDS / 4, self._watcher.check)
        self.poller.every(self.facts["sample_seconds"], self._sample)

    def _sample(self) -> None:
        self._watcher.devices = self._cards.use
        self._watcher.sample()
        self._cards.ask()

    def _bind_image(self, box: sandbox.Sandbox) -> None:
        image = self.facts["image"]
        for prefix in dict.fromkeys((self.facts["python_home"], sandbox.interpreter_of(image))):
            if prefix and not prefix.startswith("/usr"):
                box.bind(prefix, prefix)
        box.bind(image, sandbox.IMAGE)
        packages = self.facts["packages"] = sandbox.thin_environment(self.files, image)
        paths = [packages] if packages else []
        if self.facts["sdk"]:
            box.bind(self.facts["sdk"], sandbox.SDK)
            paths.append(sandbox.SDK)
        given = self.facts["env"].get("PYTHONPATH")
        # What the job puts first stays first, and still finds what belongs to every task.
        joined = {"PYTHONPATH": ":".join([given, *paths] if given else paths)}
        self.environment = {**self.facts["base_env"], **self.facts["env"], **joined}
        if not self.facts["is_isolated"]:
            # Nobody knows the names of tasks out there either. Only whole ones: others may mean something else.
            names = [(address, name) for address, known in self.facts["hosts"] for name in known if "." in name]
            self._leave_sandbox([*box.places, *names])

    def _leave_sandbox(self, places: list[tuple[str, str]]) -> None:
        """Without a sandbox no path is where the task was promised it: say where it is wherever one is written."""
        facts = self.facts

        def real(text: str) -> str:
            return sandbox.real_path_of(text, places)

        self.environment = {name: real(value) for name, value in self.environment.items()}
        facts["argv"] = [real(word) for word in facts["argv"]]
        facts["setup"] = [{**one, "argv": [real(word) for word in one["argv"]]} for one in facts["setup"]]
        facts["working_dir"] = real(facts["working_dir"])
        packages = self.facts["packages"]
        for path in (f"{sandbox.VENV}/bin/pip", f"{sandbox.VENV}/bin/pip3", f"{packages}/modelyard_image.pth"):
            with contextlib.suppress(OSError), open(self.files.on_host(path), "r+", encoding="utf-8") as stream:
                text = real(stream.read())
                stream.seek(0)
                stream.write(text)
        self.say("isolation is switched off: this task can read and change all that the platform can")

    def _give_keys(self) -> None:
        """Put the keys where the task itself can read them. It cannot change this directory."""
        given = os.path.join(self.directory, records.GIVEN)
        os.makedirs(given, mode=0o755, exist_ok=True)
        keys = records.read_json(self.directory, records.CREDENTIALS)
        if keys is None:
            return
        storage = {name: self.facts["storage"][name] for name in ("endpoint", "region")}
        if self.facts["storage_only"]:
            folder = INSIDE if self.facts["is_isolated"] else self._sockets.inside
            storage["socket"] = os.path.join(folder, STORAGE)
        records.replace_file(given, "credentials.json", {**keys, **storage}, user=self.facts["user"])
        seen = f"{sandbox.HOME}/.modelyard" if self.facts["is_isolated"] else given
        for name, content in s3_files.write(keys, self.facts["storage"], seen).items():
            records.replace_file(given, name, content, user=self.facts["user"])

    def _copy_code(self, copy: dict[str, str]) -> None:
        self.say(f"copying the code to {copy['target']}")
        for _ in copy_tree(copy["source"], self.files.on_host(copy["target"]), self.facts["user"]):
            self.poller.turn()
            self.check()

    def _set_up(self, command: dict[str, Any]) -> None:
        label = command["label"] or command["argv"][0]
        self.say(f"running: {label}")
        program = self.programs.start(command["argv"], self.environment, self.facts["working_dir"])
        self.poller.wait(lambda: program.has_ended or self.ended is not None)
        self.check()
        if program.exit_code != 0:
            by, more = self._cause("setup")
            raise Ended(by, f"{label}: {how_it_ended(program)}.{more}")

    def _run_main(self) -> Program:
        self._started_at_ms = records.now_ms()
        begun = time.monotonic()
        program = self.programs.start(self.facts["argv"], self.environment, self.facts["working_dir"])
        self.main_program = program
        self.note("run", "started")
        self._transfers.begin_sync()
        self._forward()
        self._await_ready(begun)
        self.poller.wait(lambda: program.has_ended or self.ended is not None)
        if self.ended is not None and not program.has_ended:
            self.say(f"stopping: {self.ended.message}", "task")
            self.programs.signal(program, signal.SIGTERM)
            told = time.monotonic()
            # A later order may shorten the time.
            while not program.has_ended and time.monotonic() - told < self._grace_seconds:
                self.poller.wait(lambda: program.has_ended, min(0.2, self._grace_seconds))
        self._watcher.note_processes()
        self._watcher.sample()
        self.note("run", "finished", "", time.monotonic() - begun, how_it_ended(program))
        return program

    def _forward(self) -> None:
        """Have connections carried from sockets to ports, by programs beside the task's own."""
        facts = self.facts
        python = facts["container"]["init"] if facts["container"] else [facts["python"]]
        folder = INSIDE if facts["is_isolated"] else self._sockets.inside
        for name, port in facts["forwards"].items():
            call = f"forwarding.main({os.path.join(folder, name)!r}, {port}, {facts['address']!r})"
            code = sandbox.code_of("forwarding", call, facts)
            self.programs.start([*python, "-I", "-S", "-B", "-c", code], {}, "/")

    def _await_ready(self, begun: float) -> None:
        """Say when a task that others are to talk to can be used: its sockets are there, and it answers."""
        check, names = self.facts["health"], self.facts["sockets"]["names"]
        if not check and not names:
            return
        missing = {"sockets", "answer"} if check else {"sockets"}

        def have(what: str) -> None:
            missing.discard(what)
            if not missing and self.ended is None:
                self.note("ready", "finished", "", time.monotonic() - begun)

        self._sockets.watch(self.poller, partial(have, "sockets"))
        if check:
            from modelyard.compute.supervisor.health import HealthCheck  # noqa: PLC0415 - for services

            def where() -> str | tuple[str, int] | None:
                return self._sockets.path(check["socket"]) if check["socket"] else (self.facts["address"], check["port"])

            HealthCheck(self.poller, check, where, partial(have, "answer"), partial(self.end, "health"))

    def _record(self, reason: Ended | None, program: Program | None) -> dict[str, Any]:
        """Return the end record as far as the process and the reason for its end make it up."""
        by, message = (reason.by, reason.message) if reason else ("itself", "")
        if reason is None and program is not None:
            message = f"Its process {how_it_ended(program)}."
            if program.is_lost:
                by, message = "platform", "The sandbox of the task ended before its process did."
            if program.exit_code != 0:
                by, more = self._cause(by)
                message += more
        peak = max(self._watcher.peak_bytes, program.peak_bytes if program else 0)
        return records.make_end(
            by,
            message,
            exit_code=program.exit_code if program else None,
            signal=program.signal if program else None,
            out_of_memory=by == "memory" or self._groups.out_of_memory_kills() > 0,
            peak_memory_bytes=peak or None,
            started_at_ms=self._started_at_ms,
        )

    def _cause(self, by: str) -> tuple[str, str]:
        """Return who ended a process that did not succeed, and a sentence about it, if a limit has to do with it."""
        resources = self.facts["resources"]
        if self._groups.out_of_memory_kills():
            return "memory", (
                f" It needed more than its {resources['memory_bytes'] // 2**20} MiB of memory, so that the kernel ended it."
                " Use less memory, for example smaller batches, or a larger flavor."
            )
        if self._groups.refused_processes() or self._watcher.was_at_process_limit:
            limit = self.facts["max_processes"]
            return "processes", f" It was refused new processes: its limit is {limit}. Start fewer workers or threads."
        return by, ""

    def _hear_init(self) -> None:
        self.programs.read()
        if self.programs.is_gone:
            self.poller.forget(self.programs.fileno())

    def _open_log_pipe(self) -> None:
        self._log_pipe, self._log_writing = os.pipe()
        with contextlib.suppress(OSError):
            fcntl.fcntl(self._log_pipe, _F_SETPIPE_SZ, _PIPE_BYTES)
        os.set_blocking(self._log_pipe, False)
        self._log_buffer = bytearray(_PIPE_BYTES)
        self.poller.watch(self._log_pipe, self._hear_log)

    def _hear_log(self) -> None:
        count = self._read_log()
        if count and self.log.left_out:
            time.sleep(count / _FLOOD_BYTES_PER_SECOND)

    def _read_log(self) -> int:
        """Take what is in the pipe now; returns how much that was."""
        try:
            count = os.readv(self._log_pipe, [self._log_buffer])
        except BlockingIOError:
            return 0
        if count == 0:
            self.poller.forget(self._log_pipe)
        was_within = not self.log.left_out
        self.log.write(memoryview(self._log_buffer)[:count])
        if was_within and self.log.left_out:
            self.say("this log is longer than its limit: its middle is left out, its newest part is kept", "log")
        return count

    def _drain_log(self) -> None:
        """Take the rest. Who wrote into it is dead by now, so what is not in the pipe will never be."""
        while self._log_pipe >= 0 and self._read_log():
            pass

    def _end_sandbox(self) -> None:
        """End everything in the sandbox, wait until it is gone, and take the rest of its output."""
        if self._box is None:
            return
        if not self._box.pid:
            if self._container is not None:
                self._container.bury()  # it may have been made and not started
            return
        self._box.kill()
        self._box.bury()
        processes.wait_gone(self._box.init_pid)
        self.poller.forget(self.programs.fileno())
        self._drain_log()


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
