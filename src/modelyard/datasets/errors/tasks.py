"""Failures of long work: imports, synchronisations. Published codes where there are any, else Modelyard.7100 to 7139."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, Unavailable


class ImportRunning(Conflict):
    """One import at a time."""

    status = 400
    code = "ModelArts.4356"
    text = "An import of the dataset is running (task {task_id}). Wait for its end, or stop it."
    zh = "该数据集有正在运行的导入任务（{task_id}）。请等待其结束，或先停止该任务。"


class SyncRunning(Conflict):
    """One synchronisation at a time."""

    status = 400
    code = "ModelArts.4355"
    text = "A synchronisation of the dataset is running (task {task_id}). Wait for its end."
    zh = "该数据集正在同步数据源（任务 {task_id}）。请等待其结束。"


class DatasetBusy(Conflict):
    """Something else is alone on the dataset."""

    status = 400
    code = "ModelArts.4343"
    text = "The dataset is busy with another task ({kind}, {task_id}). Wait for its end, or stop it."
    zh = "该数据集正在执行其他任务（{kind}，{task_id}）。请等待其结束，或先停止该任务。"


class TaskEnded(Conflict):
    """Only what has not ended can be stopped."""

    status = 400
    code = "Modelyard.7100"
    text = "The task {task_id} has ended: {state}."
    zh = "任务 {task_id} 已结束，状态为 {state}。"


class TaskNotResumable(Conflict):
    """Only what was stopped or has failed can go on."""

    status = 400
    code = "Modelyard.7101"
    text = "The task {task_id} is {state}; only stopped and failed tasks can be resumed."
    zh = "任务 {task_id} 的状态为 {state}，仅已停止或失败的任务可以恢复。"


class SubmitterGone(Forbidden):
    """Work is done with the rights of the one who asked for it."""

    code = "Modelyard.7102"
    text = "User {user}, who started the task, may not act any more."
    zh = "启动该任务的用户 {user} 已无权操作。"


class TaskGaveUp(Unavailable):
    """A task failed too often."""

    code = "Modelyard.7103"
    text = "Given up after {attempts} attempts: {problem}"
    zh = "重试 {attempts} 次后放弃：{problem}"


class TooMuchMissing(Conflict):
    """More is missing than somebody would delete."""

    status = 400
    code = "Modelyard.7106"
    text = (
        "{count} samples, with more than half of the labelled ones, are not in the input path any more. Nothing was taken out: "
        "check the path and your rights, or synchronise once more with confirm."
    )
    zh = "输入路径中缺少 {count} 个样本，包括超过一半的已标注样本。未移除任何样本：请检查路径和权限，或使用 confirm 再次同步。"


class ManifestChanged(Conflict):
    """The place where a reading is to go on is of another object."""

    status = 400
    code = "Modelyard.7104"
    text = "The file {path} was changed while it was imported. Import it once more; what is there already is not added again."
    zh = "文件 {path} 在导入过程中被修改。请重新导入，已存在的样本不会重复添加。"


class ManifestEncoding(Invalid):
    """No manifest at all."""

    code = "Modelyard.7105"
    text = "The file {path} is not a manifest: it must be UTF-8 text with one JSON object a line."
    zh = "文件 {path} 不是合法的 Manifest：必须是 UTF-8 文本，每行一个 JSON 对象。"


class ImportPathMissing(Invalid):
    """Nothing is there."""

    code = "ModelArts.4313"
    text = "{field}: there is nothing at {value}. A manifest is named by its file, a folder ends with a slash."
    zh = "{field}：{value} 下没有任何内容。Manifest 请填写文件路径，目录请以斜杠结尾。"


class NoInputPath(Invalid):
    """There is nothing to synchronise with."""

    code = "Modelyard.7107"
    text = "The dataset {dataset_id} has no input path to synchronise with."
    zh = "数据集 {dataset_id} 没有可同步的输入路径。"
