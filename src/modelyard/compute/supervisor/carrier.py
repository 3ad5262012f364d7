"""Carries objects: a program in a sandbox of its own that sees what the task may write and the log, and nothing else of it.

A link that a task has made leads nowhere here but into these. The keys come over standard input and are in no file,
argument or variable; the task, in another process namespace, cannot look at this process.

Orders are JSON objects, one a line: `keys`, `download`, `look` (upload what is complete), `mirror` (upload the log); for the
cache of inputs `survey` (list, and say what digest that has), then `confirm` (ask for the right to read each object, without
its content) or `fill` (copy what was listed, exactly that, and seal it). `halt` breaks off all orders up to its `id`.
Answers carry the `id` of the order: notes while it goes on, and at last `"done": true` with counts and problems.
"""

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import stat
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

try:
    from modelyard.compute.supervisor.storage import BrokenOff, Changed, Refused, Store
except ImportError:  # in its sandbox it sees this directory alone
    from storage import BrokenOff, Changed, Refused, Store  # type: ignore[import-not-found, no-redef]

_THREADS = 8
_MOST_WAITING = 32 * _THREADS
# Ours count against the limit of memory, and the usual ones are made for deeper calls.
_STACK_BYTES = 2**19
_MOST_PROBLEMS = 20
_LONGEST_KEY = 1024
_LONGEST_NAME = 255


