"""Settings of training jobs."""

from pathlib import Path

from pydantic import Field

from modelyard.core.settings import Settings


class TrainingSettings(Settings):
    """Training jobs: how much code a job may have, how many jobs there may be, what may be mounted."""

    max_code_entries: int = Field(default=1000, ge=1, le=1_000_000, description="Most files and folders in a code directory.")
    max_code_bytes: int = Field(default=5 * 2**30, ge=1, le=2**44, description="Largest code directory.")
    max_code_depth: int = Field(default=32, ge=1, le=100, description="Most levels of folders in a code directory.")
    max_nodes: int = Field(default=64, ge=1, le=10_000, description="Most nodes of one job.")
    max_unfinished_jobs: int = Field(
        default=10_000, ge=1, le=10_000_000, description="Most jobs of one project that have not ended."
    )
    max_jobs: int = Field(default=1_000_000, ge=1, le=100_000_000, description="Most jobs of one project, ended ones included.")
    counted_input_objects: int = Field(
        default=10_000,
        ge=0,
        le=1_000_000,
        description="How many objects of each input are counted when a job is created, to see whether the disk of its flavor "
        "holds them. Beyond, the job itself finds out.",
    )
    mount_directories: list[Path] = Field(
        default=[],
        description="Directories of the nodes, such as mounted network file systems, that jobs may mount. A job names one "
        "of them exactly; what lies below cannot be named by itself.",
    )
    log_seconds_kept: int = Field(
        default=30 * 86_400,
        ge=3600,
        le=10 * 366 * 86_400,
        description="How long logs and samples of jobs that have ended are kept here. "
        "Jobs with a log path have their logs in the bucket, for good.",
    )
    log_links: bool = Field(
        default=True,
        description="Whether people may make links by which everybody can read a log for an hour, without login.",
    )
    pip_index: str = Field(
        default="", max_length=2048, description="Package index told to jobs as MA_PIP_URL; empty for the one of the image."
    )
