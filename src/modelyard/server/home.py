"""The home: the one directory that holds everything a platform keeps.

    modelyard.toml      settings (optional)
    VERSION             which version used it last
    secrets/            master.key, administrator.json, certificates (0600)
    data/               modelyard.db, weed/
    cache/              thumbnails; can be deleted at any time
    run/                sockets, lock, status, gateway configuration; made anew at each start
    logs/

Only the standard library is imported here.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import modelyard
from modelyard.server.errors import DiskFull, HomeInUse, HomeIsNewer, HomeNotDirectory, HomeNotWritable, HomeOfAnother

NEEDED_BYTES = 64 * 2**20
PROBE_BYTES = 4 * 2**20
# A socket address holds 107 bytes; the longest name below the directory of sockets has less than what remains.
_LONGEST_SOCKET_DIRECTORY = 80
_LONGEST_TASK_SOCKET_DIRECTORY = 66
_KEY_BYTES = 32


@dataclass(frozen=True)
class Home:
    """Names of the things in a home. Making one touches nothing."""

    path: Path

    @property
    def settings_file(self) -> Path:
        return self.path / "modelyard.toml"

    @property
    def version_file(self) -> Path:
        return self.path / "VERSION"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def master_key_file(self) -> Path:
        return self.secrets / "master.key"

    @property
    def administrator_file(self) -> Path:
        return self.secrets / "administrator.json"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def database_file(self) -> Path:
        return self.data / "modelyard.db"

    @property
    def storage(self) -> Path:
        return self.data / "weed"

    @property
    def spool(self) -> Path:
        """Where archives lie while they are unpacked: on the large disk."""
        return self.data / "spool"

    @property
    def tasks(self) -> Path:
        """One directory for each attempt at a task."""
        return self.data / "tasks"

    @property
    def inputs(self) -> Path:
        """Inputs that tasks share, one directory for each."""
        return self.data / "inputs"

    @property
    def thumbnails(self) -> Path:
        """Small pictures of samples; whatever is missing is made anew."""
        return self.path / "cache" / "thumbnails"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def gateway(self) -> Path:
        return self.run / "gateway"

    @property
    def plan_file(self) -> Path:
        return self.run / "plan.json"

    @property
    def status_file(self) -> Path:
        return self.run / "status.json"

    @property
    def keep_tasks_file(self) -> Path:
        """There when the next stop of the platform is to leave running tasks alone."""
        return self.run / "keep-tasks"

    @property
    def lock_file(self) -> Path:
        return self.run / "lock"

    @property
    def restore_marker(self) -> Path:
        """There while a restore has not ended; a start would work on half of the objects."""
        return self.path / "RESTORING"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def sockets(self) -> Path:
        """The directory of the sockets: `run`, or a short private one where that path is too long for a socket."""
        return self._short(self.run, _LONGEST_SOCKET_DIRECTORY)

    @property
    def task_sockets(self) -> Path:
        """Where the sockets of tasks stand, each in a directory of its task."""
        return self._short(self.run, _LONGEST_TASK_SOCKET_DIRECTORY - len("/tasks")) / "tasks"

    @property
    def outside(self) -> tuple[Path, ...]:
        """Directories of ours that do not lie in the home, the innermost first."""
        found = dict.fromkeys((self.task_sockets, self.task_sockets.parent, self.sockets))
        return tuple(folder for folder in found if not folder.is_relative_to(self.path))

    def _short(self, wanted: Path, longest: int) -> Path:
        """Return a directory, or a private one of ours with a short path where its own is too long."""
        if len(os.fsencode(wanted)) <= longest:
            return wanted
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        name = f"modelyard-{os.getuid()}-{digest}"
        temporary = Path(tempfile.gettempdir())
        if len(os.fsencode(temporary / name)) > longest:
            temporary = Path("/tmp")  # noqa: S108 - what is made there is private and checked, see `private_directory`
        return temporary / name

    @property
    def api_socket(self) -> Path:
        return self.sockets / "api.sock"

    @property
    def gateway_admin_socket(self) -> Path:
        return self.sockets / "gateway-admin.sock"

    @property
    def gate_check_socket(self) -> Path:
        """Where the gateway asks whether a request for the object store may go on."""
        return self.sockets / "gate-check.sock"

    @property
    def gate_serve_socket(self) -> Path:
        """Where the gateway sends the requests for the object store that the gate answers."""
        return self.sockets / "gate-serve.sock"

    @property
    def gate_serving_socket(self) -> Path:
        """Where the gateway asks whether somebody may call a service."""
        return self.sockets / "gate-serving.sock"

    @property
    def storage_socket(self) -> Path:
        """Where the object store answers, for the gateway and for ourselves."""
        return self.sockets / "store" / "s3.sock"


def find_home(given: str | None) -> Home:
    """Return the home that was asked for: the option, else MODELYARD_HOME, else `~/.modelyard`."""
    chosen = given or os.environ.get("MODELYARD_HOME") or "~/.modelyard"
    return Home(Path(os.path.abspath(Path(chosen).expanduser())))  # noqa: PTH100 - links stay as the user wrote them


def prepare(home: Home) -> int:
    """Check and lay out a home for a start, and take its lock; returns the descriptor that holds the lock.

    What is there already is never damaged: everything that could refuse the home is checked before anything is written.
    Raises HomeNotDirectory, HomeOfAnother, HomeNotWritable, HomeIsNewer, DiskFull, HomeInUse.
    """
    check(home)
    try:
        for directory in (home.path, home.secrets, home.data, home.run, home.logs, home.gateway):
            directory.mkdir(mode=0o700, parents=directory == home.path, exist_ok=True)
            directory.chmod(0o700)
        lock = take_lock(home)
        _probe_space(home)
        for directory in (home.sockets, home.task_sockets.parent, home.task_sockets):
            private_directory(directory)
        private_directory(home.storage_socket.parent)
        write_once(home.master_key_file, secrets.token_bytes(_KEY_BYTES))
        write_atomically(home.version_file, modelyard.__version__ + "\n")
    except OSError as error:
        raise _translated(home, error) from error
    return lock


def check(home: Home) -> None:
    """Refuse a home that cannot be used, without writing to it."""
    found = home.path
    if not os.path.lexists(found):
        parent = next(parent for parent in found.parents if parent.exists())
        if not parent.is_dir():
            raise HomeNotDirectory(home=str(parent))
        if not os.access(parent, os.W_OK | os.X_OK):
            raise HomeNotWritable(home=str(found), problem=f"{parent} is not writable")
        _check_space(home, parent)
        return
    if not found.is_dir():
        raise HomeNotDirectory(home=str(found))
    owner = found.stat().st_uid
    if owner != os.getuid():
        raise HomeOfAnother(home=str(found), owner=_user_name(owner), user=_user_name(os.getuid()))
    if os.statvfs(found).f_flag & os.ST_RDONLY:
        raise HomeNotWritable(home=str(found), problem="the file system is read-only")
    if not os.access(found, os.W_OK | os.X_OK):
        raise HomeNotWritable(home=str(found), problem="permission denied")
    _check_version(home)
    _check_space(home, found)


def take_lock(home: Home) -> int:
    """Take the lock of a home, which is held as long as the returned descriptor is open. Raises HomeInUse."""
    descriptor = os.open(home.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise HomeInUse(home=str(home.path), pid=_pid_in(home.lock_file)) from error
    write_pid(descriptor)
    return descriptor


def write_pid(lock: int) -> None:
    """Write who we are into the lock file that we hold."""
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)


def running_pid(home: Home) -> int | None:
    """Return the process id of the overseer that holds the lock of this home, or None."""
    try:
        descriptor = os.open(home.lock_file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid_in(home.lock_file)
    finally:
        os.close(descriptor)
    return None


def read_status(home: Home) -> dict[str, Any] | None:
    """Return what the overseer last wrote about its parts, or None if there is nothing."""
    try:
        status = json.loads(home.status_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return status if isinstance(status, dict) else None


def write_atomically(file: Path, text: str, mode: int = 0o600) -> None:
    """Replace a file as a whole: a reader sees the old or the new text, also after a crash in between."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.rename(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_once(file: Path, content: bytes) -> None:
    """Make a secret file unless it is there. A half-written one is impossible: it gets its name when it is complete."""
    if file.exists():
        return
    temporary = file.with_name(f".{file.name}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.rename(file)


def private_directory(directory: Path) -> None:
    """Make a directory that only we may enter, or check that the one there is of that kind."""
    directory.mkdir(mode=0o700, exist_ok=True)
    facts = directory.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
        raise PermissionError(errno.EACCES, "not a directory of ours", str(directory))
    directory.chmod(0o700)


def free_bytes(place: Path) -> int:
    """Return how many bytes this user may still write to the file system of a place."""
    facts = os.statvfs(place)
    return facts.f_bavail * facts.f_frsize


def version_order(version: str) -> tuple[int, ...]:
    """Return a key that orders versions such as 0.1.0; what is no number counts as newest."""
    return tuple(int(part) if part.isdigit() else 2**31 for part in version.split("."))


def _check_version(home: Home) -> None:
    try:
        found = home.version_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return
    if version_order(found) > version_order(modelyard.__version__):
        raise HomeIsNewer(home=str(home.path), found=found, ours=modelyard.__version__)


def _check_space(home: Home, place: Path) -> None:
    free = free_bytes(place)
    if free < NEEDED_BYTES:
        raise DiskFull(home=str(home.path), free_bytes=free, needed_bytes=NEEDED_BYTES)


def _probe_space(home: Home) -> None:
    """Really write some megabytes: quotas and some network file systems report space that they do not give."""
    probe = home.run / ".space"
    try:
        with probe.open("wb") as stream:
            stream.write(b"\0" * PROBE_BYTES)
            stream.flush()
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()


def _translated(home: Home, error: OSError) -> Exception:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(home=str(home.path), free_bytes=free_bytes(home.path), needed_bytes=NEEDED_BYTES)
    return HomeNotWritable(home=str(home.path), problem=f"{error.filename or home.path}: {error.strerror}")


def _pid_in(file: Path) -> int:
    try:
        return int(file.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _user_name(user_id: int) -> str:
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return str(user_id)
