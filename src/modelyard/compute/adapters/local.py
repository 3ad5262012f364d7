"""The local engine: tasks on this machine, each in a directory, under a supervisor of its own."""

import asyncio
import contextlib
import errno
import hashlib
import json
import math
import os
import platform
import re
import shutil
import socket
import stat
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from modelyard.compute.adapters import devices
from modelyard.compute.adapters.cgroups import GroupPlan, find_groups
from modelyard.compute.adapters.containers import (
    Containers,
    engine_environment,
    interpreter_command,
    interpreter_places,
    is_reference,
)
from modelyard.compute.adapters.sandbox import SOURCE, bwrap, interpreter, sandbox_problem
from modelyard.compute.adapters.slots import NoSlotFree, Slot, Slots, number_of, ports_of
from modelyard.compute.adapters.starting import LEAST_ENVIRONMENT, Starter
from modelyard.compute.adapters.terminals import open_terminal
from modelyard.compute.errors import LaunchRefused, TaskNotRunning
from modelyard.compute.ports import Credentials, Hint, Launch, LogPart, NodeReport, Observation, Terminal
from modelyard.compute.rules import ranks
from modelyard.compute.settings import EngineSettings, Isolation, TaskNetwork
from modelyard.compute.supervisor import limits, logs, processes, records, sockets, watching
from modelyard.compute.supervisor.containers import remove
from modelyard.compute.supervisor.input_cache import InputCache
from modelyard.compute.supervisor.sandbox import HOME, IMAGE, SDK, USER_ID, VENV
from modelyard.compute.types import (
    RANK_TABLE,
    RANK_TABLES,
    EndedBy,
    HealthCheck,
    Resources,
    Sample,
    Step,
    StepRecord,
    StepStatus,
    TaskEnd,
    TaskRef,
    TaskSpec,
    TaskState,
    WorkloadId,
)
from modelyard.core.sdk import sdk_directory
from modelyard.core.trees import remove_tree
from modelyard.images.types import ImageKind

NODE = "local"
_STOP = "stop.json"
# The name that launchers of several processes look for.
_GROUPS = "jobstart_hccl.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", re.ASCII)
_OBJECT = re.compile(r"(?:obs:/|s3:/|)/(?P<bucket>[^/]+)(?:/(?P<key>.*))?", re.DOTALL)
_PLACE = re.compile(r"\{(address|port|socket):([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)?)\}")
_STOP_TEXTS = {
    EndedBy.USER: "It was stopped.",
    EndedBy.RUN_LIMIT: "It reached its longest running time.",
    EndedBy.PREEMPTION: "It made room for a workload of higher priority.",
    EndedBy.SIBLING: "Another task of the workload failed.",
    EndedBy.PLATFORM: "The platform was stopped.",
}


@dataclass(frozen=True)
class StorageAccess:
    """Where tasks reach the storage port. certificates: PEM text, where those of the system are not enough."""

    endpoint: str
    region: str = "local-1"
    certificates: str = ""


