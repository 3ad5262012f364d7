"""Failures of workspaces and authorizations, with the published ModelArts codes."""

from modelyard.core.errors import Conflict, Forbidden, Invalid


class WorkspaceNotFound(Invalid):
    """No such workspace in the project. The public contract answers 400 here."""

    code = "ModelArts.0102"
    text = "{field}: there is no workspace {workspace_id} in this project"
    zh = "{field}：该项目中不存在工作空间 {workspace_id}"


class WorkspaceForbidden(Forbidden):
    """The workspace exists, and the caller may not enter it."""

    code = "ModelArts.0112"
    text = "You have no access to the workspace {workspace_id}. Its owner can add you to its users."
    zh = "您没有工作空间 {workspace_id} 的访问权限，可请其创建者将您加入授权用户。"


class WorkspaceNameTaken(Conflict):
    """Another workspace of the project has the name."""

    code = "Modelyard.1220"
    text = "There is already a workspace with the name {name} in this project."
    zh = "该项目中已存在名称为 {name} 的工作空间。"


class DefaultWorkspaceIsFixed(Invalid):
    """The default workspace cannot be changed or deleted."""

    code = "ModelArts.3566"
    text = "{field}: the default workspace can be neither changed nor deleted"
    zh = "{field}：默认工作空间不能修改或删除"


class TooManyWorkspaces(Invalid):
    """The project has as many workspaces as it may have."""

    code = "ModelArts.7006"
    text = "{field}: the project has {limit} workspaces already, which is the limit"
    zh = "{field}：该项目的工作空间数已达上限 {limit}"


class AuthorizationExists(Invalid):
    """The user has an authorization in this project."""

    code = "ModelArts.0424"
    text = "{field}: this user has an authorization in this project already; delete it first"
    zh = "{field}：该用户在此项目中已有授权，请先删除"


class AuthorizationMissing(Invalid):
    """There is no such authorization to delete."""

    code = "ModelArts.0429"
    text = "{field}: there is no authorization of this user in this project"
    zh = "{field}：该用户在此项目中没有授权"


class AuthorizationNotFound(Forbidden):
    """The platform has no leave to act for the user."""

    code = "ModelArts.2785"
    text = "No authorization covers you in this project. Ask an administrator to add one for you or for all users."
    zh = "此项目中没有适用于您的授权，请联系管理员为您或所有用户添加授权。"


class AgencyNotFound(Invalid):
    """There is no agency of this name that the platform may use."""

    code = "ModelArts.6376"
    text = "{field}: there is no agency {name} that trusts op_svc_modelarts"
    zh = "{field}：不存在委托给 op_svc_modelarts 的委托 {name}"


class UserIdRequired(Invalid):
    """It was not said whose authorization is meant."""

    code = "ModelArts.6377"
    text = "{field}: say whose authorization is meant: a user id, or all-users for everybody"
    zh = "{field}：请指明用户 ID，或使用 all-users 表示所有用户"


class AgencyExists(Invalid):
    """The agency exists already."""

    code = "ModelArts.4502"
    text = "{field}: the agency {name} exists already"
    zh = "{field}：委托 {name} 已存在"


class AuthorizationKindUnsupported(Invalid):
    """The public API has this kind of authorization, we do not."""

    code = "Modelyard.1221"
    text = "{field}: {value} is not supported here; {instead}"
    zh = "{field}：不支持 {value}；{instead}"
