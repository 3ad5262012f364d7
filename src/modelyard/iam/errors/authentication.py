"""Failures on the way in: credentials that are missing, wrong, expired or of no use here."""

from typing import Any, ClassVar

from modelyard.core.errors import Forbidden, Invalid, NotFound, RateLimited, Unauthenticated


class IncorrectAuthentication(Unauthenticated):
    """A signed request cannot be accepted. Subclasses say why, as far as a stranger may know."""

    code = "APIG.0301"
    text = "Incorrect IAM authentication information."
    zh = "IAM 认证信息错误。"
    reason: ClassVar[str] = "wrong"

    def __init__(self, **params: Any) -> None:
        super().__init__(reason=self.reason, **params)


class SignatureWrong(IncorrectAuthentication):
    """The key is unknown or the signature is not its own; we do not say which."""

    text = "Incorrect IAM authentication information: the access key or the signature is wrong."
    zh = "IAM 认证信息错误：访问密钥或签名不正确。"


class KeyLocked(IncorrectAuthentication):
    """Too many wrong signatures in a row."""

    text = "Incorrect IAM authentication information: too many wrong signatures for this access key. Sign correctly, or wait."
    zh = "IAM 认证信息错误：该访问密钥的错误签名过多，请使用正确的签名或稍后重试。"
    reason = "locked"


class ClockDiffers(IncorrectAuthentication):
    """The request was signed too long ago, or ahead of our time."""

    text = "Incorrect IAM authentication information: X-Sdk-Date is too far from the time of the server. Set the clock."
    zh = "IAM 认证信息错误：X-Sdk-Date 与服务器时间相差过大，请校准客户端时钟。"
    reason = "clock"


class SignatureReplayed(IncorrectAuthentication):
    """A request that changes something was sent again."""

    text = "Incorrect IAM authentication information: this signature was used before. Sign the request anew."
    zh = "IAM 认证信息错误：该签名已被使用，请重新签名后再发送。"
    reason = "replayed"


class KeyInactive(IncorrectAuthentication):
    """The key exists and is switched off."""

    text = "Incorrect IAM authentication information: the access key is disabled."
    zh = "IAM 认证信息错误：该访问密钥已停用。"
    reason = "inactive"


class KeyExpired(IncorrectAuthentication):
    """A temporary key has come to its end, or its agency has."""

    text = "Incorrect IAM authentication information: the temporary access key has expired. Get a new one."
    zh = "IAM 认证信息错误：临时访问密钥已过期，请重新获取。"
    reason = "expired"


class SecurityTokenWrong(IncorrectAuthentication):
    """The security token is not that of the temporary key."""

    text = "Incorrect IAM authentication information: X-Security-Token does not belong to this access key."
    zh = "IAM 认证信息错误：X-Security-Token 与访问密钥不匹配。"
    reason = "token"


class AlgorithmNotOffered(IncorrectAuthentication):
    """The request is signed in a way that we do not verify."""

    text = "Incorrect IAM authentication information: {algorithm} is not offered. Sign with SDK-HMAC-SHA256."
    zh = "IAM 认证信息错误：不支持 {algorithm}，请使用 SDK-HMAC-SHA256 签名。"
    reason = "algorithm"


class EmptyToken(Unauthenticated):
    """The token header is there and empty."""

    code = "ModelArts.0201"
    text = "X-Auth-Token is empty. Get a token with POST /v3/auth/tokens."
    zh = "X-Auth-Token 为空。请通过 POST /v3/auth/tokens 获取 Token。"


class TokenExpired(Unauthenticated):
    """The token has come to its end."""

    code = "ModelArts.0202"
    text = "The token has expired. Get a new one with POST /v3/auth/tokens."
    zh = "Token 已过期，请通过 POST /v3/auth/tokens 重新获取。"


class TokenUnreadable(Unauthenticated):
    """The token is none of ours."""

    code = "ModelArts.0203"
    text = "The token cannot be read: it was changed, cut off, or issued elsewhere."
    zh = "Token 无法解析：内容被修改、被截断，或由其他系统签发。"


class TokenVoid(Unauthenticated):
    """The token was revoked, or its user was disabled, deleted or got a new password since."""

    code = "APIG.0307"
    text = "The token is no longer valid: it was revoked, or its user was changed. Get a new one."
    zh = "Token 已失效：已被吊销，或其用户已变更。请重新获取。"


class TokenWithoutProject(Unauthenticated):
    """The operation belongs to a project and the token does not."""

    code = "ModelArts.0212"
    text = "The token has no project. Get one with the scope of project {project_id}."
    zh = "Token 不含项目信息，请获取项目 {project_id} 范围的 Token。"


