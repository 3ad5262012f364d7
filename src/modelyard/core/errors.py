"""Failures that a caller can meet, by kind; capabilities subclass a kind once per condition.

Each class holds its code and its text in both languages, so that a message cannot exist in one language only.
`core.http` renders all of them in one body; the command line turns kinds into exit codes.
"""

from typing import Any, ClassVar

from modelyard.core.i18n import Language


class AppError(Exception):
    """A failure that is the caller's to know about. Raise a subclass, with the parameters its texts name.

    Extra keyword arguments that the texts do not name travel in `params` for the console and scripts.
    """

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "ModelArts.0010"
    text: ClassVar[str] = "Internal error. Give the request id to the operator."
    zh: ClassVar[str] = "内部错误。请将请求编号告知管理员。"

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.message())

    def message(self, language: Language = Language.EN) -> str:
        """Return the text in the language asked for."""
        text = self.zh if language is Language.ZH else self.text
        return text.format_map(self.params)


class Invalid(AppError):
    """Something in the request is wrong; `field` says where."""

    status = 400
    exit_code = 2
    code = "ModelArts.0101"
    text = "{field}: {problem}"
    zh = "{field}：{problem}"


class Unauthenticated(AppError):
    """Nobody is known to be calling."""

    status = 401
    exit_code = 3
    code = "ModelArts.0205"
    text = "Authentication is required: send X-Auth-Token or sign the request with an access key."
    zh = "需要认证：请携带 X-Auth-Token，或使用访问密钥对请求签名。"


class Forbidden(AppError):
    """The caller is known and may not do this."""

    status = 403
    exit_code = 4
    code = "ModelArts.0108"
    text = "You may not perform {action}."
    zh = "您没有执行 {action} 的权限。"


class ForeignOrigin(Forbidden):
    """A page of another site opened a socket in the name of its visitor."""

    code = "Modelyard.0403"
    text = "A page of {origin} may not open this. Use the console under the name that the platform is reached by."
    zh = "来自 {origin} 的页面不能打开此连接。请通过平台自身的地址访问控制台。"


class NotFound(AppError):
    """The thing does not exist, or the caller may not know that it does."""

    status = 404
    exit_code = 5
    code = "ModelArts.0015"
    text = "{resource} was not found."
    zh = "未找到 {resource}。"


class Conflict(AppError):
    """The present state does not admit the request."""

    status = 409
    exit_code = 6
    code = "Modelyard.0409"
    text = "The request conflicts with the present state: {problem}"
    zh = "请求与当前状态冲突：{problem}"


class TooLarge(AppError):
    """More was sent than the limit admits."""

    status = 413
    exit_code = 7
    code = "APIG.0201"
    text = "The request body is larger than {limit_bytes} bytes."
    zh = "请求体超过 {limit_bytes} 字节的上限。"


class QuotaExceeded(AppError):
    """A quota would be exceeded."""

    status = 429
    exit_code = 8
    code = "ModelArts.0118"
    text = "The quota of {quota} ({limit}) would be exceeded."
    zh = "将超过 {quota} 的配额（{limit}）。"


class TooManyStreams(QuotaExceeded):
    """The caller follows as many things at once as he may."""

    code = "Modelyard.0429"
    text = "You have {limit} streams, downloads and terminals open, the most at once. Close some."
    zh = "您同时打开的日志流、下载和终端已达上限（{limit} 个），请关闭一部分。"


class RateLimited(AppError):
    """Too many requests in a short time."""

    status = 429
    exit_code = 8
    code = "APIG.0308"
    text = "Too many requests. Try again in {retry_after_seconds} seconds."
    zh = "请求过于频繁，请在 {retry_after_seconds} 秒后重试。"


class Unavailable(AppError):
    """A part that is needed does not answer now."""

    status = 503
    exit_code = 9
    code = "Modelyard.0503"
    text = "{part} does not answer now: {problem}. Try again shortly."
    zh = "{part} 暂时不可用：{problem}。请稍后重试。"


class InvalidPayload(Invalid):
    """The body or a parameter does not have the documented shape."""

    status = 400
    code = "ModelArts.0104"
    text = "{field}: {problem}"
    zh = "{field}：{problem}"


class RouteNotFound(NotFound):
    """No operation has this method and path."""

    code = "APIG.0101"
    text = "There is no operation {method} {path}. GET /openapi.json lists the ones there are."
    zh = "不存在操作 {method} {path}。可用操作见 GET /openapi.json。"


class MethodNotAllowed(AppError):
    """The path exists, with other methods."""

    status = 405
    exit_code = 2
    code = "APIG.0106"
    text = "{path} does not support {method}; it supports {allowed}."
    zh = "{path} 不支持 {method}，支持的方法：{allowed}。"


class InternalError(AppError):
    """Something that we did not expect. Details are in the log under the request id, never in the answer."""
