"""Failures of versions and exports that a caller can meet. Published codes where there are any, else Modelyard.7180 to 7229."""

from modelyard.core.errors import Conflict, Invalid, QuotaExceeded


class SplitImpossible(Invalid):
    """The split would leave a set without samples that it must have."""

    code = "ModelArts.4342"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class TooFewLabelled(Invalid):
    """A split needs so many labelled samples of each label."""

    code = "ModelArts.4711"
    text = "{field}: {name} is on {count} samples; a split needs {least} of each label. Label more, or publish without a split."
    zh = "{field}：标签 {name} 仅有 {count} 个已标注样本，切分要求每个标签至少 {least} 个。请继续标注，或不切分发布。"


class TooManyVersions(QuotaExceeded):
    """The dataset has as many versions as it may."""

    status = 400
    code = "ModelArts.4714"
    text = "The dataset has {limit} versions, the most it may have. Delete some."
    zh = "该数据集的版本数量已达上限（{limit} 个），请删除部分版本。"


class NothingToPublish(Conflict):
    """The dataset has no samples."""

    code = "Modelyard.7180"
    text = "The dataset has no samples to publish. Import or upload some."
    zh = "数据集中没有可发布的样本，请先导入或上传。"


class VersionNotUsable(Conflict):
    """The version is not complete, or could not be published."""

    status = 400
    code = "ModelArts.4824"
    text = "Version {name} cannot be used: it is {status}."
    zh = "版本 {name} 不可用：{status_zh}。"


class VersionInUse(Conflict):
    """Something that has not ended needs the version."""

    status = 400
    code = "ModelArts.4827"
    text = "Version {name} is used by {used_by}. Wait for its end, or stop it."
    zh = "版本 {name} 正被 {used_by} 使用，请等待其结束或将其停止。"


class ManifestsOnly(Invalid):
    """A version has another format than its data can have."""

    code = "Modelyard.7181"
    text = "{field}: {value} is for tables only; a version of this dataset is a manifest (Default)."
    zh = "{field}：{value} 仅适用于表格数据集，该数据集的版本格式为 Manifest（Default）。"


class RollBackImpossible(Conflict):
    """The version was made with labels of a job that is gone."""

    code = "Modelyard.7182"
    text = "The annotations of version {name} belong to a labelling job that is gone."
    zh = "版本 {name} 的标注所属的标注作业已不存在。"


class SamplesNotComparable(Invalid):
    """A version is compared with itself."""

    code = "Modelyard.7183"
    text = "{field}: choose another version to compare with."
    zh = "{field}：请选择另一个版本进行比较。"


class ExportInvalid(Invalid):
    """What is asked of an export does not fit together."""

    code = "ModelArts.4384"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class ExportPathInvalid(Invalid):
    """The target of an export cannot be used."""

    code = "ModelArts.4358"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"
