"""What callers of services are told when they may not. The codes are those of a gateway, not of the control plane."""

from typing import Any

from typing_extensions import Self

from modelyard.core.errors import AppError, Forbidden, Unauthenticated, Unavailable
from modelyard.core.i18n import Language


class _Told(AppError):
    """A failure that repeats what another one says, under a code of its own."""

    @classmethod
    def of(cls, error: AppError) -> Self:
        """Return this failure with the words of another one."""
        return cls(problem=error.message(Language.EN), problem_zh=error.message(Language.ZH))


class CredentialsWrong(_Told, Unauthenticated):
    """The credentials are none, or none any more."""

    code = "APIG.0301"
    text = "Incorrect IAM authentication information: {problem}"
    zh = "IAM 认证信息错误：{problem_zh}"


class CallerRefused(_Told, Forbidden):
    """The caller is known and may not call this service."""

    code = "APIG.0302"
    text = "You may not call this service: {problem}"
    zh = "您没有调用该服务的权限：{problem_zh}"


class ForeignCaller(CallerRefused):
    """The credentials are good, for another project."""

    def __init__(self, **params: Any) -> None:
        words = {"problem": "the credentials belong to another project.", "problem_zh": "认证信息属于其他项目。"}
        super().__init__(**{**words, **params})


class MethodNotTaken(Unauthenticated):
    """The service is called with other kinds of credentials."""

    code = "APIG.0301"
    text = "Incorrect IAM authentication information: this service takes {methods} only."
    zh = "IAM 认证信息错误：该服务仅支持 {methods} 认证方式。"


class AppCredentialsWrong(_Told, Unauthenticated):
    """The key, the code or the signature of an app is none, or none any more."""

    code = "APIG.0303"
    text = "Incorrect app authentication information: {problem}"
    zh = "App 认证信息错误：{problem_zh}"

    def __init__(self, **params: Any) -> None:
        words = {"problem": "no app has this key or code.", "problem_zh": "不存在使用该 AppKey 或 AppCode 的应用。"}
        super().__init__(**{**words, **params})


class AppRefused(Forbidden):
    """The app is known and was not let in by this service."""

    code = "APIG.0304"
    text = "App {app_id} may not call this service. Whoever may change the service can authorize it."
    zh = "应用 {app_id} 未获得该服务的授权，请由服务的管理者授权。"


class SimpleAppRefused(Forbidden):
    """The service takes signatures of apps only."""

    code = "APIG.0304"
    text = "This service takes signed requests of apps, not codes and bare keys."
    zh = "该服务仅接受应用签名的请求，不支持 AppCode 和 AppKey 简易认证。"


class ApiKeyWrong(Unauthenticated):
    """The API key is none, or none any more."""

    code = "APIG.0301"
    text = "Incorrect IAM authentication information: the API key is unknown, was deleted, or has ended."
    zh = "IAM 认证信息错误：API Key 不存在、已删除或已过期。"


class ApiKeyRefused(Forbidden):
    """The API key is good, for other services."""

    code = "APIG.0302"
    text = "This API key is not bound to the service."
    zh = "该 API Key 未绑定此服务。"


class OwnerGone(Unauthenticated):
    """Who made the app or the key may not act any more."""

    code = "APIG.0301"
    text = "Incorrect IAM authentication information: the owner of these credentials is disabled or gone."
    zh = "IAM 认证信息错误：该认证信息的所有者已停用或已删除。"


class StillAsleep(Unavailable):
    """No instance got ready in time; the gateway says it in its own words."""

    code = "Modelyard.6801"
    text = "The service was asleep and did not get ready in time. Try again shortly."
    zh = "服务处于休眠状态，未能及时唤醒，请稍后重试。"
