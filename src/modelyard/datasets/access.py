"""Actions on datasets, as policies name them."""

from modelyard.core.access import Action

LIST_DATASETS = Action("modelarts:dataset:list", "List datasets", "查询数据集列表")
CREATE_DATASET = Action("modelarts:dataset:create", "Create a dataset", "创建数据集")
GET_DATASET = Action("modelarts:dataset:get", "Show a dataset, its labels and its tasks", "查询数据集、标签及任务详情")
UPDATE_DATASET = Action("modelarts:dataset:update", "Change a dataset, its labels, its annotations", "修改数据集、标签及标注")
DELETE_DATASET = Action("modelarts:dataset:delete", "Delete a dataset", "删除数据集")
CREATE_VERSION = Action("modelarts:dataset:createDatasetVersion", "Publish a version of a dataset", "发布数据集版本")
DELETE_VERSION = Action("modelarts:dataset:deleteDatasetVersion", "Delete a version of a dataset", "删除数据集版本")
CREATE_EXPORT = Action("modelarts:dataset:createExportTask", "Export samples of a dataset", "导出数据集")
LIST_SAMPLES = Action("modelarts:sample:listSamples", "List samples with their annotations", "查询样本及标注列表")
GET_SAMPLE = Action("modelarts:sample:getSample", "Show a sample with its annotations", "查询样本及标注详情")
ADD_SAMPLES = Action("modelarts:sample:addSamples", "Add samples to a dataset", "向数据集添加样本")
DELETE_SAMPLES = Action("modelarts:sample:deleteSamples", "Delete samples of a dataset", "删除数据集中的样本")
LIST_TEAMS = Action("modelarts:processTask:listWorkforce", "List labelling teams", "查询标注团队列表")
CREATE_TEAM = Action("modelarts:processTask:createWorkforce", "Create a labelling team", "创建标注团队")
GET_TEAM = Action("modelarts:processTask:getWorkforce", "Show labelling teams and their members", "查询标注团队及成员详情")
UPDATE_TEAM = Action(
    "modelarts:processTask:updateWorkforce", "Change and delete labelling teams, invite members", "修改和删除标注团队、邀请成员"
)
LIST_TEAM_TASKS = Action("modelarts:dataset:listWorkforceTasks", "List team labelling tasks", "查询团队标注任务列表")
CREATE_TEAM_TASK = Action("modelarts:dataset:createWorkforceTask", "Create a team labelling task", "创建团队标注任务")
GET_TEAM_TASK = Action(
    "modelarts:dataset:getWorkforceTask", "Show a team labelling task and its report", "查询团队标注任务及报告"
)
UPDATE_TEAM_TASK = Action(
    "modelarts:dataset:updateWorkforceTask", "Change, review, accept a team labelling task", "修改、审核、验收团队标注任务"
)
DELETE_TEAM_TASK = Action("modelarts:dataset:deleteWorkforceTask", "Delete a team labelling task", "删除团队标注任务")
IMPORT = Action("modelarts:dataset:createImportTask", "Import into a dataset", "向数据集导入数据")
LIST_PROCESSOR_TASKS = Action("modelarts:processTask:listProcessTasks", "List processing tasks", "查询数据处理任务列表")
CREATE_PROCESSOR_TASK = Action("modelarts:processTask:createProcessTask", "Create a processing task", "创建数据处理任务")
GET_PROCESSOR_TASK = Action("modelarts:processTask:getProcessTask", "Show a processing task", "查询数据处理任务详情")
UPDATE_PROCESSOR_TASK = Action(
    "modelarts:processTask:updateProcessTask", "Change or stop a processing task", "修改或停止数据处理任务"
)
DELETE_PROCESSOR_TASK = Action("modelarts:processTask:deleteProcessTask", "Delete a processing task", "删除数据处理任务")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
