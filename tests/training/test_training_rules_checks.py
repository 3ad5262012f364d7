"""What can be said about a job from its request alone."""

from dataclasses import replace

import pytest

from modelyard.compute.types import EndedBy, Outcome, Step, StepStatus, WorkloadState
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.training.rules import annotations, checks, steps
from modelyard.training.rules.checks import CheckLimits
from modelyard.training.rules.durations import spoken
from modelyard.training.rules.states import ARROWS, ENDED, can_move, phases_of
from modelyard.training.types import AccessMethod, Channel, Draft, Parameter, Phase, SecondaryPhase, Volume

GOOD = Draft(
    name="job-1",
    code_dir="obs://team/demo/",
    boot_file="src/train.py",
    engine_id="pytorch",
    flavor="modelarts.vm.cpu.2u",
    parameters=(Parameter("lr", "0.1"),),
    inputs=(Channel("data_url", "obs://team/data/"),),
    outputs=(Channel("train_url", "obs://team/out/"),),
    environments=(("MINE", "1"),),
)
LIMITS = CheckLimits(nodes=4, mounts=("/nas",))


def problems(draft: Draft) -> list[AppError]:
    return checks.problems_of(draft, LIMITS)


def fields(draft: Draft) -> list[str]:
    found = problems(draft)
    for problem in found:
        assert problem.message(Language.ZH)
        assert problem.params["field"] in problem.message()
    return [problem.params["field"] for problem in found]


def codes(draft: Draft) -> list[str]:
    return [problem.code for problem in problems(draft)]


class TestGood:
    @pytest.mark.parametrize(
        "draft",
        [
            GOOD,
            replace(GOOD, boot_file="", command="python x.py", code_dir=""),
            replace(GOOD, run_user="1000"),
            replace(GOOD, local_code_dir="/home/me", working_dir="/cache"),
            replace(GOOD, volumes=(Volume("/nas", "/data"),)),
            replace(GOOD, auto_stop_seconds=720 * 3600, priority=3, node_count=4),
            replace(GOOD, inputs=(Channel("a", "obs://team/data/"), Channel("b", "obs://team/data/sub/"))),
            replace(GOOD, log_url="obs://team/out/"),
            replace(GOOD, annotations=(("tensorboard/enable", "false"), ("mine", "x"), (annotations.RETRIES, "3"))),
            replace(GOOD, annotations=((annotations.LAUNCHER, "torchrun"), (annotations.PROCESSES, "2"))),
            replace(GOOD, annotations=((annotations.CONTINUATIONS, "2"),), auto_stop_seconds=60),
            replace(GOOD, parameters=(Parameter("rank", "8"), Parameter("x", "$(whoami); \n"))),
        ],
    )
    def test_nothing_is_wrong(self, draft: Draft) -> None:
        assert fields(draft) == []


