"""Failures of changes to many samples: Modelyard.7390 to 7399."""

from modelyard.core.errors import Invalid


class BatchInvalid(Invalid):
    """What was asked for does not fit together."""

    status = 400
    code = "Modelyard.7390"
    text = "{field}: {problem}."
    zh = "{field}：{problem_zh}。"


class BatchLabelUnfit(Invalid):
    """A label alone says enough only where whole samples are labelled."""

    status = 400
    code = "Modelyard.7391"
    text = "Samples of datasets of type {dataset_type} cannot get a label as a whole: it needs a place in the sample."
    zh = "类型为 {dataset_type} 的数据集不能直接为整个样本设置标签：其标签需要样本中的位置。"
