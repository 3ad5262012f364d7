"""What callers of services are told when they may not. The codes are those of a gateway, not of the control plane."""

from typing import Any

from typing_extensions import Self

from modelyard.core.errors import AppError, Forbidden, Unauthenticated
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
