"""Versions: published by the worker, listed, shown, made current, deleted."""

import hashlib
import os
import shutil
import signal
from typing import Any

import httpx
import orjson
import psutil
import pytest

from modelyard.core.clock import FixedClock
from modelyard.datasets.adapters.asking_child import Child
from modelyard.datasets.rules import manifest
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.service import version_sending, version_writing
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.datasets.types.datasets import Kind, SampleState
from modelyard.objects.errors.store import StoreUnavailable
from modelyard.objects.testing import RuleGatekeeper
from published_leafs import DATASETS, Leafs, leafs

__all__ = ["leafs"]


class TestCreateVersion:
    async def test_the_manifest_has_a_line_for_each_sample_at_the_documented_place(self, leafs: Leafs) -> None:
        version = await leafs.published(description="first")

        lines = leafs.lines(version)
        assert version["version_name"] == "V001"
        assert version["status"] == 1
        assert version["manifest_path"].endswith(f"leafs-{leafs.id}/annotation/V001/V001.manifest")
        assert [line["source"] for line in lines] == [f"s3://team/leafs/in/{n}.jpg" for n in range(20)]
        assert lines[0]["annotation"][0]["name"] == "oak"
        assert "annotation" not in lines[19]
        assert all("usage" not in line for line in lines)

    async def test_the_lines_are_read_back_as_they_were_said(self, leafs: Leafs) -> None:
        version = await leafs.published()

        item, problems = manifest.read_line(orjson.dumps(leafs.lines(version)[3]))

        assert problems == []
        assert item is not None
        assert item.size == (40, 30, 3)
        assert item.annotations == (Annotation(Kind.CLASS, label="oak", author="human/a/b", created=1_700_000_000),)

    async def test_figures_say_what_is_in_it_and_what_changed(self, leafs: Leafs) -> None:
        await leafs.published()
        await leafs.add(100, 101)
        await leafs.say("2", 0, 16)
        await leafs.client.post(
            f"{leafs.url}/data-annotations/samples/delete",
            json={"samples": [(await leafs.sample_ids())[5]]},
        )

        second = await leafs.published()

        assert second["version_name"] == "V002"
        assert second["total_sample_count"] == 21
        assert second["previous_total_sample_count"] == 20
        assert second["previous_annotated_sample_count"] == 16
        assert second["add_sample_count"] == 2
        assert second["deleted_sample_count"] == 1
        assert second["modified_sample_count"] == 2
        stats = {each["name"]: (each["count"], each["sample_count"]) for each in second["label_stats"]}
        assert stats == {"oak": (6, 6), "elm": (10, 10)}
        assert second["label_type"] == "single"

    async def test_a_part_that_did_not_change_is_not_written_again(self, leafs: Leafs) -> None:
        await leafs.published()
        parts = leafs.parts()
        written = leafs.store.buckets["team"][parts[0]][0].modified_at

        second = await leafs.published()

        assert leafs.parts() == parts
        assert leafs.store.buckets["team"][parts[0]][0].modified_at == written
        assert hashlib.sha256(leafs.store.buckets["team"][parts[0]][1]).hexdigest() in parts[0]
        assert len(leafs.lines(second)) == 20

    async def test_lines_that_do_not_fit_into_memory_are_sent_from_the_disk(
        self, leafs: Leafs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = await leafs.published()
        monkeypatch.setattr(version_writing, "_MOST_IN_MEMORY", 1000)
        monkeypatch.setattr(version_sending, "_MOST_AT_ONCE", 1000)
        monkeypatch.setattr(version_writing, "_FIRST_SPAN", 3)
        leafs.store.buckets["team"].pop(leafs.parts()[0])

        second = await leafs.published()

        assert leafs.lines(second) == leafs.lines(first)
        assert [version["total_sample_count"] for version in (first, second)] == [20, 20]

    async def test_a_process_of_its_own_makes_the_same_lines(self, leafs: Leafs, monkeypatch: pytest.MonkeyPatch) -> None:
        first = await leafs.published()
        monkeypatch.setattr(version_writing, "_FEW_PARTS", 0)
        monkeypatch.setattr(version_writing, "_FIRST_SPAN", 3)

        second = await leafs.published()

        assert leafs.lines(second) == leafs.lines(first)
        assert len(leafs.parts()) == 1
        assert second["label_stats"] == first["label_stats"]

    async def test_lines_are_made_anew_when_their_process_was_killed(
        self, leafs: Leafs, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(version_writing, "_FEW_PARTS", 0)
        answer = Child.answer
        pids: list[int] = []

        async def killed_once(child: Child) -> Any:
            if not pids:
                os.kill(child.pid, signal.SIGKILL)
            pids.append(child.pid)
            return await answer(child)

        monkeypatch.setattr(Child, "answer", killed_once)
        version_id = await leafs.publish()
        await run_tasks(leafs.context)
        clock.advance(600)
        await run_tasks(leafs.context)

        assert len(leafs.lines(await leafs.version(version_id))) == 20
        assert len(set(pids)) == 2
        assert not any(psutil.pid_exists(pid) for pid in pids)

    async def test_labelling_goes_on_while_a_version_is_written(self, leafs: Leafs) -> None:
        version_id = await leafs.publish()
        await run_step(leafs.context)
        await leafs.say("2", 0, 19)
        await leafs.add(500)
        await run_tasks(leafs.context)

        lines = leafs.lines(await leafs.version(version_id))

        assert len(lines) == 20
        assert lines[0]["annotation"][0]["name"] == "oak"
        assert "annotation" not in lines[19]

    async def test_a_worker_that_was_killed_between_steps_is_followed_by_one_that_ends_the_work(self, leafs: Leafs) -> None:
        version_id = await leafs.publish()
        while await run_step(leafs.context):
            pass

        assert len(leafs.lines(await leafs.version(version_id))) == 20

    async def test_what_waits_to_be_confirmed_is_not_in_a_version(self, leafs: Leafs) -> None:
        await leafs.say("1", 17, state=SampleState.TO_CONFIRM)

        version = await leafs.published()

        assert "annotation" not in leafs.lines(version)[17]
        assert version["annotated_sample_count"] == 16

    async def test_a_name_that_is_taken_is_refused(self, leafs: Leafs) -> None:
        await leafs.published(version_name="first")

        answer = await leafs.client.post(f"{leafs.url}/versions", json={"version_name": "first"})

        assert answer.status_code == 400
        assert answer.json()["error_code"] == "ModelArts.4371"

    async def test_one_version_is_published_at_a_time(self, leafs: Leafs) -> None:
        await leafs.publish()

        answer = await leafs.client.post(f"{leafs.url}/versions", json={})

        assert answer.status_code == 400
        assert answer.json()["error_code"] == "ModelArts.4343"

    async def test_an_empty_dataset_is_refused(self, client: httpx.AsyncClient, leafs: Leafs) -> None:
        made = await client.post(DATASETS, json=make_request("empty"))

        answer = await client.post(f"{DATASETS}/{made.json()['dataset_id']}/versions", json={})

        assert answer.json()["error_code"] == "Modelyard.7180"


class TestSplits:
    async def test_a_ratio_splits_within_each_label(self, leafs: Leafs) -> None:
        version = await leafs.published(train_evaluate_sample_ratio="0.75")

        marked = [(line.get("usage"), line["annotation"][0]["name"]) for line in leafs.lines(version) if "usage" in line]
        assert {pair: marked.count(pair) for pair in set(marked)} == {
            ("TRAIN", "oak"): 6,
            ("EVAL", "oak"): 2,
            ("TRAIN", "elm"): 6,
            ("EVAL", "elm"): 2,
        }
        assert version["usage_stats"] == {"TRAIN": 12, "EVAL": 4}
        assert version["train_evaluate_sample_ratio"] == "0.75"
        assert version["label_stats"][0]["usages"] == {"TRAIN": 6, "EVAL": 2}

    async def test_the_preview_tells_what_publishing_gives(self, leafs: Leafs) -> None:
        split = {"method": "stratified", "train": 0.5, "evaluate": 0.25, "test": 0.25, "seed": 7}

        preview = (await leafs.client.post(f"{leafs.url}/versions/preview", json={"split": split})).json()
        version = await leafs.published(split=split)

        assert preview["usages"] == version["usage_stats"] == {"TRAIN": 8, "EVAL": 4, "TEST": 4}
        assert preview["unused"] == 4
        assert preview["labels"][0]["usages"] == version["label_stats"][0]["usages"]

    async def test_groups_stay_whole(self, leafs: Leafs) -> None:
        await leafs.add(*range(200, 208), folder="walk")
        await leafs.say("1", *range(20, 28))

        version = await leafs.published(split={"method": "group", "train": 0.6, "evaluate": 0.4, "by": "folder"})

        of_folder: dict[str, set[str]] = {}
        for line in leafs.lines(version):
            if "usage" in line:
                of_folder.setdefault(line["source"].rpartition("/")[0], set()).add(line["usage"])
        assert sorted(map(tuple, of_folder.values())) == [("EVAL",), ("TRAIN",)]

    async def test_a_label_on_too_few_samples_is_told(self, leafs: Leafs) -> None:
        await leafs.say("1", 8, 9, 10, 11)

        answer = await leafs.client.post(f"{leafs.url}/versions", json={"train_evaluate_sample_ratio": "0.8"})

        assert answer.json()["error_code"] == "ModelArts.4711"
        assert "elm is on 4 samples" in answer.json()["error_msg"]

    @pytest.mark.parametrize("ratio", ["2", "x", "-1", "nan", "1e3"])
    async def test_a_ratio_that_is_none_is_refused(self, leafs: Leafs, ratio: str) -> None:
        answer = await leafs.client.post(f"{leafs.url}/versions", json={"train_evaluate_sample_ratio": ratio})

        assert answer.status_code == 400


class TestListVersions:
    async def test_versions_are_listed_newest_first_and_filtered(self, leafs: Leafs) -> None:
        await leafs.published()
        await leafs.published(train_evaluate_sample_ratio="0.8")
        await leafs.publish()

        listed = (await leafs.client.get(f"{leafs.url}/versions")).json()
        usable = (await leafs.client.get(f"{leafs.url}/versions", params={"status": 1, "limit": 1})).json()
        split = (await leafs.client.get(f"{leafs.url}/versions", params={"train_evaluate_ratio": "0.5,0.9"})).json()

        assert [(each["version_name"], each["status"]) for each in listed["versions"]] == [
            ("V003", 0),
            ("V002", 1),
            ("V001", 1),
        ]
        assert (usable["total_number"], len(usable["versions"])) == (2, 1)
        assert [each["version_name"] for each in split["versions"]] == ["V002"]

    async def test_a_dataset_shows_its_current_version(self, leafs: Leafs) -> None:
        first = await leafs.published()
        second = await leafs.published()

        shown = (await leafs.client.get(leafs.url)).json()
        changed = await leafs.client.put(leafs.url, json={"current_version_id": first["version_id"]})
        after = (await leafs.client.get(DATASETS, params={"contain_versions": True})).json()["datasets"][0]

        assert changed.status_code == 200
        assert shown["current_version_id"] == second["version_id"]
        assert (shown["next_version_num"], shown["dataset_version_count"]) == (3, 2)
        assert after["current_version_name"] == "V001"
        assert after["versions"][0]["is_current"] is True

    async def test_lists_leave_out_datasets_without_such_a_version(self, leafs: Leafs) -> None:
        none = (await leafs.client.get(DATASETS, params={"contain_versions": True})).json()
        await leafs.published()
        ratio = (await leafs.client.get(DATASETS, params={"train_evaluate_ratio": "0.0,0.5"})).json()
        some = (await leafs.client.get(DATASETS, params={"version_format": 0})).json()

        assert (none["total_number"], ratio["total_number"], some["total_number"]) == (0, 0, 1)


class TestDeleteVersion:
    async def test_a_version_goes_and_what_it_wrote_stays(self, leafs: Leafs) -> None:
        first = await leafs.published()
        second = await leafs.published()

        answer = await leafs.client.delete(f"{leafs.url}/versions/{second['version_id']}")

        assert answer.status_code == 204
        assert len(leafs.lines(second)) == 20
        assert (await leafs.client.get(leafs.url)).json()["current_version_id"] == first["version_id"]
        gone = await leafs.client.get(f"{leafs.url}/versions/{second['version_id']}")
        assert (gone.status_code, gone.json()["error_code"]) == (400, "ModelArts.4353")

    async def test_a_version_that_is_being_published_is_stopped(self, leafs: Leafs) -> None:
        version_id = await leafs.publish()
        await run_step(leafs.context)

        await leafs.client.delete(f"{leafs.url}/versions/{version_id}")
        await run_tasks(leafs.context)

        assert (await leafs.client.get(leafs.url)).json()["status"] == 1
        assert (await leafs.client.get(f"{leafs.url}/versions")).json()["total_number"] == 0
        assert (await leafs.published())["status"] == 1


class TestFailures:
    async def test_a_publication_that_failed_is_an_error_and_says_why(self, leafs: Leafs, gatekeeper: RuleGatekeeper) -> None:
        version_id = await leafs.publish()
        gatekeeper.rule = lambda _, action, __, ___: action != "obs:object:PutObject"
        await run_tasks(leafs.context)

        version = await leafs.version(version_id)

        assert version["status"] == 4
        assert version["code"]
        assert version["message"]
        listed = (await leafs.client.get(f"{leafs.url}/versions", params={"status": 4})).json()
        assert listed["total_number"] == 1

    async def test_a_part_that_did_not_arrive_is_sent_again(
        self, leafs: Leafs, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put = leafs.store.put
        failures = [StoreUnavailable(problem="away")]

        async def fail_once(*args: Any, **kwargs: Any) -> str:
            if failures:
                raise failures.pop()
            return await put(*args, **kwargs)

        monkeypatch.setattr(leafs.store, "put", fail_once)
        version_id = await leafs.publish()
        await run_tasks(leafs.context)
        assert (await leafs.version(version_id))["status"] == 0

        clock.advance(600)
        await run_tasks(leafs.context)

        assert len(leafs.lines(await leafs.version(version_id))) == 20

    async def test_a_disk_without_room_for_the_manifest_holds_no_version_up(
        self, leafs: Leafs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(shutil, "copyfileobj", fail)

        assert len(leafs.lines(await leafs.published())) == 20
