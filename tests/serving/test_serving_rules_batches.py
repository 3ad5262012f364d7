"""Rules of batch services: mappings, APIs, states, and what workers leave behind."""

import base64
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from modelyard.compute.types import Outcome, WorkloadState
from modelyard.core.errors import AppError
from modelyard.registry.types import Api, CheckMethod, Health, ModelKind
from modelyard.serving.errors import BatchInputMissing, BatchMappingInvalid, FieldMissing, FieldNotSupported, FieldWrong
from modelyard.serving.rules import manifests
from modelyard.serving.rules.batches import (
    Facts,
    Run,
    api_of,
    check_batch,
    file_parameter,
    percent_of,
    status_of,
    task_id_of,
    tasks_of,
)
from modelyard.serving.rules.mappings import check_mapping
from modelyard.serving.testing import make_servable
from modelyard.serving.types import Goal, RecordFile, ServiceStatus, WorkerProgress

NOW = datetime(2026, 5, 1, tzinfo=timezone.utc)
LEAF = {"type": "number", "index": 0}
RULE = {"type": "object", "properties": {"x": LEAF}}
FILE_API = Api(request={"type": "object", "properties": {"images": {"type": "file"}}})


def entry(**changes: Any) -> dict[str, Any]:
    made = {"model_id": "m1", "specification": "s", "instance_count": 1, "src_path": "obs://in/", "dest_path": "obs://out/"}
    return {**made, "mapping_type": "csv", "mapping_rule": RULE, **changes}


class TestEntries:
    def test_a_good_one_gets_all_of_the_weight(self) -> None:
        assert check_batch([entry()], {})["weight"] == 100
        assert check_batch([entry(mapping_type="file", mapping_rule=None)], {"priority": 2})["mapping_type"] == "file"
        assert check_batch([entry(src_type="ManifestFile", src_path="obs://in/x.manifest")], {})

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"batching": {}, "nodes": ["n"]}, FieldNotSupported),
            ({"specification": ""}, FieldMissing),
            ({"specification": "custom"}, FieldMissing),
            ({"mapping_rule": None}, FieldMissing),
            ({"instance_count": 0}, FieldWrong),
            ({"src_type": "ManifestFile"}, FieldWrong),
            ({"mapping_rule": {"type": "object"}}, BatchMappingInvalid),
        ],
    )
    def test_what_is_wrong_is_said(self, changes: dict[str, Any], problem: type[AppError]) -> None:
        with pytest.raises(problem):
            check_batch([entry(**changes)], {})

    def test_there_is_exactly_one_and_no_option_of_other_services(self) -> None:
        with pytest.raises(FieldWrong):
            check_batch([entry(), entry()], {})
        with pytest.raises(FieldNotSupported):
            check_batch([entry()], {"schedule": [{}]})

    def test_results_are_called_by_what_they_depend_on(self) -> None:
        assert task_id_of("s1", entry()) == task_id_of("s1", entry(instance_count=9, dest_path="obs://other/"))
        assert task_id_of("s1", entry()) != task_id_of("s2", entry())
        assert task_id_of("s1", entry()) != task_id_of("s1", entry(envs={"A": "1"}))


class TestMappings:
    @pytest.mark.parametrize(
        "rule",
        [
            RULE,
            {"properties": {"x": LEAF, "y": {"type": "string", "index": -1}}},
            {"type": "array", "items": [RULE]},
            {"type": "array", "items": RULE},
            {"type": "array", "item": LEAF},
            {"type": "object", "properties": {"a.b": {"type": "boolean", "index": 16383}}},
        ],
    )
    def test_good_ones(self, rule: Any) -> None:
        check_mapping(rule, "rule")

    @pytest.mark.parametrize(
        ("rule", "field"),
        [
            ([], "rule"),
            ({}, "rule.type"),
            ({"type": ["number"]}, "rule.type"),
            ({"type": "file", "index": 0}, "rule.type"),
            ({"type": "object"}, "rule.properties"),
            ({"type": "object", "properties": {}}, "rule.properties"),
            ({"type": "array"}, "rule.item"),
            ({"type": "array", "items": []}, "rule.items"),
            ({"type": "array", "items": [{"type": "number"}]}, "rule.items[0].index"),
            ({"type": "number", "index": True}, "rule.index"),
            ({"type": "number", "index": 16384}, "rule.index"),
            ({"type": "number", "index": -1}, "rule.index"),
            ({"properties": {"x": {"type": "number", "index": -1}}}, "rule"),
            ({"properties": {"x": {"type": "number", "index": "0"}}}, "rule.properties.x.index"),
            ({"properties": {"x" * 70_000: LEAF}}, "rule"),
        ],
    )
    def test_bad_ones_are_said_with_the_place(self, rule: Any, field: str) -> None:
        with pytest.raises(BatchMappingInvalid) as caught:
            check_mapping(rule, "rule")
        assert caught.value.params["field"] == field

    def test_that_are_too_deep(self) -> None:
        rule: Any = LEAF
        for _ in range(40):
            rule = {"type": "array", "items": rule}
        with pytest.raises(BatchMappingInvalid, match="deeper than 32"):
            check_mapping(rule, "rule")


