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
CREATE_APP = Action("modelarts:app:create", "Make an app that calls services", "创建用于调用服务的应用")
LIST_APPS = Action("modelarts:app:list", "List apps", "查询应用列表")
GET_APP = Action("modelarts:app:get", "Show an app", "查询应用详情")
UPDATE_APP = Action("modelarts:app:update", "Change the secret and the codes of an app", "修改应用的密钥和 AppCode")
DELETE_APP = Action("modelarts:app:delete", "Delete an app", "删除应用")
CREATE_API_KEY = Action("modelarts:apiKey:create", "Make an API key", "创建 API Key")
LIST_API_KEYS = Action("modelarts:apiKey:list", "List API keys", "查询 API Key 列表")
UPDATE_API_KEY = Action("modelarts:apiKey:update", "Bind an API key to services", "绑定或解绑 API Key")
DELETE_API_KEY = Action("modelarts:apiKey:delete", "Delete an API key", "删除 API Key")

ACTIONS: tuple[Action, ...] = tuple(value for value in vars().values() if isinstance(value, Action))
