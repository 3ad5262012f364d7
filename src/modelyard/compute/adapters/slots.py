"""Slots: what tasks on one machine must not share, numbered: a loopback address, a block of ports, a user id.

The table is for the machine, not for one home, because addresses and ports are. A slot is taken by a file with the
directory of its task in it; it is free again when that task has ended.
"""

import contextlib
import fcntl
import hashlib
import ipaddress
import os
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from modelyard.compute.supervisor import records
from modelyard.compute.types import TaskRef

PORTS_PER_SLOT = 8
# Below the ports that the kernel hands out by itself.
FIRST_PORT, LAST_PORT = 20_000, 32_767
COUNT = (LAST_PORT + 1 - FIRST_PORT) // PORTS_PER_SLOT
_FIRST_ADDRESS = int(ipaddress.IPv4Address("127.64.0.1"))
# A slot that was promised and not used is free again after this time.
_PROMISE_SECONDS = 3600


@dataclass(frozen=True)
class Slot:
    """One of `COUNT`. file: there as long as it is taken; link: by which its owner finds it again."""

    number: int
    file: Path
    link: Path

    @property
    def address(self) -> str:
        return str(ipaddress.IPv4Address(_FIRST_ADDRESS + self.number))

    @property
    def ports(self) -> range:
        return ports_of(self.number)


def ports_of(number: int) -> range:
    """Return the ports of a slot."""
    begin = FIRST_PORT + number * PORTS_PER_SLOT
    return range(begin, begin + PORTS_PER_SLOT)


def number_of(address: str) -> int | None:
    """Return the number of the slot that an address belongs to."""
    number = int(ipaddress.IPv4Address(address)) - _FIRST_ADDRESS
    return number if 0 <= number < COUNT else None


class NoSlotFree(Exception):
    """As many tasks as there are slots are alive on this machine."""


class Slots:
    """The slots of this machine, as tasks below one directory use them."""

    def __init__(self, tasks: Path, folder: Path | None = None) -> None:
        self._tasks = tasks
        self._folder = folder or Path(tempfile.gettempdir()) / f"modelyard-slots-{os.getuid()}"

    def take(self, refs: Sequence[TaskRef]) -> list[Slot]:
        """Return the slot of each task, taking one for those that have none. Raises NoSlotFree."""
        with self._locked():
            return [self._take(str(self._tasks / str(ref))) for ref in refs]

    def _take(self, owner: str) -> Slot:
        digest = hashlib.sha256(owner.encode()).digest()
        link = self._folder / f"of-{digest.hex()[:32]}"
        known = _owner(link)
        if known is not None and _owner(self._folder / known) == owner:
            return Slot(int(known), self._folder / known, link)
        begin = int.from_bytes(digest[:8], "big")
        for step in range(COUNT):
            number = (begin + step) % COUNT
            file = self._folder / str(number)
            found = _owner(file)
            if (found is None or self._is_over(found, file)) and _ports_are_free(ports_of(number)):
                file.write_text(owner, encoding="utf-8")
                link.write_text(str(number), encoding="utf-8")
                return Slot(number, file, link)
        raise NoSlotFree

    def _is_over(self, owner: str, file: Path) -> bool:
        """Whether the task that a slot was given to needs it no more."""
        if (Path(owner) / records.END).exists():
            return True
        if (Path(owner) / records.STARTED).exists():
            return False
        with contextlib.suppress(OSError):
            return time.time() - file.stat().st_mtime > _PROMISE_SECONDS
        return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        facts = self._folder.lstat()
        if not self._folder.is_dir() or self._folder.is_symlink() or facts.st_uid != os.getuid():
            raise PermissionError(f"{self._folder} is not a directory of ours")
        with (self._folder / "lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _owner(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _ports_are_free(ports: range) -> bool:
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0", port))
            except OSError:
                return False
    return True