@dataclass(frozen=True)
class PackageAccess:
    """How `pip` in tasks finds packages: the variables that say so, and places on this machine that it must see."""

    env: dict[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class EnginePlaces:
    """Where the engine keeps things.

    tasks: the directory of all tasks. hints: the socket on which it hears of them. sockets: the directory of their own
    sockets; its path has 66 bytes at most, because those of sockets may have no more than 107. inputs: the directory of the
    inputs that tasks share, and what they may take; without one, all are copied.
    """

    tasks: Path
    hints: Path
    sockets: Path
    storage: StorageAccess = StorageAccess("http://127.0.0.1:9000")
    packages: PackageAccess = field(default_factory=PackageAccess)
    inputs: Path | None = None
    inputs_bytes: int = 0
    inputs_unused_seconds: float = math.inf


class LocalEngine:
    """An `Engine` for this machine."""

    def __init__(
        self,
        places: EnginePlaces,
        settings: EngineSettings | None = None,
        slots: Slots | None = None,
        containers: Containers | None = None,
    ) -> None:
        self._places = places
        self._settings = settings or EngineSettings()
        self._containers = containers or Containers(self._settings)
        self._slots = slots or Slots(places.tasks)
        self._hints: socket.socket | None = None
        self._groups: GroupPlan | None = None
        self._starter = Starter()
        self._can_seal = False

    def listen(self, hint: Hint) -> None:
        """See `Engine`."""
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listening.setblocking(False)
        with contextlib.suppress(FileNotFoundError):
            self._places.hints.unlink()
        listening.bind(str(self._places.hints))
        self._hints = listening

        def hear() -> None:
            with contextlib.suppress(BlockingIOError):
                while True:
                    ref = _parse_ref(listening.recv(4096))
                    if ref is not None:
                        hint(ref)

        asyncio.get_running_loop().add_reader(listening.fileno(), hear)

    def close(self) -> None:
        """Stop listening. Tasks go on."""
        if self._hints is not None:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._hints.fileno())
            self._hints.close()
            self._hints = None
        self._starter.close()

    async def nodes(self) -> Sequence[NodeReport]:
        """See `Engine`."""
        return [await asyncio.to_thread(self._node)]

    async def addresses(self, node: str, refs: Sequence[TaskRef]) -> Sequence[str]:
        """See `Engine`."""
        return [slot.address for slot in await asyncio.to_thread(self._take_slots, refs)]

    async def launch(self, launch: Launch) -> None:
        """See `Engine`."""
        try:
            await asyncio.to_thread(self._launch, launch)
        except OSError as error:
            raise LaunchRefused(
                task=launch.ref.task, problem=f"{error.filename or 'its directory'}: {error.strerror}"
            ) from error

    async def observe(self, ref: TaskRef, *, after_step: int = 0) -> Observation:
        """See `Engine`."""
        return await asyncio.to_thread(self._observe, ref, after_step)

    async def stop(self, ref: TaskRef, *, grace_seconds: float, ended_by: str) -> None:
        """See `Engine`."""
        await asyncio.to_thread(self._stop, ref, grace_seconds, ended_by)

    async def renew(self, ref: TaskRef, credentials: Credentials) -> None:
        """See `Engine`."""
        directory = self._directory(ref)
        if await asyncio.to_thread(directory.is_dir):
            await asyncio.to_thread(records.replace_file, str(directory), records.CREDENTIALS, asdict(credentials))
            await asyncio.to_thread(self._tell, directory, {"do": "renewed"})

    async def signal(self, ref: TaskRef, number: int) -> None:
        """See `Engine`."""
        answer = await asyncio.to_thread(self._tell, self._directory(ref), {"do": "signal", "number": number})
        if answer is None or "error" in answer:
            raise TaskNotRunning(task=ref.task)

    async def exec(self, ref: TaskRef, argv: Sequence[str], *, columns: int = 80, rows: int = 24) -> Terminal:
        """See `Engine`."""
        directory = self._directory(ref)
        return await asyncio.to_thread(open_terminal, directory, argv, columns, rows)

    async def read_log(self, ref: TaskRef, *, offset: int = 0, limit: int = 65_536) -> LogPart:
        """See `Engine`."""
        return await asyncio.to_thread(self._read_log, ref, offset, limit)

    async def samples(self, ref: TaskRef, *, after_ms: int = 0) -> Sequence[Sample]:
        """See `Engine`."""
        found = await asyncio.to_thread(watching.read_samples, str(self._directory(ref)))
        return [_sample(values) for values in found if values["at_ms"] > after_ms]

    async def remove(self, ref: TaskRef) -> None:
        """See `Engine`."""
        await asyncio.to_thread(self._remove, ref)

    def _node(self) -> NodeReport:
        problem = self._sandbox_problem()
        self._containers.look_aside()  # so that those who submit are told
        self._tidy_inputs()
        return replace(_this_machine(), problem=f"No sandbox can be made here: {problem}" if problem else "")

    def _tidy_inputs(self) -> None:
        """Remove what supervisors that were killed have left of inputs, and what the disk has no room for any more."""
        places, least = self._places, self._settings.min_free_disk_bytes
        if places.inputs is not None:
            cache = InputCache(
                str(places.inputs),
                most_bytes=places.inputs_bytes,
                min_free_bytes=least,
                unused_seconds=places.inputs_unused_seconds,
            )
            with contextlib.suppress(OSError):
                cache.tidy()

    def _sandbox_problem(self) -> str:
        """Return why no sandbox can be made. Good news is kept, bad news is looked into again: it may have been put right."""
        if not self._can_seal and self._settings.isolation is Isolation.SANDBOX:
            problem = sandbox_problem()
            if problem:
                return problem
            self._can_seal = True
        return ""

    def _directory(self, ref: TaskRef) -> Path:
        for part in (ref.workload_id, ref.task):
            if not _NAME.fullmatch(part):
                raise LaunchRefused(task=ref.task, problem=f"{part!r} cannot be the name of a directory")
        return self._places.tasks / str(ref)

    def _take_slots(self, refs: Sequence[TaskRef]) -> list[Slot]:
        try:
            return self._slots.take(refs)
        except NoSlotFree:
            raise LaunchRefused(task=refs[0].task, problem="no address is free on this machine") from None

    def _launch(self, launch: Launch) -> None:
        directory = self._directory(launch.ref)
        if (directory / records.END).exists() or (directory / records.STARTED).exists():
            return
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = records.take_lock(str(directory))
        if lock is None:
            return  # somebody else is launching it, or its supervisor lives
        try:
            if (directory / records.END).exists() or (directory / records.STARTED).exists():
                return
            task = self._task(launch, directory)
            if launch.credentials is not None:
                records.replace_file(str(directory), records.CREDENTIALS, asdict(launch.credentials))
            records.replace_file(str(directory), records.TASK, task)
            self._spawn(directory, lock, is_container=bool(task["container"]))
        finally:
            os.close(lock)

    def _spawn(self, directory: Path, lock: int, *, is_container: bool) -> None:
        problem = self._starter.start(directory, lock, engine_environment() if is_container else LEAST_ENVIRONMENT)
        if problem:
            raise LaunchRefused(task=directory.name, problem=problem)

    def _task(self, launch: Launch, directory: Path) -> dict[str, Any]:
        """Return what the supervisor is told."""
        spec, settings = launch.spec, self._settings
        problem = self._sandbox_problem()
        if problem:
            raise LaunchRefused(task=launch.ref.task, problem=f"no sandbox can be made here: {problem}")
        container = self._container(launch, directory) if launch.image.kind is ImageKind.OCI else None
        if container is None and not Path(launch.image.location).is_dir():
            raise LaunchRefused(task=launch.ref.task, problem=f"image {launch.image.name} is not on this machine")
        slot = self._take_slots([launch.ref])[0]
        peers = {launch.ref.task: slot.address, **launch.peers}
        ports = dict(zip(spec.ports, slot.ports, strict=False))
        if len(ports) != len(spec.ports):
            raise LaunchRefused(task=launch.ref.task, problem=f"a task can have at most {len(slot.ports)} ports")

        def filled(text: str) -> str:
            return _PLACE.sub(lambda found: _replaced(found, peers, ports, spec), text)

        python = interpreter()
        return {
            "ref": str(launch.ref),
            "hint_socket": str(self._places.hints),
            "container": container,
            "user": self._user_id(slot) if container is None or os.geteuid() != 0 else USER_ID,
            "slot_files": [str(slot.file), str(slot.link)],
            "address": peers[launch.ref.task],
            "ports": ports,
            "sockets": {
                "directory": self._socket_directory(directory) if spec.sockets or spec.storage_only else "",
                "names": list(spec.sockets),
            },
            "hostname": _names(spec.domain, launch.ref.task)[0],
            "hosts": _hosts(spec.domain, peers),
            "role_hosts": _role_hosts(spec.domain, peers),
            "network": TaskNetwork.NONE if spec.forwards or spec.storage_only else settings.network,
            "forwards": dict(spec.forwards),
            "storage_only": spec.storage_only,
            "is_isolated": settings.isolation is Isolation.SANDBOX,
            "bwrap": str(bwrap()) if settings.isolation is Isolation.SANDBOX else "",
            "python": python,
            "python_home": str(Path(python).parent.parent),
            "needs": [
                str(directory),
                str(self._places.sockets),
                *([str(self._places.inputs)] if self._places.inputs else []),
                *([] if container else [launch.image.location]),
                str(Path(python).parent.parent),
                str(SOURCE),
            ],
            "image": launch.image.location,
            "sdk": _existing(settings.sdk_directory),
            "device_files": _device_files(launch),
            "cards": devices.watched(launch.resources.npus > 0, launch.devices),
            # Libraries of accelerators look at the buses; others need not know what the machine is made of.
            "system_views": ["/sys"] if launch.devices else [],
            "shared_memory_bytes": max(2**26, launch.resources.memory_bytes // 2),
            "log_limit_bytes": settings.log_limit_bytes,
            "argv": _sdk_program(python, container, spec.argv)
            if spec.argv[0] == "{sdk}"
            else [filled(word) for word in spec.argv],
            "base_env": {**_base_environment(launch), **self._places.packages.env, **dict(launch.image.env)}
            if container is None
            else _least_environment(launch),
            "own_env": _own_environment(self._places.packages),
            "env": {name: filled(value) for name, value in spec.env.items()},
            "working_dir": spec.working_dir,
            "grace_seconds": spec.grace_seconds,
            "setup": [{"argv": [filled(word) for word in command.argv], "label": command.label} for command in spec.setup],
            "code": [asdict(copy) for copy in spec.code],
            "inputs": [{**asdict(copy), **_object(launch, copy.source)} for copy in spec.inputs],
            "input_cache": {"directory": str(self._places.inputs), "most_bytes": self._places.inputs_bytes}
            if self._places.inputs and self._places.inputs_bytes
            else None,
            "outputs": [{**asdict(sync), **_object(launch, sync.source, folder=True)} for sync in spec.outputs],
            "mirror": _object(launch, spec.mirror_log) if spec.mirror_log else None,
            "storage": asdict(self._places.storage),
            "health": _health(spec.health, ports) if spec.health else None,
            "mounts": [
                *_package_mounts(self._places.packages, is_container=container is not None),
                *(asdict(mount) for mount in spec.mounts),
            ],
            "rank_tables": self._rank_tables(launch, peers),
            "scratch": list(spec.scratch),
            "precheck": spec.precheck,
            "resources": asdict(launch.resources),
            "groups": {**self._group_plan().as_json(), "name": _group_name(directory)},
            "max_processes": settings.max_processes,
            "max_open_files": settings.max_open_files,
            "transfer_memory_bytes": settings.transfer_memory_bytes,
            "min_free_disk_bytes": settings.min_free_disk_bytes,
            "sample_seconds": settings.sample_seconds,
            "sync_seconds": settings.sync_seconds,
        }

    def _rank_tables(self, launch: Launch, peers: dict[str, str]) -> dict[str, Any] | None:
        """Return the tables of all Ascend cards of a workload, as its tasks read them; None for a task without such cards."""
        if not launch.resources.npus:
            return None
        addresses = devices.npu_addresses()
        members = [
            ranks.Member(
                task,
                _names(launch.spec.domain, task)[0],
                peers[task],
                tuple((number, addresses.get(number, "")) for number in numbers),
            )
            for task, numbers in {**launch.peer_devices, launch.ref.task: launch.devices}.items()
            if task in peers
        ]
        return {
            "directory": RANK_TABLES,
            "files": {Path(RANK_TABLE).name: ranks.table_of_servers(members), _GROUPS: ranks.table_of_groups(members)},
            "without_address": ranks.without_address(members),
        }

    def _container(self, launch: Launch, directory: Path) -> dict[str, Any]:
        """Return what the supervisor must know to keep a task in a container."""
        engine, settings, image = self._containers.look(), self._settings, launch.image.location
        if engine is None:
            raise LaunchRefused(task=launch.ref.task, problem=f"no container can be run here: {self._containers.problem}")
        if settings.isolation is Isolation.OFF:
            problem = "OCI images need compute.engine.isolation to be sandbox, as their data is moved in one"
            raise LaunchRefused(task=launch.ref.task, problem=problem)
        if not is_reference(image):
            raise LaunchRefused(task=launch.ref.task, problem=f"{image!r} is not the whole name of an image")
        is_docker = engine.name == "docker"
        return {
            "engine": list(engine.command),
            "options": [*engine.options, *(["--runtime", engine.runtime] if is_docker and engine.runtime else [])],
            "cp_options": ["--archive"] if is_docker else [],
            "user": engine.user,
            "is_limited": engine.is_limited,
            "is_counted": engine.holds_limits,
            "image": image,
            "name": f"modelyard-{_group_name(directory)}",
            "pull": str(settings.pull.value),
            "pull_seconds": settings.pull_seconds,
            "init": interpreter_command(),
            "places": [list(place) for place in interpreter_places()],
        }

    def _group_plan(self) -> GroupPlan:
        if self._groups is None:
            self._groups = find_groups()
        return self._groups

    def _user_id(self, slot: Slot) -> int | None:
        """Return the user that a task runs as on this machine; None for our own, where we may not choose."""
        if os.geteuid() != 0 or self._settings.isolation is Isolation.OFF:
            return None
        base = self._settings.user_id_base
        if base is None:
            base = 1_900_000_000 if _has_user(1_900_000_000) else 40_000
        return base + slot.number

    def _socket_directory(self, directory: Path) -> str:
        """Return where the sockets of a task stand: a short path that no other task on this machine has."""
        there = self._places.sockets
        there.mkdir(mode=0o700, exist_ok=True)
        facts = there.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid():
            raise PermissionError(errno.EACCES, "not a directory of ours", str(there))
        return str(there / hashlib.sha256(os.fsencode(directory)).hexdigest()[:12])

    def _observe(self, ref: TaskRef, after_step: int) -> Observation:
        directory = self._directory(ref)
        end = records.read_json(str(directory), records.END)
        started = end is None and (directory / records.STARTED).exists()
        if started:
            end = self._end_if_lost(directory)
        if end is None and not started:
            return Observation(TaskState.WAITING)
        steps = records.read_steps(str(directory))
        task = records.read_json(str(directory), records.TASK) or {}
        ports = task.get("ports", {})
        new = tuple(_step(values) for values in steps[after_step:])
        if end is not None:
            return Observation(TaskState.ENDED, _end(end), ports, new)
        runs = any(values["step"] == Step.RUN for values in steps)
        return Observation(TaskState.RUNNING if runs else TaskState.STARTING, None, ports, new, _offered(task))

    def _end_if_lost(self, directory: Path) -> dict[str, Any] | None:
        """Write the end of a task whose supervisor is gone without a word. Returns the end record if there is one now."""
        lock = records.take_lock(str(directory))
        if lock is None:
            return None
        try:
            end: dict[str, Any] | None = records.read_json(str(directory), records.END)
            if end is None:
                if not processes.end_all(str(directory)):
                    return None  # something of it does not go away; until then it has not ended
                size = logs.read(str(directory / records.LOG), 0, 0)[2]
                end = records.make_end(EndedBy.PLATFORM, "The supervisor of the task was killed.", log_bytes=size)
                self._clear(directory)
                records.write_end(str(directory), end)
            return end
        finally:
            os.close(lock)

    def _clear(self, directory: Path) -> None:
        """Give back what a task that was lost still holds."""
        task = records.read_json(str(directory), records.TASK) or {}
        if task:
            limits.Groups(task).remove()
            if task.get("container"):
                remove(task["container"]["engine"], task["container"]["name"], environment=engine_environment())
        remove_tree(str(directory / records.FILES))
        sockets.remove(task.get("sockets", {}).get("directory", ""))
        for file in task.get("slot_files", []):
            Path(file).unlink(missing_ok=True)

    def _stop(self, ref: TaskRef, grace_seconds: float, ended_by: str) -> None:
        directory = self._directory(ref)
        by = EndedBy(ended_by)
        message = _STOP_TEXTS.get(by, "It was ended.")
        order = {"do": "stop", "by": by, "message": message, "grace_seconds": grace_seconds}
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written down first: a supervisor that has no socket yet finds it there.
        records.replace_file(str(directory), _STOP, order)
        if self._tell(directory, order) is not None:
            return
        lock = records.take_lock(str(directory))
        if lock is None:
            return
        try:
            if not (directory / records.STARTED).exists():
                records.write_end(str(directory), records.make_end(by, message))
        finally:
            os.close(lock)

    def _tell(self, directory: Path, order: dict[str, Any]) -> dict[str, Any] | None:
        """Give an order to the supervisor of a task. Returns its answer, or None when none listens."""
        try:
            folder = os.open(directory, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(10)
                connection.connect(f"/proc/self/fd/{folder}/{records.CONTROL}")
                connection.sendall(json.dumps(order).encode() + b"\n")
                with connection.makefile("rb") as stream:
                    answer: dict[str, Any] = json.loads(stream.readline() or b"{}")
                    return answer
        except (FileNotFoundError, ConnectionError):
            return None
        finally:
            os.close(folder)

    def _read_log(self, ref: TaskRef, offset: int, limit: int) -> LogPart:
        directory = self._directory(ref)
        ended = (directory / records.END).exists()  # asked first: what is written in between is read next time
        begin, content, size = logs.read(str(directory / records.LOG), offset, limit)
        return LogPart(begin, content, size, ended)

    def _remove(self, ref: TaskRef) -> None:
        directory = self._directory(ref)
        if (directory / records.STARTED).exists() and not (directory / records.END).exists():
            return
        remove_tree(str(directory))
        for parent in (directory.parent, directory.parent.parent):
            with contextlib.suppress(OSError):
                parent.rmdir()


def _has_user(number: int) -> bool:
    """Whether a user id exists here: in a container it may not."""
    with Path("/proc/self/uid_map").open(encoding="ascii") as stream:
        ranges = [tuple(map(int, line.split())) for line in stream]
    return any(begin <= number < begin + count - 10_000 for begin, _, count in ranges)


def _existing(directory: Path | None) -> str:
    directory = directory or sdk_directory()
    return str(directory) if directory.is_dir() else ""


def _group_name(directory: Path) -> str:
    """Return a name that no task of another home on this machine has."""
    return f"{hashlib.sha256(os.fsencode(directory)).hexdigest()[:24]}-{directory.name}"


def _package_mounts(packages: PackageAccess, *, is_container: bool) -> list[dict[str, object]]:
    """Return what of the machine `pip` must see; what is below /usr or /etc/ssl is seen anyway, but not in a container."""
    seen = () if is_container else ("/usr/", "/etc/")
    wanted = [place for place in packages.places if Path(place).exists() and not place.startswith(seen)]
    return [{"source": place, "target": place, "read_only": True} for place in wanted]


def _device_files(launch: Launch) -> list[str]:
    if launch.resources.npus:
        return devices.npu_files(launch.devices)
    return devices.gpu_files(launch.devices)


def _object(launch: Launch, source: str, *, folder: bool = False) -> dict[str, str]:
    """Return bucket and key of `obs://bucket/key`, also written `s3://bucket/key` or `/bucket/key`."""
    found = _OBJECT.fullmatch(source)
    if found is None:
        raise LaunchRefused(task=launch.ref.task, problem=f"{source!r} does not name an object or a prefix")
    key = found["key"] or ""
    return {"bucket": found["bucket"], "key": f"{key}/" if folder and key and not key.endswith("/") else key}


def _this_machine() -> NodeReport:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    disk = shutil.disk_usage("/").total
    gpus, npus = devices.gpus(), devices.npus()
    cores = len(os.sched_getaffinity(0))
    capacity = Resources(1000 * cores, memory_bytes=memory, disk_bytes=disk, gpus=len(gpus), npus=len(npus))
    return NodeReport(NODE, "127.0.0.1", capacity, gpus, npus, arch=platform.machine())


def _base_environment(launch: Launch) -> dict[str, str]:
    threads = str(max(1, launch.resources.cpu_milli // 1000))
    return {
        "PATH": f"{VENV}/bin:{IMAGE}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": HOME,
        "USER": "ma-user",
        "LOGNAME": "ma-user",
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "ANACONDA_DIR": VENV,
        # Numerical libraries otherwise start a thread for each core of the machine, however few the task was given.
        "OMP_NUM_THREADS": threads,
    }


def _least_environment(launch: Launch) -> dict[str, str]:
    """Return the variables of a task in an OCI image that the image may set otherwise."""
    base = _base_environment(launch)
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {"PATH": path, "SHELL": "/bin/sh", **{name: base[name] for name in ("LANG", "OMP_NUM_THREADS")}}


def _own_environment(packages: PackageAccess) -> dict[str, str]:
    """Return the variables that are ours to set, whatever an OCI image says."""
    own = {"HOME": HOME, "USER": "ma-user", "LOGNAME": "ma-user", "PYTHONUNBUFFERED": "1"}
    return {**own, **packages.env}


def _sdk_program(python: str, container: Mapping[str, Any] | None, argv: Sequence[str]) -> list[str]:
    """Return how a module of the SDK is run by our own interpreter, which sees nothing of the image."""
    code = f"import runpy, sys; sys.path.insert(0, {SDK!r}); runpy.run_module(sys.argv.pop(1), run_name='__main__')"
    return [*(container["init"] if container else [python]), "-I", "-S", "-B", "-c", code, *argv[1:]]


def _names(domain: str, task: str) -> list[str]:
    """Return what a task is called on the network, its host name first."""
    return [f"{domain}-{task}", f"{domain}-{task}.{domain}", task] if domain else [task]


def _hosts(domain: str, peers: dict[str, str]) -> list[tuple[str, list[str]]]:
    return [(address, _names(domain, task)) for task, address in sorted(peers.items())]


def _role_hosts(domain: str, peers: dict[str, str]) -> dict[str, list[str]]:
    """Return the names of the tasks by role, in order of their index, as the files in /etc/volcano have them."""
    roles: dict[str, list[str]] = {}
    for task in sorted(peers, key=lambda task: (task.rpartition("-")[0], len(task), task)):
        roles.setdefault(task.rpartition("-")[0] or task, []).append(_names(domain, task)[-2 if domain else 0])
    return roles


def _health(check: HealthCheck, ports: dict[str, int]) -> dict[str, Any]:
    return {**asdict(check), "port": ports.get(check.port_name, check.port)}


def _offered(task: dict[str, Any]) -> dict[str, str]:
    """Return the sockets of a task that are there."""
    known = task.get("sockets", {"directory": "", "names": []})
    paths = {name: Path(known["directory"], name) for name in known["names"]}
    return {name: str(path) for name, path in paths.items() if os.path.lexists(path)}


def _replaced(found: re.Match[str], peers: dict[str, str], ports: dict[str, int], spec: TaskSpec) -> str:
    """Return what stands for a place; one that names nothing stays as it is."""
    kind, what = found.groups()
    if kind == "address":
        return peers.get(what, found.group())
    if kind == "socket":
        return f"{sockets.INSIDE}/{what}" if what in spec.sockets else found.group()
    task, _, name = what.rpartition("/")
    if not task:
        return str(ports[name]) if name in ports else found.group()
    number = number_of(peers[task]) if task in peers else None
    if number is None or name not in spec.ports:
        return found.group()
    return str(ports_of(number)[spec.ports.index(name)])


def _parse_ref(text: bytes) -> TaskRef | None:
    parts = text.decode("utf-8", "replace").split("/")
    if len(parts) != 3 or not parts[1].isdigit():
        return None
    return TaskRef(WorkloadId(parts[0]), int(parts[1]), parts[2])


def _sample(values: dict[str, Any]) -> Sample:
    return Sample(**{**values, "devices": tuple((use, memory) for use, memory in values["devices"])})


def _step(values: dict[str, Any]) -> StepRecord:
    return StepRecord(**{**values, "step": Step(values["step"]), "status": StepStatus(values["status"])})


def _end(values: dict[str, Any]) -> TaskEnd:
    return TaskEnd(**{**values, "ended_by": EndedBy(values["ended_by"]), "last_lines": tuple(values["last_lines"])})
