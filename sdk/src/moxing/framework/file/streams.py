"""Objects as open files."""

from __future__ import annotations

import io
import logging
import os
import tempfile
import time
from types import TracebackType
from typing import IO, Any, Iterable, Iterator

from .connections import BROKEN, Answer
from .errors import MoxFileNotExistsException, MoxFileReadException, StoreAnswer
from .local_places import LocalPlace
from .places import PathLike
from .session import at
from .store import Upload, etag_of
from .stored_places import StoredPlace

KEPT_IN_MEMORY_BYTES = 16 * 2**20
BUFFER_BYTES = 256 * 2**10
# Up to here it is quicker to read on than to ask anew.
SKIPPED_BYTES = 2**20


class ObjectReader(io.RawIOBase):
    """Reads an object over one answer of the store; a seek asks anew."""

    def __init__(self, place: StoredPlace) -> None:
        super().__init__()
        self._place = place
        self._position = 0
        self._answer: Answer | None = place.store.open(place.place)
        self.size = self._answer.length
        self._etag = etag_of(self._answer)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        wanted = start + offset
        if wanted < 0:
            raise ValueError(f"negative seek position {wanted}")
        if wanted != self._position:
            if self._answer is not None and not (0 < wanted - self._position <= SKIPPED_BYTES and self._skip(wanted)):
                self._drop()
            self._position = wanted
        return wanted

    def _skip(self, wanted: int) -> bool:
        while self._position < min(wanted, self.size):
            if not self.readinto(bytearray(min(wanted, self.size) - self._position)):
                return False
        return True

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), max(0, self.size - self._position))
        if not wanted:
            return 0
        settings = self._place.store.settings
        wait = settings.retry_wait_seconds
        problem: object = "the connection was closed"
        for left in range(settings.retries, -1, -1):
            if self._answer is None:
                self._answer = self._place.store.open(self._place.place, self._position, etag=self._etag)
            try:
                count = self._answer.readinto(memoryview(buffer)[:wanted])
            except BROKEN as error:
                count, problem = 0, error
            if count:
                self._position += count
                if self._position == self.size:
                    self._drop()
                return count
            self._drop()
            if left:
                moment, url = time.time(), self._place.url
                logging.warning(
                    "Retry=%d, Wait=%s, Timestamp=%.2f, Request=GET %s, Error=%s", left - 1, wait, moment, url, problem
                )
                time.sleep(wait)
                wait = min(2 * wait, 10.0)
        raise MoxFileReadException(self._place.url, StoreAnswer(200, "OK", None, None, None), str(problem))

    def close(self) -> None:
        self._drop()
        super().close()

    def _drop(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer = None


class ObjectBuffer(io.BufferedIOBase):
    """The content of an object, here until `upload`. keeps: begin with what is stored, and upload only what has changed."""

    def __init__(self, place: StoredPlace, *, keeps: bool) -> None:
        super().__init__()
        self._place = place
        self._content: IO[bytes] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with this
        self._is_changed = not keeps
        if keeps:
            with ObjectReader(place) as reader:
                for piece in iter(lambda: reader.read(2**20), b""):
                    self._content.write(piece)
            self._content.seek(0)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._content.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._content.read(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def write(self, data: Any) -> int:
        self._is_changed = True
        self._content.write(data)
        return memoryview(data).nbytes

    def truncate(self, size: int | None = None) -> int:
        self._is_changed = True
        size = self.tell() if size is None else size
        self._content.truncate(size)
        return size

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._content.seek(offset, whence)
        return self._content.tell()

    def tell(self) -> int:
        return self._content.tell()

    def size(self) -> int:
        position = self.tell()
        end = self.seek(0, io.SEEK_END)
        self.seek(position)
        return end

    def upload(self) -> None:
        """Make the object what was written, if anything was."""
        if not self._is_changed:
            return
        position, size = self.tell(), self.size()
        store, place = self._place.store, self._place.place
        if size <= KEPT_IN_MEMORY_BYTES:
            self.seek(0)
            store.write(place, self._content.read())
        else:
            self._content.flush()
            self._upload_in_parts(size)
        self.seek(position)
        self._is_changed = False

    def _upload_in_parts(self, size: int) -> None:
        part = max(KEPT_IN_MEMORY_BYTES, -(-size // 10_000))
        with Upload(self._place.store, self._place.place) as upload:
            self.seek(0)
            for number, start in enumerate(range(0, size, part), 1):
                upload.write_part(number, self._content.read(min(part, size - start)))

    def close(self) -> None:
        if not self.closed:
            self._content.close()
        super().close()


class File:
    """An open file, here or in the store. mode: as for `open`, letters in any order.

    What is written to an object appears there with `flush()` or `close()`; use `with`.
    """

    def __init__(
        self,
        name: PathLike,
        mode: str = "r",
        client_id: Any = None,
        *,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        **_: Any,
    ) -> None:
        self.name = os.fspath(name)
        self.mode = mode
        self._write_check_passed = False  # old scripts set it, newer ones need not
        self._buffer: ObjectBuffer | None = None
        self._raw: ObjectReader | None = None
        self._stream: IO[Any]
        plain = usual_mode(mode)
        place = at(name)
        if isinstance(place, LocalPlace):
            is_text = "b" not in plain
            encoding = (encoding or "utf-8") if is_text else None
            self._stream = open(self.name, plain, encoding=encoding, errors=errors, newline=newline)  # noqa: SIM115
            return
        binary = self._open_object(place, plain)
        if "b" in plain:
            self._stream = binary
        else:
            self._stream = io.TextIOWrapper(binary, encoding=encoding or "utf-8", errors=errors, newline=newline)

    def _open_object(self, place: StoredPlace, mode: str) -> Any:
        if not place.place.key or place.place.key.endswith("/"):
            raise IsADirectoryError(21, "This is a folder, not a file", place.url)
        if mode[0] == "r" and "+" not in mode:
            self._raw = ObjectReader(place)
            return io.BufferedReader(self._raw, BUFFER_BYTES)
        if mode[0] == "x" and place.exists():
            raise FileExistsError(17, "The file exists", place.url)
        try:
            self._buffer = ObjectBuffer(place, keeps=mode[0] in "ra")
        except MoxFileNotExistsException:
            if mode[0] == "r":
                raise
            self._buffer = ObjectBuffer(place, keeps=False)
        if mode[0] == "a":
            self._buffer.seek(0, io.SEEK_END)
        return self._buffer

    def read(self, n: int | None = -1) -> Any:
        """Return everything, or `n` characters or bytes."""
        self._require("r")
        return self._stream.read(-1 if n is None else n)

    def readline(self, size: int | None = -1) -> Any:
        """Return the next line with its end; empty at the end of the file."""
        self._require("r")
        return self._stream.readline(-1 if size is None else size)

    def readlines(self, sizeint: int | None = -1) -> list[Any]:
        """Return the lines that are left."""
        self._require("r")
        return self._stream.readlines(-1 if sizeint is None else sizeint)

    def write(self, data: Any) -> int:
        """Add text or bytes at the position, as the mode says."""
        self._require("w")
        if "a" in self.mode and self._buffer is not None:
            self._stream.seek(0, io.SEEK_END)
        return self._stream.write(data)

    def writelines(self, sequence: Iterable[Any]) -> None:
        """Write one after another; nothing is added between them."""
        for line in sequence:
            self.write(line)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a position: from the beginning (0), from here (1), from the end (2)."""
        if whence and "b" not in self.mode and self._buffer is None and self._raw is not None:
            self._stream.seek(0)
            start = self._raw.size if whence == io.SEEK_END else self.tell()
            return self._stream.seek(start + offset)
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._stream.tell()

    def truncate(self, size: int | None = None) -> int:
        """Cut the content off."""
        self._require("w")
        return self._stream.truncate(size)

    def flush(self) -> None:
        """Make visible what was written so far."""
        self._stream.flush()
        if self._buffer is not None:
            self._buffer.upload()

    def close(self) -> None:
        """Upload what was written and end; closing again changes nothing."""
        if self._stream.closed:
            return
        try:
            self.flush()
        finally:
            self._stream.close()

    def size(self) -> int:
        """Return the length of the content in bytes."""
        if self._raw is not None:
            return self._raw.size
        self._stream.flush()
        return self._buffer.size() if self._buffer is not None else os.fstat(self._stream.fileno()).st_size

    def readable(self) -> bool:
        """Tell whether the mode allows to read."""
        return "r" in self.mode or "+" in self.mode

    def writable(self) -> bool:
        """Tell whether the mode allows to write."""
        return "+" in self.mode or "r" not in self.mode

    def seekable(self) -> bool:
        """Tell whether positions can be chosen."""
        return self._stream.seekable()

    @property
    def closed(self) -> bool:
        return self._stream.closed

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_stream":
            raise AttributeError(name)
        return getattr(self._stream, name)

    def __iter__(self) -> Iterator[Any]:
        self._require("r")
        return iter(self._stream)

    def __next__(self) -> Any:
        return next(self._stream)

    def __enter__(self) -> File:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _require(self, letter: str) -> None:
        if letter == "w" and not self.writable():
            raise io.UnsupportedOperation("File isn't open for writing")
        if letter == "r" and not self.readable():
            raise io.UnsupportedOperation("File isn't open for reading")


def usual_mode(mode: str) -> str:
    """Return a mode as `open` takes it: `br+` is `rb+`. Raises ValueError for what is none."""
    letters = mode.replace("t", "")
    kinds = [letter for letter in letters if letter in "rwax"]
    if len(kinds) != 1 or len(set(letters)) != len(letters) or set(letters) - set("rwaxb+") or ("t" in mode and "b" in mode):
        raise ValueError(f"invalid mode: {mode!r}")
    return kinds[0] + ("b" if "b" in letters else "") + ("+" if "+" in letters else "")