class TestApis:
    def test_the_one_that_was_named_or_the_only_one(self) -> None:
        two = make_servable(apis=(FILE_API, Api("/b")))
        assert api_of({"req_uri": "/b"}, two, "c").url == "/b"
        assert api_of({}, make_servable(apis=(FILE_API,)), "c") is FILE_API
        assert api_of({}, make_servable(), "c").url == "/"
        assert api_of({"req_uri": "/any"}, make_servable(), "c").url == "/any"
        with pytest.raises(FieldMissing):
            api_of({}, two, "c")
        for uri in ("/c", "no", "/a b", "/\x7f"):
            with pytest.raises(FieldWrong):
                api_of({"req_uri": uri}, two if uri == "/c" else make_servable(), "c")

    def test_files_need_exactly_one_parameter_that_is_one(self) -> None:
        assert file_parameter(FILE_API, "c") == "images"
        for properties in (None, {}, {"a": {"type": "string"}}, {"a": {"type": "file"}, "b": {"type": "file"}}, {"a": "file"}):
            with pytest.raises(BatchInputMissing):
                file_parameter(Api(request={"properties": properties}), "c")

    def test_workers_start_the_server_of_an_image_in_a_network_of_their_own(self) -> None:
        template = {**entry(mapping_type="file"), "req_uri": "/"}
        for health, path in ((None, ""), (Health(url="/well"), "/well"), (Health(CheckMethod.EXEC), "")):
            image = make_servable(kind=ModelKind.IMAGE, command=("serve", "it"), port=9, apis=(FILE_API,), health=health)
            [task] = tasks_of(template, image, Run("s1", "t1", 1, 1, 60.0, 1000))
            plan = json.loads(base64.b64decode(task.env["MODEL_SERVICE_BATCH"]))
            assert (plan["server"], plan["port"], plan["health_path"]) == (["serve", "it"], 9, path)
            assert (task.argv[0], task.storage_only, task.sockets, task.forwards) == ("{sdk}", True, (), {})

    def test_the_server_of_an_image_gets_one_row_for_each_request(self) -> None:
        template = {**entry(mapping_type="csv", mapping_rule={}), "req_uri": "/"}
        image = make_servable(kind=ModelKind.IMAGE, command=("serve",), port=0)
        for servable, joins, port in ((image, False, 8080), (make_servable(), True, None)):
            [task] = tasks_of(template, servable, Run("s1", "t1", 1, 1, 60.0, 1000))
            plan = json.loads(base64.b64decode(task.env["MODEL_SERVICE_BATCH"]))
            assert (plan["joins"], plan.get("port")) == (joins, port)

    def test_workers_start_our_server_for_a_package(self) -> None:
        template = {**entry(mapping_type="file"), "req_uri": "/"}
        [task] = tasks_of(template, make_servable(apis=(FILE_API,)), Run("s1", "t1", 1, 1, 60.0, 1000))
        plan = json.loads(base64.b64decode(task.env["MODEL_SERVICE_BATCH"]))
        assert (plan["parameter"], plan["server"][0], plan["rule"]) == ("images", "python", {})
        assert int(task.env["MODEL_SERVICE_MAX_BODY_BYTES"]) > 1000
        assert (task.health, task.sockets) == (None, ())

    def test_workers_have_a_package_that_stays_in_its_bucket_as_an_input(self) -> None:
        template = {**entry(mapping_type="file"), "req_uri": "/"}
        servable = make_servable(apis=(FILE_API,), directory=None, source="obs://b/model/", sha256="d", config_text="e30=")
        tasks = tasks_of(template, servable, Run("s1", "t1", 1, 2, 60.0, 1000))
        assert [[(copy.source, copy.digest) for copy in task.inputs] for task in tasks] == [[("obs://b/model/", "d")]] * 2
        assert all(task.env["MODEL_SERVICE_CONFIG"] == "e30=" for task in tasks)


