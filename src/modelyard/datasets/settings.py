"""Settings of datasets."""

from typing import Literal

from pydantic import Field, SecretStr

from modelyard.core.settings import Settings


class ProcessingSettings(Settings):
    """Processing tasks: what they run in, and how much one of them takes."""

    max_tasks: int = Field(default=1000, ge=1, le=1_000_000, description="Most processing tasks of one project.")
    max_versions: int = Field(default=100, ge=1, le=10_000, description="Most versions of one processing task.")
    max_samples: int = Field(default=100_000, ge=1, le=10_000_000, description="Most samples that one run takes.")
    max_results: int = Field(default=500_000, ge=1, le=50_000_000, description="Most results that one run may report.")
    image: str = Field(default="sklearn", max_length=256, description="Image that operators run in.")
    flavor: str = Field(default="", max_length=64, description="Flavor of runs; the smallest for the CPU where it is empty.")
    run_seconds: int = Field(default=24 * 3600, ge=10, le=30 * 86400, description="Longest time that one run may take.")
    preview_seconds: int = Field(default=3600, ge=60, le=30 * 86400, description="How long previews are kept.")


class MailSettings(Settings):
    """The mail server that invitations and notices of labelling tasks are sent by; none by default."""

    host: str = Field(default="", max_length=255, description="Name of the SMTP server; empty sends no mail.")
    port: int = Field(default=587, ge=1, le=65_535, description="Port of the SMTP server.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`starttls` (port 587), `tls` from the start (port 465), or `none`."
    )
    user: str = Field(default="", max_length=255, description="User at the SMTP server; empty for none.")
    password: SecretStr = Field(default=SecretStr(""), description="Password of that user.")
    sender: str = Field(default="modelyard@localhost", max_length=255, description="Address that mail comes from.")
    console_url: str = Field(
        default="http://localhost:8000", max_length=1024, description="Address of the platform, for links in mail."
    )


class StoresSettings(Settings):
    """Other stores that imports may read: nothing, unless an administrator allows it."""

    allowed: list[str] = Field(
        default=[],
        description="Stores that imports may reach, as `https://data.example.org`, `s3+https://minio.example.org:9000`, "
        "`postgresql://10.0.0.7`, `sftp://files.example.org`, `gs://bucket`, "
        "`https://*.example.org` or `https://*`. Patterns are for the open internet: private "
        "networks, and this machine, need the host or the address itself.",
    )


class DatasetsSettings(Settings):
    """Datasets: how many there may be, how many labels they may have, how much is kept of their previews."""

    max_datasets: int = Field(default=10_000, ge=1, le=10_000_000, description="Most datasets of one project.")
    max_versions: int = Field(default=1_000, ge=1, le=100_000, description="Most versions of one dataset.")
    max_labels: int = Field(default=10_000, ge=1, le=100_000, description="Most labels of one dataset.")
    max_teams: int = Field(default=100, ge=1, le=100_000, description="Most labelling teams of one project.")
    max_team_members: int = Field(default=100, ge=1, le=10_000, description="Most members of one labelling team.")
    max_team_tasks: int = Field(default=100, ge=1, le=10_000, description="Most unfinished team tasks of one dataset.")
    invitation_hours: int = Field(default=168, ge=1, le=8760, description="How long an invitation link to a team is good.")
    worker_memory_bytes: int = Field(
        default=6 * 2**30,
        ge=2**30,
        le=2**50,
        description="Most memory of the process for long work on data; a task that needs more ends with Modelyard.7500.",
    )
    history_days: int = Field(
        default=365,
        ge=0,
        le=36_500,
        description="How long what annotations said before is kept; 0 for ever. Versions keep what they need.",
    )
    max_analyses: int = Field(
        default=50, ge=1, le=10_000, description="Analyses of one dataset that are kept; the oldest go first."
    )
    most_thumbnail_bytes: int = Field(
        default=2 * 2**30,
        ge=0,
        le=2**50,
        description="Room for thumbnails on this machine; those not looked at for long go first.",
    )
    processing: ProcessingSettings = Field(default=ProcessingSettings(), description="Processing tasks.")
    mail: MailSettings = MailSettings()
    stores: StoresSettings = StoresSettings()
