"""Actions on training jobs, as policies name them."""

from modelyard.core.access import Action

CREATE_JOB = Action("modelarts:trainJob:create", "Create a training job", "创建训练作业")
LIST_JOBS = Action(
    "modelarts:trainJob:list", "List training jobs, engines, flavors and quotas", "查询训练作业、引擎、规格和配额"
)
GET_JOB = Action("modelarts:trainJob:get", "Show a training job", "查询训练作业详情")
UPDATE_JOB = Action("modelarts:trainJob:update", "Change or stop a training job", "修改或停止训练作业")
DELETE_JOB = Action("modelarts:trainJob:delete", "Delete a training job", "删除训练作业")
SET_HIGH_PRIORITY = Action(
    "modelarts:trainJob:setHighPriority", "Give a training job the highest priority", "设置训练作业为高优先级"
)
EXPORT_LOG = Action("modelarts:trainJob:logExport", "Download or share the logs of a training job", "下载或分享训练作业日志")
OPEN_TERMINAL = Action("modelarts:trainJob:exec", "Open a terminal in a running training job", "登录运行中的训练容器")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