class TestStates:
    @staticmethod
    def of(**facts: Any) -> ServiceStatus:
        known = {"goal": Goal.RUN, "status": ServiceStatus.DEPLOYING, "workload": None, "outcome": None}
        return status_of(Facts(**{**known, "works": False, "waits_since": None, **facts}), NOW)

    def test_of_a_run(self) -> None:
        ended = WorkloadState.ENDED
        assert self.of() == ServiceStatus.DEPLOYING
        assert self.of(waits_since=NOW - timedelta(seconds=1)) == ServiceStatus.DEPLOYING
        assert self.of(waits_since=NOW - timedelta(seconds=4)) == ServiceStatus.WAITING
        assert self.of(works=True) == ServiceStatus.RUNNING
        assert self.of(workload=ended, outcome=Outcome.SUCCEEDED) == ServiceStatus.FINISHED
        assert self.of(workload=ended, outcome=Outcome.STOPPED) == ServiceStatus.STOPPED
        assert self.of(workload=ended, outcome=Outcome.LOST) == ServiceStatus.FAILED
        assert self.of(workload=ended) == ServiceStatus.FAILED

    def test_of_what_is_not_to_run(self) -> None:
        assert self.of(goal=Goal.DELETE) == ServiceStatus.DELETING
        assert self.of(goal=Goal.GIVE_UP) == ServiceStatus.FAILED
        assert self.of(goal=Goal.STOP) == ServiceStatus.STOPPED
        assert self.of(goal=Goal.STOP, workload=WorkloadState.RUNNING) == ServiceStatus.STOPPING
        assert self.of(goal=Goal.STOP, status=ServiceStatus.FINISHED) == ServiceStatus.FINISHED

    def test_progress_is_whole_only_at_the_end(self) -> None:
        assert [percent_of(*numbers) for numbers in ((0, 0), (3, 2), (3, 3), (3, 9))] == [0, 66, 100, 100]


class TestRecords:
    NAMES = (
        "000001-0000-000001-done-5.jsonl",
        "000001-0000-000002-failed-2.jsonl",
        "000002-0001-000001-failed-3.jsonl",
        "000002-0001-000002-done-4.jsonl",
        "000002-0001.finished",
        "strange",
    )

    def test_failures_of_earlier_runs_do_not_count(self) -> None:
        found = manifests.record_files(self.NAMES, run=2)
        assert [(item.count, item.is_done) for item in found] == [(5, True), (4, True), (3, False)]
        assert [item.count for item in manifests.record_files(self.NAMES, run=2, succeeded=True)] == [5, 4]
        assert [item.count for item in manifests.record_files(self.NAMES, run=1, succeeded=False)] == [2]

    def test_a_page_reads_only_the_files_that_it_needs(self) -> None:
        files = [RecordFile(name, 1, True, count) for name, count in (("a", 3), ("b", 2), ("c", 4))]
        assert manifests.pieces_of(files, offset=4, limit=3) == [manifests.Piece("b", 1, 2), manifests.Piece("c", 0, 2)]
        assert manifests.pieces_of(files, offset=9, limit=3) == []

    def test_what_somebody_else_wrote_is_none(self) -> None:
        assert manifests.read_entries(b'{"source": "a"}\n') == [{"source": "a"}]
        for content in (b"{", b"[]", b'{"source": 1}', b"[" * 100_000):
            assert manifests.read_entries(content) is None

    def test_places(self) -> None:
        assert manifests.manifest_of("obs://b/", "t") == "obs://b/infer-result-t.manifest"
        assert manifests.results_folder("obs://b/", "t") == "obs://b/infer-result-t/"
        assert manifests.records_folder("obs://b/", "t") == "obs://b/infer-result-t.records/"


class TestProgress:
    def test_the_last_word_of_each_worker_counts(self) -> None:
        lines = [{"worker": 0, "state": "working", "done": 1}, {"worker": 0, "state": "working", "done": 2, "reason": "r"}]
        log = "".join(f"x modelyard-batch: {json.dumps(line)}\nother\n" for line in lines).encode()
        assert manifests.read_progress(log) == {0: WorkerProgress(0, "working", done=2, reason="r")}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "{}",
            "null",
            '{"worker": 0, "state": 1}',
            '{"worker": true, "state": "a"}',
            '{"worker": -1, "state": "a"}',
            '{"worker": 0, "state": "a", "done": 1e400}',
            '{"worker": 0, "state": "a", "done": 99999999999999999999}',
            "{{{{",
        ],
    )
    def test_nonsense_is_left_out(self, text: str) -> None:
        assert manifests.read_progress(f"modelyard-batch: {text}".encode()) == {}

    def test_a_reason_is_text(self) -> None:
        found = manifests.read_progress(b'modelyard-batch: {"worker": 0, "state": "failed", "reason": 3}')
        assert found[0].reason == ""

    def test_numbers_add_up(self) -> None:
        told = {"0": manifests.dump_progress(WorkerProgress(0, "a", 3, 2, 1)), "1": {"total": 4}}
        assert manifests.summed(told) == {"total": 7, "done": 2, "failed": 1, "rows": 0, "failed_rows": 0}