class MalformedAuthorization(Unauthenticated):
    """The Authorization header cannot be read."""

    code = "ModelArts.0206"
    text = "The Authorization header cannot be used: {problem}."
    zh = "Authorization 请求头无法使用：{problem}。"


class SessionEnded(Unauthenticated):
    """The cookie belongs to no session that still lives."""

    code = "Modelyard.1001"
    text = "Your session has ended. Log in again."
    zh = "会话已结束，请重新登录。"


class CSRFTokenWrong(Forbidden):
    """A request with the session cookie lacks the proof that it comes from the console."""

    code = "Modelyard.1002"
    text = "X-CSRF-Token is missing or wrong. Reload the console and try again."
    zh = "X-CSRF-Token 缺失或不正确，请刷新控制台后重试。"


class MustChangePassword(Forbidden):
    """The user has to choose a password of his own first."""

    code = "Modelyard.1003"
    text = "You must change your password first: log in to the console, or POST /v3/users/{user_id}/password."
    zh = "您必须先修改密码：请登录控制台，或调用 POST /v3/users/{user_id}/password。"


class ForeignProject(Forbidden):
    """The project of the path is not that of the credentials, or not one of the account."""

    code = "ModelArts.0210"
    text = (
        "Project {project_id} is not the one of your credentials. Use a project of your account, and a token of that project."
    )
    zh = "项目 {project_id} 与您的凭证不一致。请使用本账号下的项目及该项目范围的 Token。"


class ProjectUnavailable(Forbidden):
    """The project is suspended."""

    code = "APIG.0310"
    text = "Project {project_id} is suspended."
    zh = "项目 {project_id} 已被冻结。"


class ForeignDomain(Forbidden):
    """The account of the path is not the caller's."""

    code = "IAM.0002"
    text = "Account {domain_id} is not yours."
    zh = "账号 {domain_id} 不是您所属的账号。"


class UserDisabled(Forbidden):
    """The user behind the credentials is disabled."""

    code = "IAM.0080"
    text = "The user of these credentials is disabled."
    zh = "该凭证所属的用户已被停用。"


class AccessModeForbids(Forbidden):
    """The user may come in by another door only."""

    code = "IAM.0081"
    text = "The access mode of this user is {access_mode}; it does not admit this kind of login."
    zh = "该用户的访问方式为 {access_mode}，不允许此类登录。"


class LoginFailed(Unauthenticated):
    """Name, password or passcode is wrong; we do not say which."""

    code = "IAM.0062"
    text = "The account, user name, password or passcode is wrong."
    zh = "账号、用户名、密码或动态码错误。"


class TooManyLogins(RateLimited):
    """Too many wrong passwords for a user, or too many attempts from an address."""

    code = "IAM.0061"
    text = "Too many attempts to log in. Try again in {retry_after_seconds} seconds."
    zh = "登录尝试过多，请在 {retry_after_seconds} 秒后重试。"


class FederationNotOffered(Invalid):
    """Federated login is not part of the platform."""

    code = "Modelyard.1004"
    text = "Federated login ({method}) is not offered. Use a password, an access key or an agency."
    zh = "不提供联邦登录（{method}）。请使用密码、访问密钥或委托。"


class UnknownMethod(Invalid):
    """The identity names a method that there is not."""

    code = "IAM.0011"
    text = "auth.identity.methods: {method} is not one of {offered}."
    zh = "auth.identity.methods：{method} 不在 {offered} 之中。"


class WrongRequestField(Invalid):
    """A field of an identity request is missing or wrong."""

    code = "IAM.0007"


class SubjectTokenMissing(Invalid):
    """X-Subject-Token is missing or not readable."""

    code = "IAM.0009"
    text = "X-Subject-Token is missing or is no token."
    zh = "X-Subject-Token 缺失或不是有效的 Token。"


class SubjectTokenNotFound(NotFound):
    """The token that is asked about is not valid any more."""

    code = "IAM.0067"
    text = "The token in X-Subject-Token has expired or was revoked."
    zh = "X-Subject-Token 中的 Token 已过期或已被吊销。"


class PasscodeRequired(Unauthenticated):
    """The password is right, and the user has a second factor."""

    code = "Modelyard.1005"
    text = "This user logs in with a one-time passcode as well. Add it."
    zh = "该用户登录时还需提供动态码，请补充。"


class ScopeNotFound(NotFound):
    """The project or account of a scope is none of the caller's."""

    code = "IAM.0004"
    text = "No {kind} {scope} is in your account."
    zh = "您的账号下没有 {kind} {scope}。"
