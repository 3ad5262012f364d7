"""Fixtures for tests with a browser."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest
from playwright.sync_api import Browser

from browser import Visit, chromium
from e2e.company import Company
from modelyard.server.testing import ThrowawayPlatform


class OpensBrowser(Protocol):
    """Puts another person at another browser."""

    def __call__(self, *, language: str = "en", theme: str = "light") -> Visit: ...


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # For the module only: while it runs, no other event loop can.
    with chromium() as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, platform: ThrowawayPlatform) -> Iterator[OpensBrowser]:
    """Opens browsers; at the end of the test none of them may have met an error that was not expected."""
    visits: list[Visit] = []
    with ExitStack() as stack:

        def make(*, language: str = "en", theme: str = "light") -> Visit:
            context = browser.new_context(
                viewport={"width": 1440, "height": 900},
                locale="zh-CN" if language == "zh" else "en-US",
                color_scheme="dark" if theme == "dark" else "light",
                accept_downloads=True,
                permissions=["clipboard-read", "clipboard-write"],
            )
            stack.callback(context.close)
            visit = Visit(platform, context, context.new_page())
            visits.append(visit)
            return visit

        yield make
        for visit in visits:
            sys.stdout.write(f"{visit.describe()}\n")  # shown when a test fails
        problems = [problem for visit in visits for problem in visit.unexpected()]
    assert problems == []


@pytest.fixture
def visit(visitor: OpensBrowser) -> Visit:
    """A browser at which nobody is signed in."""
    return visitor()


@pytest.fixture
def company(platform: ThrowawayPlatform) -> Iterator[Company]:
    made = Company(platform)
    yield made
    made.close()


@pytest.fixture
def admin(visit: Visit) -> Visit:
    """The administrator at the overview."""
    visit.enter()
    return visit
