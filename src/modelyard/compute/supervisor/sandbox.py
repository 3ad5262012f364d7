"""What a task sees: its own directories, its image, its devices, and the system's programs, read-only."""

import contextlib
import fcntl
import json
import os
import re
import signal
from collections.abc import Callable, Sequence
from typing import Any

from modelyard.compute.supervisor import processes, records
from modelyard.compute.supervisor.kernel import Stage
from modelyard.compute.supervisor.limits import limit_memory, limit_self
from modelyard.core.trees import remove_tree

HOME, IMAGE, TOOLS, VENV = "/home/ma-user", "/opt/modelyard/image", "/opt/modelyard/supervisor", "/home/ma-user/anaconda"
SDK = "/opt/modelyard/sdk"
USER_ID = 1000
_ID = str(USER_ID)
_SYSTEM = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "nix")
# Of /etc only what programs need to find libraries, time zones, names and certificates.
_ETC_TREES = ("ssl", "pki", "ca-certificates", "alternatives", "ld.so.conf.d", "fonts", "OpenCL", "vulkan")
# Below those, what the platform's user may be able to read and no task needs.
_ETC_HIDDEN = ("/etc/ssl/private", "/etc/pki/tls/private")
_ETC_FILES = ("ld.so.cache", "ld.so.conf", "mime.types", "protocols", "services", "localtime", "timezone", "os-release")
_PLACES = ((HOME, "home"), ("/cache", "cache"), ("/tmp", "tmp"))  # noqa: S108 - inside
_LAYOUT = ("modelarts/user-job-dir", "modelarts/inputs", "modelarts/outputs", "modelarts/log")


