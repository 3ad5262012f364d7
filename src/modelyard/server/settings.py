"""All settings of a platform: one small model per capability, composed here and built once.

They come from `<home>/modelyard.toml` and from variables such as `MODELYARD_GATEWAY__PORT`, which win.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr

from modelyard.compute.settings import ComputeSettings
from modelyard.core.settings import Settings, SettingsError, load_settings
from modelyard.core.types import StrEnum
from modelyard.datasets.settings import DatasetsSettings
from modelyard.iam.settings import IAMSettings
from modelyard.images.settings import ImagesSettings
from modelyard.objects.settings import ObjectsSettings
from modelyard.registry.settings import RegistrySettings
from modelyard.server.errors import SettingsWrong
from modelyard.server.home import Home
from modelyard.serving.settings import ServingSettings
from modelyard.training.settings import TrainingSettings


class TLS(StrEnum):
    """Whether the doors speak TLS: not, with a certificate made for trials, or with the site's own."""

    OFF = "off"
    SELF = "self"
    FILES = "files"


class DatabaseSettings(Settings):
    """Where facts are kept."""

    url: SecretStr | None = Field(
        default=None,
        description="`postgresql://user:password@host/name`, or `sqlite:////path/file.db`. Without it, SQLite in the home.",
    )
    pool_size: int = Field(default=8, ge=1, le=200, description="Connections kept open for requests.")


class GatewaySettings(Settings):
    """The HTTP doors of the platform."""

    host: str = Field(
        default="127.0.0.1", max_length=253, description="Address to listen on; 0.0.0.0 for every interface of the machine."
    )
    port: int = Field(default=8000, ge=1, le=65535, description="Port of API and console.")
    storage_port: int = Field(default=9000, ge=1, le=65535, description="Port of the object storage (OBS, S3).")
    public_host: str | None = Field(
        default=None, max_length=253, description="Name that clients use for this machine, if it is not the address above."
    )
    tls: TLS = Field(
        default=TLS.OFF,
        description="`off`; `self` makes a certificate for trials; `files` uses `certificate_file` and `key_file`.",
    )
    certificate_file: Path | None = Field(default=None, description="PEM file with the certificate and its chain.")
    key_file: Path | None = Field(default=None, description="PEM file with the private key.")
    max_body_bytes: int = Field(
        default=12 * 2**20, ge=2**16, le=2**30, description="Largest request body of the API; objects have no such limit."
    )
    max_header_kib: int = Field(default=60, ge=8, le=96, description="Largest sum of request headers, in KiB.")
    max_connections: int = Field(default=10_000, ge=10, le=1_000_000, description="Open connections of clients, both doors.")
    idle_seconds: int = Field(default=300, ge=5, le=86_400, description="A silent connection is closed after this time.")
    request_seconds: int = Field(default=120, ge=5, le=3600, description="Time in which a client has to send its API request.")
    answer_seconds: int = Field(default=60, ge=5, le=3600, description="Time in which the API has to answer, else 504.")
    trusted_proxy_hops: int = Field(
        default=0, ge=0, le=10, description="Number of own proxies in front that set X-Forwarded-For; 0 ignores the header."
    )
    threads: int = Field(default=2, ge=1, le=256, description="Worker threads of the gateway.")


class LogSettings(Settings):
    """The files in `<home>/logs`."""

    level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR.")
    max_file_bytes: int = Field(default=20 * 2**20, ge=2**16, le=2**34, description="A log file is renamed at this size.")
    kept_files: int = Field(default=5, ge=1, le=100, description="Renamed log files kept of each part.")
    access: bool = Field(default=True, description="Write a line for each request to `logs/access.log`.")


class UpSettings(Settings):
    """Start and stop."""

    start_seconds: int = Field(default=60, ge=5, le=3600, description="A part that does not answer in this time has failed.")
    stop_seconds: int = Field(default=15, ge=1, le=600, description="A part that does not stop in this time is killed.")


class PlatformSettings(Settings):
    """Everything that can be set."""

    compute: ComputeSettings = ComputeSettings()
    database: DatabaseSettings = DatabaseSettings()
    gateway: GatewaySettings = GatewaySettings()
    iam: IAMSettings = IAMSettings()
    images: ImagesSettings = ImagesSettings()
    log: LogSettings = LogSettings()
    objects: ObjectsSettings = ObjectsSettings()
    datasets: DatasetsSettings = DatasetsSettings()
    registry: RegistrySettings = RegistrySettings()
    serving: ServingSettings = ServingSettings()
    training: TrainingSettings = TrainingSettings()
    up: UpSettings = UpSettings()


def settings_of(home: Home, environ: Mapping[str, str] | None = None) -> PlatformSettings:
    """Read the settings of a home. Raises SettingsWrong, which names each wrong entry and its place."""
    try:
        return load_settings(PlatformSettings, home.settings_file, os.environ if environ is None else environ)
    except SettingsError as error:
        raise SettingsWrong(problem=str(error)) from error


def database_url(settings: PlatformSettings, home: Home) -> str:
    """Return the URL of the database: the one that was set, else the file in the home."""
    if settings.database.url is not None:
        return settings.database.url.get_secret_value()
    return f"sqlite:///{home.database_file}"


def iam_settings(settings: PlatformSettings) -> IAMSettings:
    """Return the settings of identity; the addresses in its catalogue are those of our doors unless others were set."""
    addresses = endpoints(settings)
    ours = {"api_endpoint": addresses["api"], "storage_endpoint": addresses["storage"]}
    missing = {name: value for name, value in ours.items() if name not in settings.iam.model_fields_set}
    return settings.iam.model_copy(update=missing)


def endpoints(settings: PlatformSettings) -> dict[str, str]:
    """Return the addresses that clients use, by door."""
    gateway = settings.gateway
    host = gateway.public_host or {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(gateway.host, gateway.host)
    if ":" in host:
        host = f"[{host}]"
    scheme = "http" if gateway.tls is TLS.OFF else "https"
    return {"api": f"{scheme}://{host}:{gateway.port}", "storage": f"{scheme}://{host}:{gateway.storage_port}"}
