"""Actions on services, as policies name them."""

from modelyard.core.access import Action

CREATE_SERVICE = Action("modelarts:service:create", "Deploy a service", "部署服务")
LIST_SERVICES = Action("modelarts:service:list", "List services and specifications", "查询服务列表和规格")
GET_SERVICE = Action("modelarts:service:get", "Show a service", "查询服务详情")
UPDATE_SERVICE = Action("modelarts:service:update", "Change, start or stop a service", "修改、启动或停止服务")
DELETE_SERVICE = Action("modelarts:service:delete", "Delete a service", "删除服务")
CALL_SERVICE = Action("modelarts:service:action", "Send requests to a service", "调用服务进行预测")
GET_MONITOR = Action("modelarts:service:getMonitor", "See the numbers of a service", "查询服务监控信息")
GET_LOGS = Action("modelarts:service:getLogs", "See update logs and instance logs of a service", "查询服务更新记录和实例日志")
GET_EVENTS = Action("modelarts:service:getEvents", "See the events of a service", "查询服务事件")
OPEN_TERMINAL = Action("modelarts:service:exec", "Open a terminal in an instance of a service", "登录服务实例")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
