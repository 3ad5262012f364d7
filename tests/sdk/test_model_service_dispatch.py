"""Which requests go to a model together."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from model_service.runtime.dispatch import Dispatcher
from model_service.runtime.metrics import Metrics
from model_service.runtime.settings import Settings

SMALL = SimpleNamespace(is_small=True)


class Model:
    """Notes how many requests each call answered."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def __call__(self, requests: Sequence[Any]) -> list[Any]:
        self.calls.append(len(requests))
        return ["answer"] * len(requests)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
async def dispatcher(model: Model) -> Dispatcher:
    found = Dispatcher(Settings(), Metrics())
    found.run, found.inline, found.batch_size, found._mean_seconds = model, True, 64, 0.0001
    return found


class TestPauses:
    async def test_a_lone_client_waits_for_nobody(
        self, dispatcher: Dispatcher, model: Model, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("model_service.runtime.dispatch.time.sleep", lambda _: pytest.fail("it paused"))

        for _ in range(20):
            await dispatcher.ask(SMALL)

        assert model.calls == [1] * 20

    async def test_where_several_ask_what_comes_in_a_moment_goes_along(
        self, dispatcher: Dispatcher, model: Model, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        late: list[asyncio.Future[Any]] = []
        monkeypatch.setattr("model_service.runtime.dispatch.time.sleep", lambda _: late.append(dispatcher.ask(SMALL)))
        await asyncio.gather(*(dispatcher.ask(SMALL) for _ in range(16)))

        await asyncio.gather(*(dispatcher.ask(SMALL) for _ in range(3)))
        await asyncio.gather(*late)

        assert model.calls == [16, 4]

    async def test_after_a_crowd_a_lone_client_soon_waits_no_more(
        self, dispatcher: Dispatcher, model: Model, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await asyncio.gather(*(dispatcher.ask(SMALL) for _ in range(64)))
        for _ in range(30):
            await dispatcher.ask(SMALL)

        monkeypatch.setattr("model_service.runtime.dispatch.time.sleep", lambda _: pytest.fail("it paused"))
        await dispatcher.ask(SMALL)

        assert model.calls == [64, *[1] * 31]