class Carrier:
    """Does one order after another; the files of one order at the same time."""

    def __init__(self, store: Store, answer: Callable[[dict[str, Any]], None]) -> None:
        self._store = store
        self._answer = answer
        self._pool = ThreadPoolExecutor(_THREADS)
        # By directory and path in it: what was uploaded, and what was seen the last time.
        self._uploaded: dict[tuple[str, str], tuple[int, int, int]] = {}
        self._seen: dict[tuple[str, str], tuple[int, int, int]] = {}
        # The order that is being done, and the last that nobody wants any more.
        self._at = self._halted = 0
        self._halting = threading.Lock()
        # What the last survey found: key, size, ETag, path.
        self._surveyed: list[tuple[str, int, str, str]] = []

    def obey(self, order: dict[str, Any]) -> None:
        """Do an order, and answer. Whatever goes wrong is part of the answer."""
        summary = Summary(order["id"], self._answer)
        self._begin(order["id"])
        try:
            self._do(order, summary)
        except Refused as problem:
            summary.problem("", str(problem))
        except OSError as error:
            summary.problem(str(error.filename or ""), os.strerror(error.errno or 0))
        except MemoryError:
            self._seen.clear()
            summary.problem(
                "", "there are more files than the memory for transfers (compute.engine.transfer_memory_bytes) can list"
            )
        except Exception as error:  # noqa: BLE001 - an order that is never answered would be waited for
            summary.problem("", f"{type(error).__name__}: {error}")
        summary.finish()

    def _do(self, order: dict[str, Any], summary: "Summary") -> None:
        match order["do"]:
            case "download":
                self._download(order, summary)
            case "look":
                self._look(order, summary)
            case "mirror":
                self._mirror(order, summary)
            case "survey":
                self._survey(order, summary)
            case "confirm":
                self._confirm(order, summary)
            case "fill":
                self._fill(order, summary)

    def _begin(self, number: int) -> None:
        with self._halting:
            self._at = number
            if number > self._halted:
                self._store.resume()

    def halt(self, number: int) -> None:
        """Break off the order that is being done, and those that wait, up to a number. What was carried stays."""
        with self._halting:
            self._halted = number
            if self._at <= number:
                self._store.break_off()

    def _download(self, order: dict[str, Any], summary: "Summary") -> None:
        bucket, prefix, target = order["bucket"], order["key"], order["target"]
        wanted: list[tuple[str, int, str]] = []
        if prefix and not prefix.endswith("/"):
            size = self._store.size_of(bucket, prefix)
            if size is None:
                prefix += "/"
            else:
                wanted = [(prefix, size, prefix.rpartition("/")[2])]
        if not wanted:
            wanted = [(key, size, key[len(prefix) :]) for key, size in self._store.listed(bucket, prefix)]
        total = sum(size for _, size, _ in wanted)
        if total > order["room_bytes"]:
            summary.is_too_large = True
            summary.problem("", f"{total} bytes are to be copied, and the task has room for {order['room_bytes']}")
            return
        summary.note(files=len(wanted), bytes=total)
        crew = _Crew(self._pool)
        for key, size, path in wanted:
            problem = unfit(path)
            if problem:
                summary.problem(key, problem)
                continue
            try:
                os.makedirs(os.path.dirname(os.path.join(target, path)), exist_ok=True)
            except OSError as error:  # a key may be an object, and the begin of others
                summary.problem(key, os.strerror(error.errno or 0))
                continue
            if path and not path.endswith("/"):
                file = os.path.join(target, path)
                crew.submit(summary.carry, key, size, self._fetch, bucket, key, file, size)
        crew.wait()

    def _fetch(self, bucket: str, key: str, file: str, size: int) -> None:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
        try:
            self._store.get(bucket, key, descriptor, size)
        finally:
            os.close(descriptor)

    def _survey(self, order: dict[str, Any], summary: "Summary") -> None:
        """List what is to be in a directory of the cache. The digest is the same for everybody who may list it."""
        bucket, prefix = order["bucket"], order["key"]
        found: list[tuple[str, int, str, str]] = []
        if prefix and not prefix.endswith("/"):
            facts = self._store.facts_of(bucket, prefix)
            if facts is None:
                prefix += "/"
            else:
                found = [(prefix, *facts, prefix.rpartition("/")[2])]
        if not found:
            found = [(key, size, tag, key[len(prefix) :]) for key, size, tag in self._store.entries(bucket, prefix)]
        found.sort()
        digest = hashlib.sha256(json.dumps(["1", bucket, prefix]).encode())
        is_known = True
        for key, size, tag, path in found:
            if problem := unfit(path):
                summary.problem(key, problem)
            is_known = is_known and (bool(tag) or key.endswith("/"))
            digest.update(json.dumps([key, size, tag]).encode())
        self._surveyed = found
        # Where the store names no content, nobody can tell whether two listings mean the same one.
        summary.facts = {
            "digest": digest.hexdigest() if is_known else "",
            "objects": len(found),
            "size": sum(size for _, size, _, _ in found),
        }

    def _confirm(self, order: dict[str, Any], summary: "Summary") -> None:
        """Ask for each object that was listed, as its reader: is it still that one, and may he read it?"""
        bucket = order["bucket"]
        names = ((key, size, tag) for key, size, tag, _ in self._surveyed if not key.endswith("/"))
        crew = _Crew(self._pool)
        for key, size, tag in names:
            crew.submit(summary.carry, key, size, self._confirm_one, bucket, key, (size, tag))
        crew.wait()

    def _confirm_one(self, bucket: str, key: str, facts: tuple[int, str]) -> None:
        if self._store.facts_of(bucket, key) != facts:
            raise Changed

    def _fill(self, order: dict[str, Any], summary: "Summary") -> None:
        """Copy what was listed into a new directory that nobody else writes to, and take all rights to change it away."""
        bucket, target = order["bucket"], order["target"]
        crew = _Crew(self._pool)
        try:
            for key, size, tag, path in self._surveyed:
                os.makedirs(os.path.dirname(os.path.join(target, path)), exist_ok=True)
                if path and not path.endswith("/"):
                    file = os.path.join(target, path)
                    crew.submit(summary.carry, key, size, self._fill_one, bucket, key, file, size, tag)
        except (FileExistsError, NotADirectoryError):  # a key may be an object, and the begin of others
            summary.problem(key, "it is an object, and the begin of others")
        crew.wait()
        for folder, _, _ in os.walk(target, topdown=False):
            os.chmod(folder, 0o555)  # noqa: S103 - for all users that tasks run as; the home above is closed
        _flush(target)

    def _fill_one(self, bucket: str, key: str, file: str, size: int, tag: str) -> None:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            if size:
                self._store.get(bucket, key, descriptor, size, tag)
            else:
                self._confirm_one(bucket, key, (size, tag))
            # The store may have sent less than it said.
            if os.fstat(descriptor).st_size != size:
                raise Changed
            os.fchmod(descriptor, 0o444)
        finally:
            os.close(descriptor)

    def _look(self, order: dict[str, Any], summary: "Summary") -> None:
        """Upload what is complete: it has not changed since the last look, and nobody has it open for writing.

        At the last look everything is.
        """
        root, prefix = order["source"], order["key"]
        is_open = {(device, inode) for device, inode in order["open"]}
        old = time.time_ns() - order["old_seconds"] * 1_000_000_000
        crew = _Crew(self._pool)
        for path, facts in self._files(root, summary, final=order["final"]):
            known = (root, path)
            state = (facts.st_size, facts.st_mtime_ns, facts.st_ino)
            if self._uploaded.get(known) == state:
                continue
            is_steady = self._seen.get(known) == state or facts.st_mtime_ns < old
            self._seen[known] = state
            if not order["final"] and (not is_steady or (facts.st_dev, facts.st_ino) in is_open):
                continue
            key = prefix + path
            try:
                length = len(key.encode())
            except UnicodeEncodeError:
                summary.problem(path, "the name is not UTF-8")
                continue
            if length > _LONGEST_KEY:
                summary.problem(path, f"the key would be longer than {_LONGEST_KEY} bytes")
                continue
            work = (self._send, known, os.path.join(root, path), order["bucket"], key)
            crew.submit(summary.carry, path, facts.st_size, *work)
        crew.wait()

    def _files(self, root: str, summary: "Summary", *, final: bool) -> Iterator[tuple[str, os.stat_result]]:
        """Yield the files below a directory. Links to files count as the files; those to directories are not followed."""
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                entries = sorted(os.scandir(os.path.join(root, folder)), key=lambda entry: entry.name)
            except OSError as error:
                # What a task deletes itself is not missed.
                summary.problem(folder or ".", os.strerror(error.errno or 0), harmless=error.errno == errno.ENOENT)
                continue
            for entry in entries:
                path = os.path.join(folder, entry.name)
                try:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(path)
                        continue
                    facts = _facts_inside(root, entry)
                except OSError as error:
                    if final and error.errno == errno.ENOENT and entry.is_symlink():
                        summary.problem(path, "the link leads out of the directory, or nowhere")
                    elif final:
                        summary.problem(path, os.strerror(error.errno or 0))
                    continue
                if stat.S_ISREG(facts.st_mode):
                    yield path, facts
                elif final:
                    kind = "a link to a directory" if stat.S_ISDIR(facts.st_mode) else "neither a file nor a directory"
                    summary.problem(path, f"{kind} is not uploaded", harmless=True)

    def _send(self, known: tuple[str, str], file: str, bucket: str, key: str) -> None:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise Refused("it is no file any more")
            self._store.put(bucket, key, [(descriptor, 0, facts.st_size)])
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if (after.st_size, after.st_mtime_ns) == (facts.st_size, facts.st_mtime_ns):
            self._uploaded[known] = (facts.st_size, facts.st_mtime_ns, facts.st_ino)

    def _mirror(self, order: dict[str, Any], summary: "Summary") -> None:
        """Upload the parts of the log as one object."""
        names = sorted(name for name in os.listdir(order["source"]) if name.isdigit())
        pieces, descriptors = [], []
        try:
            for name in names:
                with contextlib.suppress(FileNotFoundError):  # it has just been dropped
                    descriptor = os.open(os.path.join(order["source"], name), os.O_RDONLY)
                    descriptors.append(descriptor)
                    pieces.append((descriptor, 0, os.fstat(descriptor).st_size))
            size = sum(piece[2] for piece in pieces)
            summary.carry(order["key"], size, self._store.put, order["bucket"], order["key"], pieces)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)


