"""The storage port: the processes behind it, and how the gateway sends requests through the gate to the store.

The order of filters is the way of a request: what clients may not say is forgotten, the gate is asked, and the request
line is replaced by the one that the gate gave. Without the gate's word no route leads to the store.
"""

import sys
from typing import Any
from xml.sax.saxutils import escape

import modelyard
from modelyard.core import sandbox
from modelyard.core.parts import Part, Probe
from modelyard.core.refusals import Config
from modelyard.objects.adapters import weed
from modelyard.objects.rules.external import KEY_PROBLEM, KEY_PROBLEMS, ExternalStore, external_store
from modelyard.server import gateway
from modelyard.server.errors import CannotSeal
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings

STORE_CLUSTER, CHECK_CLUSTER, SERVE_CLUSTER = "store", "gate-check", "gate-serve"
# The names of these headers are known to the gate, see modelyard.objects.gate.server.
TO, PATH, LENGTH, CLIENT = "x-gate-to", "x-gate-path", "x-gate-length", "x-gate-client"
# Files are those of users: what a browser shows of them lies in an origin of its own and runs nothing. Pictures in pages,
# downloads and programs do not look at this.
_SANDBOX = "sandbox allow-downloads"
_CHECK_SECONDS = 10
_ANSWER_SECONDS = 120
_EXPOSED = "etag,x-amz-request-id,x-amz-version-id,content-range,accept-ranges,last-modified,content-length,content-disposition"
_ALLOWED = (
    "authorization,content-type,content-md5,content-disposition,cache-control,range,if-match,if-none-match,"
    "x-amz-date,x-amz-content-sha256,x-amz-security-token"
)


def parts(home: Home, settings: PlatformSettings) -> tuple[Part, ...]:
    """Describe the store, unless it is an external one, and the gate. Raises CannotSeal."""
    if settings.objects.external_endpoint is not None:
        return (_gate_part(home, settings),)
    home.storage.mkdir(mode=0o700, exist_ok=True)
    if settings.objects.sealed:
        try:
            sandbox.check_seal()
        except sandbox.CannotSeal as error:
            raise CannotSeal(problem=str(error)) from error
    store = weed.part(
        data=home.storage,
        socket=home.storage_socket,
        sealed=settings.objects.sealed,
        start_seconds=settings.up.start_seconds,
    )
    return store, _gate_part(home, settings)


def contribution(home: Home, settings: PlatformSettings) -> gateway.Contribution:
    """Return listener and clusters of the storage port."""
    external = external_store(settings.objects)
    clusters = [
        gateway.unix_cluster(STORE_CLUSTER, home.storage_socket)
        if external is None
        else gateway.network_cluster(STORE_CLUSTER, external.host, external.port, is_tls=external.is_tls),
        gateway.unix_cluster(CHECK_CLUSTER, home.gate_check_socket),
        gateway.unix_cluster(SERVE_CLUSTER, home.gate_serve_socket),
    ]
    return gateway.Contribution([_listener(home, settings)], clusters)


def _gate_part(home: Home, settings: PlatformSettings) -> Part:
    return Part(
        name="gate",
        argv=(sys.executable, "-m", "modelyard.server.gate", str(home.path)),
        env={"MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"},
        ready=Probe(f"unix:{home.gate_serve_socket}", "/?apiversion", "HEAD"),
        version=modelyard.__version__,
        start_seconds=settings.up.start_seconds,
        stop_seconds=settings.up.stop_seconds,
        stop_order=25,
    )


def _listener(home: Home, settings: PlatformSettings) -> Config:
    external = external_store(settings.objects)
    manager = gateway.connection_manager(
        home,
        settings,
        name="storage",
        cluster=STORE_CLUSTER,
        route={},
        filters=[_cors(), _ask_gate(), _take_path(external)],
        refusals=[],
    )
    manager["request_timeout"] = "0s"
    manager["proxy_100_continue"] = True
    manager["max_request_headers_kb"] = settings.gateway.max_header_kib
    manager["early_header_mutation_extensions"] = [_forget(settings)]
    manager["route_config"] = {
        "name": "storage",
        "virtual_hosts": [_virtual_host(external)],
        "validate_clusters": False,
    }
    manager["local_reply_config"] = _local_replies()
    return gateway.listener(home, settings, "storage", settings.gateway.storage_port, manager)


