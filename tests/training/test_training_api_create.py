"""What a request for a job may hold: everything wrong is said with its place, nothing is dropped, nothing is a bug."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from modelyard.compute import service as compute
from modelyard.core.subject import Subject
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper
from modelyard.training.errors import JobNotFound
from modelyard.training.schemas.answers import JobAnswer, ValidationAnswer
from modelyard.training.service.context import TrainingContext
from modelyard.training.testing import Driver, make_request
from training.conftest import put

JOBS = "/v2/p1/training-jobs"


async def refused(client: httpx.AsyncClient, body: Any, *, status: int = 400) -> tuple[str, str]:
    """Return field and code of the refusal of a request; both languages have a text."""
    answer = await client.post(JOBS, json=body)
    assert answer.status_code == status, answer.text
    chinese = await client.post(JOBS, json=body, headers={"x-language": "zh-cn"})
    assert chinese.json()["error_msg"] != answer.json()["error_msg"] or answer.json()["error_code"] == "ModelArts.0104"
    found = answer.json()
    return found["params"].get("field", ""), found["error_code"]


class TestShape:
    @pytest.mark.parametrize(
        "body",
        [
            {},
            [],
            "x",
            None,
            {"metadata": []},
            {"kind": "job", "metadata": {"name": 7}},
            {"kind": "job", "metadata": {"name": "a\u0000"}},
            {"kind": "job", "metadata": {"name": "a"}, "spec": {"resource": {"node_count": "many"}}},
            {"kind": "job", "metadata": {"name": "a"}, "spec": {"resource": {"node_count": 10**30}}},
            {"kind": "job", "metadata": {"name": "a"}, "algorithm": {"parameters": [1]}},
            {"kind": "job", "metadata": {"name": "a"}, "algorithm": {"environments": [["a", "b"]]}},
            {"kind": "job", "metadata": {"name": "a"}, "algorithm": {"parameters": [{"name": "a"}] * 1001}},
        ],
    )
    async def test_garbage_is_refused(self, client: httpx.AsyncClient, body: Any) -> None:
        answer = await client.post(JOBS, json=body)

        assert answer.status_code == 400
        assert answer.json()["error_code"].startswith("ModelArts.")

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"\xff\xfe", b'{"metadata": {"name": "\\ud800"}}', b'{"metadata": {"name": NaN}}']
    )
    async def test_what_is_no_text_is_refused(self, client: httpx.AsyncClient, content: bytes) -> None:
        answer = await client.post(JOBS, content=content, headers={"content-type": "application/json"})

        assert answer.status_code == 400

    async def test_ten_megabytes_of_parameters_are_refused(self, client: httpx.AsyncClient) -> None:
        parameters = [{"name": f"p{number}", "value": "x" * 100_000} for number in range(100)]

        assert await refused(client, make_request(parameters=parameters)) == ("algorithm.parameters", "ModelArts.2607")

    async def test_unknown_fields_are_ignored(self, client: httpx.AsyncClient) -> None:
        answer = await client.post(JOBS, json={**make_request(), "nothing": {"of": "ours"}})

        assert answer.status_code == 201


class TestProblems:
    async def test_all_of_them_are_told_at_once(self, client: httpx.AsyncClient) -> None:
        body = make_request("a b", boot_file="obs://other/x.py", resource={"flavor_id": "nothing.like.it", "node_count": 0})

        answer = await client.post(JOBS, json=body)

        problems = answer.json()["params"]["problems"]
        assert {problem["field"] for problem in problems} == {
            "metadata.name",
            "algorithm.boot_file",
            "spec.resource.node_count",
            "spec.resource.flavor_id",
        }
        assert answer.json()["error_code"] == problems[0]["error_code"] == "ModelArts.2788"

    async def test_an_unknown_flavor_lists_the_ones_there_are(self, client: httpx.AsyncClient) -> None:
        answer = await client.post(JOBS, json=make_request(resource={"flavor_id": "modelarts.vm.gpu.v100"}))

        assert answer.json()["error_code"] == "ModelArts.2763"
        assert "modelarts.vm.cpu.1u" in answer.json()["error_msg"]

    @pytest.mark.parametrize(
        ("engine", "field"),
        [
            ({"engine_id": "no-such-engine"}, "engine_id"),
            ({"engine_name": "Caffe", "engine_version": "Caffe-1.0"}, "engine_version"),
            ({"image_url": "org/nothing:1"}, "image_url"),
        ],
    )
    async def test_an_unknown_engine_or_image(self, client: httpx.AsyncClient, engine: dict[str, str], field: str) -> None:
        assert await refused(client, make_request(engine=engine)) == (f"algorithm.engine.{field}", "ModelArts.2780")

    @pytest.mark.parametrize(
        "engine",
        [
            {"engine_name": "Ascend-Powered-Engine", "engine_version": "TF-1.15-python3.7-aarch64"},
            {"engine_id": "TF-1.15-python3.7-aarch64"},
            {"engine_name": "TensorFlow", "engine_version": "TF-1.13.1-python3.6"},
            {"engine_name": "Ascend-Powered-Engine"},
        ],
    )
    async def test_engines_of_old_submissions_are_refused_with_those_there_are(
        self, client: httpx.AsyncClient, engine: dict[str, str]
    ) -> None:
        answer = await client.post(JOBS, json=make_request(engine=engine))

        assert answer.json()["error_code"] == "ModelArts.2780"
        assert all(name in answer.json()["error_msg"] for name in ("PyTorch pytorch_", "TensorFlow tensorflow_", "Python "))

    async def test_a_site_says_what_an_old_engine_means(self, client: httpx.AsyncClient, context: TrainingContext) -> None:
        aliases = {"TF-1.15-python3.7-aarch64": "tensorflow"}
        settings = context.images.settings.model_copy(update={"engine_aliases": aliases})
        object.__setattr__(context.images, "settings", settings)
        engine = {"engine_name": "Ascend-Powered-Engine", "engine_version": "TF-1.15-python3.7-aarch64"}

        found = (await client.post(f"{JOBS}/validation", json=make_request(engine=engine))).json()

        assert found["valid"], found["problems"]
        assert found["preview"]["image"].startswith("tensorflow_")

    async def test_a_bucket_that_is_not_there_or_not_ones_own(self, client: httpx.AsyncClient) -> None:
        for bucket in ("nothing-here", "theirs"):
            body = make_request(outputs=[{"name": "train_url", "remote": {"obs": {"obs_url": f"obs://{bucket}/out/"}}}])

            assert await refused(client, body) == ("algorithm.outputs.0.remote.obs.obs_url", "Modelyard.5005")

    async def test_no_right_to_write_the_output(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda _who, action, resource, _context: action != "obs:object:PutObject" or "out" not in resource

        assert await refused(client, make_request(), status=403) == ("algorithm.outputs.0.remote.obs.obs_url", "Modelyard.5006")

    async def test_no_right_to_read_the_code(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda _who, action, _resource, _context: action != "obs:object:GetObject"

        assert await refused(client, make_request(), status=403) == ("algorithm.code_dir", "Modelyard.5006")

    async def test_the_highest_priority_needs_a_right(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda _who, action, _resource, _context: action != "modelarts:trainJob:setHighPriority"
        body = make_request(spec={"schedule_policy": {"priority": 3}})

        assert await refused(client, body, status=403) == ("spec.schedule_policy.priority", "Modelyard.5007")
        assert (await client.post(JOBS, json=make_request(spec={"schedule_policy": {"priority": 2}}))).status_code == 201

    async def test_the_kind_of_pool_is_a_condition(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda _who, action, _resource, context: (
            action != "modelarts:trainJob:create" or context.get("modelarts:poolType") != "public"
        )

        assert (await client.post(JOBS, json=make_request())).status_code == 403

    async def test_inputs_that_are_not_there(self, client: httpx.AsyncClient) -> None:
        body = make_request(inputs=[{"name": "data_url", "remote": {"obs": {"obs_url": "obs://team/nothing/"}}}])

        assert await refused(client, body) == ("algorithm.inputs.0.remote.obs.obs_url", "ModelArts.2836")

    async def test_places_that_are_none(self, client: httpx.AsyncClient) -> None:
        for url in ("http://team/x", "team/x", "obs://", "obs://team/../x", "obs://TEAM/x", "obs://team/a\\b"):
            body = make_request(outputs=[{"name": "o", "remote": {"obs": {"obs_url": url}}}])

            assert (await refused(client, body))[1] == "ModelArts.2791", url

    async def test_overlapping_places_are_named_in_pairs(self, client: httpx.AsyncClient) -> None:
        answer = await client.post(
            JOBS, json=make_request(outputs=[{"name": "o", "remote": {"obs": {"obs_url": "obs://team/code/out"}}}])
        )

        assert answer.json()["error_code"] == "Modelyard.5002"
        assert {answer.json()["params"]["field"], answer.json()["params"]["other"]} == {
            "algorithm.outputs.0",
            "algorithm.code_dir",
        }

    async def test_a_boot_file_that_is_not_there_or_elsewhere(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        await put(store, "team", "elsewhere/x.py")
        for boot_file in ("obs://team/code/missing.py", "obs://team/elsewhere/x.py", "../elsewhere/x.py", "train.sh"):
            assert await refused(client, make_request(boot_file=boot_file)) == ("algorithm.boot_file", "ModelArts.2758")

    async def test_a_code_directory_over_a_limit(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        await put(store, "team", "deep/" + "d/" * 32 + "train.py")
        for number in range(1001):
            await put(store, "team", f"many/{number}.py")

        deep = make_request(code_dir="obs://team/deep/", boot_file="train.py")
        many = make_request(code_dir="obs://team/many/", boot_file="1.py")

        assert await refused(client, deep) == ("algorithm.code_dir", "ModelArts.2760")
        assert await refused(client, many) == ("algorithm.code_dir", "ModelArts.2759")

    async def test_a_code_directory_with_too_many_bytes(
        self, client: httpx.AsyncClient, store: MemoryStore, context: TrainingContext
    ) -> None:
        object.__setattr__(context, "settings", context.settings.model_copy(update={"max_code_bytes": 1000}))
        await put(store, "team", "code/weights.bin", b"x" * 2000)

        assert await refused(client, make_request()) == ("algorithm.code_dir", "ModelArts.2761")

    @pytest.mark.parametrize("name", ["MA_JOB_DIR", "VC_TASK_INDEX", "PATH", "RANK", "MODELYARD_X", "AWS_SECRET_ACCESS_KEY"])
    async def test_a_parameter_named_like_a_variable_of_the_platform(self, client: httpx.AsyncClient, name: str) -> None:
        body = make_request(parameters=[{"name": name, "value": "x", "access_method": "env"}])

        assert await refused(client, body) == ("algorithm.parameters.0.name", "Modelyard.5004")

    async def test_a_code_directory_that_is_not_there(self, client: httpx.AsyncClient) -> None:
        body = make_request(code_dir="obs://team/nothing/", boot_file="train.py")

        assert await refused(client, body) == ("algorithm.code_dir", "ModelArts.2836")

    async def test_a_name_that_is_taken(self, client: httpx.AsyncClient) -> None:
        assert (await client.post(JOBS, json=make_request())).status_code == 201

        assert await refused(client, make_request()) == ("metadata.name", "ModelArts.2751")

    async def test_an_unknown_pool(self, client: httpx.AsyncClient) -> None:
        body = make_request(resource={"pool_id": "pool-nothing"})

        assert await refused(client, body) == ("spec.resource.pool_id", "Modelyard.5017")

    async def test_an_unknown_workspace(self, client: httpx.AsyncClient) -> None:
        body = make_request(metadata={"workspace_id": "0" * 32})

        assert await refused(client, body) == ("metadata.workspace_id", "ModelArts.2891")

    @pytest.mark.parametrize(
        ("field", "body"),
        [
            ("tasks", {**make_request(), "tasks": [{"role": "ps"}]}),
            ("algorithm.id", make_request(id="a1")),
            ("algorithm.subscription_id", make_request(subscription_id="s")),
            ("algorithm.autosearch_config_path", make_request(autosearch_config_path="obs://team/x.yaml")),
            ("algorithm.policies.auto_search", make_request(policies={"auto_search": {"reward_attrs": [{"name": "x"}]}})),
            ("spec.notification", make_request(spec={"notification": {"topic_urn": "urn", "events": ["JobFailed"]}})),
            ("spec.log_export_path.host_path", make_request(spec={"log_export_path": {"host_path": "/x"}})),
            ("spec.custom_metrics", make_request(spec={"custom_metrics": [{"exec": {"command": ["x"]}}]})),
            ("spec.volumes.0.pfs", make_request(spec={"volumes": [{"pfs": {"pfs_path": "/b", "local_path": "/x"}}]})),
            ("spec.volumes.0.obs", make_request(spec={"volumes": [{"obs": {"obs_path": "/b", "local_path": "/x"}}]})),
            ("spec.log_export_config", make_request(spec={"log_export_config": {"version": "v1"}})),
            ("spec.schedule_policy.required_affinity", make_request(spec={"schedule_policy": {"required_affinity": {"a": 1}}})),
            ("endpoints.ssh", {**make_request(), "endpoints": {"ssh": {"key_pair_names": ["k"]}}}),
            ("train_type", {**make_request(), "train_type": "SFT"}),
            ("metadata.annotations.tensorboard/enable", make_request(metadata={"annotations": {"tensorboard/enable": "true"}})),
            ("metadata.training_experiment_reference", make_request(metadata={"training_experiment_reference": {"name": "e"}})),
            ("kind", {**make_request(), "kind": "autosearch_job"}),
        ],
    )
    async def test_what_the_platform_does_not_have_is_refused_by_name(
        self, client: httpx.AsyncClient, field: str, body: dict[str, Any]
    ) -> None:
        assert await refused(client, body) == (field, "ModelArts.2858")

    async def test_what_says_nothing_is_no_wish(self, client: httpx.AsyncClient) -> None:
        body = make_request(policies={"auto_search": None}, spec={"notification": {}, "log_export_config": {"version": "v0"}})

        assert (await client.post(JOBS, json=body)).status_code == 201

    async def test_mounts_are_those_that_the_operator_opened(self, client: httpx.AsyncClient) -> None:
        body = make_request(spec={"volumes": [{"nfs": {"nfs_server_path": "/etc", "local_path": "/data"}}]})

        assert await refused(client, body) == ("spec.volumes.0.nfs.nfs_server_path", "Modelyard.5010")

    async def test_lengths_of_time(self, client: httpx.AsyncClient) -> None:
        wrong = make_request(spec={"auto_stop": {"time_unit": "WEEKS", "duration": 1}})
        long = make_request(spec={"auto_stop": {"time_unit": "hour", "duration": 721}})

        assert await refused(client, wrong) == ("spec.auto_stop.time_unit", "Modelyard.5001")
        assert await refused(client, long) == ("spec.auto_stop.duration", "Modelyard.5001")
        assert (
            await client.post(JOBS, json=make_request(spec={"auto_stop": {"time_unit": "minute", "duration": 5}}))
        ).is_success


class TestSpellings:
    @pytest.mark.parametrize("scheme", ["obs://", "s3://", "obs:/", "/"])
    @pytest.mark.parametrize("slash", ["", "/"])
    async def test_all_spellings_of_places_mean_the_same(
        self, client: httpx.AsyncClient, driver: Driver, scheme: str, slash: str
    ) -> None:
        body = make_request(
            code_dir=f"{scheme}team/code{slash}",
            boot_file=f"{scheme}team/code/train.py",
            outputs=[{"name": "train_url", "remote": {"obs": {"obs_url": f"{scheme}team/out{slash}"}}}],
        )
        answer = await client.post(JOBS, json=body)
        await driver.settle()

        algorithm = answer.json()["algorithm"]
        assert algorithm["code_dir"] == "obs://team/code/"
        assert algorithm["boot_file"] == "obs://team/code/train.py"
        assert algorithm["outputs"][0]["remote"]["obs"]["obs_url"] == "obs://team/out/"
        assert len(driver.engine.launches) == 1

    async def test_parameters_may_come_in_one_line(self, client: httpx.AsyncClient) -> None:
        answer = await client.post(JOBS, json=make_request(parameters="batchsize=4; learning_rate=0.01;"))

        assert [(item["name"], item["value"]) for item in answer.json()["algorithm"]["parameters"]] == [
            ("batchsize", "4"),
            ("learning_rate", "0.01"),
        ]

    async def test_values_may_be_numbers(self, client: httpx.AsyncClient, driver: Driver) -> None:
        values = [
            {"name": "a", "value": 1},
            {"name": "b", "value": 0.5},
            {"name": "c", "value": True},
            {"name": "d", "value": None},
        ]
        answer = await client.post(JOBS, json=make_request(parameters=values, environments={"N": 3}))

        assert [item["value"] for item in answer.json()["algorithm"]["parameters"]] == ["1", "0.5", "true", ""]
        assert answer.json()["algorithm"]["environments"] == [{"N": "3"}]

    async def test_an_answer_can_be_sent_again(self, client: httpx.AsyncClient) -> None:
        first = (await client.post(JOBS, json=make_request(environments={"A": "1"}, parameters="x=1"))).json()

        again = await client.post(
            JOBS,
            json={
                "kind": first["kind"],
                "metadata": {**first["metadata"], "name": "job-2"},
                "algorithm": first["algorithm"],
                "spec": first["spec"],
            },
        )

        assert again.status_code == 201, again.text
        assert again.json()["algorithm"] == first["algorithm"]
        assert again.json()["spec"] == first["spec"]


class TestHostileText:
    async def test_no_field_is_ever_read_by_a_shell(self, client: httpx.AsyncClient, driver: Driver) -> None:
        evil = "$(touch /tmp/pwned); `id`\n&& rm -rf / #'\""
        body = make_request(
            parameters=[{"name": "p", "value": evil}], environments={"E": evil}, metadata={"description": evil[:200]}
        )
        answer = await client.post(JOBS, json=body)
        await driver.settle()

        assert answer.status_code == 201
        launch = driver.engine.tasks[driver.engine.launches[0]].launch
        assert launch is not None
        assert launch.spec.argv[0] == "python"
        assert f"--p={evil}" in launch.spec.argv
        assert launch.spec.env["E"] == evil

    @pytest.mark.parametrize("text", ["../../etc", "$(id)", "a;b", "a\nb", "a/b", "\u202e"])
    async def test_names_are_names(self, client: httpx.AsyncClient, text: str) -> None:
        assert (await refused(client, make_request(text)))[0] == "metadata.name"
        assert (await refused(client, make_request(parameters=[{"name": text, "value": "1"}])))[
            0
        ] == "algorithm.parameters.0.name"


def strings_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where the strings of a request are."""
    if isinstance(value, str):
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from strings_of(part, (*path, key))


