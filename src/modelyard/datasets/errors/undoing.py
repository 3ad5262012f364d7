"""Failures of taking back changes to many samples. Modelyard.7521 and 7522."""

from modelyard.core.errors import Conflict


class ChangeUndone(Conflict):
    """A change was taken back already, or is being taken back."""

    code = "Modelyard.7521"
    text = "This change is taken back by task {undone_by}. Continue that task if it was stopped, or take it back, too."
    zh = "该修改已由任务 {undone_by} 撤销。如该任务已停止，请继续该任务，或撤销该任务。"


class ChangeNotUndoable(Conflict):
    """Nothing is known of a change that could be taken back."""

    code = "Modelyard.7522"
    text = (
        "Task {task_id} cannot be taken back: it is still at work, has changed nothing, or has deleted samples. "
        "Stop it first, or go back to a version."
    )
    zh = "任务 {task_id} 无法撤销：任务仍在进行、没有修改任何样本，或删除了样本。请先停止任务，或恢复到某个版本。"