class TestProblems:
    @pytest.mark.parametrize("name", ["", "a b", "x" * 65, "ä", "a/b", "../x", "a\n", "$(id)"])
    def test_names(self, name: str) -> None:
        assert fields(replace(GOOD, name=name)) == ["metadata.name"]

    def test_kinds(self) -> None:
        assert codes(replace(GOOD, kind="hetero_job")) == ["ModelArts.2858"]

    def test_what_to_start(self) -> None:
        assert fields(replace(GOOD, command="true")) == ["algorithm.command"]
        assert fields(replace(GOOD, boot_file="")) == ["algorithm.boot_file"]
        assert fields(replace(GOOD, boot_file="", command=" ")) == ["algorithm.boot_file"]
        assert fields(replace(GOOD, code_dir="")) == ["algorithm.code_dir"]
        assert fields(replace(GOOD, engine_id="")) == ["algorithm.engine"]
        assert fields(replace(GOOD, run_user="0")) == ["algorithm.engine.run_user"]

    @pytest.mark.parametrize(
        "boot_file", ["obs://team/other/x.py", "/x.py", "../x.py", "a/../x.py", "./x.py", "train.sh", "a//b.py", "s3:/x/y.py"]
    )
    def test_boot_files(self, boot_file: str) -> None:
        assert codes(replace(GOOD, boot_file=boot_file)) == ["ModelArts.2758"]

    @pytest.mark.parametrize("name", ["", "a b", "x" * 65, "a=b", "--x", "ä", "$(id)", "a\nb"])
    def test_parameter_names(self, name: str) -> None:
        expected = [] if name == "--x" else ["algorithm.parameters.0.name"]

        assert fields(replace(GOOD, parameters=(Parameter(name, "1"),))) == expected

    @pytest.mark.parametrize("name", ["MA_JOB_DIR", "VC_TASK_INDEX", "PATH", "RANK", "MODELYARD_X", "MA_NEW"])
    def test_parameters_named_like_platform_variables(self, name: str) -> None:
        assert codes(replace(GOOD, parameters=(Parameter(name, "1"),))) == ["Modelyard.5004"]
        assert codes(replace(GOOD, inputs=(Channel(name, "obs://team/data/"),))) == ["Modelyard.5004"]

    def test_parameters_named_like_the_arguments_of_distributed_jobs(self) -> None:
        draft = replace(GOOD, node_count=2, parameters=(Parameter("world_size", "1"),))

        assert codes(draft) == ["Modelyard.5004"]

    def test_variables_need_names_of_variables(self) -> None:
        assert codes(replace(GOOD, parameters=(Parameter("a-b", "1", AccessMethod.ENV),))) == ["Modelyard.5003"]
        assert codes(replace(GOOD, environments=(("a-b", "1"),))) == ["Modelyard.5003"]
        assert codes(replace(GOOD, environments=(("MODELYARD_HOME", "1"),))) == ["Modelyard.5004"]

    def test_access_methods(self) -> None:
        assert fields(replace(GOOD, parameters=(Parameter("a", "1", "file"),))) == ["algorithm.parameters.0.access_method"]

    def test_names_used_twice(self) -> None:
        draft = replace(GOOD, parameters=(Parameter("data_url", "1"), Parameter("data_url", "2"), Parameter("data_url", "3")))

        assert codes(draft) == ["ModelArts.2767"]

    def test_places_that_are_missing(self) -> None:
        assert fields(replace(GOOD, inputs=(Channel("a", ""),))) == ["algorithm.inputs.0.remote.obs.obs_url"]

    def test_too_many(self) -> None:
        many = tuple(Channel(f"i{number}", "obs://team/data/") for number in range(checks.MOST_CHANNELS + 1))

        assert fields(replace(GOOD, inputs=many)) == ["algorithm.inputs"]
        variables = tuple((f"V{number}", "") for number in range(checks.MOST_VARIABLES + 1))
        assert fields(replace(GOOD, environments=variables)) == ["algorithm.environments"]

    def test_too_long(self) -> None:
        long, part = "x" * (checks.MOST_VALUE_BYTES + 1), "x" * checks.MOST_VALUE_BYTES

        assert fields(replace(GOOD, parameters=(Parameter("a", long),))) == ["algorithm.parameters.0.value"]
        assert fields(replace(GOOD, environments=(("A", long),))) == ["algorithm.environments.A"]
        all_together = tuple(Parameter(f"p{number}", part) for number in range(11))
        assert codes(replace(GOOD, parameters=all_together)) == ["ModelArts.2607"]

    def test_directories_of_the_container(self) -> None:
        assert codes(replace(GOOD, local_code_dir="/data")) == ["ModelArts.2857"]
        assert codes(replace(GOOD, working_dir="data")) == ["ModelArts.2859"]
        inside = Channel("train_url", "obs://team/out/", local_dir="/data/sub")
        around = replace(GOOD, inputs=(Channel("d", "obs://team/data/", local_dir="/data"),), outputs=(inside,))
        assert fields(around) == ["algorithm.outputs.0.local_dir"]
        assert fields(replace(GOOD, volumes=(Volume("/nas", "/etc"),))) == ["spec.volumes.0.nfs.local_path"]

    def test_places_that_overlap_are_named_in_pairs(self) -> None:
        draft = replace(
            GOOD,
            inputs=(Channel("data_url", "obs://team/demo/data/"),),
            outputs=(Channel("a", "obs://team/demo/data/out/"), Channel("b", "obs://team/demo/data/out/b/")),
        )
        found = [(problem.params["field"], problem.params["other"]) for problem in problems(draft)]

        assert found == [
            ("algorithm.inputs.0", "algorithm.code_dir"),
            ("algorithm.outputs.0", "algorithm.code_dir"),
            ("algorithm.outputs.0", "algorithm.inputs.0"),
            ("algorithm.outputs.1", "algorithm.code_dir"),
            ("algorithm.outputs.1", "algorithm.inputs.0"),
            ("algorithm.outputs.1", "algorithm.outputs.0"),
        ]

    def test_resources(self) -> None:
        assert fields(replace(GOOD, flavor="")) == ["spec.resource.flavor_id"]
        for count in (0, -1, 5):
            assert fields(replace(GOOD, node_count=count)) == ["spec.resource.node_count"]
        for priority in (-1, 4):
            assert fields(replace(GOOD, priority=priority)) == ["spec.schedule_policy.priority"]
        for seconds in (0, -3600, 721 * 3600):
            assert fields(replace(GOOD, auto_stop_seconds=seconds)) == ["spec.auto_stop.duration"]
        assert codes(replace(GOOD, volumes=(Volume("/nas/sub", "/data"),))) == ["Modelyard.5010"]
        nothing = checks.problems_of(replace(GOOD, volumes=(Volume("/", "/data"),)), CheckLimits())
        assert "Allowed: -" in nothing[0].message()

    @pytest.mark.parametrize(
        "annotation",
        [
            ("tensorboard/enable", "true"),
            ("modelyard/nothing", "1"),
            (annotations.RETRIES, "4"),
            (annotations.RETRIES, "x"),
            (annotations.PROCESSES, "0"),
            (annotations.LAUNCHER, "mpi"),
            (annotations.CONTINUATIONS, "2"),
        ],
    )
    def test_annotations(self, annotation: tuple[str, str]) -> None:
        assert fields(replace(GOOD, annotations=(annotation,))) == [f"metadata.annotations.{annotation[0]}"]

    def test_torchrun_starts_boot_files_only(self) -> None:
        draft = replace(GOOD, boot_file="", command="true", annotations=((annotations.LAUNCHER, "torchrun"),))

        assert fields(draft) == [f"metadata.annotations.{annotations.LAUNCHER}"]


