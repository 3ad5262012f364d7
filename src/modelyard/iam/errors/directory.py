"""Failures of the directory: accounts, users, groups, projects, policies, grants, agencies.

Codes are those of the public IAM where it has one for the case, else of our range from Modelyard.1200 on.
"""

from modelyard.core.errors import AppError, Conflict, Forbidden, Invalid, NotFound, QuotaExceeded
from modelyard.core.i18n import Language

_ZH = {
    "account": "账号",
    "agency": "委托",
    "endpoint": "终端节点",
    "grant": "授权",
    "group": "用户组",
    "membership": "用户组成员",
    "policy": "策略",
    "project": "项目",
    "region": "区域",
    "service": "服务",
    "user": "用户",
}


class _Named(AppError):
    """A failure whose texts name a kind of entry, each in its language."""

    def message(self, language: Language = Language.EN) -> str:
        if language is Language.EN:
            return super().message(language)
        kind = str(self.params["kind"])
        return self.zh.format_map({**self.params, "kind": _ZH.get(kind, kind)})


class EntryNotFound(_Named, NotFound):
    """No such entry of the directory is visible to the caller. kind: one of those with a Chinese name above."""

    code = "IAM.0004"
    text = "Could not find {kind}: {id}."
    zh = "未找到{kind}：{id}。"


class NameTaken(_Named, Conflict):
    """Another entry of this kind has the name."""

    code = "IAM.0005"
    text = "There is already a {kind} with the name {name}."
    zh = "名称为 {name} 的{kind}已存在。"


class BadDirectoryValue(Invalid):
    """A field has a value that its grammar does not admit."""

    code = "IAM.0073"


class BadUserName(Invalid):
    """The name of a user breaks its grammar."""

    code = "1101"
    text = (
        "{field}: a user name has 1 to 64 letters, digits, spaces, or - _ . and starts with neither digit nor space: {problem}"
    )
    zh = "{field}：用户名为 1 至 64 个字母、数字、空格或 - _ . 字符，且不能以数字或空格开头：{problem}"


class BadEmail(Invalid):
    """Not an e-mail address."""

    code = "1102"
    text = "{field}: not an e-mail address"
    zh = "{field}：不是有效的邮箱地址"


class BadPassword(Invalid):
    """The password has the wrong length or characters."""

    code = "1103"


class BadPhone(Invalid):
    """Not a phone number."""

    code = "1104"
    text = "{field}: a phone number has up to 32 digits"
    zh = "{field}：手机号最多为 32 位数字"


class IncompletePhone(Invalid):
    """Country code and phone number belong together."""

    code = "1106"
    text = "{field}: areacode and phone must be given together"
    zh = "{field}：国家码与手机号必须同时提供"


class OwnerIsPermanent(Invalid):
    """The owner of the account can be neither deleted nor disabled."""

    code = "1107"
    text = "{field}: the owner of the account can be neither deleted nor disabled"
    zh = "{field}：账号管理员不能被删除或停用"


class PasswordUnchanged(Invalid):
    """The new password is the old one."""

    code = "1108"
    text = "{field}: the new password equals the old one"
    zh = "{field}：新密码与原密码相同"


class UserNameTaken(Conflict):
    """Another user of the account has the name."""

    code = "1109"
    text = "There is already a user with the name {name}."
    zh = "名称为 {name} 的用户已存在。"


class EmailTaken(Invalid):
    """Another user of the account has the e-mail address."""

    code = "1110"
    text = "{field}: another user of this account has this e-mail address"
    zh = "{field}：该邮箱已被本账号的其他用户使用"


class PhoneTaken(Invalid):
    """Another user of the account has the phone number."""

    code = "1111"
    text = "{field}: another user of this account has this phone number"
    zh = "{field}：该手机号已被本账号的其他用户使用"


class ExternalUserTaken(Invalid):
    """Another user of the account stands for this external user."""

    code = "1113"
    text = "{field}: another user of this account stands for this external user"
    zh = "{field}：该外部用户标识已被使用"


class TooManyUsers(Invalid):
    """The account has as many users as it may have."""

    code = "1115"
    text = "{field}: the account has {limit} users already, which is the limit"
    zh = "{field}：本账号的用户数已达上限 {limit}"


class WeakPassword(Invalid):
    """The password is too easy to guess."""

    code = "1118"


class WrongOriginalPassword(Invalid):
    """The present password was not given correctly."""

    code = "Modelyard.1201"
    text = "{field}: this is not your present password"
    zh = "{field}：原密码不正确"


class RightsNotHeld(Forbidden):
    """Somebody would give, take or take over rights that he does not hold himself."""

    code = "Modelyard.1202"
    text = (
        "You may only hand out and withdraw policies that you hold yourself in the same scope; {policy} is not one of them. "
        "Ask a holder of Security Administrator."
    )
    zh = "您只能授予或移除自己在同一范围内拥有的策略；{policy} 不在其中。请联系拥有 Security Administrator 权限的管理员。"


class AdministratorsOnly(Forbidden):
    """Only those who administer identity in the whole account may do this."""

    code = "Modelyard.1203"
    text = "Only the account owner and holders of Security Administrator may {what}."
    zh = "只有账号管理员和拥有 Security Administrator 权限的用户可以执行该操作（{what}）。"


class OnlyYourOwn(Forbidden):
    """The operation is for one's own entry only."""

    code = "Modelyard.1204"
    text = "You may do this for yourself only."
    zh = "该操作只能用于您自己的用户。"


class PermanentEntry(Conflict):
    """The platform needs the entry."""

    code = "Modelyard.1205"
    text = "{name} belongs to the account itself and cannot be changed this way: {problem}"
    zh = "{name} 是账号自带的，不能执行该操作：{problem}"


class PolicyInUse(Conflict):
    """The policy is granted to somebody."""

    code = "Modelyard.1206"
    text = "The policy {name} is granted {references} times. Revoke these grants first."
    zh = "策略 {name} 已被授权 {references} 次，请先移除这些授权。"


class SystemPolicyIsFixed(Forbidden):
    """System policies belong to the platform."""

    code = "Modelyard.1207"
    text = "{name} is a system policy; create a custom policy instead of changing it."
    zh = "{name} 是系统策略，不能修改；请创建自定义策略。"


class TrustDomainNotFound(NotFound):
    """The account that an agency should trust does not exist."""

    code = "Modelyard.1208"
    text = "TrustDomainNotFound: there is no account {name}."
    zh = "TrustDomainNotFound：不存在账号 {name}。"


class DirectoryQuotaExceeded(QuotaExceeded):
    """The account has as many groups, projects, policies or agencies as it may have."""

    code = "Modelyard.1209"
    text = "The account has {limit} {quota} already, which is the limit."
    zh = "本账号的 {quota} 数量已达上限 {limit}。"
