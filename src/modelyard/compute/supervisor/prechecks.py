"""What is looked at on a node before a task begins, and how the log tells of it."""

import os
import socket
from typing import Any

# As users search for them: 0 is well, 13 is too little room.
_WELL, _NO_ROOM, _MISSING = 0, 13, 14


class Finding:
    """One thing that was looked at. is_fault: the task cannot run here."""

    def __init__(self, item: str, code: int = _WELL, message: str = "ok", *, is_fault: bool = False) -> None:
        self.item, self.code, self.message, self.is_fault = item, code, message, is_fault

    def line(self) -> str:
        """Return the line of the log, after its prefix."""
        level = "ERROR" if self.is_fault else "WARNING" if self.code else "INFO"
        return f"[{level}][detect] code: {self.code}, message: {self.message}, item: {self.item}"


def look(task: dict[str, Any], files: str) -> list[Finding]:
    """Look at names, disk, shared memory and devices. files: the directory that the task may write."""
    return [_names(task), *_disks(task, files), *_devices(task)]


def _names(task: dict[str, Any]) -> Finding:
    """The names of all tasks stand in the task's own /etc/hosts; what can be wrong is an address that is none."""
    wrong = [f"{names[0]} leads to {address!r}" for address, names in task["hosts"] if not _is_address(address)]
    return Finding("dns", _MISSING, f"{wrong[0]}, which is no address", is_fault=True) if wrong else Finding("dns")


def _is_address(text: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)
    except OSError:
        return False
    return True


def _disks(task: dict[str, Any], files: str) -> list[Finding]:
    wanted, least = task["resources"]["disk_bytes"], task["min_free_disk_bytes"]
    found = []
    for item, path, place, enough in (
        ("disk-size root", "/", "/", least),
        ("disk-size cache", "/cache", files, max(wanted, least)),
        ("disk-size shm", "/dev/shm", "/dev/shm", 0),  # noqa: S108 - the machine's own
    ):
        try:
            facts = os.statvfs(place)
        except OSError as error:
            found.append(Finding(item, _NO_ROOM, f"{path}: {error.strerror}"))
            continue
        free = facts.f_bavail * facts.f_frsize
        if free >= enough:
            found.append(Finding(item))
        else:
            message = f'the disk space of the path "{path}" is {free}, which is less than {enough}'
            # Less than was promised may do; less than what tasks are ended for does not.
            found.append(Finding(item, _NO_ROOM, message, is_fault=place == files and free < least))
    return found


def _devices(task: dict[str, Any]) -> list[Finding]:
    resources, known = task["resources"], task["device_files"]
    wanted = resources["gpus"] + resources["npus"]
    if not wanted:
        return []
    item = "npu-check" if resources["npus"] else "gpu-check"
    # Those without a number belong to all cards, and not every driver has them all.
    cards = [file for file in known if file[-1].isdigit()]
    missing = [file for file in cards if not os.path.exists(file)]
    if missing or not cards:
        message = f"{', '.join(missing) or 'no device file'} is not there"
        return [Finding(item, _MISSING, message, is_fault=True)]
    return [Finding(item)]
