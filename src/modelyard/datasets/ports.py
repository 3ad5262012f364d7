"""What data management needs of the outside."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from modelyard.datasets.types.insight import Undecodable


@dataclass(frozen=True)
class OtherFile:
    """A file of another store. name: below what was asked for. size_bytes: -1 where nobody says."""

    name: str
    size_bytes: int = -1


class OtherFiles(Protocol):
    """Files of another store below one address. Raises OtherStoreUnavailable, OtherStoreRefused, StoreNotAllowed."""

    async def page(self, after: str) -> tuple[list[OtherFile], bool]:
        """Return the files that come after a name in order of names, and whether these are the last ones."""
        ...

    def get(self, name: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Open a file and iterate over its bytes."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class WorkerProcess(Protocol):
    """A process that does long work and ends by itself when there is none."""

    @property
    def has_ended(self) -> bool:
        """Whether it is gone, however that came."""
        ...

    def wake(self) -> None:
        """Have it look for work now; one that has ended is left alone."""
        ...

    async def end(self, seconds: float) -> None:
        """Let it finish the steps that it is in, for so long; then end it."""
        ...


StartWorker = Callable[[str], Awaitable[WorkerProcess]]


class CannotDecode(Exception):
    """A file gives no picture."""

    def __init__(self, reason: Undecodable) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Thumbnail:
    """A small JPEG, upright, on white where the picture is transparent."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Looks:
    """What a picture looks like. width, height: as it is seen. measures: brightness, saturation, clarity, colourfulness.

    boxes: brightness and clarity of each box that was asked for. hash: 64 bits. descriptor: float16, little endian.
    """

    width: int
    height: int
    measures: tuple[float, float, float, float]
    boxes: tuple[tuple[float, float], ...]
    hash: int
    descriptor: bytes
    thumbnail: bytes


class Decoder(Protocol):
    """Opens pictures. Every method raises CannotDecode; no content can make it do anything else, or take long."""

    async def thumbnail(self, content: bytes, side: int) -> Thumbnail:
        """Return a thumbnail whose longer side is at most `side`; pictures are never made larger."""
        ...

    async def looks(self, content: bytes, boxes: Sequence[tuple[float, float, float, float]] = (), *, side: int = 0) -> Looks:
        """Return what a picture looks like; with a thumbnail if `side` is not 0. boxes: in pixels as it is seen."""
        ...

    async def close(self) -> None:
        """End what was started; the next question starts it again."""
        ...
