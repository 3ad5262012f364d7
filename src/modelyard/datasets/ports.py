"""What data management needs of the outside."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from modelyard.core.subject import Subject
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


@dataclass(frozen=True)
class Served:
    """A real-time service with the model that it answers by. state: waiting, running, or the published word for else."""

    service_id: str
    service_name: str
    model_id: str
    model_name: str
    model_version: str
    state: str


class PredictionFailed(Exception):
    """A model gave no answer to one file."""


class Predictor(Protocol):
    """Has services of this platform look at files, with the rights of a caller. Never while a session is open."""

    async def service(self, who: Subject, service_id: str) -> Served:
        """Return a service that the caller may call. Raises what serving raises."""
        ...

    async def service_of(self, who: Subject, model_id: str) -> Served | None:
        """Return a running service of the caller's project that has a model; None if there is none. Raises as the registry."""
        ...

    async def deploy(self, who: Subject, name: str, model_id: str, *, specification: str, count: int) -> str:
        """Deploy a model under a name, once however often that is asked, and return the service. Raises as serving."""
        ...

    async def remove(self, name: str) -> None:
        """Delete the service of a name that `deploy` made, if there is one."""
        ...

    async def predict(self, who: Subject, service_id: str, name: str, content: bytes) -> Any:
        """Return the JSON that a service answers about a file.

        Raises PredictionFailed when the model answers with an error or no JSON, PredictionRefused, ServiceUnreachable.
        """
        ...
