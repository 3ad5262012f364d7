"""Failures around access keys and second factors."""

from modelyard.core.errors import Conflict, Forbidden, Invalid, NotFound


class AccessKeyNotFound(NotFound):
    """No access key with this id is visible to the caller."""

    code = "IAM.0004"
    text = "Access key {access} was not found."
    zh = "未找到访问密钥 {access}。"


class TooManyAccessKeys(Invalid):
    """The user has as many access keys as he may."""

    code = "akSkNumExceed"
    text = "akSkNumExceed: the user already has {limit} access keys. Delete one first."
    zh = "akSkNumExceed：该用户已有 {limit} 个访问密钥，请先删除一个。"


class NotWithTemporaryCredentials(Forbidden):
    """Temporary credentials ask for something that would outlive them."""

    code = "Modelyard.1010"
    text = "Temporary credentials cannot do this. Use a password login or a permanent access key."
    zh = "临时凭证不能执行该操作，请使用密码登录或永久访问密钥。"


class MFADeviceExists(Conflict):
    """The user has a second factor already."""

    code = "Modelyard.1011"
    text = "The user already has a virtual MFA device. Delete it first."
    zh = "该用户已有虚拟 MFA 设备，请先删除。"


class MFADeviceNotFound(NotFound):
    """The user has no such second factor."""

    code = "Modelyard.1012"
    text = "The user has no virtual MFA device {serial_number}."
    zh = "该用户没有虚拟 MFA 设备 {serial_number}。"


class PasscodeWrong(Invalid):
    """A one-time password does not fit, or was used before."""

    code = "IAM.1061"
    text = "The passcode is wrong or was used before. Enter the newest ones of your device."
    zh = "动态码错误或已被使用，请输入设备上最新的动态码。"


class AgencyNotFound(NotFound):
    """No such agency trusts the caller's account."""

    code = "Modelyard.1013"
    text = "No agency {agency} of that account trusts yours."
    zh = "该账号没有信任您所属账号的委托 {agency}。"


class UserOfKeyNotFound(NotFound):
    """No user with this id is in the caller's account."""

    code = "Modelyard.1014"
    text = "User {user_id} was not found."
    zh = "未找到用户 {user_id}。"


class MessageUnreadable(Invalid):
    """An encoded authorization message is none of this account."""

    code = "STS5.1001"
    text = "encoded_message cannot be decoded: it was changed, or belongs to another account."
    zh = "encoded_message 无法解码：内容被修改，或属于其他账号。"
