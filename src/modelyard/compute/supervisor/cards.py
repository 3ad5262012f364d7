"""How busy the accelerators of a task are, asked of the tool of their maker."""

import contextlib
import os
import re
import signal
import time
from typing import TYPE_CHECKING, Any

from modelyard.compute.supervisor.polling import Poller

if TYPE_CHECKING:
    import subprocess

Use = tuple[float, float]  # of the card and of its memory, in per cent

_PATIENCE_SECONDS = 30
_MOST_OUTPUT = 2**16
_RATE = re.compile(r"^\s*(?P<what>[A-Za-z ]+?) Usage Rate\(%\)\s*:\s*(?P<value>\d+(?:\.\d+)?)\s*$", re.MULTILINE)


class Cards:
    """Those of one task. use: as last heard, one pair for each card in the order of their numbers; empty until then.

    Asking takes a while, so it goes on beside everything else: what a sample gets is what the question before it found.
    """

    def __init__(self, task: dict[str, Any], poller: Poller) -> None:
        self._facts, self._poller = task["cards"], poller
        self._asked: subprocess.Popen[bytes] | None = None
        self._asked_at = 0.0
        self._gone: list[subprocess.Popen[bytes]] = []
        self._waiting: list[list[str]] = []
        self._heard: list[str] = []
        self._text = bytearray()
        self.use: tuple[Use, ...] = ()

    def ask(self) -> None:
        """Begin to ask, unless the last question was not answered yet."""
        if not self._facts["program"]:
            return
        if self._asked is not None:
            if time.monotonic() - self._asked_at > _PATIENCE_SECONDS:
                self.close()  # a card that hangs makes the tool hang
                self.use = ()
            return
        self._heard, self._waiting = [], questions(self._facts)
        self._next()

    def close(self) -> None:
        """Stop asking."""
        if self._asked is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._asked.pid, signal.SIGKILL)
            self._finish()

    def _next(self) -> None:
        import subprocess  # noqa: PLC0415 - most tasks have no cards, and every start would wait for it

        command, *self._waiting = self._waiting
        self._text.clear()
        self._asked_at = time.monotonic()
        try:
            self._asked = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        except OSError:
            self._asked = None
            return
        assert self._asked.stdout is not None
        self._poller.watch(self._asked.stdout.fileno(), self._hear)

    def _hear(self) -> None:
        assert self._asked is not None
        assert self._asked.stdout is not None
        data = os.read(self._asked.stdout.fileno(), _MOST_OUTPUT)
        self._text += data[: _MOST_OUTPUT - len(self._text)]
        if data:
            return
        self._finish()
        self._heard.append(self._text.decode("utf-8", "replace"))
        if self._waiting:
            self._next()
        else:
            self.use = answers(self._facts["kind"], self._heard)

    def _finish(self) -> None:
        assert self._asked is not None
        assert self._asked.stdout is not None
        self._poller.forget(self._asked.stdout.fileno())
        self._asked.stdout.close()
        # One that hangs in its driver cannot be waited for, not even when it was killed.
        self._gone = [one for one in (*self._gone, self._asked) if not _has_ended(one)]
        self._asked = None


def _has_ended(asked: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + 0.2
    while asked.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    return asked.returncode is not None


def questions(facts: dict[str, Any]) -> list[list[str]]:
    """Return the commands that tell about cards."""
    numbers = [str(number) for number in facts["numbers"]]
    if facts["kind"] == "npu":
        return [[facts["program"], "info", "-t", "usages", "-i", number] for number in numbers]
    fields = "--query-gpu=utilization.gpu,memory.used,memory.total"
    return [[facts["program"], "-i", ",".join(numbers), fields, "--format=csv,noheader,nounits"]]


def answers(kind: str, texts: list[str]) -> tuple[Use, ...]:
    """Return what the commands said; nothing where a card is missing in it, because pairs are known by their place."""
    if kind == "npu":
        found = [_of_npu(text) for text in texts]
    else:
        found = [_of_gpu(line) for text in texts for line in text.splitlines() if line.strip()]
    return tuple(use for use in found if use is not None) if None not in found else ()


def _of_gpu(line: str) -> Use | None:
    try:
        use, used, total = (float(word) if "N/A" not in word else 0.0 for word in line.split(","))
    except ValueError:
        return None
    return _share(use), _share(used / total * 100 if total else 0.0)


def _of_npu(text: str) -> Use | None:
    rates: dict[str, list[float]] = {}
    for match in _RATE.finditer(text):
        rates.setdefault(match["what"], []).append(float(match["value"]))
    if "Aicore" not in rates:
        return None
    # Cards have one kind of memory or the other; the one that they lack is told as 0. A card may be several chips.
    memory = max((value for what in ("HBM", "DDR", "Memory") for value in rates.get(what, ())), default=0.0)
    return _share(sum(rates["Aicore"]) / len(rates["Aicore"])), _share(memory)


def _share(value: float) -> float:
    return round(min(100.0, max(0.0, value)), 1)
