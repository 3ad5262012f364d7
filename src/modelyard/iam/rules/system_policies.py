"""The policies that come with the platform. They are data: at each start the database is brought into agreement."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelyard.iam.types import RoleType


@dataclass(frozen=True)
class SystemPolicy:
    """A policy of the system.

    name: the technical name, as tokens list it. display_name: what people read and grant.
    """

    name: str
    display_name: str
    type: RoleType
    catalog: str
    description: str
    description_cn: str
    policy: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The same id in every installation, so that scripts may name it."""
        return hashlib.sha256(f"modelyard:{self.name}".encode()).hexdigest()[:32]


def _policy(*statements: Mapping[str, Any], version: str = "1.1") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def _allow(actions: Sequence[str], **rest: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), **rest}


# What a user of the platform may not do without being made an administrator of it.
_MODELARTS_ADMINISTRATION = (
    "modelarts:pool:create",
    "modelarts:pool:update",
    "modelarts:pool:delete",
    "modelarts:network:create",
    "modelarts:network:update",
    "modelarts:network:delete",
    "modelarts:authorization:create",
    "modelarts:authorization:delete",
    "modelarts:authorizationMode:update",
)
_OBS_BUCKETS = (
    "obs:bucket:ListAllMyBuckets",
    "obs:bucket:HeadBucket",
    "obs:bucket:ListBucket",
    "obs:bucket:GetBucketLocation",
)
_OBS_OBJECTS = (
    "obs:object:GetObject",
    "obs:object:GetObjectVersion",
    "obs:object:GetObjectAcl",
    "obs:object:GetObjectVersionAcl",
    "obs:object:PutObject",
    "obs:object:PutObjectAcl",
    "obs:object:DeleteObject",
    "obs:object:DeleteObjectVersion",
    "obs:object:ListMultipartUploadParts",
    "obs:object:AbortMultipartUpload",
)
_SERVICES_WITHOUT_IAM = ("modelarts", "obs", "cts", "swr", "smn", "lts", "aom", "ces", "ecs", "vpc", "eps", "sfs", "sfsturbo")
_READING = ("get", "list", "show", "head", "query")

SYSTEM_POLICIES: tuple[SystemPolicy, ...] = (
    SystemPolicy(
        "te_admin",
        "Tenant Administrator",
        RoleType.BOTH,
        "BASE",
        "All permissions but those of identity and access management. Simple, and risky in larger teams.",
        "除统一身份认证服务外的全部权限。使用简单，但在较大的团队中有风险。",
        _policy({"Effect": "Allow", "NotAction": ["iam:*", "sts:*"]}, version="1.0"),
    ),
    SystemPolicy(
        "readonly",
        "Tenant Guest",
        RoleType.BOTH,
        "BASE",
        "Read-only permissions for everything but identity and access management.",
        "除统一身份认证服务外的全部只读权限。",
        _policy(_allow([f"{service}:*:{verb}*" for service in _SERVICES_WITHOUT_IAM for verb in _READING]), version="1.0"),
    ),
    SystemPolicy(
        "secu_admin",
        "Security Administrator",
        RoleType.DOMAIN,
        "BASE",
        "All permissions of identity and access management: users, groups, keys, policies, agencies, authorizations.",
        "统一身份认证服务的全部权限：用户、用户组、密钥、策略、委托与授权管理。",
        _policy(
            _allow(
                ["iam:*", "sts:*", "cts:*:get*", "cts:*:list*", "modelarts:authorization:*", "modelarts:authorizationMode:*"]
            ),
            version="1.0",
        ),
    ),
    SystemPolicy(
        "te_agency",
        "Agent Operator",
        RoleType.DOMAIN,
        "BASE",
        "May take on agencies that other accounts or the own account have set up.",
        "切换角色，使用其他账号或本账号创建的委托。",
        _policy(_allow(["iam:agencies:assume", "iam:tokens:assume", "sts:agencies:assume"]), version="1.0"),
    ),
    SystemPolicy(
        "system_modelarts_full",
        "ModelArts FullAccess",
        RoleType.PROJECT,
        "ModelArts",
        "All permissions of the AI platform.",
        "AI 开发平台的全部权限。",
        _policy(_allow(["modelarts:*:*"])),
    ),
    SystemPolicy(
        "system_modelarts_common",
        "ModelArts CommonOperations",
        RoleType.PROJECT,
        "ModelArts",
        "All permissions to work on the AI platform, but not to manage dedicated pools, networks and authorizations.",
        "AI 开发平台的全部操作权限，不含专属资源池、网络与授权的管理。",
        # Not a Deny: that would take the rights away from those who also have the full policy.
        _policy({"Effect": "Allow", "NotAction": list(_MODELARTS_ADMINISTRATION), "Resource": ["modelarts:*:*:*:*"]}),
    ),
    SystemPolicy(
        "system_modelarts_dependency",
        "ModelArts Dependency Access",
        RoleType.BOTH,
        "ModelArts",
        "What using the AI platform commonly needs of other services.",
        "使用 AI 开发平台时常用的依赖服务权限。",
        _policy(
            _allow([*_OBS_BUCKETS, "obs:bucket:CreateBucket", *_OBS_OBJECTS]),
            _allow(["swr:repository:get*", "swr:repository:list*", "swr:instance:createTempCredential"]),
            _allow(
                ["smn:*:list*", "smn:topic:publish", "lts:*:get*", "lts:*:list*", "aom:*:get*", "aom:*:list*", "aom:alarm:put"]
            ),
            _allow(["iam:users:listUsers", "iam:projects:listProjects*"]),
        ),
    ),
    SystemPolicy(
        "obs_adm",
        "OBS Administrator",
        RoleType.DOMAIN,
        "OBS",
        "All permissions of the object storage.",
        "对象存储服务的全部权限。",
        _policy(_allow(["obs:*:*"])),
    ),
    SystemPolicy(
        "system_obs_operate",
        "OBS OperateAccess",
        RoleType.DOMAIN,
        "OBS",
        "May list buckets and read, write and delete objects.",
        "查看桶，以及上传、下载、删除对象的权限。",
        _policy(_allow([*_OBS_BUCKETS, "obs:bucket:ListBucketMultipartUploads", *_OBS_OBJECTS])),
    ),
    SystemPolicy(
        "system_obs_readonly",
        "OBS ReadOnlyAccess",
        RoleType.DOMAIN,
        "OBS",
        "May list buckets and read objects.",
        "查看桶与下载对象的权限。",
        _policy(_allow(["obs:*:Get*", "obs:*:List*", "obs:*:Head*"])),
    ),
    SystemPolicy(
        "system_obs_viewer",
        "OBS Buckets Viewer",
        RoleType.DOMAIN,
        "OBS",
        "May list buckets and see where they are.",
        "查看桶列表及桶位置的权限。",
        _policy(_allow(["obs:bucket:ListAllMyBuckets", "obs:bucket:HeadBucket", "obs:bucket:GetBucketLocation"])),
    ),
    SystemPolicy(
        "system_iam_readonly",
        "IAM ReadOnlyAccess",
        RoleType.DOMAIN,
        "IAM",
        "May see users, groups, policies and agencies.",
        "查看用户、用户组、策略与委托的权限。",
        _policy(_allow(["iam:*:get*", "iam:*:list*", "iam:*:check*", "iam:*:show*"])),
    ),
    SystemPolicy(
        "system_cts_readonly",
        "CTS ReadOnlyAccess",
        RoleType.PROJECT,
        "CTS",
        "May read the audit trail.",
        "查看审计日志的权限。",
        _policy(_allow(["cts:*:get*", "cts:*:list*"])),
    ),
)
