"""Settings of datasets."""

from pydantic import Field

from modelyard.core.settings import Settings


class DatasetsSettings(Settings):
    """Datasets: how many there may be, how many labels they may have, how much is kept of their previews."""

    max_datasets: int = Field(default=10_000, ge=1, le=10_000_000, description="Most datasets of one project.")
    max_versions: int = Field(default=1_000, ge=1, le=100_000, description="Most versions of one dataset.")
    max_labels: int = Field(default=10_000, ge=1, le=100_000, description="Most labels of one dataset.")
    max_teams: int = Field(default=100, ge=1, le=100_000, description="Most labelling teams of one project.")
    max_team_members: int = Field(default=100, ge=1, le=10_000, description="Most members of one labelling team.")
    max_team_tasks: int = Field(default=100, ge=1, le=10_000, description="Most unfinished team tasks of one dataset.")
    invitation_hours: int = Field(default=168, ge=1, le=8760, description="How long an invitation link to a team is good.")
    most_thumbnail_bytes: int = Field(
        default=2 * 2**30,
        ge=0,
        le=2**50,
        description="Room for thumbnails on this machine; those not looked at for long go first.",
    )