class _Crew:
    """Has work done by several threads at once, and never keeps more of it in mind than they can soon do."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._waiting: deque[Future[None]] = deque()

    def submit(self, act: Callable[..., None], *arguments: Any) -> None:
        """Have something done; waits where much is being done already."""
        if len(self._waiting) >= _MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(act, *arguments))

    def wait(self) -> None:
        """Wait until all was done."""
        while self._waiting:
            self._waiting.popleft().result()


class Summary:
    """What an order has done so far."""

    def __init__(self, number: int, answer: Callable[[dict[str, Any]], None]) -> None:
        self._number, self._answer = number, answer
        self._lock = threading.Lock()
        self._files = self._bytes = self._failed = self._left = 0
        self._problems: list[tuple[str, str]] = []
        self._notices: list[tuple[str, str]] = []
        self.is_too_large = self.has_changed = False
        self.facts: dict[str, Any] = {}

    def carry(self, name: str, size: int, act: Callable[..., None], *arguments: Any) -> None:
        """Carry one file, and count it."""
        try:
            act(*arguments)
        except BrokenOff:
            with self._lock:
                self._left += 1
        except Refused as problem:
            # What was listed and is gone, or ends before a piece of it begins, has changed, too.
            self.has_changed |= isinstance(problem, Changed) or problem.status in {404, 416}
            self.problem(name, str(problem))
        except FileNotFoundError:
            pass  # it was there when we looked; what a task deletes itself is not missed
        except OSError as error:
            self.problem(name, os.strerror(error.errno or 0))
        else:
            with self._lock:
                self._files += 1
                self._bytes += size

    def problem(self, name: str, text: str, *, harmless: bool = False) -> None:
        """Note what could not be carried, and why."""
        with self._lock:
            self._failed += not harmless
            kept = self._notices if harmless else self._problems
            if len(kept) < _MOST_PROBLEMS:
                # Names are the task's; what is shown of them is one line of text.
                kept.append((ascii(name)[1:-1] if not name.isprintable() else name, text))

    def note(self, **facts: Any) -> None:
        """Say something before the end."""
        self._answer({"id": self._number, "done": False, **facts})

    def finish(self) -> None:
        """Answer."""
        self._answer(
            {
                "id": self._number,
                "done": True,
                "files": self._files,
                "bytes": self._bytes,
                "failed": self._failed,
                "left": self._left,
                "problems": self._problems,
                "notices": self._notices,
                "too_large": self.is_too_large,
                "changed": self.has_changed,
                **self.facts,
            }
        )


def _flush(directory: str) -> None:
    """Wait until what was written is on the disk: what has its final name must be whole, also after a power failure."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), directory)
    finally:
        os.close(descriptor)


