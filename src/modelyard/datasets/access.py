"""Actions on datasets, as policies name them."""

from modelyard.core.access import Action

LIST_DATASETS = Action("modelarts:dataset:list", "List datasets", "查询数据集列表")
CREATE_DATASET = Action("modelarts:dataset:create", "Create a dataset", "创建数据集")
GET_DATASET = Action("modelarts:dataset:get", "Show a dataset, its labels and its tasks", "查询数据集、标签及任务详情")
UPDATE_DATASET = Action("modelarts:dataset:update", "Change a dataset, its labels, its annotations", "修改数据集、标签及标注")
DELETE_DATASET = Action("modelarts:dataset:delete", "Delete a dataset", "删除数据集")
LIST_SAMPLES = Action("modelarts:sample:listSamples", "List samples with their annotations", "查询样本及标注列表")
GET_SAMPLE = Action("modelarts:sample:getSample", "Show a sample with its annotations", "查询样本及标注详情")
ADD_SAMPLES = Action("modelarts:sample:addSamples", "Add samples to a dataset", "向数据集添加样本")
DELETE_SAMPLES = Action("modelarts:sample:deleteSamples", "Delete samples of a dataset", "删除数据集中的样本")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
