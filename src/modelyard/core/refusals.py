"""What the gateway answers by itself: the one body of every failure, in the reader's language, as Envoy's configuration."""

from dataclasses import dataclass, field
from typing import Any

Config = dict[str, Any]


@dataclass(frozen=True)
class Refusal:
    """A failure that the gateway answers without asking us. The first that fits an answer is used.

    status: of the answers that are meant; None for all.
    header, value: meant are only answers to requests with this header, of this value if one is given.
    text, zh: may name parts of the request as Envoy writes them, such as %REQ(X-NAME)%.
    """

    status: int | None
    code: str
    text: str
    zh: str
    params: Config = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    header: str = ""
    value: str = ""


@dataclass(frozen=True)
class PassedOn:
    """An answer whose body is one already: answers to requests with this header of this value."""

    header: str
    value: str


def local_replies(refusals: "list[Refusal | PassedOn]") -> Config:
    """Return Envoy's configuration for its own answers."""
    mappers = [mapper for refusal in refusals for mapper in _mappers(refusal)]
    return {"mappers": mappers, "body_format": _body("Modelyard.0500", "%LOCAL_REPLY_BODY%", {})}


def _mappers(refusal: Refusal | PassedOn) -> list[Config]:
    if isinstance(refusal, PassedOn):
        body = {"text_format_source": {"inline_string": "%LOCAL_REPLY_BODY%"}, "content_type": "application/json"}
        return [{"filter": _has_header(refusal.header, refusal.value), "body_format_override": body}]
    return [_mapper(refusal, chinese=chinese) for chinese in (True, False)]


def _mapper(refusal: Refusal, *, chinese: bool) -> Config:
    filters = []
    if refusal.status is not None:
        status = {"default_value": refusal.status, "runtime_key": f"reply.{refusal.status}"}
        filters.append({"status_code_filter": {"comparison": {"op": "EQ", "value": status}}})
    if refusal.header:
        filters.append(_has_header(refusal.header, refusal.value))
    if chinese:
        asks_chinese = {"name": "x-language", "string_match": {"prefix": "zh", "ignore_case": True}}
        filters.append({"header_filter": {"header": asks_chinese}})
    body = _body(refusal.code, refusal.zh if chinese else refusal.text, refusal.params)
    headers = dict(refusal.headers)
    if not refusal.header and refusal.status in {400, 431}:
        # What cannot be parsed gets no request id from Envoy; the access log has the number of the connection.
        headers["x-request-id"] = body["json_format"]["request_id"] = "connection-%CONNECTION_ID%"
    mapper: Config = {
        "filter": filters[0] if len(filters) == 1 else {"and_filter": {"filters": filters}},
        "body_format_override": body,
    }
    if headers:
        mapper["headers_to_add"] = [
            {"header": {"key": key, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
            for key, value in headers.items()
        ]
    return mapper


def _has_header(name: str, value: str) -> Config:
    match = {"string_match": {"exact": value}} if value else {"present_match": True}
    return {"header_filter": {"header": {"name": name, **match}}}


def _body(code: str, text: str, params: Config) -> Config:
    values = {"error_code": code, "error_msg": text, "params": params, "request_id": "%STREAM_ID%"}
    return {"json_format": values, "content_type": "application/json"}