class TestIsLaunchable:
    def test_it_needs_something_to_start_and_a_number_of_nodes(self) -> None:
        assert checks.is_launchable(GOOD)
        assert checks.is_launchable(Draft(command="true"))
        assert not checks.is_launchable(Draft(boot_file="a.py"))
        assert not checks.is_launchable(replace(GOOD, node_count=0))
        assert not checks.is_launchable(replace(GOOD, node_count=10**6))


class TestStates:
    def test_an_ended_job_stays_so(self) -> None:
        assert {phase for phase, arrows in ARROWS.items() if not arrows} == ENDED
        assert can_move(Phase.RUNNING, Phase.PENDING)
        assert can_move(Phase.FAILED, Phase.FAILED)
        assert not can_move(Phase.TERMINATED, Phase.RUNNING)

    @pytest.mark.parametrize(
        ("state", "phase"),
        [
            (WorkloadState.PREPARING, Phase.CREATING),
            (WorkloadState.QUEUED, Phase.PENDING),
            (WorkloadState.STARTING, Phase.PENDING),
            (WorkloadState.RUNNING, Phase.RUNNING),
            (WorkloadState.STOPPING, Phase.RUNNING),
        ],
    )
    def test_a_job_follows_its_workload(self, state: WorkloadState, phase: Phase) -> None:
        assert phases_of(state, None, None, stop_asked=False)[0] is phase
        assert phases_of(state, None, None, stop_asked=True) == (Phase.TERMINATING, SecondaryPhase.TERMINATING)

    @pytest.mark.parametrize(
        ("outcome", "ended_by", "expected"),
        [
            (Outcome.SUCCEEDED, EndedBy.ITSELF, Phase.COMPLETED),
            (Outcome.FAILED, EndedBy.MEMORY, Phase.FAILED),
            (Outcome.STOPPED, EndedBy.USER, Phase.TERMINATED),
            (Outcome.STOPPED, EndedBy.RUN_LIMIT, Phase.TERMINATED),
            (Outcome.FAILED, EndedBy.RUN_LIMIT, Phase.TERMINATED),
            (Outcome.LOST, EndedBy.NODE, Phase.ABNORMAL),
            (None, None, Phase.ABNORMAL),
        ],
    )
    def test_it_ends_as_its_workload_does(self, outcome: Outcome | None, ended_by: EndedBy | None, expected: Phase) -> None:
        for stop_asked in (True, False):
            assert phases_of(WorkloadState.ENDED, outcome, ended_by, stop_asked=stop_asked)[0] is expected


