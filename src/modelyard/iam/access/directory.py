"""Actions on users, groups, projects, policies, grants and agencies; the names are those of the public IAM."""

from modelyard.core.access import Action

LIST_USERS = Action("iam:users:listUsers", "List users", "查询用户列表")
GET_USER = Action("iam:users:getUser", "Show a user", "查询用户详情")
CREATE_USER = Action("iam:users:createUser", "Create a user", "创建用户")
UPDATE_USER = Action("iam:users:updateUser", "Change a user", "修改用户")
DELETE_USER = Action("iam:users:deleteUser", "Delete a user", "删除用户")
LIST_GROUPS_FOR_USER = Action("iam:groups:listGroupsForUser", "List the groups of a user", "查询用户所属用户组")

LIST_GROUPS = Action("iam:groups:listGroups", "List groups", "查询用户组列表")
GET_GROUP = Action("iam:groups:getGroup", "Show a group", "查询用户组详情")
CREATE_GROUP = Action("iam:groups:createGroup", "Create a group", "创建用户组")
UPDATE_GROUP = Action("iam:groups:updateGroup", "Change a group", "更新用户组")
DELETE_GROUP = Action("iam:groups:deleteGroup", "Delete a group", "删除用户组")
LIST_USERS_FOR_GROUP = Action("iam:users:listUsersForGroup", "List the members of a group", "查询用户组中的用户")
CHECK_USER_IN_GROUP = Action("iam:groups:checkUserInGroup", "See whether a user is in a group", "查询用户是否在用户组中")
ADD_USER_TO_GROUP = Action("iam:permissions:addUserToGroup", "Add a user to a group", "添加用户到用户组")
REMOVE_USER_FROM_GROUP = Action("iam:permissions:removeUserFromGroup", "Remove a user from a group", "移除用户组中的用户")

LIST_PROJECTS_FOR_USER = Action("iam:projects:listProjectsForUser", "List the projects of a user", "查询用户的项目列表")
GET_PROJECT = Action("iam:projects:getProject", "Show a project", "查询项目详情")
CREATE_PROJECT = Action("iam:projects:createProject", "Create a project", "创建项目")
UPDATE_PROJECT = Action("iam:projects:updateProject", "Change or suspend a project", "修改项目信息或状态")
DELETE_PROJECT = Action("iam:projects:deleteProject", "Delete a project", "删除项目")

LIST_ROLES = Action("iam:roles:listRoles", "List policies", "查询权限列表")
GET_ROLE = Action("iam:roles:getRole", "Show a policy", "查询权限详情")
CREATE_ROLE = Action("iam:roles:createRole", "Create a custom policy", "创建自定义策略")
UPDATE_ROLE = Action("iam:roles:updateRole", "Change a custom policy", "修改自定义策略")
DELETE_ROLE = Action("iam:roles:deleteRole", "Delete a custom policy", "删除自定义策略")

LIST_GRANTS = Action("iam:permissions:listRoleAssignments", "List who holds which policy", "查询授权记录")
LIST_GROUP_GRANTS_ON_PROJECT = Action(
    "iam:permissions:listRolesForGroupOnProject", "List the policies of a group in a project", "查询项目下用户组的权限"
)
CHECK_GROUP_GRANT_ON_PROJECT = Action(
    "iam:permissions:checkRoleForGroupOnProject", "See whether a group has a policy in a project", "查询用户组是否拥有项目权限"
)
GRANT_TO_GROUP_ON_PROJECT = Action(
    "iam:permissions:grantRoleToGroupOnProject", "Grant a policy to a group in a project", "为用户组授予项目权限"
)
REVOKE_FROM_GROUP_ON_PROJECT = Action(
    "iam:permissions:revokeRoleFromGroupOnProject", "Revoke a policy of a group in a project", "移除用户组的项目权限"
)
LIST_GROUP_GRANTS_ON_DOMAIN = Action(
    "iam:permissions:listRolesForGroupOnDomain", "List the policies of a group in the account", "查询全局服务中用户组的权限"
)
CHECK_GROUP_GRANT_ON_DOMAIN = Action(
    "iam:permissions:checkRoleForGroupOnDomain", "See whether a group has a policy in the account", "查询用户组是否拥有全局权限"
)
GRANT_TO_GROUP_ON_DOMAIN = Action(
    "iam:permissions:grantRoleToGroupOnDomain", "Grant a policy to a group in the account", "为用户组授予全局服务权限"
)
REVOKE_FROM_GROUP_ON_DOMAIN = Action(
    "iam:permissions:revokeRoleFromGroupOnDomain", "Revoke a policy of a group in the account", "移除用户组的全局服务权限"
)
LIST_GROUP_GRANTS_EVERYWHERE = Action(
    "iam:permissions:listRolesForGroup", "List the policies of a group in all projects", "查询用户组的所有项目权限"
)
CHECK_GROUP_GRANT_EVERYWHERE = Action(
    "iam:permissions:checkRoleForGroup", "See whether a group has a policy in all projects", "查询用户组是否拥有所有项目权限"
)
GRANT_TO_GROUP_EVERYWHERE = Action(
    "iam:permissions:grantRoleToGroup", "Grant a policy to a group in all projects", "为用户组授予所有项目权限"
)
REVOKE_FROM_GROUP_EVERYWHERE = Action(
    "iam:permissions:revokeRoleFromGroup", "Revoke a policy of a group in all projects", "移除用户组的所有项目权限"
)
LIST_GRANTS_ON_ENTERPRISE_PROJECT = Action(
    "iam:permissions:listRolesOnEnterpriseProject", "List the policies in an enterprise project", "查询企业项目授权"
)
GRANT_ON_ENTERPRISE_PROJECT = Action(
    "iam:permissions:grantRoleOnEnterpriseProject", "Grant a policy in an enterprise project", "基于企业项目授权"
)
REVOKE_ON_ENTERPRISE_PROJECT = Action(
    "iam:permissions:revokeRoleOnEnterpriseProject", "Revoke a policy in an enterprise project", "移除企业项目授权"
)

LIST_AGENCIES = Action("iam:agencies:listAgencies", "List agencies", "查询委托列表")
GET_AGENCY = Action("iam:agencies:getAgency", "Show an agency", "查询委托详情")
CREATE_AGENCY = Action("iam:agencies:createAgency", "Create an agency", "创建委托")
UPDATE_AGENCY = Action("iam:agencies:updateAgency", "Change an agency", "修改委托")
DELETE_AGENCY = Action("iam:agencies:deleteAgency", "Delete an agency", "删除委托")
LIST_AGENCY_GRANTS = Action("iam:permissions:listRolesForAgency", "List the policies of an agency", "查询委托的权限")
CHECK_AGENCY_GRANT = Action("iam:permissions:checkRoleForAgency", "See whether an agency has a policy", "查询委托是否拥有权限")
GRANT_TO_AGENCY = Action("iam:permissions:grantRoleToAgency", "Grant a policy to an agency", "为委托授权")
REVOKE_FROM_AGENCY = Action("iam:permissions:revokeRoleFromAgency", "Revoke a policy of an agency", "移除委托的权限")
