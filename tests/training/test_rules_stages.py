"""Stages of the runs of a job."""

from datetime import datetime, timedelta, timezone

import pytest

from modelyard.compute.schemas import Attempt, Workload
from modelyard.compute.types import (
    EndedBy,
    Outcome,
    Reason,
    Resources,
    Step,
    StepRecord,
    StepStatus,
    TaskEnd,
    WorkloadId,
    WorkloadState,
)
from modelyard.training.rules.ends import facts_of
from modelyard.training.rules.stages import Stage, stages_of

T0 = datetime(2026, 1, 2, tzinfo=timezone.utc)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def workload(*attempts: Attempt, ended: float | None = None, **changes: object) -> Workload:
    values = {
        "id": WorkloadId("w"),
        "owner_type": "training.job",
        "owner_id": "j",
        "name": "j",
        "project_id": "p",
        "state": WorkloadState.RUNNING if ended is None else WorkloadState.ENDED,
        "outcome": None if ended is None else Outcome.SUCCEEDED,
        "ended_by": None,
        "reason": None,
        "workspace_id": "0",
        "user_id": "u",
        "user_name": "u",
        "resources": Resources(1000, 1, 1),
        "priority": 1,
        "preemptible": False,
        "pool": "public",
        "flavor": "f",
        "image": "i",
        "attempt": len(attempts),
        "wait_reason": None,
        "position": None,
        "created_at": at(0),
        "queued_at": at(0),
        "started_at": None,
        "running_at": None,
        "ended_at": None if ended is None else at(ended),
        "run_seconds": 0.0,
        "attempts": attempts,
        **changes,
    }
    return Workload(**values)  # type: ignore[arg-type]


def attempt(number: int, started: float, running: float | None, ended: float | None, reason: Reason | None = None) -> Attempt:
    moments = [None if moment is None else at(moment) for moment in (started, running, ended)]
    return Attempt(number, moments[0], moments[1], moments[2], EndedBy.ITSELF if ended else None, reason)


def spans(stages: list[Stage]) -> list[tuple[str, float, float | None]]:
    return [
        (
            stage.name.value,
            (stage.started_at - T0).total_seconds(),
            None if stage.ended_at is None else (stage.ended_at - T0).total_seconds(),
        )
        for stage in stages
    ]


class TestStagesOf:
    def test_a_job_in_the_queue_waits_and_says_why(self) -> None:
        reason = Reason("k", "needs 2 cores", "需要 2 核")

        ((stage,),) = stages_of(workload(wait_reason=reason), {})

        assert spans([stage]) == [("scheduling", 0, None)]
        assert (stage.text, stage.zh) == ("needs 2 cores", "需要 2 核")

    def test_a_run_from_the_queue_to_its_end(self) -> None:
        (stages,) = stages_of(workload(attempt(1, 5, 7, 20), ended=20), {})

        assert spans(stages) == [("scheduling", 0, 5), ("preparing", 5, 7), ("running", 7, 20), ("end", 20, 20)]

    def test_a_run_that_never_got_to_its_program(self) -> None:
        reason = Reason("k", "no such input", "输入不存在")

        (stages,) = stages_of(workload(attempt(1, 5, None, 9, reason), ended=9), {})

        assert spans(stages) == [("scheduling", 0, 5), ("preparing", 5, 9), ("end", 9, 9)]
        assert stages[-1].zh == "输入不存在"

    def test_a_run_that_goes_on(self) -> None:
        (stages,) = stages_of(workload(attempt(1, 5, 7, None)), {})

        assert spans(stages) == [("scheduling", 0, 5), ("preparing", 5, 7), ("running", 7, None)]

    def test_every_run_has_a_record_and_waits_anew(self) -> None:
        runs = stages_of(workload(attempt(1, 5, 7, 20)), {})

        assert [spans(stages)[0] for stages in runs] == [("scheduling", 0, 5), ("scheduling", 20, None)]

    def test_a_job_that_was_stopped_in_the_queue_has_ended_there(self) -> None:
        (stages,) = stages_of(workload(ended=3), {})

        assert spans(stages) == [("scheduling", 0, 3), ("end", 3, 3)]

    def test_an_attempt_that_was_withdrawn_before_it_started(self) -> None:
        never = Attempt(1, None, None, at(4), EndedBy.USER, None)

        (stages,) = stages_of(workload(never, ended=4), {})

        assert spans(stages) == [("scheduling", 0, 4), ("end", 4, 4)]

    def test_steps_are_told_once_for_all_tasks_with_the_first_moment(self) -> None:
        steps = [
            StepRecord(1, 5_500, Step.CODE, StepStatus.STARTED),
            StepRecord(2, 5_200, Step.CODE, StepStatus.STARTED),
            StepRecord(3, 7_000, Step.RUN, StepStatus.STARTED),
        ]

        (stages,) = stages_of(workload(attempt(1, 5, 7, None)), {1: steps})

        assert [(part.step, part.at_ms) for part in stages[1].parts] == [(Step.CODE, 5_200)]
        assert [(part.step, part.at_ms) for part in stages[2].parts] == [(Step.RUN, 7_000)]


class TestFactsOf:
    @pytest.mark.parametrize(
        ("end", "code", "text", "zh"),
        [
            (TaskEnd(EndedBy.ITSELF, exit_code=3), 3, "The program ended by itself with exit code 3", "程序自行结束，退出码 3"),
            (TaskEnd(EndedBy.ITSELF, signal=11), 139, "The program was killed by signal 11", "程序被信号 11 终止"),
            (TaskEnd(EndedBy.SETUP, message="No such input."), None, "Failed before the program began. No such input.", ""),
            (TaskEnd(EndedBy.MEMORY, signal=9, out_of_memory=True), 137, "Killed: it needed more memory", "内存超出规格上限"),
        ],
    )
    def test_a_sentence_says_how_a_task_ended(self, end: TaskEnd, code: int | None, text: str, zh: str) -> None:
        facts = facts_of("worker-0", end)

        assert facts.exit_code == code
        assert facts.text.startswith(text)
        assert facts.zh.startswith(zh)
        assert facts.out_of_memory is end.out_of_memory

    def test_nothing_is_said_twice(self) -> None:
        plain = facts_of("worker-0", TaskEnd(EndedBy.ITSELF, exit_code=1, message="Its process exited with code 1."))
        more = facts_of("worker-0", TaskEnd(EndedBy.ITSELF, exit_code=1, message="Its process exited with code 1. Besides: x"))

        assert (plain.text, plain.zh) == ("The program ended by itself with exit code 1", "程序自行结束，退出码 1")
        assert more.text == "The program ended by itself with exit code 1. Besides: x"

    @pytest.mark.parametrize("ended_by", EndedBy)
    def test_every_way_to_end_has_words_in_both_languages(self, ended_by: EndedBy) -> None:
        facts = facts_of("worker-0", TaskEnd(ended_by))

        assert facts.text
        assert facts.zh
