"""A browser for tests: it keeps everything that went wrong on a page, so that no test passes beside an error."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from modelyard.server.testing import ThrowawayPlatform

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
PATIENCE_MS = 60_000


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run the chromium of the machine; none is ever downloaded."""
    if not CHROMIUM.exists():
        pytest.fail(f"these tests need {CHROMIUM}: apt-get install chromium", pytrace=False)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """One person at one browser, on the console of one platform."""

    platform: ThrowawayPlatform
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)
    _expected: list[re.Pattern[str]] = field(default_factory=list)
    _under_way: dict[Request, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("request", self._on_request)
        self.page.on("requestfinished", self._on_end)
        # Whether somebody is signed in is found out by asking.
        self.expects(r"401 GET /v2/sessions/current$")
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("response", self._on_response)
        self.page.on("requestfailed", self._on_failed_request)

    def expects(self, pattern: str) -> None:
        """Say that an answer such as `403 GET /v3/users` is part of the story."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """What went wrong and was not part of the story."""
        return [problem for problem in self.problems if not any(known.search(problem) for known in self._expected)]

    def describe(self) -> str:
        """Say how things stand, for whoever reads that a test failed."""
        dialogs = [text[:200] for text in self.page.locator(".ant-modal").all_inner_texts()]
        return f"at {self.page.url}; under way: {sorted(self._under_way.values())}; dialogs: {dialogs}"

    def open(self, path: str) -> None:
        """Open a page of the console, such as `/users`."""
        self.page.goto(f"{self.platform.endpoint}/console{path}")

    def sign_in(self, user: str | None = None, password: str | None = None) -> None:
        """Fill in the form that is on the screen; without a name as the administrator."""
        known = self.platform.credentials
        self.by_id("login-domain").fill(known["MODELYARD_DOMAIN"])
        self.by_id("login-user").fill(user or known["MODELYARD_USER"])
        self.by_id("login-password").fill(password or known["MODELYARD_PASSWORD"])
        self.by_id("login-submit").click()

    def enter(self, user: str | None = None, password: str | None = None, path: str = "/overview") -> None:
        """Open a page, and sign in on the way."""
        self.open(path)
        self.sign_in(user, password)
        expect(self.by_id("account-menu")).to_be_visible()

    def choose(self, button: str, item: str) -> None:
        """Choose an item of a menu, by its text; where the page offers the menu twice, of the first one."""
        # A menu that was used just now is there until it has faded.
        expect(self.page.locator(".ant-dropdown:visible")).to_have_count(0)
        self.by_id(button).first.click()
        self.page.get_by_role("menuitem").filter(has_text=re.compile(f"^{re.escape(item)}$")).click()

    @property
    def dialog(self) -> Locator:
        """The dialog on the screen."""
        return self.page.locator(".ant-modal:visible")

    def press(self, button: str) -> None:
        """Press a button of the dialog, once it has come to rest."""
        # While it grows, a click may begin on one thing and end on another, and then it is none.
        expect(self.page.locator(".ant-modal[class*='ant-zoom-']")).to_have_count(0)
        self.dialog.get_by_role("button", name=button, exact=True).click()

    def close_drawer(self) -> None:
        """Close what came in from the side."""
        drawer = self.page.locator(".ant-drawer-section:visible")
        drawer.get_by_role("button", name="Close").click()
        expect(drawer).to_have_count(0)

    def clipboard(self) -> str:
        """What was copied last."""
        self.page.wait_for_timeout(0)
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def brightness(self) -> float:
        """How bright the page behind everything is, from 0 to 1."""
        colour = self.page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = [int(part) for part in re.findall(r"\d+", colour)[:3]]
        return (red + green + blue) / 765

    def slow_uploads_to(self, bytes_per_second: int) -> None:
        """Make the way out slow enough to watch it; -1 is as fast as the machine can."""
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
        session = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", conditions)

    def settle_sign_in(self, user: str, password: str) -> None:
        """Sign in once more if the new password ended the session."""
        ready = self.by_id("account-menu").or_(self.by_id("login-submit"))
        expect(ready).to_be_visible()
        if self.by_id("login-submit").is_visible():
            self.sign_in(user, password)
        expect(self.by_id("account-menu")).to_be_visible()

    def pick_shown(self, select: Locator, option: str | re.Pattern[str]) -> None:
        """Pick an option of a select field by a part of its name."""
        select.click()
        # While the list unfolds, a click may fall on the option that was there a moment ago.
        expect(self.page.locator(".ant-select-dropdown[class*='ant-slide-']")).to_have_count(0)
        options = self.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
        options.filter(has_text=option).first.click()
        expect(select).to_contain_text(option)

    def pick(self, select: Locator, option: str) -> None:
        """Pick an option of a select field by typing its name."""
        select.click()
        self.page.keyboard.type(option)
        options = self.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
        options.filter(has_text=re.compile(f"^{re.escape(option)}$")).click()
        # A list of many stays open after a choice, over the buttons.
        self.dialog.locator(".ant-modal-title").click()

    def pick_found(self, select: Locator, option: str) -> None:
        """Pick an option of a select field that asks the server while somebody types."""
        select.click()
        self.page.keyboard.type(option)
        options = self.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
        options.filter(has_text=option).first.click()

    def by_id(self, name: str) -> Locator:
        """What carries this test id."""
        return self.page.get_by_test_id(name)

    def _on_console(self, message: ConsoleMessage) -> None:
        # Failed answers are noted with their address below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            path = re.sub(r"^https?://[^/]+|\?.*$", "", response.url)
            self.problems.append(f"{response.status} {response.request.method} {path}")

    def _on_request(self, request: Request) -> None:
        self._under_way[request] = f"{request.method} {request.url}"

    def _on_end(self, request: Request) -> None:
        self._under_way.pop(request, None)

    def _on_failed_request(self, request: Request) -> None:
        self._on_end(request)
        # A page that is left, and a download, end their requests.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.failure} {request.method} {request.url}")
