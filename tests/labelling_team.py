"""A dataset of texts, a team that labels it, and its people, behind the routes; nobody but Alice has permissions."""

import base64
from typing import Any

import httpx

from modelyard.datasets.testing import make_request
from modelyard.objects.testing import RuleGatekeeper, make_subject

PEOPLE = {"ann": 0, "bob": 0, "rita": 1, "max": 2}


class Team:
    """What tests of team tasks need: `act(name, ...)` calls the API as somebody."""

    def __init__(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        self.client = client
        self.workers: dict[str, str] = {}
        self.task = ""
        for name in (*PEOPLE, "eve"):
            gatekeeper.users[name] = make_subject(name)
        gatekeeper.rule = lambda who, *_: who.user_name in {"alice", "mallory"}

    async def act(
        self, name: str, method: str, path: str, body: Any = None, *, status: int = 200, project: str = "p1", **query: Any
    ) -> dict[str, Any]:
        answer = await self.client.request(
            method, f"/v2/{project}{path}", json=body, headers={"x-user": name}, params=query or None
        )
        assert answer.status_code == status, answer.text
        return dict(answer.json()) if answer.content else {}

    async def make(self, *, samples: int = 6, people: tuple[str, ...] = tuple(PEOPLE)) -> "Team":
        """Make the dataset and the team."""
        labels = [{"name": "cat"}, {"name": "dog"}]
        body = make_request("texts", dataset_type=100, labels=labels)
        self.dataset = (await self.act("alice", "POST", "/datasets", body, status=201))["dataset_id"]
        await self.upload(*[f"text {number}" for number in range(samples)])
        self.team = (await self.act("alice", "POST", "/workforces", {"workforce_name": "readers"}, status=201))["workforce_id"]
        for name in people:
            await self.join(name)
        return self

    async def upload(self, *lines: str) -> None:
        data = base64.b64encode("\n".join(lines).encode()).decode()
        path = f"/datasets/{self.dataset}/data-annotations/samples"
        await self.act("alice", "POST", path, {"samples": [{"name": f"{lines[0]}.txt", "data": data}]})

    async def join(self, name: str) -> None:
        path = f"/workforces/{self.team}/workers"
        member = {"emails": f"{name}@example.com", "role": PEOPLE[name]}
        worker = (await self.act("alice", "POST", path, member, status=201))["worker_id"]
        token = (await self.act("alice", "POST", f"{path}/{worker}/invitation"))["token"]
        await self.act(name, "POST", "/workforces/invitations/accept", {"token": token})
        self.workers[name] = worker

    async def create(self, *, status: int = 200, **more: Any) -> dict[str, Any]:
        config = {"workforces": [{"workforce_id": self.team}]}
        body = {"task_name": "round-1", "workforces_config": config, **more}
        answer = await self.act("alice", "POST", f"/datasets/{self.dataset}/workforce-tasks", body, status=status)
        self.task = answer.get("task_id", self.task)
        return answer

    @property
    def at(self) -> str:
        return f"/datasets/{self.dataset}/workforce-tasks/{self.task}"

    async def show(self, name: str = "alice", **query: Any) -> dict[str, Any]:
        return await self.act(name, "GET", self.at, sample_stats=True, workforce_stats=True, label_stats=True, **query)

    async def samples(self, name: str, **query: Any) -> list[dict[str, Any]]:
        answer = await self.act(name, "GET", f"{self.at}/data-annotations/samples", limit=100, order="asc", **query)
        return list(answer["samples"])

    async def label(
        self, name: str, *ids: str, says: str = "cat", status: int = 200, draft: bool = False, **more: Any
    ) -> dict[str, Any]:
        labels = [{"name": says}] if says else []
        samples = [{"sample_id": each, "labels": labels, **more} for each in ids]
        body = {"samples": samples, "draft": draft}
        return await self.act(name, "PUT", f"{self.at}/data-annotations/samples", body, status=status)

    async def do_all(self, *names: str, says: str = "cat") -> dict[str, list[str]]:
        """Have labelers hand in all that they have."""
        done = {}
        for name in names:
            done[name] = [each["sample_id"] for each in await self.samples(name)]
            await self.label(name, *done[name], says=says)
        return done

    async def review(self, name: str, *ids: str, accept: bool = True, status: int = 200, **more: Any) -> dict[str, Any]:
        comments = [{"sample_id": each, "accept": accept, **more} for each in ids]
        return await self.act(name, "POST", f"{self.at}/data-annotations/review", {"comments": comments}, status=status)

    async def judge(self, name: str, *ids: str, accept: bool = True, status: int = 200, **more: Any) -> dict[str, Any]:
        comments = [{"sample_id": each, "accept": accept, **more} for each in ids]
        return await self.act(name, "POST", f"{self.at}/acceptance/batch-comment", {"comments": comments}, status=status)

    async def draw(self, name: str = "alice", *, status: int = 200, **body: Any) -> dict[str, Any]:
        return await self.act(name, "POST", f"{self.at}/acceptance", body, status=status)

    async def end(self, action: int, name: str = "alice", *, status: int = 200, **body: Any) -> dict[str, Any]:
        path = f"{self.at}/acceptance/status"
        return await self.act(name, "PUT", path, {"action": action, **body}, status=status, locale="en-us")

    async def in_dataset(self) -> dict[str, list[str]]:
        """Return the labels of the samples of the dataset."""
        path = f"/datasets/{self.dataset}/data-annotations/samples"
        answer = await self.act("alice", "GET", path, limit=100, order="asc")
        return {each["sample_id"]: [one["name"] for one in each["labels"]] for each in answer["samples"]}
