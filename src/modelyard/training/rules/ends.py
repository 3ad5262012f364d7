"""The facts of the end of a task, as people read them."""

import re
from dataclasses import dataclass

from modelyard.compute.types import EndedBy, TaskEnd

# Engines begin so when a process ended; the sentences below say it in both languages.
_SAID = re.compile(r"^Its process (?:exited with code|was killed by) \w+\.\s*")

_ENDED_BY = {
    EndedBy.ITSELF: ("The program ended by itself", "程序自行结束"),
    EndedBy.USER: ("Stopped by a user", "由用户终止"),
    EndedBy.RUN_LIMIT: ("Stopped at its run limit", "达到最大运行时长而终止"),
    EndedBy.PREEMPTION: ("Stopped to make room for a job of higher priority", "被高优先级作业抢占"),
    EndedBy.MEMORY: ("Killed: it needed more memory than the flavor has", "内存超出规格上限而被终止"),
    EndedBy.DISK: (
        "Killed: it wrote more than the flavor's disk holds, or the node ran short",
        "磁盘写入超限或节点磁盘不足而被终止",
    ),
    EndedBy.PROCESSES: ("Killed: it started too many processes", "进程数超限而被终止"),
    EndedBy.SETUP: ("Failed before the program began", "在程序启动前失败"),
    EndedBy.HEALTH: ("Stopped: it did not answer its health check", "健康检查无应答而被终止"),
    EndedBy.UPLOAD: ("Its outputs could not be uploaded", "训练输出上传失败"),
    EndedBy.SIBLING: ("Stopped since another task of the job failed", "因作业的其他任务失败而终止"),
    EndedBy.PLATFORM: ("Ended by a fault of the platform", "因平台故障结束"),
    EndedBy.NODE: ("Ended by a fault of the node", "因节点故障结束"),
}


@dataclass(frozen=True)
class EndFacts:
    """What is known of the end of one task, for the detail of a job and for the analysis of failures.

    exit_code: as shells count: 128 and the signal's number for a process that a signal killed; None where there was none.
    text, zh: one sentence. last_lines: the end of its log.
    """

    task: str
    succeeded: bool
    exit_code: int | None
    signal: int | None
    ended_by: EndedBy
    out_of_memory: bool
    peak_memory_bytes: int | None
    text: str
    zh: str
    last_lines: tuple[str, ...]


def facts_of(task: str, end: TaskEnd) -> EndFacts:
    """Return the facts of a task's end, with a sentence in both languages that says how it ended."""
    code = end.exit_code if end.signal is None else 128 + end.signal
    text, zh = _ENDED_BY[end.ended_by]
    if end.ended_by is EndedBy.ITSELF and end.signal is not None:
        text, zh = f"The program was killed by signal {end.signal}", f"程序被信号 {end.signal} 终止"
    elif end.ended_by is EndedBy.ITSELF:
        text, zh = f"{text} with exit code {code}", f"{zh}，退出码 {code}"
    if more := _SAID.sub("", end.message):
        text, zh = f"{text}. {more}", f"{zh}。{more}"
    return EndFacts(
        task=task,
        succeeded=end.succeeded,
        exit_code=code,
        signal=end.signal,
        ended_by=end.ended_by,
        out_of_memory=end.out_of_memory,
        peak_memory_bytes=end.peak_memory_bytes,
        text=text,
        zh=zh,
        last_lines=end.last_lines,
    )
