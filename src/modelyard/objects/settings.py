"""Settings of object storage: imports, archives, tasks."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from typing_extensions import Self

from modelyard.core.settings import Settings


class ObjectsSettings(Settings):
    """Buckets, the storage port, imports of server directories, unpacking of archives, and an external store."""

    region: str = Field(
        default="local-1", pattern=r"^[a-z0-9-]{1,40}$", description="What the storage port answers as the region of a bucket."
    )
    domains: list[str] = Field(
        default=[],
        description="Further names of the storage port under which `bucket.NAME` means that bucket; "
        "the public host and `localhost` are always among them.",
    )
    min_free_bytes: int = Field(
        default=2**30,
        ge=2**20,
        le=2**44,
        description="Uploads are refused when the disk of the store has less room than this.",
    )
    sealed: bool = Field(
        default=True,
        description="Run the store in namespaces of its own, so that other users of the machine cannot reach it. "
        "Where the machine has no user namespaces it must be switched off to start at all.",
    )
    key_failures_before_lock: int = Field(
        default=20,
        ge=1,
        le=10_000,
        description="Wrong signatures in a row after which wrong signers of a key are told to stop; right ones never are.",
    )

    import_roots: list[Path] = Field(
        default=[],
        description="Directories of the server below which files may be imported; without any, imports are refused.",
    )
    max_buckets: int = Field(default=1000, ge=1, description="Most buckets of one account.")
    archive_max_entries: int = Field(default=1_000_000, ge=1, description="Most files and folders in one archive.")
    archive_max_bytes: int = Field(default=2**40, ge=2**20, description="Most bytes that one archive may unpack to.")
    archive_max_ratio: int = Field(
        default=1000, ge=10, description="An archive that unpacks to more than this multiple of its size is refused as a bomb."
    )
    archive_memory_bytes: int = Field(
        default=2**30, ge=2**28, description="Address space of the process that unpacks an archive."
    )
    reserve_bytes: int = Field(default=2**30, ge=0, description="Free space that tasks leave on the disk of the store.")
    parallel_files: int = Field(
        default=4, ge=1, le=64, description="Files that one import or unpacking writes at the same time."
    )
    step_seconds: float = Field(
        default=5.0, ge=0.05, le=60, description="How long a task works before it writes down how far it is and looks around."
    )
    max_tasks: int = Field(default=100, ge=1, description="Most storage tasks of one project that have not ended.")
    kept_task_days: int = Field(default=90, ge=1, description="How long tasks that have ended are listed.")
    external_endpoint: str | None = Field(
        default=None,
        max_length=1024,
        pattern=r"^https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?$",
        description="URL of an S3 endpoint to use instead of the platform's own store: `http(s)://HOST[:PORT]`, no path.",
    )
    external_region: str = Field(default="us-east-1", max_length=64, description="Region of the external endpoint.")
    external_access_key: str | None = Field(default=None, max_length=256, description="Access key for the external endpoint.")
    external_secret_key: SecretStr | None = Field(default=None, description="Secret key for the external endpoint.")

    @model_validator(mode="after")
    def _external_store_is_whole(self) -> Self:
        if self.external_endpoint is None:
            return self
        if not self.external_access_key or self.external_secret_key is None:
            raise ValueError("external_endpoint needs external_access_key and external_secret_key")
        try:
            port = urlsplit(self.external_endpoint).port
        except ValueError:
            port = 0
        if port == 0:
            raise ValueError("the port of external_endpoint must be 1 to 65535")
        return self
