"""Labelling in a team, in a real browser: four people, from the invitation to the accepted labels."""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from browser import Visit
from conformance.people import People
from e2e.company import BROKEN_TEXT, PASSWORD, Company, new_name
from e2e.conftest import OpensBrowser
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.browser, pytest.mark.enable_socket]

LINES = ("the soup was cold", "the bread was warm", "the tea was fine", "the cake was dry")


class Owner:
    """Calls the API as the administrator, for what the story does not show."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self._people = People(platform)
        self._project = platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return self._people.call(method, f"/v2/{self._project}{path}", body)

    def dataset(self, bucket: str) -> str:
        body = {
            "dataset_name": new_name("texts"),
            "dataset_type": 100,
            "work_path": f"/{bucket}/out/",
            "labels": [{"name": "praise"}, {"name": "complaint"}],
            "data_sources": [{"data_type": 0, "data_path": f"/{bucket}/in/"}],
        }
        return str(self.call("POST", "/datasets", body)["dataset_id"])


def invite(visit: Visit, email: str, role: str) -> str:
    """Add a member to the team that is open, and return his link."""
    visit.by_id("add-member").first.click()
    visit.by_id("member-email").fill(email)
    visit.by_id(f"role-{role}").click()
    visit.press("Add member")
    visit.by_id(f"invite-{email}").click()
    link = visit.by_id("invitation-link").inner_text().strip()
    visit.by_id("invitation-sent").click()
    return link


def join(visit: Visit, link: str, user: str) -> None:
    """Open a link in another browser, sign in, and join."""
    visit.page.goto(link)
    visit.sign_in(user, PASSWORD)
    visit.by_id("join-team").click()
    visit.by_id("to-my-tasks").click()
    expect(visit.page).to_have_url(re.compile(r"/labelling-tasks$"))


def test_people_label_review_and_accept(  # noqa: PLR0915 - one story
    visit: Visit, visitor: OpensBrowser, platform: ThrowawayPlatform, company: Company
) -> None:
    owner = Owner(platform)
    dataset = owner.dataset(company.make_bucket(**{"in/x": b"x"}))
    data = base64.b64encode("\n".join(LINES).encode()).decode()
    owner.call("POST", f"/datasets/{dataset}/data-annotations/samples", {"samples": [{"name": "lines.txt", "data": data}]})
    ann, rita = visitor(), visitor(language="zh", theme="dark")
    team = new_name("team")

    visit.enter(path="/teams")
    visit.by_id("create-team").first.click()
    visit.by_id("team-name").fill(team)
    visit.press("Create team")
    expect(visit.page).to_have_url(re.compile(r"/teams/[0-9A-Za-z]{19}$"))
    links = [invite(visit, "ann@example.com", "labeler"), invite(visit, "rita@example.com", "reviewer")]
    join(ann, links[0], company.make_user())
    join(rita, links[1], company.make_user())
    visit.page.reload()
    expect(visit.by_id("member-ann@example.com")).to_have_attribute("data-status", "2")

    visit.open(f"/datasets/{dataset}?tab=team")
    visit.by_id("create-team-task").first.click()
    visit.by_id("team-task-name").fill("round-1")
    visit.pick(visit.by_id("team-task-teams"), team)
    visit.press("Create team task")
    expect(visit.by_id("team-task-status").first).to_have_attribute("data-status", "1")

    ann.page.reload()
    ann.by_id("my-task-round-1").click()
    for at in range(1, len(LINES) + 1):
        expect(ann.by_id("work-count")).to_contain_text(f"{at} of")
        ann.by_id("label-praise").first.click()
        expect(ann.by_id("hand-in")).to_be_enabled()
        # Handing in takes what is on the screen, whether it was kept as a draft by then or not.
        ann.page.keyboard.press("Control+Enter")
        expect(ann.page.locator('[data-testid^="work-"][data-status="UNREVIEWED"]')).to_have_count(at)

    rita.page.reload()
    rita.by_id("my-task-round-1").click()
    for at in range(1, len(LINES)):
        rita.by_id("pass-A").click()
        expect(rita.page.locator('[data-testid^="work-"][data-status="UNREVIEWED"]')).to_have_count(len(LINES) - at)
        rita.page.locator('[data-testid^="work-"][data-status="UNREVIEWED"]').first.click()
    rita.by_id("verdict-comment").fill("看错了")
    rita.by_id("send-back").click()
    expect(rita.page.locator('[data-testid^="work-"][data-status="UNREVIEWED"]')).to_have_count(0)

    visit.page.reload()
    visit.by_id("tab-acceptance").click()
    visit.by_id("start-acceptance").click()
    visit.by_id("acceptance-percent").fill("50")
    visit.press("Start acceptance")
    task = visit.page.url
    visit.by_id("look-at-drawn").click()
    with visit.page.expect_response(lambda answer: answer.request.method in {"POST", "PUT"} and answer.ok):
        visit.by_id("pass-B").click()
    visit.page.goto(task)
    visit.by_id("tab-acceptance").click()
    visit.by_id("complete-acceptance").click()
    visit.press("Complete")
    expect(visit.by_id("acceptance-result")).to_contain_text("3 accepted")
    expect(visit.by_id("team-task-status").first).to_have_attribute("data-status", "4")
    visit.by_id("tab-report").click()
    expect(visit.by_id("agreement")).to_be_visible()

    shown = owner.call("GET", f"/datasets/{dataset}/data-annotations/samples?sample_state=__ALL__&limit=100")
    assert shown["sample_count"] == 3
    for each in (visit, ann, rita):
        assert not BROKEN_TEXT.search(each.page.locator("body").inner_text())