# An image may have no pip of its own; every interpreter brings one along.
_PIP = """\
import runpy, sys
try:
    import pip
except ImportError:
    import ensurepip, glob, os
    sys.path[:0] = glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl"))
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


class Files:
    """The directories that a task may write, and where they are on the machine."""

    def __init__(self, root: str, user: int | None, places: Sequence[tuple[str, str]] = _PLACES) -> None:
        self._root, self._user = root, user
        self._places = list(places)

    def prepare(self, others: list[str]) -> None:
        """Make them. others: paths in the task; those outside of its home, /cache and /tmp get a directory of their own."""
        os.makedirs(self._root, mode=0o700, exist_ok=True)
        for _, folder in self._places:
            self._make(os.path.join(self._root, folder), 0o1777 if folder == "tmp" else 0o755)
        for path in _LAYOUT:
            self.ensure(os.path.join(HOME, path))
        for path in sorted(others):
            if self._find(path) is None:
                name = f"scratch{len(self._places)}"
                self._make(os.path.join(self._root, name), 0o755)
                self._places.append((path, name))
            self.ensure(path)

    def on_host(self, path: str) -> str:
        """Return where a path of the task is on the machine."""
        found = self._find(path)
        if found is None:
            raise ValueError(f"{path} is not in a directory of the task")
        target, name = found
        return (
            os.path.join(self._root, name, os.path.relpath(path, target)) if path != target else os.path.join(self._root, name)
        )

    def ensure(self, path: str) -> str:
        """Make a directory of the task, and those above it; returns where it is. No user code may have run before."""
        there = self.on_host(path)
        missing = []
        while not os.path.isdir(there):
            missing.append(there)
            there = os.path.dirname(there)
        for folder in reversed(missing):
            self._make(folder, 0o755)
        return self.on_host(path)

    def give(self, path: str) -> None:
        """Make a file or directory of the machine the task's own."""
        if self._user is not None:
            os.chown(path, self._user, self._user, follow_symlinks=False)

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where to bind what: the path on the machine, and that in the task."""
        return [(os.path.join(self._root, name), target) for target, name in self._places]

    def remove(self) -> None:
        """Delete everything that the task has written."""
        remove_tree(self._root)

    def _find(self, path: str) -> tuple[str, str] | None:
        fitting = [place for place in self._places if path == place[0] or path.startswith(place[0] + "/")]
        return max(fitting, key=lambda place: len(place[0]), default=None)

    def _make(self, path: str, mode: int) -> None:
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, 0o700)
            os.chmod(path, mode)
            self.give(path)


class Box:
    """A process in namespaces of its own, with what it sees. Of what one box sees another sees nothing."""

    def __init__(self, task: dict[str, Any], stage: Stage | None) -> None:
        self._task, self._stage = task, stage
        self._user: int | None = task["user"]
        self._is_sealed = bool(task["is_isolated"])
        self._bwrap = task["bwrap"] if stage is None else stage.bwrap(task["bwrap"])
        self.arguments: list[str] = []
        self.places: list[tuple[str, str]] = []
        self.pid = 0
        # Most memory of each process in it; 0 where control groups or the watcher look after that.
        self.most_bytes = 0
        self._is_limited = False

    def bind(self, source: str, target: str, *, writable: bool = False) -> None:
        """Let it see a file or directory of the machine."""
        self.places.append((source, target))
        if self._stage is not None:
            source = self._stage.bind(os.path.realpath(source))
        self.arguments += ["--bind" if writable else "--ro-bind", source, target]

    def start(self, command: list[str], standard: tuple[int, int, int]) -> None:
        """Start a program of ours in it, with these as its input, output and errors."""
        self._spawn([], command, standard, set())

    def kill(self) -> None:
        """End everything in it."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def bury(self) -> None:
        """End everything in it, and wait until it is gone."""
        self.kill()
        if self.pid:
            os.waitpid(self.pid, 0)
            self.pid = 0

    def _spawn(self, options: list[str], command: list[str], standard: tuple[int, int, int], kept: set[int]) -> None:
        """Start bwrap as the task's user. standard: input, output, errors; kept: further descriptors that it gets."""
        words = self._words(options, command)
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self._become(words, standard, kept)
            finally:
                os._exit(126)

    def _words(self, options: list[str], command: list[str]) -> list[str]:
        if not self._is_sealed:
            return command
        words = ["bwrap", "--die-with-parent", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
        words += ["--unshare-cgroup-try", "--disable-userns", "--new-session", "--clearenv"]
        return [*words, "--uid", _ID, "--gid", _ID, *options, *self.arguments, "--remount-ro", "/", *command]

    def _become(self, command: list[str], standard: tuple[int, int, int], kept: set[int]) -> None:
        high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 64) for descriptor in standard]
        for target, descriptor in enumerate(high):
            os.dup2(descriptor, target)
        last = 3
        for descriptor in sorted(kept):
            os.closerange(last, descriptor)
            os.set_inheritable(descriptor, True)
            last = descriptor + 1
        os.closerange(last, 4096)
        os.setpgid(0, 0)
        # Python ignores these; a program that was started expects them as they are.
        for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        if self._is_limited:
            limit_self(self._task)
        if self.most_bytes:
            limit_memory(self.most_bytes)
        if self._user is not None:
            os.setgroups([])
            os.setresgid(self._user, self._user, self._user)
            os.setresuid(self._user, self._user, self._user)
        os.chdir("/")
        program = self._bwrap if self._is_sealed else command[0]
        try:
            os.execve(program, command, {})  # noqa: S606 - there is no shell, on purpose
        except OSError as error:
            os.write(2, f"{program}: {error.strerror}\n".encode())


