"""Settings of identity and access."""

from pydantic import Field

from modelyard.core.settings import Settings


class IAMSettings(Settings):
    """Accounts, users and passwords; what the catalogue of services says."""

    region_id: str = Field(
        "local-1",
        pattern=r"^[a-z0-9-]{1,40}$",
        description="Id of the one region, and name of the first project of each account.",
    )
    region_name: str = Field("Modelyard", max_length=64, description="What people read as the name of the region.")
    api_endpoint: str = Field(
        "http://127.0.0.1:8000", max_length=255, description="Public address of the API, as the service catalogue tells it."
    )
    storage_endpoint: str = Field(
        "http://127.0.0.1:9000", max_length=255, description="Public address of the object storage, for the catalogue."
    )
    password_min_length: int = Field(8, ge=6, le=32, description="Shortest password that may be set.")
    max_users: int = Field(10_000, ge=1, description="Most users of one account.")
    max_groups: int = Field(1_000, ge=1, description="Most groups of one account.")
    max_projects: int = Field(1_000, ge=1, description="Most projects of one account.")
    max_policies: int = Field(1_000, ge=1, description="Most custom policies of one account.")
    max_agencies: int = Field(1_000, ge=1, description="Most agencies of one account.")
    max_workspaces: int = Field(1_000, ge=1, description="Most workspaces of one project, the default one not counted.")
