"""Settings of services."""

from pathlib import Path

from pydantic import Field

from modelyard.core.settings import Settings


class ServingSettings(Settings):
    """Services: how many there may be, how patient the platform is with them, what it keeps."""

    max_services: int = Field(default=1000, ge=1, le=1_000_000, description="Most real-time services of one project.")
    max_batch_services: int = Field(default=1000, ge=1, le=1_000_000, description="Most batch services of one project.")
    max_instances: int = Field(default=10_000, ge=1, le=1_000_000, description="Most instances of all services of a project.")
    mount_directories: list[Path] = Field(
        default=[],
        description="Directories of the nodes, such as mounted network file systems, that instances may mount. An entry names "
        "one of them exactly.",
    )
    max_entries: int = Field(default=20, ge=1, le=100, description="Most model versions in one service.")
    deploy_timeout_seconds: int = Field(
        default=1200, ge=10, le=86_400, description="An instance that is not ready after this time has failed, unless told."
    )
    crash_limit: int = Field(
        default=3, ge=1, le=100, description="So many instances that end one after another make a deployment fail."
    )
    drain_seconds: float = Field(
        default=2.0, ge=0.0, le=600.0, description="An instance gets requests for this long after the gateway forgot it."
    )
    request_timeout_seconds: int = Field(default=60, ge=1, le=7200, description="Time for one prediction, unless told.")
    max_request_timeout_seconds: int = Field(default=7200, ge=1, le=86_400, description="Longest time that may be told.")
    max_request_bytes: int = Field(default=12 * 2**20, ge=1024, le=2**31, description="Largest request, unless told.")
    event_days_kept: int = Field(default=30, ge=1, le=3650, description="How long events of services are kept.")
    call_days_kept: int = Field(default=30, ge=1, le=3650, description="How long call numbers by the minute are kept.")
    ended_instances_kept: int = Field(
        default=5, ge=0, le=100, description="Instances that have ended whose logs are kept, for each model version."
    )
    statistics_seconds: float = Field(default=5.0, ge=0.5, le=60.0, description="How often the gateway's counters are read.")