def _facts_inside(root: str, entry: "os.DirEntry[str]") -> os.stat_result:
    """Return what an entry is, or what it links to below the directory.

    In the carrier's sandbox other links lead nowhere; where there is none, this is what stops them.
    """
    if entry.is_symlink() and not os.path.realpath(entry.path).startswith(os.path.realpath(root) + "/"):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), entry.name)
    return entry.stat()


def unfit(path: str) -> str:
    """Return why a key cannot be the path of a file below a directory; empty when it can."""
    parts = path.removesuffix("/").split("/")
    if "\0" in path:
        return "the key contains a NUL character"
    if path and any(part in {"", ".", ".."} for part in parts):
        return "the key cannot be the name of a file: it contains an empty part, `.` or `..`"
    if any(len(part.encode("utf-8", "surrogateescape")) > _LONGEST_NAME for part in parts):
        return f"the key cannot be the name of a file: a part of it is longer than {_LONGEST_NAME} bytes"
    return ""


def main() -> None:
    """Obey orders from standard input until it closes. The first line says where the store is."""
    sys.setswitchinterval(0.05)
    threading.stack_size(_STACK_BYTES)
    lock = threading.Lock()

    def answer(values: dict[str, Any]) -> None:
        with lock:
            sys.stdout.write(json.dumps(values) + "\n")
            sys.stdout.flush()

    store = Store(json.loads(sys.stdin.readline()))
    carrier = Carrier(store, answer)
    with ThreadPoolExecutor(1) as one_by_one:
        for line in sys.stdin:
            order = json.loads(line)
            if order["do"] == "keys":
                store.use(order["access"], order["secret"], order["security_token"])
            elif order["do"] == "halt":
                carrier.halt(order["id"])
            else:
                one_by_one.submit(carrier.obey, order)
