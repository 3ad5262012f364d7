"""Actions on keys, tokens, second factors and the audit trail."""

from modelyard.core.access import Action

LIST_CREDENTIALS = Action("iam:credentials:listCredentials", "List access keys of others", "查询他人的访问密钥列表")
GET_CREDENTIAL = Action("iam:credentials:getCredential", "Show an access key of others", "查询他人的访问密钥")
CREATE_CREDENTIAL = Action("iam:credentials:createCredential", "Create access keys for others", "为他人创建访问密钥")
UPDATE_CREDENTIAL = Action("iam:credentials:updateCredential", "Enable or disable keys of others", "启用或停用他人的访问密钥")
DELETE_CREDENTIAL = Action("iam:credentials:deleteCredential", "Delete access keys of others", "删除他人的访问密钥")
VALIDATE_TOKEN = Action("iam:tokens:validateToken", "Look into tokens of others", "校验他人的 Token")
REVOKE_TOKEN = Action("iam:tokens:revokeToken", "End tokens of others", "吊销他人的 Token")
ASSUME_AGENCY = Action("iam:agencies:assume", "Take on an agency", "切换委托")
LIST_MFA_DEVICES = Action("iam:mfa:listVirtualMFADevices", "See second factors of others", "查询他人的虚拟 MFA 设备")
CREATE_MFA_DEVICE = Action("iam:mfa:createVirtualMFADevice", "Create second factors for others", "为他人创建虚拟 MFA 设备")
DELETE_MFA_DEVICE = Action("iam:mfa:deleteVirtualMFADevice", "Delete second factors of others", "删除他人的虚拟 MFA 设备")
BIND_MFA_DEVICE = Action("iam:mfa:bindMFADevice", "Bind second factors of others", "为他人绑定 MFA 设备")
UNBIND_MFA_DEVICE = Action("iam:mfa:unbindMFADevice", "Unbind second factors of others", "为他人解绑 MFA 设备")
DECODE_MESSAGE = Action("sts::decodeAuthorizationMessage", "Read why a request was refused", "解码鉴权失败信息")
SIMULATE_POLICIES = Action("iam:policies:simulate", "Ask what another user may do", "模拟他人的权限")
LIST_TRACES = Action("cts:trace:list", "Read the audit trail", "查询审计日志")