def _virtual_host(external: ExternalStore | None) -> Config:
    # An external store is called by the name that was signed, and is not told where the client is.
    host = "store" if external is None else external.authority
    private = [] if external is None else ["x-forwarded-for"]
    to_store = {
        "match": {"prefix": "/", "headers": [{"name": TO, "string_match": {"exact": "store"}}]},
        # Objects may take as long as they need, as long as bytes move.
        "route": {"cluster": STORE_CLUSTER, "timeout": "0s", "host_rewrite_literal": host},
        "request_headers_to_remove": [TO, PATH, LENGTH, CLIENT, *private],
    }
    to_gate = {
        "match": {"prefix": "/", "headers": [{"name": TO, "string_match": {"exact": "gate"}}]},
        "route": {"cluster": SERVE_CLUSTER, "timeout": f"{_ANSWER_SECONDS}s"},
        "request_headers_to_remove": [TO, PATH],
    }
    # A route entry, not a direct response: the CORS filter answers preflights for those only.
    nowhere = {"match": {"prefix": "/"}, "route": {"cluster": "nowhere"}}
    said = {"x-amz-request-id": "%REQ(X-REQUEST-ID)%", "content-security-policy": _SANDBOX}
    return {
        "name": "storage",
        "domains": ["*"],
        "routes": [to_store, to_gate, nowhere],
        "response_headers_to_add": [
            {"header": {"key": name, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
            for name, value in said.items()
        ],
        # What the store keeps for itself.
        "response_headers_to_remove": ["seaweed-x-amz-etag", "seaweed-x-amz-owner"],
        "typed_per_filter_config": {"envoy.filters.http.cors": _cors_policy()},
    }


def _forget(settings: PlatformSettings) -> Config:
    """Drop what only we may say, and keep the length, which is not part of the question to the gate."""
    names = [TO, PATH, "x-request-id", *([] if settings.gateway.trusted_proxy_hops else ["x-forwarded-for"])]
    length = {"key": LENGTH, "value": "%REQ(CONTENT-LENGTH)%"}
    # In X-Forwarded-For the gateway would name this machine for clients on the loopback.
    client = {"key": CLIENT, "value": "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%"}
    return {
        "name": "envoy.http.early_header_mutation.header_mutation",
        "typed_config": {
            "@type": f"{gateway.EXTENSION}.http.early_header_mutation.header_mutation.v3.HeaderMutation",
            "mutations": [
                *({"remove": name} for name in names),
                *({"append": {"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}} for header in (length, client)),
            ],
        },
    }


def _ask_gate() -> Config:
    return {
        "name": "envoy.filters.http.ext_authz",
        "typed_config": {
            "@type": f"{gateway.EXTENSION}.filters.http.ext_authz.v3.ExtAuthz",
            "transport_api_version": "V3",
            "failure_mode_allow": False,
            "status_on_error": {"code": "ServiceUnavailable"},
            "clear_route_cache": True,
            "http_service": {
                "server_uri": {"uri": "http://gate", "cluster": CHECK_CLUSTER, "timeout": f"{_CHECK_SECONDS}s"},
                "path_prefix": "/check",
                "authorization_response": {
                    "allowed_upstream_headers": {
                        "patterns": [
                            {"exact": TO},
                            {"exact": PATH},
                            {"exact": "x-amz-content-sha256"},
                            {"exact": "x-amz-copy-source"},
                            {"exact": "content-encoding"},
                            {"exact": "authorization"},
                            {"exact": "x-amz-date"},
                        ]
                    },
                    "allowed_client_headers": {"patterns": [{"exact": "content-type"}, {"exact": "x-amz-request-id"}]},
                },
            },
            "allowed_headers": {"patterns": [{"safe_regex": {"regex": ".*"}}]},
            "disallowed_headers": {
                "patterns": [{"exact": "content-length"}, {"exact": "transfer-encoding"}, {"exact": "expect"}]
            },
        },
    }


def _take_path(external: ExternalStore | None) -> Config:
    """Put the request line of the gate in the place of the client's; no other filter may change it."""
    script = f"""
function envoy_on_request(handle)
  local headers = handle:headers()
  local path = headers:get("{PATH}")
  if path ~= nil then
    headers:replace(":path", path)
    handle:streamInfo():dynamicMetadata():set("modelyard", "store", true)
  end
end
"""
    if external is not None:
        script += _own_key_refused()
    return {
        "name": "envoy.filters.http.lua",
        "typed_config": {
            "@type": f"{gateway.EXTENSION}.filters.http.lua.v3.Lua",
            "default_source_code": {"inline_string": script},
        },
    }


def _own_key_refused() -> str:
    """Return the script that says whose key an external store refuses: it knows the platform's only."""
    problems = ", ".join(f'"{code}"' for code in KEY_PROBLEMS)
    answer = _error_body("ServiceUnavailable", escape(KEY_PROBLEM.format(code="%CODE%")), "%ID%")
    return f"""
local problems = {{{problems}}}
local answer = [==[{answer}]==]
function envoy_on_response(handle)
  local status = handle:headers():get(":status")
  if handle:streamInfo():dynamicMetadata():get("modelyard") == nil then return end
  if status ~= "400" and status ~= "401" and status ~= "403" then return end
  local body = handle:body()
  if body == nil or body:length() > 65536 then return end
  local text = body:getBytes(0, body:length())
  for _, problem in ipairs(problems) do
    if text:find("<Code>" .. problem .. "</Code>", 1, true) then
      -- What was got before the body was waited for may not be used any more.
      local headers = handle:headers()
      local told = answer:gsub("%%CODE%%", problem):gsub("%%ID%%", headers:get("x-request-id") or "")
      headers:replace(":status", "503")
      headers:replace("content-type", "application/xml")
      headers:replace("content-length", tostring(body:setBytes(told)))
      return
    end
  end
end
"""


def _cors() -> Config:
    return {
        "name": "envoy.filters.http.cors",
        "typed_config": {"@type": f"{gateway.EXTENSION}.filters.http.cors.v3.Cors"},
    }


def _cors_policy() -> Config:
    """Let pages of any origin use the storage port from a browser.

    Nothing here is authorised by a cookie or by where a request comes from: a page needs a signature, and whoever has
    that needs no browser. The console is reached under names that we cannot know.
    """
    return {
        "@type": f"{gateway.EXTENSION}.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": [{"safe_regex": {"regex": ".+"}}],
        "allow_methods": "GET,HEAD,PUT,POST,DELETE",
        "allow_headers": _ALLOWED,
        "expose_headers": _EXPOSED,
        "max_age": "3600",
    }


def _local_replies() -> Config:
    """Return what the gateway answers by itself, in the error form of the storage protocol. What the gate answered stays."""
    mappers = [
        _mapper(_status_is(503), "ServiceUnavailable", "The store does not answer now. Please try again."),
        _mapper(_status_is(504), "ServiceUnavailable", "The store did not answer in time. Please try again."),
        _mapper(_status_is(413), "EntityTooLarge", "The body of this request is too large."),
        _mapper(_status_is(431), "RequestHeaderSectionTooLarge", "The headers of the request are too large, or too many."),
        _mapper(_status_is(408), "RequestTimeout", "The request was not complete in time."),
        _mapper({"response_flag_filter": {"flags": ["DPE"]}}, "InvalidRequest", "The request is not well-formed HTTP."),
    ]
    return {"mappers": mappers}


def _status_is(status: int) -> Config:
    value = {"default_value": status, "runtime_key": f"storage.{status}"}
    return {"status_code_filter": {"comparison": {"op": "EQ", "value": value}}}


def _mapper(which: Config, code: str, message: str) -> Config:
    body = _error_body(code, message, "%STREAM_ID%")
    answer: dict[str, Any] = {
        "filter": which,
        "body_format_override": {"text_format_source": {"inline_string": body}, "content_type": "application/xml"},
    }
    if code == "ServiceUnavailable":
        retry = {"header": {"key": "retry-after", "value": "1"}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
        answer["headers_to_add"] = [retry]
    return answer


def _error_body(code: str, message: str, request_id: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message>'
        f"<RequestId>{request_id}</RequestId><HostId>modelyard</HostId></Error>"
    )
