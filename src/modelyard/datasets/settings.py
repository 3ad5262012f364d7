"""Settings of datasets."""

from pydantic import Field

from modelyard.core.settings import Settings


class DatasetsSettings(Settings):
    """Datasets: how many there may be, and how many labels they may have."""

    max_datasets: int = Field(default=10_000, ge=1, le=10_000_000, description="Most datasets of one project.")
    max_labels: int = Field(default=10_000, ge=1, le=100_000, description="Most labels of one dataset.")
