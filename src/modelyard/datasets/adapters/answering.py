"""The side of a child: reads messages on standard input, answers on standard output; see `asking_child`."""

import gc
import marshal
import resource
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

_MOST_MEMORY_BYTES = 4 * 2**30


def serve(begin: Callable[[Any], Callable[[Any], Any]]) -> None:
    """Answer until standard input ends. begin: takes the first message, and returns what answers those that follow."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    gc.disable()  # nothing here makes circles
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    first = _read(incoming)
    if first is None:
        return
    answer = begin(first)
    while (message := _read(incoming)) is not None:
        content = marshal.dumps(answer(message))
        outgoing.write(len(content).to_bytes(4, "little"))
        outgoing.write(content)
        outgoing.flush()


def _read(incoming: BinaryIO) -> Any:
    size = incoming.read(4)
    if len(size) < 4:
        return None
    return marshal.loads(incoming.read(int.from_bytes(size, "little")))  # noqa: S302 - from the process that started us
