"""The log of a task: parts named by the offset of their first byte, so that a piece of a large log is found at once.

A log over its limit keeps its first half and as much of its end; offsets stay those of the whole stream.
"""

import contextlib
import os

_HEAD_PARTS = 4
_TAIL_PARTS = 4


class LogWriter:
    """Appends to a log. What cannot be written (the disk is full) is counted, and dropped."""

    def __init__(self, directory: str, limit_bytes: int) -> None:
        os.makedirs(directory, mode=0o755, exist_ok=True)
        self._directory = directory
        self._part_bytes = max(1, limit_bytes // (_HEAD_PARTS + _TAIL_PARTS))
        self._head_bytes = self._part_bytes * _HEAD_PARTS
        self._part: int | None = None
        self._part_start = 0
        self._tail: list[int] = []
        self._at_line_start = True
        self.size = 0
        self.left_out = 0
        self.lost = 0

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes of the task."""
        view = memoryview(data)
        if not view:
            return
        self._at_line_start = view[-1] == 0x0A
        while view:
            room = self._room()
            piece = view[:room]
            self._append(piece)
            view = view[len(piece) :]

    def say(self, text: str) -> None:
        """Append lines of the platform, on lines of their own."""
        begin = "" if self._at_line_start else "\n"
        self.write(f"{begin}{text}\n".encode("utf-8", "replace"))

    def close(self) -> None:
        if self._part is not None:
            os.close(self._part)
            self._part = None

    def last_lines(self, count: int, width: int) -> list[str]:
        """Return the end of the log, without empty lines."""
        _, content, _ = read(self._directory, max(0, self.size - count * width * 2), count * width * 2)
        lines = [line[:width] for line in content.decode("utf-8", "replace").splitlines() if line.strip()]
        return lines[-count:]

    def _room(self) -> int:
        """Return how much the present part may still take; begins a new one where there is none or it is full."""
        used = self.size - self._part_start
        if self._part is not None and used < self._part_bytes:
            return self._part_bytes - used
        self.close()
        self._part_start = self.size
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC
        with contextlib.suppress(OSError):
            self._part = os.open(os.path.join(self._directory, f"{self.size:020d}"), flags, 0o644)
        if self.size >= self._head_bytes:
            self._tail.append(self.size)
            while len(self._tail) > _TAIL_PARTS:
                dropped = self._tail.pop(0)
                self.left_out += self._part_bytes
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(self._directory, f"{dropped:020d}"))
        return self._part_bytes

    def _append(self, piece: memoryview) -> None:
        written = 0
        try:
            while self._part is not None and written < len(piece):
                written += os.pwrite(self._part, piece[written:], self.size - self._part_start + written)
        except OSError:
            self.lost += len(piece) - written
        self.size += len(piece)


def parts(directory: str) -> list[int]:
    """Return the offsets at which the parts of a log begin."""
    try:
        return sorted(int(name) for name in os.listdir(directory) if name.isdigit())
    except FileNotFoundError:
        return []


def read(directory: str, offset: int, limit: int) -> tuple[int, bytes, int]:
    """Return a piece of a log: where it begins, its bytes, and how long the log is.

    offset: later bytes come first where these were dropped; negative ones count from the end.
    """
    begins = parts(directory)
    size = begins[-1] + _size(directory, begins[-1]) if begins else 0
    if offset < 0:
        offset = max(0, size + offset)
    content = b""
    for number, begin in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else size
        if end <= offset or len(content) >= limit:
            continue
        if begin > offset + len(content):
            if content:
                break  # what follows was dropped; the next read finds it
            offset = begin
        piece = _read_part(directory, begin, offset + len(content) - begin, limit - len(content))
        content += piece
        if content and begin + _size(directory, begin) < end:
            break  # a hole follows: older parts were dropped, or could not be written
    return min(offset, size), content, size


def _read_part(directory: str, begin: int, skip: int, limit: int) -> bytes:
    try:
        with open(os.path.join(directory, f"{begin:020d}"), "rb", buffering=0) as stream:
            return os.pread(stream.fileno(), limit, skip)
    except FileNotFoundError:
        return b""


def _size(directory: str, begin: int) -> int:
    try:
        return os.stat(os.path.join(directory, f"{begin:020d}")).st_size
    except FileNotFoundError:
        return 0
