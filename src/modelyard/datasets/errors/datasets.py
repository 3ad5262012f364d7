"""Failures of datasets that a caller can meet. Published codes where there are any, else Modelyard.7000 to 7499.

The public API answers 400 for what is not there; its clients tell a dataset that is gone by the code.
"""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound, QuotaExceeded


class DatasetNotFound(NotFound):
    """No dataset with this id is visible to the caller."""

    status = 400
    code = "ModelArts.4352"
    text = "Dataset {dataset_id} was not found."
    zh = "未找到数据集 {dataset_id}。"


class VersionNotFound(NotFound):
    """The dataset has no version with this id."""

    status = 400
    code = "ModelArts.4353"
    text = "Version {version_id} was not found in the dataset."
    zh = "数据集中未找到版本 {version_id}。"


class SampleNotFound(NotFound):
    """The dataset has no sample with this id."""

    status = 400
    code = "ModelArts.4420"
    text = "Sample {sample_id} was not found in the dataset."
    zh = "数据集中未找到样本 {sample_id}。"


class LabelNotFound(NotFound):
    """The labelling job has no label with this name."""

    status = 400
    code = "ModelArts.4410"
    text = "Label {name} was not found."
    zh = "未找到标签 {name}。"


class TaskNotFound(NotFound):
    """The dataset has no task with this id."""

    status = 400
    code = "ModelArts.4700"
    text = "Task {task_id} was not found."
    zh = "未找到任务 {task_id}。"


class ExportNotFound(NotFound):
    """The dataset has no export with this id."""

    status = 400
    code = "ModelArts.4359"
    text = "Export task {task_id} was not found."
    zh = "未找到导出任务 {task_id}。"


class DatasetNameTaken(Conflict):
    """The workspace has a dataset of this name."""

    status = 400
    code = "ModelArts.4351"
    text = "{field}: the workspace has a dataset {name} already. Choose another name."
    zh = "{field}：该工作空间中已存在数据集 {name}，请更换名称。"


class TooManyDatasets(QuotaExceeded):
    """The project has as many datasets as it may."""

    status = 500
    code = "ModelArts.4354"
    text = "The project has {limit} datasets, the most it may have. Delete some, or ask for a larger quota."
    zh = "项目的数据集数量已达上限（{limit} 个）。请删除部分数据集，或申请更大的配额。"


class VersionNameTaken(Conflict):
    """The dataset has a version of this name."""

    status = 400
    code = "ModelArts.4371"
    text = "{field}: the dataset has a version {name} already. Choose another name."
    zh = "{field}：数据集中已存在版本 {name}，请更换名称。"


class DatasetBusy(Conflict):
    """Publishing does not go together with this."""

    status = 400
    code = "ModelArts.4343"
    text = "The dataset is {status} now. Try again when that has ended."
    zh = "数据集正在{status_zh}，请在结束后重试。"


class ImportRunning(Conflict):
    """One import at a time."""

    status = 400
    code = "ModelArts.4356"
    text = "Import {task_id} is running. Wait for its end, or stop it."
    zh = "导入任务 {task_id} 正在运行，请等待其结束或将其停止。"


class SyncRunning(Conflict):
    """One synchronisation at a time."""

    status = 400
    code = "ModelArts.4355"
    text = "The dataset is being synchronised. Wait for the end."
    zh = "数据集正在同步，请等待其结束。"


class JobsUnfinished(Conflict):
    """Labelling jobs still need the dataset."""

    status = 403
    code = "ModelArts.4803"
    text = "The labelling jobs {names} are not finished. Finish or delete them first."
    zh = "标注作业 {names} 尚未完成，请先完成或删除。"


class PathInvalid(Invalid):
    """A path cannot be used."""

    code = "ModelArts.4312"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class PathForbidden(Forbidden):
    """The caller may not use a path."""

    code = "ModelArts.4310"
    text = "{field}: you may not use {value}: {action} on {resource} is needed."
    zh = "{field}：您没有使用 {value} 的权限，需要对 {resource} 的 {action} 权限。"


