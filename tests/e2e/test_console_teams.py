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
from e2e.labelled import Labelled, label, scene, sound
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

    def join(self, *, role: int = 0) -> tuple[str, str]:
        """Make a team whose only member is the administrator; return it and the member."""
        team = self.call("POST", "/workforces", {"workforce_name": new_name("team")})["workforce_id"]
        at = f"/workforces/{team}/workers"
        member = self.call("POST", at, {"emails": "boss@example.com", "role": role})["worker_id"]
        token = self.call("POST", f"{at}/{member}/invitation")["token"]
        self.call("POST", "/workforces/invitations/accept", {"token": token})
        return str(team), str(member)

    def task(self, dataset: str, **more: Any) -> str:
        """Start a team task with the administrator as its labeler; return its address in the console."""
        team, _ = self.join()
        body = {"task_name": "round-1", "workforces_config": {"workforces": [{"workforce_id": team}]}, **more}
        made = self.call("POST", f"/datasets/{dataset}/workforce-tasks", body)["task_id"]
        return f"/datasets/{dataset}/team-tasks/{made}"

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


def handed_in(made: Labelled, task: str) -> list[dict[str, Any]]:
    """Return the samples of a team task as the API says them."""
    shown = made.call(
        "GET", f"/{task.removeprefix('/datasets/').replace('team-tasks', 'workforce-tasks')}/data-annotations/samples"
    )
    return list(shown["samples"])


class TestWorkOfATeam:
    def test_boxes_hardness_and_comments_are_kept(self, admin: Visit) -> None:
        made = Labelled(admin.platform, 1, [label("car", "#e6553f")])
        made.add(street__png=scene())
        task = Owner(admin.platform).task(made.id)
        admin.open(f"{task}/label")
        admin.by_id("label-car").first.click()
        place = admin.by_id("stage").bounding_box()
        assert place is not None
        admin.page.mouse.move(place["x"] + place["width"] * 0.4, place["y"] + place["height"] * 0.4)
        admin.page.mouse.down()
        admin.page.mouse.move(place["x"] + place["width"] * 0.6, place["y"] + place["height"] * 0.6, steps=6)
        admin.page.mouse.up()
        admin.by_id("hard").check()
        admin.by_id("comment").fill("half hidden")
        expect(admin.by_id("hand-in")).to_be_enabled()
        admin.by_id("hand-in").click()
        expect(admin.page.locator('[data-testid^="work-"][data-status="UNCHECK"]')).to_have_count(1)

        (said,) = handed_in(made, task)
        assert said["labels"][0]["property"]["@modelarts:shape"] == "bndbox"
        assert str(said["metadata"]["@modelarts:hard"]).lower() == "true"
        assert said["metadata"]["comment"] == "half hidden"

        admin.open(task)
        admin.by_id("tab-acceptance").click()
        admin.by_id("start-acceptance").click()
        admin.by_id("acceptance-percent").fill("100")
        admin.press("Start acceptance")
        expect(admin.by_id("drawn").locator("img")).to_have_count(1)

    def test_recordings_are_labelled_in_a_team(self, admin: Visit) -> None:
        made = Labelled(admin.platform, 200, [label("rain")])
        made.add(rain__wav=sound(1))
        task = Owner(admin.platform).task(made.id)
        admin.open(f"{task}/label")

        admin.by_id("label-rain").first.click()
        admin.by_id("hand-in").click()

        expect(admin.page.locator('[data-testid^="work-"][data-status="UNCHECK"]')).to_have_count(1)

    def test_more_samples_than_a_page_holds_and_filters_by_label(self, admin: Visit, company: Company) -> None:
        owner = Owner(admin.platform)
        dataset = owner.dataset(company.make_bucket(**{"in/x": b"x"}))
        data = base64.b64encode("\n".join(f"line {at}" for at in range(120)).encode()).decode()
        lines = {"samples": [{"name": "lines.txt", "data": data}]}
        owner.call("POST", f"/datasets/{dataset}/data-annotations/samples", lines)
        task = owner.task(dataset)
        admin.open(f"{task}/label")
        expect(admin.by_id("work-count")).to_contain_text("1 of 120")

        admin.page.locator(".team-strip-pages .ant-pagination-next").click()
        expect(admin.by_id("work-count")).to_contain_text("101 of 120")
        admin.by_id("label-praise").first.click()
        expect(admin.by_id("hand-in")).to_be_enabled()
        admin.by_id("hand-in").click()
        expect(admin.page.locator('[data-testid^="work-"][data-status="UNCHECK"]')).to_have_count(1)
        admin.pick_found(admin.by_id("work-label"), "praise")

        expect(admin.page.locator(".team-strip-item")).to_have_count(1)

    def test_samples_are_given_by_hand(self, admin: Visit, company: Company) -> None:
        owner = Owner(admin.platform)
        dataset = owner.dataset(company.make_bucket(**{"in/x": b"x"}))
        data = base64.b64encode("\n".join(LINES).encode()).decode()
        lines = {"samples": [{"name": "lines.txt", "data": data}]}
        owner.call("POST", f"/datasets/{dataset}/data-annotations/samples", lines)
        task = owner.task(dataset, assignment="manual")
        admin.open(task)
        admin.by_id("give-samples").click()
        admin.pick(admin.by_id("give-to"), "boss@example.com")
        admin.by_id("give-count").fill("1")
        admin.press("Give")
        expect(admin.by_id("work-of-boss@example.com")).to_contain_text("1")

        admin.open(f"/datasets/{dataset}?tab=samples")
        admin.by_id("select-all").click()
        admin.by_id("batch-give").click()
        admin.pick(admin.by_id("give-to"), "boss@example.com")
        admin.press("Give")
        expect(admin.page.get_by_text("4 samples by now")).to_be_visible()
