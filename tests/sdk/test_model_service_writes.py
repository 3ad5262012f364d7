"""How answers of models leave: whole, so that the death of a model never leaves half of one."""

import asyncio
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from sdk.served import SDK


class Written(asyncio.Transport):
    """Keeps what was written, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.pieces.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def writes(written: Written, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(SDK))
    from model_service.runtime.shortcut import WholeWrites

    yield WholeWrites(written)
    for name in [name for name in sys.modules if name.partition(".")[0] == "model_service"]:
        del sys.modules[name]


class TestWholeWrites:
    def test_the_head_leaves_with_the_first_of_the_body(self, writes: Any, written: Written) -> None:
        writes.write(b"HTTP/1.1 200 OK\r\n\r\n")
        assert written.pieces == []

        writes.write(b"{}")
        writes.write(b"more")

        assert written.pieces == [b"HTTP/1.1 200 OK\r\n\r\n{}", b"more"]

    def test_an_answer_without_a_body_leaves(self, writes: Any, written: Written) -> None:
        writes.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writes.write(b"")

        assert written.pieces == [b"HTTP/1.1 204 No Content\r\n\r\n"]

    def test_a_client_that_waits_to_be_asked_is_asked_at_once(self, writes: Any, written: Written) -> None:
        writes.write(b"HTTP/1.1 100 Continue\r\n\r\n")

        assert written.pieces == [b"HTTP/1.1 100 Continue\r\n\r\n"]

    def test_a_head_that_nothing_followed_is_no_answer(self, writes: Any, written: Written) -> None:
        writes.write(b"HTTP/1.1 200 OK\r\n\r\n")
        writes.close()

        assert written.pieces == []
        assert written.is_closed
