"""A task in an OCI image: a container of podman or docker, with our own init in it.

Init comes into the container with an interpreter, libraries and a loader of the machine, so an image needs nothing of its
own for it. It knocks at a socket; from then on it takes orders as in a sandbox, and when the supervisor is gone it ends,
and the container with it. What the platform knows about a task never stands in an argument list or in what the engine
keeps of a container: variables reach the programs over that socket.
"""

import contextlib
import ctypes
import io
import json
import os
import re
import signal
import socket
import subprocess
import tarfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from modelyard.compute.supervisor import processes, records
from modelyard.compute.supervisor.ending import Ended
from modelyard.compute.supervisor.limits import Groups, limits_of
from modelyard.compute.supervisor.polling import Poller
from modelyard.compute.supervisor.programs import Programs
from modelyard.compute.supervisor.sandbox import HOME, SDK, TOOLS, Files
from modelyard.compute.supervisor.sockets import INSIDE, Sockets

DOOR = "door"
_KNOCK = "init.sock"
_INSIDE = "/opt/modelyard/door"
_SETTLED = "/opt/modelyard"
_CLONE_NEWNS, _PR_SET_PDEATHSIG = 0x20000, 1
_QUICK_SECONDS, _KNOCK_SECONDS = 120, 60
_MOST_OUTPUT = 2**20
# Variables of an image that would change how our own interpreter is loaded; programs of the image get them all the same.
_LOADING = re.compile(r"LD_|GLIBC_|GCONV_|MALLOC_|LOCPATH$")
# What means something else than itself where the engines read a mount.
_UNFIT = re.compile(r"[,\"'\\\x00-\x1f\x7f]")
_CLOSED = ("/proc", "/sys", "/dev", INSIDE, _SETTLED)
_REASONS = (
    (r"manifest unknown|not found|no such image|image not known|does not exist|name unknown", "the registry does not have it"),
    (
        r"dial tcp|no such host|connection refused|i/o timeout|network is unreachable|TLS handshake|deadline exceeded|EOF",
        "the registry cannot be reached",
    ),
    (r"unauthorized|denied|authentication required|forbidden", "the registry does not let us have it; log in to it first"),
    (r"no space left", "the disk is full"),
    (r"short-name|no registries|unqualified", "its name does not say which registry it is in"),
)
_REFUSAL = "{image} is not on this machine, and compute.engine.pull is `never`. Fetch it with `{engine} pull`."


class ContainerGroups(Groups):
    """The control groups that the engine made for a container; what they said is kept when they are gone."""

    def __init__(self, task: dict[str, Any]) -> None:
        super().__init__({**task, "groups": {"kind": "", "folders": {}, "name": ""}})
        self._kept = (0, 0)
        self.was_told = False

    def make(self) -> None:
        """Nothing: the engine makes them."""

    def add(self, pid: int) -> None:
        """Find the groups that this process, the first of the container, is in."""
        lines = _lines(f"/proc/{pid}/cgroup")
        version_2 = os.path.exists("/sys/fs/cgroup/cgroup.controllers")
        for line in lines:
            _, controllers, path = line.split(":", 2)
            for controller in controllers.split(",") if controllers else ("memory", "cpu", "pids") if version_2 else ():
                base = "/sys/fs/cgroup" if version_2 else f"/sys/fs/cgroup/{controller}"
                # A path that begins above our own root is no path for us.
                folder = os.path.normpath(f"{base}/{path}")
                if path != "/" and folder.startswith(base) and str(pid) in _lines(os.path.join(folder, "cgroup.procs")):
                    # Some runtimes put processes into a group below the one with the limits.
                    is_below = version_2 and os.path.basename(folder) == "container"
                    self._folders[controller] = os.path.dirname(folder) if is_below else folder
        self._kind = "" if not self._folders else "v2" if version_2 else "v1"
        if version_2:
            # Where we may: who is over the limit ends as a whole, as in a sandbox.
            self._set("memory", "memory.oom.group", 1)

    def keep(self) -> None:
        """Remember what is known: with the container its groups go."""
        # Asked again after they have gone, they say nothing.
        self._kept = (self.out_of_memory_kills(), self.refused_processes())

    def out_of_memory_kills(self) -> int:
        return max(super().out_of_memory_kills(), self._kept[0], int(self.was_told))

    def refused_processes(self) -> int:
        return max(super().refused_processes(), self._kept[1])

    def remove(self) -> None:
        """Nothing: the engine removes them."""


