"""From a job to the tasks of its workload."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from modelyard.compute.types import OnFailure, Restart, TaskSpec
from modelyard.training.rules import annotations, launch
from modelyard.training.rules.names import is_fixed_variable, is_platform_variable
from modelyard.training.types import AccessMethod, Channel, CodeFacts, Draft, Launcher, Parameter, Surroundings, Volume

JOB = "01234567-89ab-cdef-0123-456789abcdef"
CODE = "/home/ma-user/modelarts/user-job-dir/demo"
DRAFT = Draft(name="j", code_dir="obs://team/demo/", boot_file="train.py", engine_id="pytorch")
AROUND = Surroundings("http://api:8000", "http://store:9000", "http://pip.example:8080/simple/")


def tasks(
    draft: Draft,
    *,
    files: tuple[str, ...] = (),
    cards: int = 0,
    is_ascend: bool = False,
    is_pytorch: bool = True,
    around: Surroundings = AROUND,
) -> tuple[TaskSpec, ...]:
    return launch.tasks_of(
        draft,
        job_id=JOB,
        code=CodeFacts(frozenset(files)),
        snapshot="/platform/code/1",
        surroundings=around,
        cards=cards,
        is_ascend=is_ascend,
        is_pytorch=is_pytorch,
    )


def only(draft: Draft, **options: object) -> TaskSpec:
    (task,) = tasks(draft, **options)  # type: ignore[arg-type]
    return task


class TestBootFile:
    def test_it_is_started_with_parameters_inputs_and_outputs(self) -> None:
        task = only(
            replace(
                DRAFT,
                parameters=(Parameter("lr", "0.01"),),
                inputs=(Channel("data_url", "obs://b/data/"),),
                outputs=(Channel("train_url", "obs://b/out/"),),
            )
        )

        assert task.argv == (
            "python",
            f"{CODE}/train.py",
            "--lr=0.01",
            "--data_url=/home/ma-user/modelarts/inputs/data_url_0",
            "--train_url=/home/ma-user/modelarts/outputs/train_url_0",
        )
        assert task.working_dir == CODE
        assert [(copy.source, copy.target) for copy in task.code] == [("/platform/code/1", CODE)]
        assert [(copy.source, copy.target) for copy in task.inputs] == [
            ("obs://b/data/", "/home/ma-user/modelarts/inputs/data_url_0")
        ]
        assert [(sync.source, sync.predownload) for sync in task.outputs] == [("obs://b/out/", False)]

    def test_what_is_declared_as_a_variable_is_no_argument(self) -> None:
        task = only(
            replace(
                DRAFT,
                parameters=(Parameter("LR", "0.01", AccessMethod.ENV),),
                inputs=(Channel("DATA", "obs://b/data/", access=AccessMethod.ENV),),
                outputs=(Channel("OUT", "obs://b/out/", access=AccessMethod.ENV),),
            )
        )

        assert task.argv == ("python", f"{CODE}/train.py")
        assert task.env["LR"] == "0.01"
        assert task.env["DATA"] == "/home/ma-user/modelarts/inputs/DATA_0"
        assert task.env["OUT"] == "/home/ma-user/modelarts/outputs/OUT_0"

    def test_nothing_is_appended_that_was_not_declared(self) -> None:
        assert only(DRAFT).argv == ("python", f"{CODE}/train.py")

    def test_without_a_snapshot_nothing_is_copied(self) -> None:
        (task,) = launch.tasks_of(DRAFT, job_id=JOB, code=CodeFacts(), snapshot=None, surroundings=Surroundings())

        assert task.code == ()
        assert "MA_PIP_URL" not in task.env

    def test_hostile_values_stay_single_arguments(self) -> None:
        values = ("$(whoami)", "; rm -rf /", "a\nb", "`id`", "../..", "'\"")
        task = only(replace(DRAFT, parameters=tuple(Parameter(f"p{n}", value) for n, value in enumerate(values))))

        assert task.argv[2:] == tuple(f"--p{n}={value}" for n, value in enumerate(values))

    def test_platform_variables_are_expanded_in_values_and_nothing_else(self) -> None:
        task = only(
            replace(
                DRAFT,
                environments=(("MINE", "secret"),),
                parameters=(Parameter("a", "${RANK}/${MA_JOB_DIR}"), Parameter("b", "${MINE}$RANK${NOPE}${RANK_TABLE_FILE}")),
            )
        )

        assert task.argv[2] == "--a=0//home/ma-user/modelarts/user-job-dir"
        assert task.argv[3] == "--b=${MINE}$RANK${NOPE}${RANK_TABLE_FILE}"


class TestChecksBefore:
    @pytest.mark.parametrize(
        ("restarts", "declared", "expected"),
        [("0", (), False), ("2", (), True), ("2", (("MA_SKIP_IMAGE_DETECT", "0"),), False)],
    )
    def test_nodes_are_looked_at_for_jobs_that_start_again(
        self, restarts: str, declared: tuple[tuple[str, str], ...], expected: bool
    ) -> None:
        draft = replace(DRAFT, annotations=((annotations.RETRIES, restarts),), environments=declared)

        assert only(draft).precheck is expected


class TestSeveralNodes:
    def test_pytorch_is_told_where_to_meet(self) -> None:
        first, second = tasks(replace(DRAFT, node_count=2))

        assert second.argv[2:] == (
            "--init_method=tcp://{address:worker-0}:{port:worker-0/master}",
            "--rank=1",
            "--world_size=2",
        )
        domain = f"modelarts-job-{JOB}"
        assert first.env["VC_WORKER_HOSTS"] == f"{domain}-worker-0.{domain},{domain}-worker-1.{domain}"
        assert first.domain == domain
        assert first.ports == ("master",)
        assert (second.env["RANK"], second.env["WORLD_SIZE"], second.env["LOCAL_RANK"], second.env["NODE_RANK"]) == (
            "1",
            "2",
            "0",
            "1",
        )
        assert second.env["MA_CURRENT_IP"] == "{address:worker-1}"
        assert second.env["MASTER_PORT"] == "{port:worker-0/master}"
        assert [first.name, second.name] == ["worker-0", "worker-1"]

    @pytest.mark.parametrize(
        ("draft", "is_pytorch"),
        [
            (replace(DRAFT, node_count=1), True),
            (replace(DRAFT, node_count=2), False),
            (replace(DRAFT, node_count=2, boot_file="", command="true"), True),
            (replace(DRAFT, node_count=2, annotations=((annotations.RENDEZVOUS, "false"),)), True),
            (replace(DRAFT, node_count=2, annotations=((annotations.LAUNCHER, "torchrun"),)), True),
        ],
    )
    def test_others_are_not(self, draft: Draft, is_pytorch: bool) -> None:
        assert not any("--rank=" in word for word in tasks(draft, is_pytorch=is_pytorch)[0].argv)

    def test_the_annotation_may_ask_for_it_by_name(self) -> None:
        draft = replace(DRAFT, node_count=2, annotations=((annotations.RENDEZVOUS, "true"),))

        assert launch.needs_rendezvous_arguments(draft, is_pytorch=True)


class TestTorchrun:
    def test_it_starts_a_process_for_each_card(self) -> None:
        draft = replace(DRAFT, node_count=2, annotations=((annotations.LAUNCHER, "torchrun"),))
        _, second = tasks(draft, cards=4)

        assert second.argv[:3] == ("python", "-m", "torch.distributed.run")
        assert "--nproc-per-node=4" in second.argv
        assert "--nnodes=2" in second.argv
        assert "--node-rank=1" in second.argv
        assert "--master-addr={address:worker-0}" in second.argv
        assert second.argv[-1] == f"{CODE}/train.py"
        assert "RANK" not in second.env
        assert second.env["MA_NUM_GPUS"] == "4"

    def test_the_number_of_processes_can_be_given(self) -> None:
        draft = replace(DRAFT, annotations=((annotations.LAUNCHER, "torchrun"), (annotations.PROCESSES, "3")))

        assert "--nproc-per-node=3" in only(draft).argv
        assert "--nproc-per-node=1" in only(replace(draft, annotations=draft.annotations[:1])).argv


class TestCommand:
    def test_it_is_the_only_text_that_a_shell_reads(self) -> None:
        task = only(
            replace(DRAFT, boot_file="", command="cd /cache && python train.py;", parameters=(Parameter("x", "$(id)"),))
        )

        assert task.argv == ("bash", "-c", 'cd /cache && python train.py "$@"', "command", "--x=$(id)")
        assert task.working_dir == "/home/ma-user"

    @pytest.mark.parametrize(
        ("command", "expected"),
        [
            ("python a.py", True),
            ("a; b", True),
            ("a\nb", True),
            ('python a.py "$@"', False),
            ("python a.py ${@}", False),
            ("for i in 1; do true; done", False),
            ("(cd x; python a.py)", False),
            ("python a.py # note", False),
            ("python a.py > log", False),
            ("sleep 1 &", False),
            ("a &&", False),
            ("", False),
        ],
    )
    def test_arguments_follow_a_plain_command_only(self, command: str, expected: bool) -> None:
        assert launch.takes_arguments(command) is expected

    def test_without_arguments_it_is_left_as_it_is(self) -> None:
        assert only(replace(DRAFT, boot_file="", command="python a.py")).argv == ("bash", "-c", "python a.py", "command")


class TestSetup:
    @pytest.mark.parametrize("name", ["requirements.txt", "pip-requirements.txt", "pip-requirement.txt"])
    def test_a_requirements_file_is_installed(self, name: str) -> None:
        (step,) = only(DRAFT, files=(name, "train.py")).setup

        assert step.label == name
        assert step.argv[:4] == ("python", "-m", "pip", "install")
        assert step.argv[-1] == f"{CODE}/{name}"

    def test_the_hook_in_python_runs_before(self) -> None:
        (step,) = only(replace(DRAFT, boot_file="src/train.py"), files=("src/ma_pre_start.py", "ma-pre-start.py")).setup

        assert step.argv == ("python", f"{CODE}/src/ma_pre_start.py")

    def test_the_hook_in_shell_is_sourced_so_that_its_exports_arrive(self) -> None:
        argv = only(DRAFT, files=("ma-pre-start.sh",)).argv

        assert argv[:2] == ("bash", "-c")
        assert argv[3:] == ("ma-pre-start", f"{CODE}/ma-pre-start.sh", "python", f"{CODE}/train.py")

    def test_the_fixed_line_hands_exports_and_arguments_on(self, tmp_path: object) -> None:
        hook = f"{tmp_path}/hook.sh"
        Path(hook).write_text("export FROM_HOOK='a b'\n")
        line = only(DRAFT, files=("ma-pre-start.sh",)).argv[2]

        said = subprocess.run(
            ["bash", "-c", line, "ma-pre-start", hook, "printf", "%s|%s", "$(id)", "x y"],
            capture_output=True,
            text=True,
            check=True,
        )

        assert said.stdout == "$(id)|x y"

    def test_a_command_has_no_setup(self) -> None:
        assert only(replace(DRAFT, boot_file="", command="true"), files=("requirements.txt",)).setup == ()


class TestEnvironment:
    def test_documented_variables_are_set(self) -> None:
        env = only(replace(DRAFT, outputs=(Channel("train_url", "obs://b/o/"),)), cards=2).env

        assert env["MA_HOME"] == "/home/ma-user"
        assert env["MA_JOB_DIR"] == "/home/ma-user/modelarts/user-job-dir"
        assert env["WORKSPACE"] == CODE
        assert env["MA_CURRENT_INSTANCE_NAME"] == f"modelarts-job-{JOB}-worker-0"
        assert env["S3_ENDPOINT"] == "http://store:9000"
        assert env["S3_USE_HTTPS"] == "0"
        assert env["MA_APIGW_ENDPOINT"] == "http://api:8000"
        assert env["MA_PIP_HOST"] == "pip.example:8080"
        assert env["MODELYARD_CREDENTIALS_FILE"] == "/home/ma-user/.modelyard/credentials.json"
        assert env["SAVE_PATH"] == "/home/ma-user/modelarts/outputs/train_url_0"
        assert env["MA_NUM_GPUS"] == "2"

    def test_those_of_the_job_win(self) -> None:
        env = only(
            replace(DRAFT, environments=(("MA_LOG_DIR", "/x"), ("MINE", "1"))),
            around=Surroundings(storage_endpoint="https://s"),
        )

        assert (env.env["MA_LOG_DIR"], env.env["MINE"], env.env["S3_USE_HTTPS"]) == ("/x", "1", "1")

    def test_without_code_the_workspace_is_the_job_directory(self) -> None:
        env = only(Draft(command="true", image="x")).env

        assert env["WORKSPACE"] == "/home/ma-user/modelarts/user-job-dir"


class TestTheRest:
    def test_logs_are_mirrored_below_the_log_path(self) -> None:
        assert only(replace(DRAFT, log_url="obs://b/log/")).mirror_log == f"obs://b/log/modelarts-job-{JOB}-worker-0.log"
        assert only(DRAFT).mirror_log is None

    def test_mounts_and_grace_time(self) -> None:
        task = only(replace(DRAFT, volumes=(Volume("/nas", "/data", read_only=True),), annotations=((annotations.GRACE, "0"),)))

        assert [(mount.source, mount.target, mount.read_only) for mount in task.mounts] == [("/nas", "/data", True)]
        assert task.grace_seconds == 0
        assert only(DRAFT).grace_seconds == 30

    def test_a_continued_job_gets_its_outputs_back(self) -> None:
        draft = replace(DRAFT, outputs=(Channel("train_url", "obs://b/o/"),), annotations=((annotations.CONTINUATIONS, "3"),))

        assert only(draft).outputs[0].predownload


class TestMountedInputs:
    DRAFT = replace(DRAFT, inputs=(Channel("a", "obs://b/a/"), Channel("b", "obs://b/b/")))

    def of(self, wanted: str) -> list[bool]:
        return [copy.mounted for copy in only(replace(self.DRAFT, annotations=((annotations.MOUNTED_INPUTS, wanted),))).inputs]

    def test_those_that_are_named_are_mounted(self) -> None:
        assert [copy.mounted for copy in only(self.DRAFT).inputs] == [False, False]
        assert self.of("") == [False, False]
        assert self.of(" b , ") == [False, True]
        assert self.of("b,a") == [True, True]

    def test_a_star_stands_for_all(self) -> None:
        assert self.of("*") == [True, True]


class TestOutputsOfNodes:
    DRAFT = replace(DRAFT, node_count=2, outputs=(Channel("o", "obs://b/o/"), Channel("p", "obs://b/p/", predownload=True)))

    def of(self, wanted: str) -> tuple[TaskSpec, ...]:
        return tasks(replace(self.DRAFT, annotations=((annotations.NODE_OUTPUTS, wanted),)))

    def test_together_all_upload_to_the_place_itself(self) -> None:
        for task in (*self.of("together"), *tasks(self.DRAFT), *self.of("nonsense")):
            assert [sync.source for sync in task.outputs] == ["obs://b/o/", "obs://b/p/"]
            assert task.scratch == ()

    def test_apart_each_has_a_folder_of_its_own(self) -> None:
        first, second = self.of("apart")

        assert [sync.source for sync in first.outputs] == ["obs://b/o/worker-0/", "obs://b/p/worker-0/"]
        assert [sync.source for sync in second.outputs] == ["obs://b/o/worker-1/", "obs://b/p/worker-1/"]

    def test_of_the_first_only_the_others_have_the_directories_and_keep_nothing(self) -> None:
        first, second = self.of("first")
        own = [f"/home/ma-user/modelarts/outputs/{name}" for name in ("o_0", "p_1")]

        assert [sync.source for sync in first.outputs] == ["obs://b/o/", "obs://b/p/"]
        assert second.outputs == ()
        assert second.scratch == (own[0],)
        # What is downloaded before the start is downloaded for all.
        assert [(copy.source, copy.target) for copy in second.inputs] == [("obs://b/p/", own[1])]
        assert first.inputs == ()


class TestClientsOfS3:
    def test_they_find_endpoint_and_keys_and_no_key_is_in_the_environment(self) -> None:
        env = only(DRAFT).env

        assert env["AWS_ENDPOINT_URL_S3"] == "http://store:9000"
        assert env["AWS_CONFIG_FILE"] == "/home/ma-user/.modelyard/s3-config"
        assert not any("SECRET" in name or name.endswith("ACCESS_KEY_ID") for name in env)

    def test_without_a_store_there_is_no_endpoint(self) -> None:
        assert "AWS_ENDPOINT_URL_S3" not in only(DRAFT, around=Surroundings()).env


class TestRankTables:
    def test_tasks_with_ascend_cards_are_told_where_the_table_is(self) -> None:
        env = only(DRAFT, cards=2, is_ascend=True).env

        assert env["RANK_TABLE_FILE"] == env["RANK_TABLE_FILE_V_1_0"] == "/user/config/rank_table.json"

    def test_parameters_may_refer_to_it_and_jobs_may_say_otherwise(self) -> None:
        draft = replace(DRAFT, parameters=(Parameter("table", "${RANK_TABLE_FILE}"),))
        own = replace(DRAFT, environments=(("RANK_TABLE_FILE", "/cache/own.json"),))

        assert "--table=/user/config/rank_table.json" in only(draft, cards=1, is_ascend=True).argv
        assert only(own, is_ascend=True).env["RANK_TABLE_FILE"] == "/cache/own.json"

    def test_others_have_none(self) -> None:
        assert "RANK_TABLE_FILE" not in only(DRAFT, cards=2).env


class TestAnnotations:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ((), Restart()),
            (((annotations.RETRIES, "2"),), Restart(on=OnFailure.FAULT, most=2)),
            (((annotations.RETRIES, "2"), (annotations.UNCONDITIONAL, "true")), Restart(on=OnFailure.FAILURE, most=2)),
            (((annotations.UNCONDITIONAL, "true"),), Restart()),
            (((annotations.CONTINUATIONS, "5"),), Restart(continuations=5)),
            (((annotations.RETRIES, "x"),), Restart()),
        ],
    )
    def test_restarts(self, values: tuple[tuple[str, str], ...], expected: Restart) -> None:
        assert annotations.restart_of(replace(DRAFT, annotations=values)) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("0", 0), (" 3 ", 3), ("4", None), ("-1", None), ("1.0", None), ("٣", None), ("9" * 5000, None), ("", None)],
    )
    def test_numbers(self, text: str, expected: int | None) -> None:
        assert annotations.number_in(text, 0, 3) == expected

    def test_the_launcher(self) -> None:
        assert annotations.launcher_of(DRAFT) is Launcher.PYTHON
        assert annotations.launcher_of(replace(DRAFT, annotations=((annotations.LAUNCHER, "torchrun"),))) is Launcher.TORCHRUN


class TestNames:
    def test_the_platform_has_names_of_its_own(self) -> None:
        assert is_platform_variable("MA_JOB_DIR")
        assert is_platform_variable("VC_ANYTHING")
        assert not is_platform_variable("rank")
        assert not is_platform_variable("data_url")
        assert is_fixed_variable("MODELYARD_X")
        assert not is_fixed_variable("MA_HOME")
