"""Actions on workspaces, authorizations and the authorization mode, which the public API counts to ModelArts."""

from modelyard.core.access import Action

LIST_WORKSPACES = Action("modelarts:workspace:list", "List workspaces", "查询工作空间列表")
GET_WORKSPACE = Action("modelarts:workspace:get", "Show a workspace", "查询工作空间详情")
CREATE_WORKSPACE = Action("modelarts:workspace:create", "Create a workspace", "创建工作空间")
UPDATE_WORKSPACE = Action("modelarts:workspace:update", "Change a workspace", "修改工作空间")
DELETE_WORKSPACE = Action("modelarts:workspace:delete", "Delete a workspace", "删除工作空间")

LIST_AUTHORIZATIONS = Action("modelarts:authorization:list", "List authorizations", "查询授权列表")
CREATE_AUTHORIZATION = Action("modelarts:authorization:create", "Create authorizations and agencies", "创建授权和委托")
DELETE_AUTHORIZATION = Action("modelarts:authorization:delete", "Delete authorizations", "删除授权")
UPDATE_AUTHORIZATION_MODE = Action("modelarts:authorizationMode:update", "Change the authorization mode", "修改授权模式")
