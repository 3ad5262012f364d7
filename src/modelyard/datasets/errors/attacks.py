"""Failures of what data does to the platform. Modelyard.7500 to 7509."""

from modelyard.core.errors import Conflict, Unavailable


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


class PartChanged(Conflict):
    """Parts of versions are named by their digests; somebody wrote over one."""

    status = 400
    code = "Modelyard.7501"
    text = (
        "{path} was changed since version {name} wrote it: its digest is another. Publish a new version, and see who else may "
        "write into the work path."
    )
    zh = "{path} 自版本 {name} 写入后已被修改，摘要不一致。请重新发布版本，并检查还有谁对工作路径有写权限。"


class NoRoom(Unavailable):
    """A disk is full."""

    code = "Modelyard.7502"
    text = "There is no room left on {place}. Make room, then resume the task; what it did so far stays."
    zh = "{place_zh}空间不足。请释放空间后恢复任务，已完成的部分会保留。"