class Sandbox(Box):
    """The box of a task: our init is its first process, and starts the others as it is told."""

    init_pid = 0

    def begin(self, log: int, orders: int, join: Callable[[], None]) -> None:
        """Make the process that will be bwrap, while what it shall see is still being laid out.

        log: where everything in the sandbox writes. orders: the socket for init. join: called in that process, to put it
        into its control groups; for that the kernel waits until no processor looks at the old ones, some 15 ms in which
        much else can be done.
        """
        if not self._is_sealed:
            return
        self._is_limited = True
        self._information, self._tell = os.pipe()
        self._held, self._release = os.pipe()
        reading, self._saying = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self._saying)
                self._wait_for_words(reading, log, orders, join)
            finally:
                os._exit(126)
        os.close(reading)

    def _wait_for_words(self, reading: int, log: int, orders: int, join: Callable[[], None]) -> None:
        nothing = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
        try:
            join()
        except OSError as error:
            os.write(log, f"{error.filename}: {error.strerror}\n".encode())
            return
        text = b""
        while piece := os.read(reading, 65536):
            text += piece
        if text:  # otherwise whoever would say is gone
            self._become(json.loads(text), (nothing, log, log), {orders, self._tell, self._held})

    def start_init(self, log: int, orders: int) -> None:
        """Start it, as it was begun; init is held until `release`. Raises SandboxFailed when it cannot be made."""
        if not self._is_sealed:
            self._start_open(log, orders)
            return
        options = ["--as-pid-1", "--hostname", self._task["hostname"]]
        options += ["--info-fd", str(self._tell), "--block-fd", str(self._held)]
        if self._task["network"] == "none":
            options.append("--unshare-net")
        # Where that process has ended, its end of this pipe and of the next is closed.
        with contextlib.suppress(BrokenPipeError), open(self._saying, "w", encoding="utf-8") as saying:
            json.dump(self._words(options, self._init(orders)), saying)
        for descriptor in (self._tell, self._held):
            os.close(descriptor)
        information, text = self._information, b""
        while b"}" not in text and (piece := os.read(information, 4096)):
            text += piece
        os.close(information)
        found = text.decode().partition('"child-pid":')[2].partition(",")[0].strip()
        if not found.isdigit():
            os.close(self._release)
            raise SandboxFailed
        self.init_pid = int(found)

    def release(self) -> None:
        """Let init begin, once limits are set."""
        os.write(self._release, b"1")
        os.close(self._release)

    def _start_open(self, log: int, orders: int) -> None:
        """Start init without a sandbox. It waits for `release` itself, and ends all that came from it when it ends."""
        held, self._release = os.pipe()
        nothing = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
        self._is_limited = True
        call = f"init.main({orders}, {held})"
        command = [self._task["python"], "-I", "-S", "-B", "-c", code_of("init", call, self._task)]
        self._spawn([], command, (nothing, log, log), {orders, held})
        os.close(held)
        os.close(nothing)
        self.init_pid = self.pid

    def kill(self) -> None:
        """End everything in it: without its first process nothing of a process namespace goes on."""
        if not self._is_sealed:
            processes.end_below(self.init_pid)
        if self.init_pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.init_pid, signal.SIGKILL)
        super().kill()

    def _init(self, orders: int) -> list[str]:
        return [self._task["python"], "-I", "-S", "-B", "-c", code_of("init", f"init.main({orders})", self._task)]


def code_of(module: str, call: str, task: dict[str, Any]) -> str:
    """Return a Python program that runs one of our modules where only their directory can be seen."""
    tools = TOOLS if task["is_isolated"] else os.path.dirname(os.path.abspath(__file__))
    return f"import sys; sys.path.insert(0, {tools!r}); import {module}; {call}"


def real_path_of(text: str, places: list[tuple[str, str]]) -> str:
    """Return a text with the paths of a task replaced by where they are on the machine, for tasks without a sandbox.

    places: paths on the machine and in the task. What only looks like the begin of such a path stays.
    """
    real = {target: source for source, target in places}
    # In one go: what a path is replaced by may itself look like a path of a task.
    targets = "|".join(re.escape(target) for target in sorted(real, key=len, reverse=True))
    return re.sub(rf"(?<![\w/.-])({targets})(?![\w.-])", lambda found: real[found.group()], text)


class SandboxFailed(Exception):
    """Bwrap ended before the sandbox was there; what it said is in the log."""


def lay_out(sandbox: Sandbox, task: dict[str, Any], files: Files, directory: str) -> None:
    """Say what the task sees."""
    show_system(sandbox, directory)
    _show_devices(sandbox, task)
    for source, target in files.places:
        sandbox.bind(source, target, writable=True)
    sandbox.bind(os.path.join(directory, records.GIVEN), f"{HOME}/.modelyard")
    for mount in task["mounts"]:
        sandbox.bind(mount["source"], mount["target"], writable=not mount["read_only"])


def show_system(box: Box, directory: str) -> None:
    """Show the programs of the system, our own, and an /etc that was made for the task."""
    for name in _SYSTEM:
        path = f"/{name}"
        if os.path.islink(path):
            box.arguments += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            box.arguments += ["--ro-bind", path, path]
    box.bind(os.path.join(directory, "etc"), "/etc")
    for name in _ETC_TREES:
        if os.path.isdir(f"/etc/{name}"):
            box.arguments += ["--ro-bind", f"/etc/{name}", f"/etc/{name}"]
    for path in _ETC_HIDDEN:
        if os.path.isdir(path):
            box.arguments += ["--tmpfs", path, "--remount-ro", path]
    box.bind(os.path.dirname(os.path.abspath(__file__)), TOOLS)


