"""What the gateway answers to callers of services by itself. Published codes where there are any, else from Modelyard.6800."""

from modelyard.core.refusals import PassedOn, Refusal

SERVICE, OUTCOME, LIMIT = "x-modelyard-service-id", "x-modelyard-outcome", "x-modelyard-limit"
_SOON = {"retry-after": "1"}


def _outcome(status: int, outcome: str, code: str, text: str, zh: str, **more: dict[str, str]) -> Refusal:
    """Return what is said when the admission of a request ended so."""
    return Refusal(status, code, text, zh, header=OUTCOME, value=outcome, headers=more.get("headers", {}))


def _admitted(status: int, code: str, text: str, zh: str, **more: dict[str, str]) -> Refusal:
    """Return what is said when a request was admitted and could not be answered."""
    return Refusal(status, code, text, zh, header=SERVICE, headers=more.get("headers", {}))


REFUSALS: list[Refusal | PassedOn] = [
    # The gate has written the body.
    PassedOn(OUTCOME, "gate"),
    _outcome(
        404,
        "unknown",
        "APIG.0101",
        "No service has this address. Copy it from the page of the service.",
        "没有服务使用该地址。请在服务详情页复制调用地址。",
    ),
    _outcome(
        503,
        "starting",
        "Modelyard.0503",
        "The platform is being started; services can be called in a moment.",
        "平台正在启动，请稍后调用服务。",
        headers=_SOON,
    ),
    _outcome(
        400, "stopped", "ModelArts.4203", "The service is not running. Start it, then call it.", "服务未运行，请先启动服务。"
    ),
    _outcome(
        401,
        "nobody",
        "APIG.0301",
        "Incorrect IAM authentication information: the request has no credentials of a kind that this service takes.",
        "IAM 认证信息错误：请求未携带该服务所支持的认证信息。",
    ),
    _outcome(
        503,
        "gate-away",
        "Modelyard.6800",
        "Credentials cannot be checked now. Try again shortly.",
        "暂时无法校验认证信息，请稍后重试。",
        headers=_SOON,
    ),
    _outcome(
        503,
        "asleep",
        "Modelyard.6801",
        "The service was asleep and did not get ready in time. Try again shortly.",
        "服务处于休眠状态，未能及时唤醒，请稍后重试。",
        headers={"retry-after": "5"},
    ),
    _outcome(
        500,
        "broken",
        "Modelyard.6802",
        "The gateway could not decide about this request. Give the request id to the operator.",
        "网关无法处理该请求，请将请求编号告知管理员。",
    ),
    _outcome(
        413,
        "too-large",
        "APIG.0201",
        f"The request body is larger than %REQ({LIMIT})% bytes, the limit of this service.",
        f"请求体超过该服务的上限 %REQ({LIMIT})% 字节。",
    ),
    _admitted(
        403,
        "APIG.0402",
        "Your address may not call this service.",
        "您的 IP 地址不允许调用该服务。",
    ),
    _admitted(
        408,
        "APIG.0201",
        "The request was not complete in time.",
        "请求未能在规定时间内发送完毕。",
    ),
    _admitted(
        429,
        "APIG.0308",
        "The service gets more requests than its limit admits. Try again in a moment.",
        "服务的请求数超过流量上限，请稍后重试。",
        headers=_SOON,
    ),
    _admitted(
        502,
        "APIG.0202",
        "An instance of the service gave an answer that is not HTTP, or too large a header.",
        "服务实例返回的内容不符合 HTTP 协议，或响应头过大。",
    ),
    _admitted(
        503,
        "ModelArts.4302",
        "No instance of the service answers now. Try again shortly.",
        "当前没有可用的服务实例，请稍后重试。",
        headers=_SOON,
    ),
    _admitted(
        504,
        "APIG.0203",
        "The service did not answer in the time that it is given.",
        "服务未能在规定时间内应答。",
    ),
    Refusal(
        403,
        "APIG.0607",
        "This address does not take WebSocket connections.",
        "该地址不支持 WebSocket 连接。",
        header="upgrade",
    ),
]