class Container:
    """Stands where a `Sandbox` does for environments."""

    def __init__(self, task: dict[str, Any], directory: str, poller: Poller, groups: ContainerGroups) -> None:
        self._task, self._directory, self._poller, self._groups = task, directory, poller, groups
        self._facts: dict[str, Any] = task["container"]
        self._engine: list[str] = self._facts["engine"]
        # Later the supervisor has mounts of its own, and those of the engine must be everybody's.
        self._mounts = os.open("/proc/self/ns/mnt", os.O_RDONLY | os.O_CLOEXEC) if os.geteuid() == 0 else -1
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._places: list[tuple[str, str, bool]] = []
        self._was_made = False
        self.image_environment: dict[str, str] = {}
        self.pid = self.init_pid = 0

    def fetch(self, say: Callable[[str], None], stopped: Callable[[], bool]) -> None:
        """Make sure that the image is here, and read what it says about itself. Raises Ended with the reason."""
        image = self._facts["image"]
        name = f"Image {image}"
        code, text = self._call(["image", "inspect", image], stopped=stopped)
        if code != 0 and self._facts["pull"] == "never":
            raise Ended("setup", _REFUSAL.format(image=name, engine=os.path.basename(self._engine[0])))
        if code != 0:
            say(f"fetching image {image}")
            begun = time.monotonic()
            code, text = self._call(["pull", image], stopped=stopped, hear=say, seconds=self._facts["pull_seconds"])
            if code != 0:
                raise Ended("setup", f"{name} could not be fetched: {why_not(text)}")
            say(f"fetched in {time.monotonic() - begun:.0f} s")
            code, text = self._call(["image", "inspect", image], stopped=stopped)
        try:
            facts = json.loads(text)[0]
            pairs = facts.get("Config", {}).get("Env") or []
        except (ValueError, LookupError, AttributeError):
            raise Ended("setup", f"{name} cannot be read: {text.strip()[-300:]}") from None
        own = {"amd64": "x86_64", "arm64": "aarch64"}
        arch = str(facts.get("Architecture", ""))
        if own.get(arch, arch) not in {"", os.uname().machine}:
            raise Ended("setup", f"{name} is for {arch}; this machine is {os.uname().machine}.")
        self.image_environment = dict(pair.split("=", 1) for pair in pairs if "=" in pair)

    def lay_out(self, files: Files, sockets: Sockets, inputs: Sequence[tuple[str, str]] = ()) -> None:
        """Say what the task sees besides its image. Raises Ended where a place cannot be had in a container."""
        etc = os.path.join(self._directory, "etc")
        self._bind(os.path.join(etc, "hosts"), "/etc/hosts")
        self._bind(os.path.join(etc, "resolv.conf"), "/etc/resolv.conf")
        self._bind(os.path.join(etc, "volcano"), "/etc/volcano")
        for source, target in files.places:
            self._bind(source, target, writable=True)
        for source, target in inputs:
            self._bind(source, target)
        self._bind(os.path.join(self._directory, records.GIVEN), f"{HOME}/.modelyard")
        for mount in self._task["mounts"]:
            self._bind(mount["source"], mount["target"], writable=not mount["read_only"])
        if sockets.inside:
            self._bind(sockets.inside, INSIDE, writable=True, ours=True)
        if self._task["sdk"]:
            self._bind(self._task["sdk"], SDK, ours=True)
        self._bind(os.path.dirname(os.path.abspath(__file__)), TOOLS, ours=True)
        for source, target in self._facts["places"]:
            self._bind(source, target, ours=True)

    def start_init(self, log: int, programs: Programs, stopped: Callable[[], bool]) -> None:
        """Make the container, start it, and let init in. Raises Ended when one of them does not work."""
        folder = os.path.join(self._directory, DOOR)
        os.makedirs(folder, mode=0o755, exist_ok=True)
        self._bind(folder, _INSIDE, ours=True)
        listening = _listen(folder)
        try:
            self._do("made", self._create(), stopped=stopped)
            self._do(
                "furnished",
                ["cp", *self._facts["cp_options"], "-", f"{self._facts['name']}:/"],
                given=_furniture(int(self._facts["user"].partition(":")[0])),
            )
            self._do("started", ["start", self._facts["name"]], stopped=stopped)
            connection = self._let_in(listening, stopped)
        finally:
            self._poller.forget(listening.fileno())
            listening.close()
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, _KNOCK))
        # Nobody but init is in the container yet, so it is init who knocked.
        peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        self.pid = self.init_pid = int.from_bytes(peer[:4], "little")
        socket.send_fds(connection, [b"\0"], [log])
        programs.use(connection)

    def _let_in(self, listening: socket.socket, stopped: Callable[[], bool]) -> socket.socket:
        """Wait for init. Raises Ended when it does not come."""
        came: list[socket.socket] = []
        self._poller.watch(listening.fileno(), lambda: came.append(listening.accept()[0]) if not came else None)
        late = time.monotonic() + _KNOCK_SECONDS
        while not self._poller.wait(lambda: bool(came) or stopped(), 1.0):
            if time.monotonic() > late or self._has_ended():
                _, said = self._call(["logs", "--tail", "5", self._facts["name"]])
                raise Ended("setup", f"Nothing could be run in the container: {said.strip()[-300:] or 'init did not start'}")
        if not came:
            raise Ended("setup", "It was stopped while its container was started.")
        return came[0]

    def release(self) -> None:
        """Nothing: init begins when it is let in, and does nothing without an order."""

    def written_layer(self) -> str:
        """Return the directory with what the container has changed of its image; empty where the engine has none."""
        for line in _lines(f"/proc/{self.init_pid}/mountinfo"):
            words = line.split(" ")
            if words[4] == "/" and " - overlay " in line:
                for option in words[-1].split(","):
                    if option.startswith("upperdir="):
                        return option.partition("=")[2]
        return ""

    def kill(self) -> None:
        """End everything in it: without its first process nothing of a process namespace goes on."""
        self._groups.keep()
        if self.init_pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.init_pid, signal.SIGKILL)

    def bury(self) -> None:
        """End it, wait until everything in it is gone, and remove it."""
        if not self._was_made:
            return
        was_alive = self.init_pid and processes.began_at(self.init_pid) is not None
        self.kill()
        processes.wait_gone(self.init_pid)
        if not was_alive:
            code, text = self._call(["inspect", "--format", "{{.State.OOMKilled}}", self._facts["name"]])
            self._groups.was_told = code == 0 and text.strip() == "true"
        remove(self._engine, self._facts["name"], before=self._before)
        self.pid, self._was_made = 0, False

    def _bind(self, source: str, target: str, *, writable: bool = False, ours: bool = False) -> None:
        path = os.path.normpath(target)
        is_closed = not ours and any(path == place or path.startswith(f"{place}/") for place in _CLOSED)
        source = os.path.realpath(source)
        if _UNFIT.search(source) or _UNFIT.search(target) or not target.startswith("/") or path == "/" or is_closed:
            raise Ended("setup", f"{target!r} cannot be a place in a container; choose another path.")
        self._places.append((source, path, writable))

    def _create(self) -> list[str]:
        """Return the words that make the container."""
        task, facts = self._task, self._facts
        resources = task["resources"]
        network = "none" if task["network"] == "none" else "host"
        words = ["create", "--name", facts["name"], "--pull", "never", "--network", network, *facts["options"]]
        words += ["--hostname", task["hostname"], "--user", facts["user"], "--workdir", "/", "--entrypoint", facts["init"][0]]
        words += ["--cap-drop", "all", "--security-opt", "no-new-privileges", "--security-opt", "label=disable"]
        words += ["--shm-size", f"{task['shared_memory_bytes']}b", "--log-opt", "max-size=64k"]
        if facts["is_limited"]:
            words += ["--memory", f"{resources['memory_bytes']}b", "--memory-swap", f"{resources['memory_bytes']}b"]
            words += ["--cpus", f"{max(10, resources['cpu_milli']) / 1000:.3f}", "--pids-limit", str(task["max_processes"])]
        for name, most in limits_of(task, is_counted=facts["is_counted"]).items():
            words += ["--ulimit", f"{name}={most}:{most}"]
        for device in task["device_files"]:
            if os.path.exists(device):
                words += ["--device", device]
        # No mount may hide another that was made before it.
        for source, target, writable in sorted(self._places, key=lambda place: place[1]):
            words += ["--mount", f"type=bind,source={source},target={target}" + ("" if writable else ",readonly")]
        for name in self.image_environment:
            if _LOADING.match(name):
                words += ["--env", f"{name}="]
        call = f"import sys; sys.path.insert(0, {TOOLS!r}); import init; init.main_inside({_INSIDE + '/' + _KNOCK!r})"
        return [*words, facts["image"], *facts["init"][1:], "-I", "-S", "-B", "-c", call]

    def _has_ended(self) -> bool:
        code, text = self._call(["inspect", "--format", "{{.State.Status}}", self._facts["name"]])
        return code != 0 or text.strip() in {"exited", "stopped", "dead"}

    def _do(
        self, what: str, words: list[str], *, given: bytes | None = None, stopped: Callable[[], bool] = lambda: False
    ) -> None:
        self._was_made = True
        code, text = self._call(words, given=given, stopped=stopped)
        if code != 0:
            raise Ended("setup", f"The container could not be {what}: {text.strip()[-500:]}")

    def _call(
        self,
        words: list[str],
        *,
        given: bytes | None = None,
        stopped: Callable[[], bool] = lambda: False,
        hear: Callable[[str], None] | None = None,
        seconds: float = _QUICK_SECONDS,
    ) -> tuple[int, str]:
        """Run the engine and keep everything else going. Returns its code, and what it said; -1 when it was ended."""
        made = subprocess.Popen(
            [*self._engine, *words],
            stdin=subprocess.PIPE if given is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if hear or words[0] not in {"image", "inspect"} else subprocess.PIPE,
            cwd="/",
            start_new_session=True,
            preexec_fn=self._before,  # noqa: PLW1509 - we are one thread
        )
        if given is not None and made.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                made.stdin.write(given)
            made.stdin.close()
        streams = {stream.fileno(): (stream, bytearray()) for stream in (made.stdout, made.stderr) if stream is not None}
        waiting = set(streams)
        for descriptor in streams:
            self._poller.watch(descriptor, partial(self._hear, descriptor, streams[descriptor][1], waiting, hear))
        was_done = self._poller.wait(lambda: not waiting or stopped(), seconds)
        if waiting:
            for descriptor in waiting:
                self._poller.forget(descriptor)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(made.pid, signal.SIGKILL)
        code = made.wait()
        for stream, _ in streams.values():
            stream.close()
        # What is asked for as JSON must not be mixed with warnings.
        texts = [said.decode("utf-8", "replace") for _, said in streams.values()]
        text = texts[0] if code == 0 else "".join(texts)
        if not was_done:
            return -1, f"{text}\nit took longer than {seconds:.0f} s"
        return (-1 if code < 0 else code), text

    def _hear(self, descriptor: int, said: bytearray, waiting: set[int], hear: Callable[[str], None] | None) -> None:
        data = os.read(descriptor, 65536)
        if not data:
            self._poller.forget(descriptor)
            waiting.discard(descriptor)
        heard = said.rfind(b"\n") + 1
        said.extend(data[: max(0, _MOST_OUTPUT - len(said))])
        if hear and (end := said.rfind(b"\n")) > heard:
            hear(said[heard:end].decode("utf-8", "replace"))

    def _before(self) -> None:
        """In the new process: our death is its death, signals are as usual, mounts are those of the machine."""
        self._libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        if self._mounts >= 0 and self._libc.setns(self._mounts, _CLONE_NEWNS) != 0:
            os._exit(125)