class TestSteps:
    def test_every_step_has_texts(self) -> None:
        for step in set(Step) - {Step.READY}:  # told by an event of its own
            for status in StepStatus:
                for label in ("data_url", "requirements.txt"):
                    said = steps.said_of(step, status, label=label, seconds=1.25, detail="Why.")
                    assert all(text and "{" not in text and "  " not in text for text in said)
                    assert ("elapsed" in said[0]) is (status is not StepStatus.STARTED)

    def test_packages_are_installed_and_hooks_are_run(self) -> None:
        assert "packages" in steps.said_of(Step.INSTALL, StepStatus.STARTED, label="requirements.txt", seconds=0, detail="")[0]
        assert (
            "packages" not in steps.said_of(Step.INSTALL, StepStatus.STARTED, label="ma-pre-start.py", seconds=0, detail="")[0]
        )


class TestWords:
    @pytest.mark.parametrize(
        ("seconds", "expected"), [(3600, "1h"), (5400, "1h30m"), (45, "45s"), (0, "0s"), (3661, "1h1m1s"), (259_200, "72h")]
    )
    def test_lengths_of_time(self, seconds: int, expected: str) -> None:
        assert spoken(seconds) == expected


class TestWarnings:
    OUTPUTS = (Channel("a", "obs://team/a/"), Channel("b", "obs://team/b/"))

    def test_several_nodes_that_write_to_one_place(self) -> None:
        found = checks.warnings_of(replace(GOOD, node_count=2, outputs=self.OUTPUTS))

        assert [warning.params["field"] for warning in found] == ["algorithm.outputs.0", "algorithm.outputs.1"]
        assert all(warning.message(Language.ZH) != warning.message() for warning in found)

    def test_one_node_and_those_who_chose_are_left_alone(self) -> None:
        chosen = ((annotations.NODE_OUTPUTS, "apart"),)

        assert checks.warnings_of(GOOD) == []
        assert checks.warnings_of(replace(GOOD, node_count=2, annotations=chosen)) == []

    def test_only_what_there_is_can_be_chosen(self) -> None:
        assert fields(replace(GOOD, annotations=((annotations.NODE_OUTPUTS, "first"),))) == []
        assert fields(replace(GOOD, annotations=((annotations.NODE_OUTPUTS, "all"),))) == [
            "metadata.annotations.modelyard/outputs-of-nodes"
        ]

    def test_only_inputs_that_there_are_can_be_mounted(self) -> None:
        draft = replace(GOOD, inputs=(Channel("data", "obs://b/data/"),))

        for wanted, wrong in (("data", False), ("*", False), ("", False), ("data,other", True)):
            found = fields(replace(draft, annotations=((annotations.MOUNTED_INPUTS, wanted),)))
            assert ("metadata.annotations.modelyard/mounted-inputs" in found) is wrong
