"""Lists of the samples of team tasks by what members say, and assignments by a search."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from labelling_team import Team
from modelyard.datasets.models.teams import TeamValueRow
from modelyard.datasets.service import team_values, team_work
from modelyard.datasets.service.context import DatasetsContext
from modelyard.objects.testing import RuleGatekeeper


@pytest.fixture
async def team(client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> Team:
    return await Team(client, gatekeeper).make()


@pytest.fixture
async def said(team: Team) -> Team:
    """Ann has said cat, dog (hard, 0.75, red), cat; Bob nothing."""
    await team.create()
    first, second, third = [each["sample_id"] for each in await team.samples("ann")]
    await team.label("ann", first, says="cat")
    dog: dict[str, Any] = {"name": "dog", "score": 0.75, "property": {"colour": "red"}}
    one = {"sample_id": second, "labels": [dog], "metadata": {"@modelarts:hard": "true", "comment": "is it one?"}}
    await team.act("ann", "PUT", f"{team.at}/data-annotations/samples", {"samples": [one]})
    await team.label("ann", third, says="cat", draft=True)
    return team


def conditions(*found: dict[str, Any]) -> str:
    return json.dumps(found)


async def count(team: Team, name: str = "alice", **query: Any) -> int:
    answer = await team.act(name, "GET", f"{team.at}/data-annotations/samples", limit=1, **query)
    return int(answer["sample_count"])


class TestListWorkforceTaskSamples:
    async def test_labels_find_what_members_said(self, said: Team) -> None:
        assert await count(said, label_name="cat") == 2
        assert await count(said, label_name="dog") == 1
        assert await count(said, label_name="cat", sample_state="__UNREVIEWED__") == 1
        assert await count(said, label_name="nobody") == 0
        assert await count(said, "bob", label_name="cat") == 0

    async def test_confidence_is_between_two_bounds(self, said: Team) -> None:
        assert await count(said, low_score=0.7, high_score=0.8) == 1
        assert await count(said, low_score=0.8) == 0

    async def test_conditions_ask_for_what_is_said_and_for_files(self, said: Team) -> None:
        cat, dog = {"name": "cat"}, {"name": "dog", "property": {"colour": ["red"]}}
        either = {"label_list": {"labels": [cat, dog], "op": "OR"}}

        assert await count(said, search_conditions=conditions(either)) == 3
        assert await count(said, search_conditions=conditions({"label_list": {"labels": [dog]}})) == 1
        assert await count(said, search_conditions=conditions({"label_list": {"labels": [cat, dog], "op": "AND"}})) == 0
        assert await count(said, search_conditions=conditions({"hard": "1"})) == 1
        assert await count(said, search_conditions=conditions({"hard": "0"})) == 5
        assert await count(said, search_conditions=conditions({"sample_name": "text 0"})) == 6
        assert await count(said, search_conditions=conditions({"sample_name": "nothing"})) == 0
        assert await count(said, search_conditions=conditions(either, {"hard": "1"})) == 1

    async def test_authors_are_found(self, said: Team) -> None:
        author = next(each["annotated_by"] for each in await said.samples("ann") if each["labels"])

        assert await count(said, search_conditions=conditions({"labeler": author})) == 3

    async def test_what_is_said_anew_is_found_anew(self, said: Team) -> None:
        first = (await said.samples("ann"))[0]["sample_id"]
        await said.label("ann", first, says="dog")

        assert await count(said, label_name="cat") == 1
        assert await count(said, label_name="dog") == 2

    async def test_what_is_handed_over_is_found_with_its_new_labeler(self, said: Team) -> None:
        body = {"from_worker_id": said.workers["ann"], "to_worker_id": said.workers["bob"]}
        await said.act("alice", "POST", f"{said.at}/assignments", body)

        assert await count(said, "bob", label_name="cat") == 1
        assert await count(said, "ann", label_name="cat") == 1

    async def test_a_wide_search_goes_by_runs_of_samples(self, said: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(team_values, "_MOST_NAMED", 2)

        assert await count(said, search_conditions=conditions({"sample_name": "text"})) == 6

    async def test_a_search_that_is_too_wide_is_refused(self, said: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(team_values, "_MOST_NAMED", 2)
        monkeypatch.setattr(team_values, "_MOST_RUNS", 0)
        path, query = f"{said.at}/data-annotations/samples", conditions({"sample_name": "text"})

        answer = await said.act("alice", "GET", path, status=400, search_conditions=query)

        assert answer["error_code"] == "Modelyard.7480"

    async def test_conditions_that_are_none_are_refused(self, said: Team) -> None:
        path = f"{said.at}/data-annotations/samples"

        assert (await said.act("alice", "GET", path, status=400, search_conditions="[{"))["error_code"] == "ModelArts.0104"

    async def test_hardness_and_comments_are_kept_with_the_work(self, said: Team) -> None:
        second = (await said.samples("ann"))[1]

        assert str(second["metadata"]["@modelarts:hard"]).lower() == "true"
        assert second["metadata"]["comment"] == "is it one?"

    async def test_nothing_is_left_of_a_task_that_is_gone(self, said: Team, context: DatasetsContext) -> None:
        await said.act("alice", "DELETE", said.at, status=204)
        await team_work.run_due(context)

        async with context.database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(TeamValueRow)) == 0


class TestAssigning:
    async def test_a_search_gives_the_first_that_are_free(self, team: Team) -> None:
        await team.create(assignment="manual")
        known = list(await team.in_dataset())
        search = {"search": {"sample_state": "__NONE__"}, "most": 2}

        ann = await team.act("max", "POST", f"{team.at}/assignments", {"to_worker_id": team.workers["ann"], **search})
        bob = await team.act("max", "POST", f"{team.at}/assignments", {"to_worker_id": team.workers["bob"], **search})

        assert ann == bob == {"sample_count": 2}
        assert [each["sample_id"] for each in await team.samples("ann")] == known[:2]
        assert [each["sample_id"] for each in await team.samples("bob")] == known[2:4]

    async def test_nothing_free_is_told(self, team: Team) -> None:
        await team.create(assignment="manual")
        body = {"to_worker_id": team.workers["ann"], "search": {"label_name": "cat"}}

        answer = await team.act("max", "POST", f"{team.at}/assignments", body, status=400)

        assert answer["error_code"] == "Modelyard.7481"