class LabelTaken(Conflict):
    """The labelling job has a label of this name."""

    status = 400
    code = "ModelArts.4411"
    text = "{field}: there is a label {name} already."
    zh = "{field}：标签 {name} 已存在。"


class LabelInvalid(Invalid):
    """A label breaks the rules of its type."""

    code = "ModelArts.4413"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class ShortcutTaken(Conflict):
    """Another label has this shortcut."""

    status = 400
    code = "ModelArts.4412"
    text = "{field}: the shortcut {shortcut} is that of label {name}."
    zh = "{field}：快捷键 {shortcut} 已被标签 {name} 使用。"


class EntityLabelMissing(Invalid):
    """A relation needs two entity labels."""

    code = "ModelArts.4414"
    text = "{field}: a relation goes from one entity label to another; there is no entity label {name!r}."
    zh = "{field}：关系标签需要指定起止实体标签，实体标签 {name!r} 不存在。"


class EntityLabelInUse(Conflict):
    """A relation goes from or to this entity label."""

    status = 400
    code = "ModelArts.4415"
    text = "{field}: the relation {relation} needs the entity label {name}. Delete the relation first."
    zh = "{field}：关系标签 {relation} 正在使用实体标签 {name}，请先删除该关系标签。"


class AttributeInvalid(Invalid):
    """The attributes of a label do not fit together."""

    code = "ModelArts.4428"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class TooManyLabels(QuotaExceeded):
    """The dataset has as many labels as it may."""

    code = "Modelyard.7002"
    text = "The quota of {quota} ({limit}) would be exceeded."
    zh = "将超过 {quota} 的配额（{limit}）。"


class DatasetsRemain(Conflict):
    """A workspace or project cannot go while it has datasets."""

    code = "Modelyard.7003"
    text = "There are {count} datasets in it. Delete them first."
    zh = "其中还有 {count} 个数据集，请先删除。"


class DatasetInvalid(Invalid):
    """What describes a dataset does not fit together."""

    code = "ModelArts.4396"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class NotForThisType(Invalid):
    """The operation makes no sense for this kind of data."""

    status = 501
    code = "ModelArts.4383"
    text = "{operation} is not possible for datasets of type {type}."
    zh = "{type} 类型的数据集不支持{operation_zh}。"


class AnnotationConflict(Conflict):
    """Somebody else has changed the sample since it was read."""

    code = "Modelyard.7000"
    text = "{by} changed sample {sample_id} at {at}, after you opened it. Nothing was saved; compare and decide."
    zh = "您打开样本 {sample_id} 之后，{by} 于 {at} 修改了它。您的修改未保存，请比较后决定。"


class SyncWouldEmpty(Conflict):
    """The source has lost so much that it is rather a mistake."""

    code = "Modelyard.7001"
    text = "{missing} of {total} samples are no longer in {path}. If that is meant, synchronise with `force`."
    zh = "{path} 中缺少 {total} 个样本中的 {missing} 个。如确属预期，请使用 `force` 同步。"


class SampleInvalid(Invalid):
    """What was said about a sample cannot be."""

    code = "ModelArts.4417"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class UploadFailed(Invalid):
    """A sample cannot be taken."""

    code = "ModelArts.4421"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class SampleExists(Conflict):
    """The dataset has this sample."""

    status = 400
    code = "ModelArts.4422"
    text = "{field}: the dataset has the sample {name} already."
    zh = "{field}：数据集中已存在样本 {name}。"


class FilesRemain(Conflict):
    """Samples are gone, their files are not."""

    status = 500
    code = "ModelArts.4424"
    text = "The samples are no longer in the dataset, but {count} files could not be deleted: {problem}"
    zh = "样本已从数据集中移除，但有 {count} 个文件未能删除：{problem}"
