"""How answers of models leave: whole, so that the death of a model never leaves half of one."""

import asyncio
from typing import Any

import pytest

from model_service.runtime.shortcut import WholeWrites


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
def writes(written: Written) -> WholeWrites:
    return WholeWrites(written)


class TestWholeWrites:
    def test_the_head_leaves_with_the_first_of_the_body(self, writes: WholeWrites, written: Written) -> None:
        writes.write(b"HTTP/1.1 200 OK\r\n\r\n")
        assert written.pieces == []

        writes.write(b"{}")
        writes.write(b"more")

        assert written.pieces == [b"HTTP/1.1 200 OK\r\n\r\n{}", b"more"]

    def test_an_answer_without_a_body_leaves(self, writes: WholeWrites, written: Written) -> None:
        writes.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writes.write(b"")

        assert written.pieces == [b"HTTP/1.1 204 No Content\r\n\r\n"]

    def test_a_client_that_waits_to_be_asked_is_asked_at_once(self, writes: WholeWrites, written: Written) -> None:
        writes.write(b"HTTP/1.1 100 Continue\r\n\r\n")

        assert written.pieces == [b"HTTP/1.1 100 Continue\r\n\r\n"]

    def test_a_head_that_nothing_followed_is_no_answer(self, writes: WholeWrites, written: Written) -> None:
        writes.write(b"HTTP/1.1 200 OK\r\n\r\n")
        writes.close()

        assert written.pieces == []
        assert written.is_closed
