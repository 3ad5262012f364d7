"""Failures of previews, analyses and smart tasks. Published codes where there are any, else Modelyard.7290 to 7339."""

from modelyard.core.errors import Conflict, Invalid, NotFound


class NoPreview(Invalid):
    """A sample cannot be shown in small."""

    code = "Modelyard.7290"
    text = "This sample has no preview: {problem}."
    zh = "该样本无法预览：{problem_zh}。"


class NothingAnalysed(NotFound):
    """The dataset was never analysed, or what was analysed is gone."""

    code = "Modelyard.7291"
    text = "Dataset {dataset_id} was not analysed yet."
    zh = "数据集 {dataset_id} 尚未进行特征分析。"


class AnalysisRunning(Conflict):
    """The dataset is being analysed."""

    code = "Modelyard.7292"
    text = "Task {task_id} analyses this dataset already."
    zh = "任务 {task_id} 正在分析该数据集。"


class LabelsMissing(Invalid):
    """There are too few labels to learn from."""

    code = "ModelArts.4405"
    text = "Automatic labelling needs at least two labels with samples; there are {count}."
    zh = "自动标注至少需要两个有样本的标签，当前为 {count} 个。"


class TooFewLabelled(Invalid):
    """A label has too few samples to learn from."""

    code = "ModelArts.4406"
    text = "Automatic labelling needs at least {least} labelled samples for each label; {label} has {count}."
    zh = "自动标注要求每个标签至少有 {least} 个已标注样本，标签 {label} 只有 {count} 个。"


class NothingUnlabelled(Invalid):
    """Everything is labelled."""

    code = "ModelArts.4407"
    text = "There is nothing to label: no sample is unlabelled."
    zh = "没有未标注的样本。"


class SmartTaskRunning(Conflict):
    """Automatic labelling of this dataset is running."""

    status = 501
    code = "ModelArts.4386"
    text = "Task {task_id} labels this dataset already."
    zh = "任务 {task_id} 正在对该数据集进行智能标注。"


class GroupingRunning(Conflict):
    """The dataset is being grouped."""

    code = "ModelArts.4964"
    text = "Task {task_id} groups this dataset already."
    zh = "任务 {task_id} 正在对该数据集进行自动分组。"


class TooManyGroups(Invalid):
    """There are not more samples than groups."""

    code = "ModelArts.4622"
    text = "{groups} groups cannot be made of {count} samples: there must be more samples than groups."
    zh = "{count} 个样本无法分成 {groups} 组，样本数必须大于分组数。"
