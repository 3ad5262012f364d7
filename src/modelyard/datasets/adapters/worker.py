"""The worker as a process: told to look for work by lines on its standard input, told to end by the end of these."""

import asyncio
import contextlib
from collections.abc import Sequence

_WAKE = b"\n"


class OwnProcess:
    """See `WorkerProcess`. It ends with the process that started it: its standard input ends then."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """See `WorkerProcess`."""
        return self._process.returncode is not None

    def wake(self) -> None:
        """See `WorkerProcess`."""
        assert self._process.stdin is not None
        if not self.has_ended and not self._process.stdin.is_closing():
            self._process.stdin.write(_WAKE)

    async def end(self, seconds: float) -> None:
        """See `WorkerProcess`."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except asyncio.TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


async def start(command: Sequence[str]) -> OwnProcess:
    """Start a worker. What it logs goes where our own log goes."""
    return OwnProcess(await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE))
