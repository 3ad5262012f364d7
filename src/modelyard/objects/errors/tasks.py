"""Failures of storage tasks."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound, QuotaExceeded, Unavailable


class TaskNotFound(NotFound):
    """No storage task with this id is visible to the caller."""

    code = "Modelyard.2140"
    text = "Storage task {task_id} was not found."
    zh = "未找到存储任务 {task_id}。"


class TaskEnded(Conflict):
    """The task has ended and cannot be canceled any more."""

    code = "Modelyard.2141"
    text = "Storage task {task_id} has already ended ({state})."
    zh = "存储任务 {task_id} 已结束（{state}）。"


class TooManyTasks(QuotaExceeded):
    """The project has as many unfinished tasks as it may have."""

    code = "Modelyard.2142"
    text = "The quota of {quota} ({limit}) would be exceeded. Wait for tasks to end, or cancel some."
    zh = "将超过 {quota} 的配额（{limit}）。请等待任务结束或取消部分任务。"


class LocationInvalid(Invalid):
    """Not a place in a bucket."""

    code = "Modelyard.2143"
    text = "{field}: {value} is not of the form obs://bucket/key, or its key cannot be used."
    zh = "{field}：{value} 不是 obs://桶/键 的形式，或其中的键不可用。"


class ImportNotAllowed(Forbidden):
    """The directory is not below a root that the operator has opened for imports."""

    code = "Modelyard.2144"
    text = "{path} does not lie below a directory that may be imported. Allowed: {roots} (setting objects.import_roots)."
    zh = "{path} 不在允许导入的目录之下。允许的目录：{roots}（配置项 objects.import_roots）。"


class ImportSourceNotFound(NotFound):
    """There is nothing at this path on the server."""

    code = "Modelyard.2145"
    text = "There is no directory or file {path} on the server that can be read. Directories that may be imported: {roots}."
    zh = "服务器上不存在可读取的目录或文件 {path}。允许导入的目录：{roots}。"


class TargetOccupied(Conflict):
    """Something of this name is at the target already."""

    code = "Modelyard.2146"
    text = "{key} already exists in bucket {bucket}. Choose another target, or start the task with overwrite."
    zh = "桶 {bucket} 中已存在 {key}。请选择其他目标，或使用 overwrite 重新创建任务。"


class NotEnoughSpace(Conflict):
    """The disk of the store has too little room."""

    code = "Modelyard.2147"
    text = "Not enough space in {location}: {needed_bytes} bytes are needed, {free_bytes} are free."
    zh = "{location} 空间不足：需要 {needed_bytes} 字节，可用 {free_bytes} 字节。"


class TaskOwnerGone(Forbidden):
    """Whoever started the task may not act any more."""

    code = "Modelyard.2148"
    text = "User {user_name}, who started this task, may not act any more (disabled or deleted)."
    zh = "创建该任务的用户 {user_name} 已被停用或删除。"


class TaskIncomplete(Conflict):
    """Some files could not be dealt with; the task lists the first of them."""

    code = "Modelyard.2149"
    text = "{failed} of {total} files failed; the first: {path} ({reason})."
    zh = "{total} 个文件中有 {failed} 个失败，第一个为 {path}（{reason}）。"


class TaskGaveUp(Unavailable):
    """It failed too often for a reason that should have gone away."""

    code = "Modelyard.2150"
    text = "Given up after {attempts} attempts. The last one ended with: {problem}"
    zh = "重试 {attempts} 次后放弃，最后一次失败原因：{problem}"
