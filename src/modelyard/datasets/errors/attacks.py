"""Failures of what data does to the platform. Modelyard.7500 to 7509."""

from modelyard.core.errors import Unavailable


class TaskDeadly(Unavailable):
    """A task ended its worker again and again, alone."""

    code = "Modelyard.7500"
    text = (
        "The task ended its worker {deaths} times in a row, most likely because a file needs more memory than there is "
        "(datasets.worker_memory_bytes). Divide the file, or take the one that it stopped at out; then resume the task."
    )
    zh = (
        "该任务连续 {deaths} 次导致工作进程异常退出，最可能的原因是某个文件所需内存超过可用内存"
        "（datasets.worker_memory_bytes）。"
        "请拆分该文件或移除任务停止处的文件，然后恢复任务。"
    )
