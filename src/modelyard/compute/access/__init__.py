"""Actions on pools and quotas, as policies name them."""

from modelyard.core.access import Action

LIST_POOLS = Action("modelarts:pool:list", "List resource pools, their nodes and their queues", "查询资源池、节点及排队列表")
GET_POOL = Action("modelarts:pool:get", "Show a resource pool", "查询资源池详情")
CREATE_POOL = Action("modelarts:pool:create", "Create a dedicated resource pool", "创建专属资源池")
UPDATE_POOL = Action("modelarts:pool:update", "Change a dedicated resource pool", "修改专属资源池")
DELETE_POOL = Action("modelarts:pool:delete", "Delete a dedicated resource pool", "删除专属资源池")
GET_WORKSPACE_QUOTAS = Action("modelarts:workspace:getQuotas", "Show the quotas of a workspace", "查询工作空间配额")
UPDATE_WORKSPACE_QUOTAS = Action("modelarts:workspace:updateQuotas", "Set the quotas of a workspace", "修改工作空间配额")
GET_PROJECT_QUOTAS = Action("modelarts:quota:get", "Show the compute quotas of a project", "查询项目的计算配额")
UPDATE_PROJECT_QUOTAS = Action("modelarts:quota:update", "Set the compute quotas of a project", "修改项目的计算配额")
GET_USAGE = Action("modelarts:usage:get", "Show what a project used of compute", "查询项目的计算用量")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
