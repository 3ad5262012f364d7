"""Team tasks: handed out, labelled, reviewed, accepted, rolled back; and what nobody but the right one may do."""

from collections import Counter
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from labelling_team import Team
from modelyard.core.clock import FixedClock
from modelyard.core.subject import Subject
from modelyard.datasets.models.teams import TeamRemovalRow, TeamSampleRow
from modelyard.datasets.service import team_work
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.labelling_days import write_down
from modelyard.objects.testing import RuleGatekeeper


@pytest.fixture
async def team(client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> Team:
    return await Team(client, gatekeeper).make()


@pytest.fixture
async def running(team: Team) -> Team:
    await team.create()
    return team


class TestCreating:
    async def test_samples_are_handed_out_evenly_and_each_once(self, running: Team) -> None:
        task = await running.show()
        ann, ben = await running.samples("ann"), await running.samples("bob")

        assert task["status"] == 1
        assert task["sample_stats"]["total_sample_count"] == 6
        assert len(ann) == len(ben) == 3
        assert not {each["sample_id"] for each in ann} & {each["sample_id"] for each in ben}
        assert task["workforce_stats"] == {"workforce_count": 1, "labeler_count": 2, "reviewer_count": 1}

    async def test_several_label_each_sample_if_that_is_asked_for(self, team: Team) -> None:
        await team.create(repetition=2)

        samples = await team.samples("alice")

        assert len(samples) == 12
        assert set(Counter(each["sample_id"] for each in samples).values()) == {2}
        assert {len(each["labelers"]) for each in samples} == {2}

    async def test_more_labelers_than_there_are_cannot_be_asked_for(self, team: Team) -> None:
        assert (await team.create(repetition=3, status=400))["error_code"] == "ModelArts.4822"

    async def test_a_team_without_labelers_cannot_label(self, team: Team) -> None:
        workers = [{"email": "rita@example.com"}]
        config = {"workforces": [{"workforce_id": team.team, "workers": workers}]}

        assert (await team.create(workforces_config=config, status=400))["error_code"] == "ModelArts.4822"

    async def test_a_name_is_there_once(self, running: Team) -> None:
        assert (await running.create(status=400))["error_code"] == "ModelArts.4620"

    async def test_only_the_members_who_are_named_take_part(self, team: Team) -> None:
        config = {"workforces": [{"workforce_id": team.team, "workers": [{"email": "ANN@example.com"}]}]}
        await team.create(workforces_config=config)

        assert len(await team.samples("ann")) == 6
        await team.act("bob", "GET", team.at, status=403)

    async def test_labelled_samples_are_not_handed_out(self, team: Team) -> None:
        first = next(iter(await team.in_dataset()))
        path = f"/datasets/{team.dataset}/data-annotations/samples"
        await team.act("alice", "PUT", path, {"samples": [{"sample_id": first, "labels": [{"name": "dog"}]}]})

        await team.create()

        assert (await team.show())["total_sample_count"] == 5

    async def test_samples_can_be_chosen_by_conditions(self, team: Team) -> None:
        await team.upload("other 1", "other 2")

        await team.create(sample_conditions='[{"sample_name": "other"}]')

        assert (await team.show())["total_sample_count"] == 2

    async def test_a_manager_starts_what_was_left_to_him(self, team: Team) -> None:
        await team.create(workforces_config={"agency": "max@example.com"})
        config = {"workforces_config": {"workforces": [{"workforce_id": team.team}]}}
        before = await team.show("max")

        await team.act("ann", "POST", team.at, config, status=403)
        await team.act("max", "POST", team.at, config)
        again = await team.act("max", "POST", team.at, config, status=400)

        assert before["status"] == 6
        assert (await team.show("max"))["status"] == 1
        assert again["error_code"] == "ModelArts.4621"

    async def test_a_manager_must_be_one(self, team: Team) -> None:
        answer = await team.create(workforces_config={"agency": "ann@example.com"}, status=400)

        assert answer["error_code"] == "ModelArts.4617"

    async def test_new_samples_come_to_members_if_that_was_asked_for(self, team: Team, context: DatasetsContext) -> None:
        await team.create(synchronize_data=True)
        await team.upload("later 1", "later 2")

        await team_work.run_due(context)
        await team_work.run_due(context)

        assert (await team.show())["total_sample_count"] == 8

    async def test_large_datasets_are_handed_out_in_steps(
        self, team: Team, context: DatasetsContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(team_work, "_STEP", 4)
        await team.create()
        first = await team.show()

        await team_work.run_due(context)

        after = await team.show()
        assert (first["status"], first["total_sample_count"], first["busy"]) == (0, 4, "hand_out")
        assert (after["status"], after["total_sample_count"]) == (1, 6)
        assert len(await team.samples("ann")) == 3


class TestAssigning:
    async def test_samples_are_given_by_hand(self, team: Team) -> None:
        await team.create(assignment="manual")
        ids = list(await team.in_dataset())
        body = {"to_worker_id": team.workers["ann"], "samples": ids[:2]}

        first = await team.act("max", "POST", f"{team.at}/assignments", body)
        again = await team.act("max", "POST", f"{team.at}/assignments", body)

        assert first == again == {"sample_count": 2}
        assert [each["sample_id"] for each in await team.samples("ann")] == ids[:2]

    async def test_what_somebody_has_left_goes_to_another(self, running: Team) -> None:
        done = (await running.samples("ann"))[0]["sample_id"]
        await running.label("ann", done)
        body = {"from_worker_id": running.workers["ann"], "to_worker_id": running.workers["bob"]}

        await running.act("alice", "POST", f"{running.at}/assignments", body)

        assert [each["sample_id"] for each in await running.samples("ann")] == [done]
        assert len(await running.samples("bob")) == 5
        metrics = (await running.act("alice", "GET", f"{running.at}/metrics"))["sample_stats"]
        assert metrics["bob@example.com"]["un_annotation"] == 5

    async def test_nobody_but_leaders_gives_samples_away(self, running: Team) -> None:
        body = {"from_worker_id": running.workers["bob"], "to_worker_id": running.workers["ann"]}

        for name in ("ann", "rita", "eve"):
            await running.act(name, "POST", f"{running.at}/assignments", body, status=403)

    async def test_a_reviewer_gets_no_samples(self, running: Team) -> None:
        body = {"to_worker_id": running.workers["rita"], "samples": list(await running.in_dataset())}

        answer = await running.act("alice", "POST", f"{running.at}/assignments", body, status=400)

        assert answer["error_code"] == "ModelArts.4604"


class TestLabelling:
    async def test_what_is_handed_in_waits_for_the_reviewer(self, running: Team) -> None:
        sample = (await running.samples("ann"))[0]["sample_id"]

        await running.label("ann", sample, seconds=12)

        shown = await running.act("ann", "GET", f"{running.at}/data-annotations/samples/{sample}")
        assert shown["sample_status"] == "UNREVIEWED"
        assert [each["name"] for each in shown["labels"]] == ["cat"]
        assert shown["seconds"] == 12
        assert (await running.in_dataset())[sample] == []

    async def test_without_a_reviewer_it_waits_for_acceptance(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper
    ) -> None:
        team = await Team(client, gatekeeper).make(people=("ann",))
        await team.create()
        sample = (await team.samples("ann"))[0]["sample_id"]

        await team.label("ann", sample)

        assert (await team.samples("ann"))[0]["sample_status"] == "UNCHECK"

    async def test_a_draft_is_not_handed_in(self, running: Team) -> None:
        sample = (await running.samples("ann"))[0]["sample_id"]

        await running.label("ann", sample, draft=True)

        assert (await running.samples("ann"))[0]["sample_status"] == "MANUAL_ANNOTATION"
        assert await running.samples("rita") == []

    async def test_nothing_said_makes_it_unlabelled(self, running: Team) -> None:
        sample = (await running.samples("ann"))[0]["sample_id"]
        await running.label("ann", sample)

        await running.label("ann", sample, says="")

        assert (await running.samples("ann"))[0]["sample_status"] == "UN_ANNOTATION"
        assert (await running.show())["label_stats"][0]["count"] == 0

    async def test_two_who_save_one_sample_are_told(self, running: Team) -> None:
        seen = (await running.samples("ann"))[0]
        saved = await running.label("ann", seen["sample_id"], revision=seen["revision"])

        answer = await running.label("ann", seen["sample_id"], says="dog", revision=seen["revision"], status=409)

        assert saved["revision"] > seen["revision"]
        assert answer["error_code"] == "Modelyard.7000"
        assert (await running.samples("ann"))[0]["labels"][0]["name"] == "cat"

    async def test_an_unknown_label_is_refused(self, running: Team) -> None:
        sample = (await running.samples("ann"))[0]["sample_id"]

        assert (await running.label("ann", sample, says="horse", status=400))["error_code"] == "ModelArts.4410"

    async def test_lists_are_filtered_by_state(self, running: Team) -> None:
        sample = (await running.samples("ann"))[0]["sample_id"]
        await running.label("ann", sample)

        assert len(await running.samples("ann", sample_state="__none__")) == 2
        assert len(await running.samples("ann", sample_state="__UNREVIEWED__")) == 1
        path = f"{running.at}/data-annotations/samples"
        answer = await running.act("ann", "GET", path, status=400, sample_state="__WHAT__")
        assert answer["error_code"] == "ModelArts.0104"


class TestReviewing:
    async def test_what_passes_waits_for_acceptance_and_the_rest_goes_back(self, running: Team) -> None:
        done = await running.do_all("ann")
        good, bad, _ = done["ann"]

        await running.review("rita", good, score="B")
        await running.review("rita", bad, accept=False, comment="that is a dog")

        states = {each["sample_id"]: each for each in await running.samples("ann")}
        assert states[good]["sample_status"] == "UNCHECK"
        assert (states[good]["review_accept"], states[good]["review_score"]) == (True, "B")
        assert states[bad]["sample_status"] == "REJECTED"
        assert states[bad]["review_comment"] == "that is a dog"

    async def test_what_went_back_is_handed_in_again(self, running: Team) -> None:
        first = (await running.do_all("ann"))["ann"][0]
        await running.review("rita", first, accept=False)

        await running.label("ann", first, says="dog")

        shown = {each["sample_id"]: each for each in await running.samples("rita")}
        assert shown[first]["sample_status"] == "UNREVIEWED"
        assert "review_accept" not in shown[first]

    async def test_reviewers_see_what_was_handed_in(self, running: Team) -> None:
        before = await running.samples("rita")
        await running.do_all("ann")

        assert before == []
        assert len(await running.samples("rita")) == 3

    async def test_what_was_not_handed_in_is_not_reviewed(self, running: Team) -> None:
        sample = (await running.samples("ann"))[0]["sample_id"]

        assert (await running.review("rita", sample, status=400))["error_code"] == "Modelyard.7236"


class TestAccepting:
    @pytest.fixture
    async def reviewed(self, running: Team) -> Team:
        done = await running.do_all("ann", "bob")
        await running.review("rita", *done["ann"], *done["bob"])
        return running

    async def drawn(self, team: Team) -> list[str]:
        return [each["sample_id"] for each in await team.samples("alice", sample_state="__WORKFORCE_SAMPLED__")]

    async def test_a_share_or_a_number_is_drawn(self, reviewed: Team) -> None:
        await reviewed.draw(sampling_rate=0.5)
        share = await self.drawn(reviewed)
        await reviewed.end(2)
        await reviewed.draw(sampling_num=2)

        assert (len(share), len(await self.drawn(reviewed))) == (3, 2)
        assert (await reviewed.show())["status"] == 2

    async def test_everything_accepted_is_in_the_dataset(self, reviewed: Team) -> None:
        await reviewed.draw(sampling_rate=0.5)
        await reviewed.judge("alice", *await self.drawn(reviewed), score="A")
        report = await reviewed.act("alice", "GET", f"{reviewed.at}/acceptance/report")

        await reviewed.end(0)

        task = await reviewed.show()
        assert report["checking_stats"]["accepted_sample_count"] == 3
        assert (report["checking_stats"]["score"], report["checking_stats"]["total_score"]) == ("A", 12)
        assert task["status"] == 3
        assert task["sample_stats"]["accepted_sample_count"] == 6
        assert set(map(tuple, (await reviewed.in_dataset()).values())) == {("cat",)}

    async def test_rejecting_the_rest_returns_what_was_not_passed(self, reviewed: Team) -> None:
        await reviewed.draw(sampling_num=2)
        good, bad = await self.drawn(reviewed)
        await reviewed.judge("alice", good)
        await reviewed.judge("alice", bad, accept=False, comment="no")

        await reviewed.end(5)

        said = await reviewed.in_dataset()
        assert {sample for sample, labels in said.items() if labels} == {good}
        task = await reviewed.show()
        assert (task["status"], task["sample_stats"]["rejected_sample_count"]) == (4, 5)

    async def test_passing_the_rest_returns_what_was_rejected(self, reviewed: Team) -> None:
        await reviewed.draw(sampling_num=2)
        _, bad = await self.drawn(reviewed)
        await reviewed.judge("alice", bad, accept=False)

        await reviewed.end(4)

        said = await reviewed.in_dataset()
        assert {sample for sample, labels in said.items() if not labels} == {bad}
        assert len(await reviewed.samples("alice", sample_state="__REJECTED__")) == 1

    async def test_rejecting_all_leaves_the_dataset_alone(self, reviewed: Team) -> None:
        await reviewed.draw()

        await reviewed.end(1)

        assert not any((await reviewed.in_dataset()).values())
        assert (await reviewed.show())["sample_stats"]["rejected_sample_count"] == 6

    async def test_one_acceptance_at_a_time(self, reviewed: Team) -> None:
        await reviewed.draw()

        assert (await reviewed.draw(status=400))["error_code"] == "ModelArts.4623"

    async def test_there_must_be_something_to_look_at(self, running: Team) -> None:
        assert (await running.draw(status=400))["error_code"] == "ModelArts.4625"

    async def test_what_was_drawn_cannot_be_changed_and_the_accepted_neither(self, reviewed: Team) -> None:
        sample = (await reviewed.samples("ann"))[0]["sample_id"]
        await reviewed.draw()
        while_open = await reviewed.label("ann", sample, says="dog", status=400)
        await reviewed.end(0)

        after = await reviewed.label("ann", sample, says="dog", status=400)

        assert while_open["error_code"] == after["error_code"] == "Modelyard.7235"

    async def test_labels_made_in_the_dataset_meanwhile_stay_unless_they_are_to_go(self, reviewed: Team) -> None:
        first = next(iter(await reviewed.in_dataset()))
        path = f"/datasets/{reviewed.dataset}/data-annotations/samples"
        body = {"samples": [{"sample_id": first, "labels": [{"name": "dog"}]}]}
        await reviewed.act("alice", "PUT", path, body)
        await reviewed.draw()
        conflicts = await reviewed.end(3)

        await reviewed.end(0)
        kept = (await reviewed.in_dataset())[first]
        await reviewed.act("alice", "POST", f"{reviewed.at}/acceptance/rollback")
        await reviewed.draw()
        await reviewed.end(0, overwrite_last_result=True)

        assert (conflicts["sample_count"], conflicts["samples"][0]["sample_id"]) == (1, first)
        assert kept == ["dog"]
        assert (await reviewed.in_dataset())[first] == ["cat"]

    async def test_an_acceptance_is_taken_back(self, reviewed: Team) -> None:
        await reviewed.draw()
        await reviewed.end(0)
        changed, *_ = await reviewed.in_dataset()
        path = f"/datasets/{reviewed.dataset}/data-annotations/samples"
        await reviewed.act("alice", "PUT", path, {"samples": [{"sample_id": changed, "labels": [{"name": "dog"}]}]})

        await reviewed.act("max", "POST", f"{reviewed.at}/acceptance/rollback", status=403)
        await reviewed.act("alice", "POST", f"{reviewed.at}/acceptance/rollback")
        again = await reviewed.act("alice", "POST", f"{reviewed.at}/acceptance/rollback", status=400)

        said = await reviewed.in_dataset()
        task = await reviewed.show()
        assert said.pop(changed) == ["dog"]
        assert not any(said.values())
        assert (task["status"], task["sample_stats"]["uncheck_sample_count"]) == (1, 6)
        assert task["checking_task_desc"]["result"]["restored"] == 5
        assert again["error_code"] == "ModelArts.4624"

    async def test_the_annotations_name_who_made_them(self, reviewed: Team) -> None:
        await reviewed.draw()
        await reviewed.end(0)

        path = f"/datasets/{reviewed.dataset}/data-annotations/samples"
        shown = (await reviewed.act("alice", "GET", path, limit=100))["samples"]

        assert {one["annotated_by"].rpartition("/")[2] for each in shown for one in each["labels"]} == {"ann", "bob"}

    async def test_of_several_the_best_graded_goes_in(self, team: Team) -> None:
        await team.create(repetition=2)
        await team.do_all("ann", says="cat")
        done = (await team.do_all("bob", says="dog"))["bob"]
        await team.review("rita", *done, worker_id=team.workers["ann"], score="C")
        await team.review("rita", *done, worker_id=team.workers["bob"], score="A")
        await team.draw()

        await team.end(0)

        assert set(map(tuple, (await team.in_dataset()).values())) == {("dog",)}

    async def test_large_tasks_are_accepted_and_undone_in_steps(
        self, reviewed: Team, context: DatasetsContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(team_work, "_STEP", 2)
        await reviewed.draw(sampling_num=4)
        await team_work.run_due(context)
        drawn = await self.drawn(reviewed)
        await reviewed.end(0)
        half = [labels for labels in (await reviewed.in_dataset()).values() if labels]
        await team_work.run_due(context)
        whole = [labels for labels in (await reviewed.in_dataset()).values() if labels]
        await reviewed.act("alice", "POST", f"{reviewed.at}/acceptance/rollback")
        await team_work.run_due(context)

        assert (len(drawn), len(half), len(whole)) == (4, 2, 6)
        assert not any((await reviewed.in_dataset()).values())


class TestRights:
    """As the wrong one: another member, somebody without a part, another account."""

    async def test_a_labeler_sees_and_changes_his_own_alone(self, running: Team) -> None:
        of_bob = (await running.samples("bob"))[0]["sample_id"]
        path = f"{running.at}/data-annotations/samples"

        shown = await running.act("ann", "GET", f"{path}/{of_bob}", status=400)
        named = await running.samples("ann", worker_id=running.workers["bob"])
        written = await running.label("ann", of_bob, status=400)
        as_bob = await running.label("ann", of_bob, status=400, worker_id=running.workers["bob"])
        task = await running.show("ann")

        assert {each["error_code"] for each in (shown, written, as_bob)} == {"ModelArts.4420"}
        assert named == []
        assert [each["email"] for each in task["worker_stats"]] == ["ann@example.com"]
        assert task["sample_stats"]["total_sample_count"] == 3
        assert task["workforces_config"] == {}

    async def test_a_reviewer_writes_no_annotations(self, running: Team) -> None:
        done = (await running.do_all("ann"))["ann"]

        assert (await running.label("rita", done[0], says="dog", status=403))["error_code"] == "ModelArts.4600"

    async def test_a_labeler_neither_reviews_nor_accepts(self, running: Team) -> None:
        done = (await running.do_all("ann"))["ann"]

        answers = [
            await running.review("ann", done[0], status=403),
            await running.draw("ann", status=403),
            await running.judge("ann", done[0], status=403),
            await running.end(0, "ann", status=403),
            await running.act("ann", "GET", f"{running.at}/report", status=403),
            await running.act("ann", "PUT", running.at, {"task_name": "mine"}, status=403),
            await running.act("ann", "DELETE", running.at, status=403),
            await running.act("ann", "POST", f"{running.at}/notify", {"emails": ["bob@example.com"]}, status=403),
        ]

        assert {each["error_code"] for each in answers} == {"ModelArts.4600"}

    async def test_a_reviewer_does_not_accept(self, running: Team) -> None:
        done = (await running.do_all("ann"))["ann"]
        await running.review("rita", *done)

        assert (await running.draw("rita", status=403))["error_code"] == "ModelArts.4600"

    async def test_a_manager_accepts_but_does_not_delete(self, running: Team) -> None:
        done = (await running.do_all("ann"))["ann"]
        await running.review("rita", *done)

        await running.draw("max")
        await running.end(0, "max")

        assert sum(1 for labels in (await running.in_dataset()).values() if labels) == 3
        await running.act("max", "DELETE", running.at, status=403)

    async def test_who_takes_no_part_learns_nothing(self, running: Team) -> None:
        paths = ["", "/metrics", "/report", "/acceptance/report", "/data-annotations/samples", "/data-annotations/stats"]

        answers = [await running.act("eve", "GET", f"{running.at}{path}", status=403) for path in paths]

        assert {each["error_code"] for each in answers} == {"ModelArts.0108"}
        assert (await running.act("eve", "GET", "/workforces/worker-tasks"))["count"] == 0

    async def test_another_account_finds_nothing(self, running: Team) -> None:
        paths = ["", "/metrics", "/report", "/data-annotations/samples"]

        answers = [await running.act("mallory", "GET", f"{running.at}{path}", status=400, project="p2") for path in paths]

        assert {each["error_code"] for each in answers} == {"ModelArts.4352"}

    async def test_members_have_no_other_rights_on_the_dataset(self, running: Team) -> None:
        await running.act("ann", "GET", f"/datasets/{running.dataset}", status=403)
        await running.act("ann", "GET", f"/datasets/{running.dataset}/data-annotations/samples", status=403)
        await running.act("ann", "GET", f"/datasets/{running.dataset}/workforce-tasks", status=403)
        await running.act("max", "GET", "/workforces", status=403)

    async def test_who_was_removed_is_out(self, running: Team) -> None:
        await running.act("alice", "PUT", running.at, {"end": True})
        await running.act("alice", "DELETE", f"/workforces/{running.team}/workers/{running.workers['ann']}", status=204)

        await running.act("ann", "GET", running.at, status=403)
        metrics = (await running.act("alice", "GET", f"{running.at}/metrics"))["sample_stats"]
        assert "ann@example.com" not in metrics


class TestLists:
    async def test_everybody_finds_his_tasks(self, running: Team) -> None:
        await running.do_all("ann")

        answer = await running.act("ann", "GET", "/workforces/worker-tasks", search_content="ROUND")
        tasks = await running.act("alice", "GET", f"/datasets/{running.dataset}/workforce-tasks")

        assert answer["count"] == 1
        assert answer["worker_tasks"][0]["sample_stats"]["unreviewed_sample_count"] == 3
        assert (answer["worker_tasks"][0]["role"], answer["worker_tasks"][0]["task_id"]) == (0, running.task)
        assert (tasks["count"], tasks["tasks"][0]["task_name"]) == (1, "round-1")

    async def test_a_member_with_work_is_not_removed(self, running: Team) -> None:
        path = f"/workforces/{running.team}"

        one = await running.act("alice", "DELETE", f"{path}/workers/{running.workers['ann']}", status=400)
        whole = await running.act("alice", "DELETE", path, status=400)

        assert one["error_code"] == whole["error_code"] == "ModelArts.4628"


class TestEnding:
    async def test_nobody_works_on_what_was_ended(self, running: Team) -> None:
        sample = (await running.samples("ann"))[0]["sample_id"]

        await running.act("alice", "PUT", running.at, {"end": True})

        assert (await running.show())["status"] == 3
        assert (await running.label("ann", sample, status=400))["error_code"] == "Modelyard.7235"

    async def test_a_deleted_task_leaves_nothing_but_what_was_accepted(self, running: Team, context: DatasetsContext) -> None:
        done = (await running.do_all("ann"))["ann"]
        await running.review("rita", *done)
        await running.draw()
        await running.end(0)

        await running.act("alice", "DELETE", running.at, status=204)
        await team_work.run_due(context)

        assert sum(1 for labels in (await running.in_dataset()).values() if labels) == 3
        async with context.database.read_session() as db:
            assert list(await db.scalars(select(TeamSampleRow.sample))) == []
            assert list(await db.scalars(select(TeamRemovalRow.number))) == []


class TestReports:
    async def test_members_are_reported(self, running: Team) -> None:
        done = await running.do_all("ann")
        await running.label("ann", done["ann"][0], seconds=30)
        await running.review("rita", done["ann"][0], accept=False)

        report = await running.act("rita", "GET", f"{running.at}/report")

        ann = next(each for each in report["members"] if each["email"] == "ann@example.com")
        assert (ann["assigned"], ann["done"], ann["rejected"], ann["waiting"]) == (3, 2, 1, 2)
        assert (ann["spent_seconds"], ann["seconds_per_sample"]) == (30, 15)
        assert report["compared"] == 0

    async def test_agreement_is_measured_where_several_label(self, team: Team) -> None:
        await team.create(repetition=2)
        ids = (await team.do_all("ann", says="cat"))["ann"]
        await team.do_all("bob", says="cat")
        await team.label("bob", ids[0], ids[1], ids[2], says="dog")
        await team.label("ann", ids[0], ids[1], says="dog")

        report = await team.act("max", "GET", f"{team.at}/report")

        assert (report["compared"], report["is_whole"]) == (6, True)
        assert report["alikeness"] == pytest.approx(5 / 6)
        assert report["pairs"][0]["kappa"] == pytest.approx(2 / 3)
        assert report["pairs"][0]["samples"] == 6

    async def test_stats_are_those_of_the_task(self, running: Team) -> None:
        await running.do_all("ann")

        stats = await running.act("alice", "GET", f"{running.at}/data-annotations/stats")

        assert stats["sample_stats"] == {
            "total": 6,
            "un_annotation": 3,
            "auto_annotation": 0,
            "unreviewed": 3,
            "uncheck": 0,
            "accepted": 0,
            "rejected": 0,
        }
        assert stats["label_stats"][0]["count"] == 3

    async def test_days_are_written_down_and_shown(
        self, running: Team, context: DatasetsContext, clock: FixedClock, alice: Subject
    ) -> None:
        day = 86_400_000
        first = int(clock.now().timestamp() * 1000) // day * day
        await write_down(context)
        clock.advance(2 * 86_400)
        await running.do_all("ann")
        path = f"/datasets/{running.dataset}/metrics"
        period: dict[str, Any] = {"start_time": first, "end_time": first + 9 * day}

        whole = (await running.act("alice", "GET", path, **period))["metrics"]
        task = (await running.act("alice", "GET", path, workforce_task_id=running.task, **period))["metrics"]
        wrong = await running.act("alice", "GET", path, status=400, start_time=5, end_time=4)

        assert whole["total"] == {str(first + step * day): 6 for step in range(3)}
        assert whole["failed_user"] == {}
        assert task["queuing"] == {str(first): 0, str(first + day): 0, str(first + 2 * day): 3}
        assert wrong["error_code"] == "Modelyard.7239"