def _show_devices(sandbox: Sandbox, task: dict[str, Any]) -> None:
    sandbox.arguments += ["--proc", "/proc", "--dev", "/dev"]
    for device in task["device_files"]:
        sandbox.arguments += ["--dev-bind-try", device, device]
    shared = str(task["shared_memory_bytes"])
    sandbox.arguments += ["--remount-ro", "/dev", "--perms", "1777", "--size", shared, "--tmpfs", "/dev/shm"]  # noqa: S108 - inside
    for path in ("/sys/devices/system/cpu", "/sys/devices/system/node", *task["system_views"]):
        if os.path.isdir(path):
            sandbox.arguments += ["--ro-bind", path, path]


def ensure_etc(directory: str, task: dict[str, Any]) -> None:
    """Write the task's /etc, once: who there is, which names lead where, and copies of what the machine has."""
    there = os.path.join(directory, "etc")
    if os.path.isdir(there):
        return
    os.mkdir(there, 0o755)
    names = {
        "passwd": f"root:x:0:0:root:/root:/sbin/nologin\nma-user:x:{USER_ID}:{USER_ID}:ma-user:{HOME}:/bin/bash\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n",
        "group": f"root:x:0:\nma-user:x:{USER_ID}:\nnogroup:x:65534:\n",
        "hostname": task["hostname"] + "\n",
        "hosts": "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
        + "".join(f"{address} {' '.join(known)}\n" for address, known in task["hosts"]),
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
        "resolv.conf": _content("/etc/resolv.conf"),
    }
    for name, text in names.items():
        _write(os.path.join(there, name), text.encode())
    os.mkdir(os.path.join(there, "volcano"), 0o755)
    for role, hosts in task["role_hosts"].items():
        _write(os.path.join(there, "volcano", f"{role}.host"), "".join(f"{host}\n" for host in hosts).encode())
    for name in _ETC_FILES:
        with contextlib.suppress(OSError), open(f"/etc/{name}", "rb") as stream:
            _write(os.path.join(there, name), stream.read())
    for name in _ETC_TREES:
        if os.path.isdir(f"/etc/{name}"):
            os.mkdir(os.path.join(there, name), 0o755)


def rank_tables(directory: str, task: dict[str, Any]) -> list[tuple[str, str]]:
    """Write the tables of the cards of a workload. Returns what to show where; nothing for tasks without such cards."""
    tables = task["rank_tables"]
    if tables is None:
        return []
    there = os.path.join(directory, "ranks")
    os.makedirs(there, mode=0o755, exist_ok=True)
    for name, table in tables["files"].items():
        _write(os.path.join(there, name), json.dumps(table, indent=1).encode())
    return [(there, tables["directory"])]


def thin_environment(files: Files, image: str) -> str | None:
    """Make an environment of the task's own above that of its image, so that `pip install` works and changes nothing shared.

    Returns the directory of its packages, or None when the image has no Python.
    """
    python = os.path.join(image, "bin", "python")
    libraries = os.path.join(image, "lib")
    version = next((name for name in _listed(libraries) if name.startswith("python3.")), None)
    if version is None or not os.path.exists(python):
        return None
    real = os.path.realpath(python)
    root = files.ensure(VENV)
    packages = files.ensure(f"{VENV}/lib/{version}/site-packages")
    programs = files.ensure(f"{VENV}/bin")
    for name in ("python", "python3", version):
        os.symlink(real, os.path.join(programs, name))
    _write(os.path.join(root, "pyvenv.cfg"), f"home = {os.path.dirname(real)}\ninclude-system-site-packages = false\n".encode())
    # `addsitedir`, because files of this kind in the image's packages count as well.
    seen = f"{IMAGE}/lib/{version}/site-packages"
    _write(os.path.join(packages, "modelyard_image.pth"), f"import site; site.addsitedir({seen!r})\n".encode())
    pip = f"#!{VENV}/bin/python\n{_PIP}"
    for name in ("pip", "pip3"):
        _write(os.path.join(programs, name), pip.encode(), 0o755)
    for place, folders, names in os.walk(root):
        for name in (*folders, *names):
            files.give(os.path.join(place, name))
    files.give(root)
    return f"{VENV}/lib/{version}/site-packages"


def interpreter_of(image: str) -> str | None:
    """Return the directory of the interpreter that an image's environment was made with."""
    python = os.path.join(image, "bin", "python")
    if not os.path.exists(python):
        return None
    return os.path.dirname(os.path.dirname(os.path.realpath(python)))


def _write(file: str, content: bytes, mode: int = 0o644) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    with open(descriptor, "wb") as stream:
        stream.write(content)
    os.chmod(file, mode)


def _content(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def _listed(directory: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []
