"""What can go wrong with the history of samples."""

from modelyard.core.errors import NotFound


class RevisionNotFound(NotFound):
    """Nothing is known of what the sample was before this change."""

    code = "Modelyard.7400"
    text = "Sample {sample_id} has no state from before revision {before}. List its history to see what can be restored."
    zh = "样本 {sample_id} 没有版本 {before} 之前的记录，请查询其历史。"
    resource_type = "sample"
