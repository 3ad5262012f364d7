"""Hostile tasks: key rings of the kernel, which a process hands on to all that it starts."""

import asyncio
import ctypes
from concurrent.futures import ThreadPoolExecutor

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.supervisor.kernel import leave_key_ring

ADD_KEY = 248
ASK = """\
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print('found', libc.syscall(250, 10, -3, b'user', b'modelyard-test', 0), ctypes.get_errno())
"""


def _keep_a_key() -> None:
    """Let this thread, and what it starts, have a session key ring with a key in it."""
    leave_key_ring()
    assert ctypes.CDLL(None).syscall(ADD_KEY, b"user", b"modelyard-test", b"secret", 6, -3) > 0


@pytest.mark.skipif("os.uname().machine != 'x86_64'")
class TestSession:
    async def test_a_task_does_not_have_that_of_the_platform(self, house: EngineHouse) -> None:
        with ThreadPoolExecutor(1, initializer=_keep_a_key) as pool:
            asyncio.get_running_loop().set_default_executor(pool)

            end, log = await house.run(ASK)

        assert end.succeeded, log
        assert "found -1" in log