def remove(
    engine: list[str],
    name: str,
    *,
    before: Callable[[], None] | None = None,
    environment: dict[str, str] | None = None,
) -> None:
    """Remove a container, running or not; one that is not there is no error."""
    # docker knows no --time here, and needs none: it kills at once.
    at_once = ["--time", "0"] if os.path.basename(engine[0]) == "podman" else []
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            [*engine, "rm", "--force", "--volumes", *at_once, name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            timeout=_QUICK_SECONDS,
            check=False,
            start_new_session=True,
            preexec_fn=before,
        )


def container_files(root: str, user: int | None) -> Files:
    """Return the directories of a task in a container: of the home only what is ours, because images keep things there."""
    return Files(root, user, ((f"{HOME}/modelarts", "modelarts"), ("/cache", "cache"), ("/tmp", "tmp")))  # noqa: S108 - inside


def why_not(text: str) -> str:
    """Return why an image could not be fetched: a reason where we know it, and the engine's own last words."""
    words = (text.strip().splitlines() or ["it said nothing"])[-1].strip()[-400:]
    for pattern, reason in _REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return f"{reason} ({words})"
    return words


def _furniture(user: int) -> bytes:
    """Return an archive with the home directory, which a task may write in whatever its image has there."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        entry = tarfile.TarInfo(HOME.lstrip("/"))
        entry.type, entry.mode, entry.uid, entry.gid, entry.mtime = tarfile.DIRTYPE, 0o755, user, user, int(time.time())
        archive.addfile(entry)
    return content.getvalue()


def _listen(folder: str) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX)
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        path = f"/proc/self/fd/{descriptor}/{_KNOCK}"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        listening.bind(path)
        os.chmod(path, 0o666)  # noqa: S103 - the directory is closed to all but the container
    finally:
        os.close(descriptor)
    listening.listen(1)
    listening.setblocking(False)
    return listening


def _lines(file: str) -> list[str]:
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            return stream.read().splitlines()
    except OSError:
        return []