def put_in(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """Return a copy of a request with another text in one place."""
    if not path:
        return text
    copied = value.copy()
    copied[path[0]] = put_in(value[path[0]], path[1:], text)
    return copied


FULL = make_request(
    name="full",
    metadata={"description": "x", "annotations": {"mine": "x", "modelyard/launcher": "python"}, "workspace_id": "0"},
    parameters=[{"name": "p", "value": "x", "description": "x", "access_method": "parameter"}],
    inputs=[{"name": "i", "local_dir": "/data", "remote": {"obs": {"obs_url": "obs://team/data/"}}, "description": "x"}],
    outputs=[{"name": "o", "local_dir": "/made", "access_method": "env", "remote": {"obs": {"obs_url": "obs://team/out/"}}}],
    environments={"E": "x"},
    engine={"engine_id": "python", "engine_name": "", "engine_version": "", "image_url": "", "run_user": "1000"},
    local_code_dir="/home/me",
    working_dir="/cache",
    resource={"pool_id": ""},
    spec={
        "log_export_path": {"obs_url": "obs://team/log/"},
        "auto_stop": {"time_unit": "HOURS", "duration": 1},
        "volumes": [],
    },
)


class TestHostileTextEverywhere:
    @pytest.mark.parametrize("evil", ["$(touch /tmp/pwned)", "a;id\n`id`|&'\"", "../../x"])
    async def test_it_is_refused_or_handed_on_as_it_is(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore, evil: str
    ) -> None:
        """No shell reads it: what is started is the interpreter, and the text is one argument or one value, or none."""
        await put(store, "team", "data/x")
        refusals: list[Any] = []
        launched: list[Any] = []
        for number, path in enumerate(strings_of(FULL)):
            body = put_in(FULL, ("metadata", "name"), f"job-{number}")
            answer = await client.post(JOBS, json=put_in(body, path, evil))
            assert answer.status_code in {201, 400}, (path, answer.text)
            if answer.status_code == 400:
                refusals.append(path[-1])
                continue
            await driver.settle()
            assert len(driver.engine.launches) == len(launched) + 1, path
            ref = driver.engine.launches[-1]
            launch = driver.engine.tasks[ref].launch
            assert launch is not None
            assert launch.spec.argv[:2] == ("python", "/home/me/code/train.py"), path
            assert [word for word in launch.spec.argv if evil in word] in ([], [f"--p={evil}"])
            assert launch.spec.setup == ()
            launched.append(path[-1])
            driver.engine.finish(ref)
            await driver.settle()

        assert len(driver.engine.launches) == len(launched)
        assert {"value", "E", "description"} <= set(launched)
        assert {"name", "code_dir", "boot_file", "obs_url", "local_dir", "working_dir", "flavor_id", "pool_id"} <= set(refusals)


class TestValidation:
    async def test_a_good_job_has_a_preview(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        await put(store, "team", "code/requirements.txt", b"tqdm\n")
        answer = await client.post(f"{JOBS}/validation", json=make_request(environments={"API_TOKEN": "x"}))

        found = ValidationAnswer.model_validate(answer.json())
        assert found.valid
        assert found.preview is not None
        assert found.preview.command[:2] == ["python", "/home/ma-user/modelarts/user-job-dir/code/train.py"]
        assert found.preview.outputs == {"train_url": "/home/ma-user/modelarts/outputs/train_url_0"}
        assert found.preview.environments["API_TOKEN"] == "******"
        assert found.preview.code is not None
        assert (found.preview.code.files, found.preview.code.requirements) == (2, "requirements.txt")
        assert found.preview.flavor is not None
        assert found.preview.flavor.cpu_core_num == 1
        assert found.preview.mounted_inputs == []

    async def test_the_preview_says_what_is_mounted(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        await put(store, "team", "data/a", b"1")
        inputs = [{"name": "data_url", "remote": {"obs": {"obs_url": "obs://team/data/"}}}]
        body = make_request(inputs=inputs, metadata={"annotations": {"modelyard/mounted-inputs": "data_url"}})

        found = (await client.post(f"{JOBS}/validation", json=body)).json()

        assert found["valid"], found["problems"]
        assert found["preview"]["mounted_inputs"] == ["data_url"]
        assert found["preview"]["inputs"] == {"data_url": "/home/ma-user/modelarts/inputs/data_url_0"}

    async def test_nothing_is_created(self, client: httpx.AsyncClient) -> None:
        for _ in range(2):
            assert (await client.post(f"{JOBS}/validation", json=make_request())).json()["valid"]

        listed = await client.post("/v2/p1/training-job-searches", json={})
        assert listed.json()["total"] == 0

    async def test_problems_come_in_the_language_asked_for(self, client: httpx.AsyncClient) -> None:
        answer = await client.post(f"{JOBS}/validation", json={"metadata": {}}, headers={"x-language": "zh-cn"})

        found = answer.json()
        assert not found["valid"]
        assert found["preview"] is None
        assert {"metadata.name", "algorithm.boot_file", "algorithm.engine", "spec.resource.flavor_id"} <= {
            problem["field"] for problem in found["problems"]
        }
        assert any("作业名称" in problem["error_msg"] for problem in found["problems"])

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"metadata": {"name": 1}}', b'"\xff"'])
    async def test_wrong_shapes_are_problems_too(self, client: httpx.AsyncClient, content: bytes) -> None:
        answer = await client.post(f"{JOBS}/validation", content=content)

        assert answer.status_code == 200
        assert not answer.json()["valid"]

    async def test_a_taken_name_and_too_many_nodes_are_seen(self, client: httpx.AsyncClient) -> None:
        await client.post(JOBS, json=make_request())

        found = (await client.post(f"{JOBS}/validation", json=make_request(resource={"node_count": 60}))).json()

        assert [problem["field"] for problem in found["problems"]] == ["metadata.name"]
        assert "spec.resource.node_count" in {warning["field"] for warning in found["warnings"]}


class TestWarnings:
    async def warned(self, client: httpx.AsyncClient, body: Any) -> dict[str, str]:
        found = (await client.post(f"{JOBS}/validation", json=body)).json()
        assert found["valid"], found["problems"]
        return {warning["field"]: warning["error_msg"] for warning in found["warnings"]}

    async def test_an_output_that_another_job_still_writes_to(self, client: httpx.AsyncClient, driver: Driver) -> None:
        await client.post(JOBS, json=make_request("first"))
        await driver.settle()
        inner = [{"name": "o", "remote": {"obs": {"obs_url": "obs://team/out/inner/"}}}]
        beside = [{"name": "o", "remote": {"obs": {"obs_url": "obs://team/output/"}}}]

        warned = await self.warned(client, make_request("second"))

        assert "first" in warned["algorithm.outputs.0"]
        assert "obs://team/out/" in (await self.warned(client, make_request("third", outputs=inner)))["algorithm.outputs.0"]
        assert await self.warned(client, make_request("fourth", outputs=beside)) == {}

    async def test_a_job_that_has_ended_is_in_nobodys_way(self, client: httpx.AsyncClient, driver: Driver) -> None:
        await client.post(JOBS, json=make_request("first"))
        await driver.settle()
        driver.engine.finish(driver.engine.launches[0])
        await driver.settle()

        assert await self.warned(client, make_request("second")) == {}

    async def test_several_nodes_that_write_to_one_place(self, client: httpx.AsyncClient) -> None:
        nodes: dict[str, Any] = {"resource": {"node_count": 2}}
        chosen = {"annotations": {"modelyard/outputs-of-nodes": "together"}}

        assert "rank 0" in (await self.warned(client, make_request(**nodes)))["algorithm.outputs.0"]
        assert await self.warned(client, make_request(**nodes, metadata=chosen)) == {}


class TestSizes:
    @pytest.fixture
    def small_disk(self, context: TrainingContext, monkeypatch: pytest.MonkeyPatch) -> None:
        """Flavors have a disk of 1000 bytes."""

        async def get_flavor(*arguments: Any, **options: Any) -> Any:
            return replace(await real(*arguments, **options), disk_bytes=1000)

        real = compute.get_flavor
        monkeypatch.setattr(compute, "get_flavor", get_flavor)

    def inputs(self, *names: str) -> list[dict[str, Any]]:
        return [{"name": f"d{n}", "remote": {"obs": {"obs_url": f"obs://team/{name}"}}} for n, name in enumerate(names)]

    @pytest.mark.usefixtures("small_disk")
    async def test_inputs_that_no_disk_of_the_flavor_holds_are_refused(
        self, client: httpx.AsyncClient, store: MemoryStore
    ) -> None:
        await put(store, "team", "data/a.bin", b"x" * 700)
        await put(store, "team", "data/b.bin", b"x" * 100)
        await put(store, "team", "one.bin", b"x" * 400)

        assert await refused(client, make_request(inputs=self.inputs("data/", "one.bin"))) == (
            "algorithm.inputs",
            "Modelyard.5013",
        )

    @pytest.mark.usefixtures("small_disk")
    async def test_inputs_that_leave_little_are_worth_a_word(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        await put(store, "team", "data/a.bin", b"x" * 900)

        found = (await client.post(f"{JOBS}/validation", json=make_request(inputs=self.inputs("data/")))).json()

        assert found["valid"]
        assert [warning["error_code"] for warning in found["warnings"]] == ["Modelyard.5014"]
        assert "900 bytes of the 1000 bytes" in found["warnings"][0]["error_msg"]

    @pytest.mark.usefixtures("small_disk")
    async def test_only_so_many_objects_are_counted(
        self, client: httpx.AsyncClient, store: MemoryStore, context: TrainingContext
    ) -> None:
        for number in range(1100):
            await put(store, "team", f"data/{number:04}", b"x")
        object.__setattr__(context, "settings", context.settings.model_copy(update={"counted_input_objects": 1000}))

        answer = await client.post(JOBS, json=make_request(inputs=self.inputs("data/")))

        assert answer.status_code == 201, answer.text


class TestAnswer:
    async def test_it_has_the_documented_shape(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = (await client.post(JOBS, json=make_request(environments={"PASSWORD": "x", "A": "1"}))).json()
        await driver.settle()

        shown = (await client.get(f"{JOBS}/{job['metadata']['id']}")).json()

        found = JobAnswer.model_validate(shown)
        assert found.runtime is not None
        assert found.runtime.environments["PASSWORD"] == "******"
        assert found.runtime.environments["A"] == "1"
        assert found.runtime.environments["MA_JOB_DIR"] == "/home/ma-user/modelarts/user-job-dir"
        assert len(job["metadata"]["id"]) == 36

    async def test_many_at_once_do_not_pass_a_quota(self, client: httpx.AsyncClient, context: TrainingContext) -> None:
        object.__setattr__(context, "settings", context.settings.model_copy(update={"max_unfinished_jobs": 2}))

        answers = await asyncio.gather(*(client.post(JOBS, json=make_request(f"job-{number}")) for number in range(8)))

        assert sorted(answer.status_code for answer in answers) == [201] * 2 + [429] * 6

    async def test_a_quota_ends_it(self, client: httpx.AsyncClient, context: TrainingContext, alice: Subject) -> None:
        limited = context.settings.model_copy(update={"max_unfinished_jobs": 1})
        object.__setattr__(context, "settings", limited)
        assert (await client.post(JOBS, json=make_request("a"))).status_code == 201

        answer = await client.post(JOBS, json=make_request("b"))

        assert (answer.status_code, answer.json()["error_code"]) == (429, "ModelArts.2815")
        quotas = (await client.get("/v2/p1/training-quotas")).json()["quotas"]
        assert quotas[0]["resource"] == "job-num"
        assert quotas[0]["used"] == 1
        assert JobNotFound.code == "ModelArts.2775"

    async def test_secrets_are_for_the_owner(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, alice: Subject
    ) -> None:
        gatekeeper.users["bob"] = replace(alice, user_id="u-bob", user_name="bob")
        job = (await client.post(JOBS, json=make_request(environments={"DB_PASSWORD": "x", "A": "1"}))).json()
        path = f"{JOBS}/{job['metadata']['id']}"

        own = (await client.get(path)).json()
        others = (await client.get(path, headers={"x-user": "bob"})).json()
        listed = (await client.post("/v2/p1/training-job-searches", json={})).json()["items"][0]

        assert own["algorithm"]["environments"] == [{"DB_PASSWORD": "x", "A": "1"}]
        for answer in (others, listed):
            assert answer["algorithm"]["environments"] == [{"DB_PASSWORD": "******", "A": "1"}]
